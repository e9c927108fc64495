#include <limits>

#include "services/oversight/audit.hpp"
#include "services/oversight/oversight_desk.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t reads_at_once = 100;

std::string reads_path(core::CaseId id) {
    return "/sager/" + std::to_string(id.value) + "/laesninger";
}

core::EventId before_of(const Request& request) {
    const auto number = std::strtoll(request.query_value("foer").value_or("").c_str(), nullptr, 10);
    return core::EventId{number > 0 ? number : std::numeric_limits<std::int64_t>::max()};
}

/// The ground that the reading rested on, as the log has it.
std::string spoken_ground(Language language, const std::string& ground) {
    if (ground == "staff") return translate(language, "åben for alle medarbejdere");
    if (ground == "unit_role") return translate(language, "rolle i enheden");
    if (ground == "caseworker") return translate(language, "sagens sagsbehandler");
    if (ground == "leader") return translate(language, "leder");
    if (ground == "personal_grant") return translate(language, "personlig adgang");
    if (ground == "unit_grant") return translate(language, "enhedens adgang");
    return ground;
}

std::string why_text(Language language, const Json& payload) {
    std::string text;
    const auto why = payload.find("why");
    if (why == payload.end() || !why->is_array()) return text;
    for (const auto& reason : *why) {
        auto words = spoken_ground(language, reason.value("ground", ""));
        if (reason.contains("through")) words = translate(language, "stedfortræder ({ground})", {{"ground", words}});
        text += (text.empty() ? "" : ", ") + words;
    }
    return text;
}

std::string what_text(Transaction& tx, Language language, const Event& event, const Json& payload) {
    if (event.kind == EventKind::case_read) return translate(language, "Sagen");
    const auto document = DocumentStore{tx}.find(core::DocumentId{event.subject});
    const Values values{{"number", document ? std::to_string(document->number) : std::string{"?"}}};
    return payload.value("original", false) ? translate(language, "Originalen af dokument {number}", values)
                                            : translate(language, "Dokument {number}", values);
}

Json row_json(Transaction& tx, const Event& event, const Names& names, Language language, core::Timestamp now) {
    auto payload = Json::parse(event.payload, nullptr, false);
    if (!payload.is_object()) payload = Json::object();
    const bool is_by_program = payload.value("by", "") == "api";
    return {
        {"time", spoken_time(language, event.at, now)},
        {"time_exact", exact_time(language, event.at)},
        {"who", names.person(event.actor)},
        {"what", what_text(tx, language, event, payload)},
        {"how", translate(language, is_by_program ? "Andet system" : "Side")},
        {"why", why_text(language, payload)},
    };
}

Result<Response> show(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data{{"rows", Json::array()}, {"next_path", ""}, {"print_path", reads_path(id) + "/udskrift"}};
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(auto events, reads_of_case(tx, caller.principal, id, before_of(request), reads_at_once + 1));
        const auto one = CaseStore{tx}.find(id).value();
        const auto names = desk.names->of(tx, caller);
        const bool can_read = core::may(caller.principal, core::Action::read, {one.unit, one.access_group});
        title = translate(language, "Hvem har set {number}", {{"number", one.number}});
        data["case"] = {
            {"path", can_read ? "/sager/" + std::to_string(id.value) : std::string{}},
            {"number", one.number},
            {"title", can_read ? one.title : std::string{}}};
        if (std::ssize(events) > reads_at_once) {
            events.pop_back();
            data["next_path"] = reads_path(id) + "?foer=" + std::to_string(events.back().id.value);
        }
        for (const auto& event : events)
            data["rows"].push_back(row_json(tx, event, *names, language, desk.workplace.clock.now()));
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "oversight/reads", data, frame);
}

/// "Sagsbehandler i Teknik og Miljø": what someone is now, where names are not given.
std::string roles_of(Transaction& tx, core::UserId who, const Names& names, Language language) {
    std::string text;
    for (const auto& held : UserStore{tx}.roles(who))
        text +=
            (text.empty() ? "" : ", ") +
            translate(
                language, "{role} i {unit}", {{"role", spoken(language, held.role)}, {"unit", names.unit(held.unit)}}
            );
    return text.empty() ? translate(language, "Tidligere medarbejder") : text;
}

/// What is handed to the citizen. A POST, since the log says that it was.
Result<Response> print(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data{{"rows", Json::array()}, {"made", exact_time(language, now)}, {"authority", desk.workplace.authority}};
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto summaries, readings_for_citizen(tx, {caller.principal, now}, id));
        const auto names = desk.names->of(tx, caller);
        data["number"] = CaseStore{tx}.find(id)->number;
        for (const auto& one : summaries)
            data["rows"].push_back({
                {"who", desk.settings.name_readers ? names->person(one.who) : roles_of(tx, one.who, *names, language)},
                {"first", spoken_date(language, core::danish_date(one.first))},
                {"last", spoken_date(language, core::danish_date(one.last))},
                {"times", one.times},
            });
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Hvem der har set din sag"), desk.workplace);
    return page(desk.workplace, "oversight/reads_print", data, frame);
}

}  // namespace

void add_reads_pages(Router& router, Identity& identity, const OversightDesk& desk) {
    const auto get = [desk](const Request& request, const Caller& caller) { return show(desk, request, caller); };
    const auto post = [desk](const Request& request, const Caller& caller) { return print(desk, request, caller); };
    router.add(Method::get, "/sager/{id:id}/laesninger", signed_in(identity, get));
    router.add(Method::post, "/sager/{id:id}/laesninger/udskrift", signed_in(identity, post));
}

}  // namespace services
