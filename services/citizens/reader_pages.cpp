#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "services/cases/case_sheets.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

/// Who has read one's case, at /mine-sager/{id}/laest, as far as the authority tells it.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t step = 1000;

struct Readings {
    core::Timestamp first{}, last{};
    std::int64_t times{};
};

std::map<core::UserId, Readings> readings_of(Transaction& tx, core::CaseId id) {
    std::map<core::UserId, Readings> by_reader;
    core::EventId before{std::numeric_limits<std::int64_t>::max()};
    for (;;) {
        const auto events = EventLog{tx}.reads_of_case(id, before, step);
        if (events.empty()) return by_reader;
        before = events.back().id;
        for (const auto& event : events) {
            if (!event.actor) continue;
            auto& one = by_reader.try_emplace(*event.actor, Readings{event.at, event.at, 0}).first->second;
            one.first = std::min(one.first, event.at);
            ++one.times;
        }
    }
}

/// The name, or what somebody is and where.
std::string called(Transaction& tx, core::UserId who, ReadersTold told, Language language) {
    if (told == ReadersTold::names) {
        const auto user = UserStore{tx}.find(who);
        if (user) return user->full_name;
    }
    for (const auto& held : UserStore{tx}.roles(who)) {
        const auto unit = UnitStore{tx}.find(held.unit);
        if (unit)
            return translate(
                language, "{role} i {unit}", {{"role", spoken(language, held.role)}, {"unit", unit->name}}
            );
    }
    return translate(language, "Tidligere medarbejder");
}

/// Those who are called alike are one line: without names nobody can be counted.
Json rows_json(Transaction& tx, core::CaseId id, ReadersTold told, Language language) {
    std::map<std::string, Readings> by_name;
    for (const auto& [who, readings] : readings_of(tx, id)) {
        auto& one = by_name.try_emplace(called(tx, who, told, language), Readings{readings.first, readings.last, 0})
                        .first->second;
        one.first = std::min(one.first, readings.first);
        one.last = std::max(one.last, readings.last);
        one.times += readings.times;
    }
    auto rows = Json::array();
    for (const auto& [name, readings] : by_name)
        rows.push_back({
            {"who", name},
            {"first", spoken_date(language, core::danish_date(readings.first))},
            {"last", spoken_date(language, core::danish_date(readings.last))},
            {"times", readings.times},
        });
    return rows;
}

Result<Response> show_readers(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto seen, asked_case(tx, desk, request, who));
        const auto told = readers_told(tx, desk, seen.on.id);
        if (told == ReadersTold::no) return Error{ErrorCode::not_found, "who reads such cases is not told here"};
        auto rows = rows_json(tx, seen.on.id, told, language);
        EventLog{tx}.append({
            .at = desk.workplace.clock.now(),
            .kind = EventKind::person_told,
            .subject_kind = SubjectKind::case_file,
            .subject = seen.on.id.value,
            .in_case = seen.on.id,
            .actor = std::nullopt,
            .payload = Json{{"what", "readers"}, {"readers", rows.size()}, {"to", "party"}}.dump(),
        });
        data = {
            {"who", who_json(who)},
            {"title", seen.on.public_title},
            {"number", seen.on.number},
            {"case_path", own_case_path(seen)},
            {"authority", desk.workplace.authority},
            {"rows", std::move(rows)},
        };
        return core::done();
    }));
    const auto frame = citizen_frame(desk, request, who, translate(language, "Hvem har læst sagen?"));
    return page(desk.workplace, "citizens/readers", data, frame);
}

}  // namespace

ReadersTold readers_told(Transaction& tx, const CitizenDesk& desk, core::CaseId id) {
    const auto sheet = sheet_of(tx, *desk.cases.types, id);
    const auto by_type = desk.settings.readers_by_type.find(sheet.sheet.type);
    return by_type == desk.settings.readers_by_type.end() ? desk.settings.readers : by_type->second;
}

std::optional<ReadersTold> readers_told_named(std::string_view name) {
    if (name == "no") return ReadersTold::no;
    if (name == "roles") return ReadersTold::roles;
    if (name == "names") return ReadersTold::names;
    return std::nullopt;
}

void add_reader_pages(Router& router, const CitizenDesk& desk) {
    router.add(
        Method::get,
        "/mine-sager/{id:id}/laest",
        as_citizen(
            desk, [desk](const Request& request, const Citizen& who) { return show_readers(desk, request, who); }
        )
    );
}

}  // namespace services
