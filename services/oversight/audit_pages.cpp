#include <algorithm>

#include "services/oversight/audit.hpp"
#include "services/oversight/oversight_desk.hpp"
#include "services/oversight/payload_words.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t events_at_once = 100;
constexpr std::int64_t csv_rows_limit = 100'000;

/// What the auditor asks for, as it was typed, and as the log is asked.
struct Wanted {
    std::string person, case_number, kind, from, until;
    EventLog::Filter filter{};
    std::string unknown{};  ///< what is not known, in words; empty: all of it is
};

std::optional<core::UserId> person_named(Transaction& tx, const std::string& typed) {
    if (const auto by_name = UserStore{tx}.find_by_name(typed)) return by_name->id;
    for (const auto& user : UserStore{tx}.all())
        if (user.full_name == typed) return user.id;
    return std::nullopt;
}

Wanted wanted_in(Transaction& tx, const Request& request, Language language) {
    const auto value = [&](const char* name) { return request.query_value(name).value_or(""); };
    Wanted wanted{value("person"), value("sag"), value("slags"), value("fra"), value("til")};
    auto& filter = wanted.filter;
    if (!wanted.person.empty()) {
        filter.actor = person_named(tx, wanted.person);
        if (!filter.actor) wanted.unknown = translate(language, "Der er ingen bruger med det navn.");
    }
    if (!wanted.case_number.empty()) {
        const auto found = CaseStore{tx}.find_by_number(wanted.case_number);
        if (found) filter.in_case = found->id;
        if (!found) wanted.unknown = translate(language, "Der er ingen sag med det nummer.");
    }
    if (!wanted.kind.empty()) filter.kind = event_kind_named(wanted.kind);
    if (const auto from = core::parse_iso_date(wanted.from)) filter.from = core::danish_midnight(*from);
    if (const auto until = core::parse_iso_date(wanted.until))
        filter.until = core::danish_midnight(*until + std::chrono::days{1});
    if (const auto before = std::strtoll(value("foer").c_str(), nullptr, 10); before > 0)
        filter.before = core::EventId{before};
    return wanted;
}

std::string query_of(const Wanted& wanted) {
    return "?person=" + percent_encoded(wanted.person) + "&sag=" + percent_encoded(wanted.case_number) +
           "&slags=" + percent_encoded(wanted.kind) + "&fra=" + percent_encoded(wanted.from) +
           "&til=" + percent_encoded(wanted.until);
}

std::string subject_text(Transaction& tx, const Event& event, const Names& names) {
    if (event.in_case)
        if (const auto one = CaseStore{tx}.find(*event.in_case)) return one->number;
    if (event.subject_kind == SubjectKind::user) return names.person(core::UserId{event.subject});
    if (event.subject_kind == SubjectKind::unit) return names.unit(core::UnitId{event.subject});
    return {};
}

Json row_json(Transaction& tx, const Event& event, const Names& names, Language language, core::Timestamp now) {
    return {
        {"id", event.id.value},
        {"time", spoken_time(language, event.at, now)},
        {"time_exact", exact_time(language, event.at)},
        {"who", event.actor ? names.person(event.actor) : std::string{"Saglig"}},
        {"kind", spoken_kind(language, event.kind)},
        {"subject", subject_text(tx, event, names)},
        {"payload", payload_text(language, event.kind, event.payload)},
    };
}

Json chain_json(Transaction& tx, Language language, core::Timestamp now) {
    const auto check = LogCheckStore{tx}.last();
    Json chain{{"events", spoken_number(language, EventLog{tx}.last().value)}, {"is_whole", false}, {"text", ""}};
    if (!check) {
        chain["text"] = translate(language, "Kæden er ikke efterprøvet endnu.");
        return chain;
    }
    chain["is_whole"] = !check->fault_at;
    const auto fault = check->fault_at.value_or(core::EventId{});
    const Values values{
        {"time", spoken_time(language, check->checked_at, now)},
        {"count", spoken_number(language, check->events)},
        {"event", std::to_string(fault.value)}};
    chain["text"] = check->fault_at
                        ? translate(language, "Efterprøvet {time}: kæden er brudt ved hændelse {event}.", values)
                        : translate(language, "Efterprøvet {time}: alle {count} hændelser er uændrede.", values);
    return chain;
}

Json kinds_json(Language language, const std::string& chosen) {
    std::vector<Json> kinds;
    for (const auto kind : all_event_kinds()) {
        const std::string name{name_of(kind)};
        kinds.push_back({{"value", name}, {"text", spoken_kind(language, kind)}, {"is_selected", name == chosen}});
    }
    std::ranges::sort(kinds, {}, [](const Json& kind) { return kind["text"].get_ref<const std::string&>(); });
    return kinds;
}

Result<Response> show(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data{{"rows", Json::array()}, {"next_path", ""}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        auto wanted = wanted_in(tx, request, language);
        wanted.filter.limit = events_at_once + 1;
        TRY(auto events, search_log(tx, caller.principal, wanted.filter));
        if (!wanted.unknown.empty()) events.clear();
        const auto query = query_of(wanted);
        if (std::ssize(events) > events_at_once) {
            events.pop_back();
            data["next_path"] = "/revision" + query + "&foer=" + std::to_string(events.back().id.value);
        }
        const auto names = desk.names->of(tx, caller);
        for (const auto& event : events) data["rows"].push_back(row_json(tx, event, *names, language, now));
        data["unknown"] = wanted.unknown;
        data["csv_path"] = "/revision.csv" + query;
        data["reads_path"] =
            wanted.filter.in_case ? "/sager/" + std::to_string(wanted.filter.in_case->value) + "/laesninger" : "";
        data["person"] = wanted.person;
        data["case_number"] = wanted.case_number;
        data["from"] = wanted.from;
        data["until"] = wanted.until;
        data["kinds"] = kinds_json(language, wanted.kind);
        data["chain"] = chain_json(tx, language, now);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Revision"), desk.workplace);
    return page(desk.workplace, "oversight/log", data, frame);
}

/// RFC 4180; a field that a spreadsheet would take for a formula is kept a text.
std::string csv_field(const std::string& text) {
    std::string field = "\"";
    if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) field += '\'';
    for (const char c : text) {
        field += c;
        if (c == '"') field += '"';
    }
    return field + '"';
}

Result<Response> csv(const OversightDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    std::string text = "\xEF\xBB\xBFid;tid;hvem;slags;hvad;indhold\r\n";
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        auto wanted = wanted_in(tx, request, language);
        if (!wanted.unknown.empty()) return core::done();
        const auto names = desk.names->of(tx, caller);
        wanted.filter.limit = 1000;
        for (std::int64_t rows = 0; rows < csv_rows_limit;) {
            TRY(const auto events, search_log(tx, caller.principal, wanted.filter));
            if (events.empty()) break;
            for (const auto& event : events)
                text += std::to_string(event.id.value) + ';' + core::iso_time(event.at) + ';' +
                        csv_field(event.actor ? names->person(event.actor) : "Saglig") + ';' +
                        csv_field(spoken_kind(language, event.kind)) + ';' +
                        csv_field(subject_text(tx, event, *names)) + ';' + csv_field(event.payload) + "\r\n";
            rows += std::ssize(events);
            wanted.filter.before = events.back().id;
        }
        return core::done();
    }));
    if (!core::may(caller.principal, core::Action::read_log, {}))
        return Error{ErrorCode::forbidden, "only auditors may read the log"};
    auto response = services::text(std::move(text));
    response.set("content-type", "text/csv; charset=utf-8");
    response.set("content-disposition", "attachment; filename=\"revision.csv\"");
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> check(const OversightDesk& desk, const Request&, const Caller& caller) {
    TRY(const auto found, check_log(desk.workplace.db, caller.principal, desk.workplace.clock));
    return with_toast(redirect("/revision"), found.fault_at ? "Kæden er brudt." : "Kæden er hel.");
}

}  // namespace

void add_audit_pages(Router& router, Identity& identity, const OversightDesk& desk) {
    const auto get = [desk](const Request& request, const Caller& caller) { return show(desk, request, caller); };
    const auto file = [desk](const Request& request, const Caller& caller) { return csv(desk, request, caller); };
    const auto post = [desk](const Request& request, const Caller& caller) { return check(desk, request, caller); };
    router.add(Method::get, "/revision", signed_in(identity, get));
    router.add(Method::get, "/revision.csv", signed_in(identity, file));
    router.add(Method::post, "/revision/efterproev", signed_in(identity, post));
}

}  // namespace services
