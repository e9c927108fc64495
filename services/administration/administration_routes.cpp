#include "services/administration/administration_routes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/utf8.hpp"
#include "services/administration/administration.hpp"
#include "services/administration/people_desk.hpp"
#include "services/identity/origin.hpp"
#include "services/store/event_log.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/session_store.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

using nlohmann::json;

constexpr std::size_t users_on_page = 100;
constexpr std::int64_t jobs_on_page = 200;
constexpr int deepest_drawn = 6;

/// What the kinds of job are called, and where their subjects are.
struct JobWords {
    std::string_view kind, text, subject, folder;
};
constexpr std::array job_words{
    JobWords{"read_item", "Læsning af indkommet post", "Post nr. {id}", "/postbakke/"},
};

json job_json(const Job& job, Language language, core::Timestamp now) {
    const auto id = std::to_string(job.subject);
    const auto words = std::ranges::find(job_words, job.kind, &JobWords::kind);
    const bool is_known = words != job_words.end();
    return {
        {"id", job.id.value},
        {"kind", is_known ? translate(language, words->text) : job.kind},
        {"subject", is_known ? translate(language, words->subject, {{"id", id}}) : id},
        {"subject_path", is_known ? std::string{words->folder} + id : std::string{}},
        {"attempts", job.attempts},
        {"queued", spoken_time(language, job.created_at, now)},
        {"queued_exact", exact_time(language, job.created_at)},
        {"error", job.error},
        {"retry_path", "/administration/jobs/" + std::to_string(job.id.value) + "/igen"},
    };
}

json jobs_data(Transaction& tx, Language language, core::Timestamp now) {
    const auto counts = JobQueue{tx}.counts();
    const auto figure = [&](std::string_view name, std::int64_t value) {
        return json{{"name", translate(language, name)}, {"value", spoken_number(language, value)}};
    };
    auto failed = json::array();
    for (const auto& job : JobQueue{tx}.dead(jobs_on_page)) failed.push_back(job_json(job, language, now));
    const bool all_well = counts.dead == 0;
    return {
        // The page itself comes out of the database.
        {"health",
         {{{"name", translate(language, "Database")}, {"text", translate(language, "I orden")}, {"tone", "good"}},
          {{"name", translate(language, "Job")},
           {"text", translate(language, all_well ? "I orden" : "Nogle job gav op")},
           {"tone", all_well ? "good" : "bad"}}}},
        {"figures",
         {figure("Job i kø", counts.waiting),
          figure("Job i gang", counts.running),
          figure("Job, der gav op", counts.dead),
          figure("Hændelser i loggen", EventLog{tx}.last().value)}},
        {"failed", std::move(failed)},
        {"failed_count", counts.dead},
    };
}

/// Parents before their children, children by name.
void append_units(
    json& out,
    const std::vector<Unit>& units,
    const std::map<core::UnitId, std::int64_t>& people,
    const Unit* parent,
    int depth
) {
    // A tree that was damaged into a ring must not be walked for ever; no authority is deeper than it has units.
    if (static_cast<std::size_t>(depth) > units.size()) return;
    for (const auto& unit : units) {
        if (unit.parent != (parent ? std::optional{parent->id} : std::nullopt)) continue;
        const auto held = people.find(unit.id);
        out.push_back(
            {{"name", unit.name},
             {"path", "/administration/enheder/" + std::to_string(unit.id.value)},
             {"depth", std::min(depth, deepest_drawn)},
             {"parent", parent ? parent->name : std::string{}},
             {"people", held == people.end() ? 0 : held->second}}
        );
        append_units(out, units, people, &unit, depth + 1);
    }
}

json units_data(Transaction& tx) {
    std::set<std::pair<core::UnitId, core::UserId>> holders;  // with several roles in a unit, still one person
    for (const auto& holder : UserStore{tx}.all_roles()) holders.emplace(holder.held.unit, holder.user);
    std::map<core::UnitId, std::int64_t> people;
    for (const auto& holder : holders) ++people[holder.first];
    auto units = json::array();
    append_units(units, UnitStore{tx}.all(), people, nullptr, 0);
    return {{"units", std::move(units)}};
}

json roles_text(
    Transaction& tx, core::UserId user, const std::map<core::UnitId, std::string>& units, Language language
) {
    auto texts = json::array();
    for (const auto& held : UserStore{tx}.roles(user)) {
        const auto unit = units.find(held.unit);
        texts.push_back(translate(
            language,
            "{role} i {unit}",
            {{"role", spoken(language, held.role)}, {"unit", unit == units.end() ? std::string{} : unit->second}}
        ));
    }
    return texts;
}

json user_json(
    Transaction& tx,
    const User& user,
    const std::map<core::UnitId, std::string>& units,
    Language language,
    core::Timestamp now
) {
    const auto seen = SessionStore{tx}.last_sign_in(user.id);
    return {
        {"name", user.name},
        {"path", "/administration/brugere/" + std::to_string(user.id.value)},
        {"full_name", user.full_name},
        {"initials", user.initials},
        {"email", user.email},
        {"roles", roles_text(tx, user.id, units, language)},
        {"is_closed", !user.active},
        {"last_seen", seen ? spoken_time(language, *seen, now) : std::string{}},
        {"last_seen_exact", seen ? exact_time(language, *seen) : std::string{}},
    };
}

struct UsersWanted {
    std::string query;
    std::size_t skipped{};
};

UsersWanted users_wanted(const Request& request) {
    UsersWanted wanted{request.query_value("q").value_or(""), 0};
    const auto from = request.query_value("fra").value_or("0");
    std::from_chars(from.data(), from.data() + from.size(), wanted.skipped);
    return wanted;
}

json users_data(Transaction& tx, const UsersWanted& wanted, Language language, core::Timestamp now) {
    std::map<core::UnitId, std::string> units;
    for (const auto& unit : UnitStore{tx}.all()) units.emplace(unit.id, unit.name);
    auto found = UserStore{tx}.all();
    const auto sought = core::lower_case(wanted.query);
    std::erase_if(found, [&](const User& user) {
        return core::lower_case(user.full_name).find(sought) == std::string::npos &&
               user.name.find(sought) == std::string::npos;
    });
    const auto begin = std::min(wanted.skipped, found.size());
    const auto end = begin + std::min(users_on_page, found.size() - begin);
    auto users = json::array();
    for (auto i = begin; i < end; ++i) users.push_back(user_json(tx, found[i], units, language, now));
    const auto next = "/administration/brugere?fra=" + std::to_string(end) + "&q=" + percent_encoded(wanted.query);
    return {
        {"count", found.size()},
        {"query", wanted.query},
        {"users", std::move(users)},
        {"next_path", end < found.size() ? next : std::string{}},
    };
}

/// A page of the administration: `data_of` reads what its template wants.
template <class DataOf>
CallerHandler administration_page(
    const Workplace& workplace, std::string_view template_name, std::string_view title, DataOf data_of
) {
    return [=, &workplace](const Request& request, const Caller& caller) -> core::Result<Response> {
        TRY(require_administrator(caller));
        const auto frame = staff_frame(request, caller, translate(page_language(request), title), workplace);
        TRY(const auto data, workplace.db.read([&](Transaction& tx) -> core::Result<json> {
            return data_of(tx, request, frame.language, workplace.clock.now());
        }));
        return page(workplace, template_name, data, frame);
    };
}

core::Result<Response> retry_one(const Request& request, const Caller& caller, const Workplace& workplace) {
    const core::JobId job{request.id_parameter("id")};
    TRY(retry_job(workplace.db, caller, job, workplace.clock.now()));
    return with_toast(redirect("/administration/jobs"), "Jobbet prøves igen.");
}

core::Result<Response> retry_all(const Caller& caller, const Workplace& workplace) {
    TRY(retry_all_jobs(workplace.db, caller, workplace.clock.now()));
    return with_toast(redirect("/administration/jobs"), "Jobbene prøves igen.");
}

}  // namespace

void add_administration_routes(Router& router, Identity& identity, const Workplace& workplace) {
    const auto show = [&](std::string_view path, std::string_view name, std::string_view title, auto data_of) {
        router.add(Method::get, path, signed_in(identity, administration_page(workplace, name, title, data_of)));
    };
    show(
        "/administration/jobs",
        "administration/jobs",
        "Job og drift",
        [](Transaction& tx, const Request&, Language language, core::Timestamp now) {
            return jobs_data(tx, language, now);
        }
    );
    show(
        "/administration/brugere",
        "administration/users",
        "Brugere",
        [](Transaction& tx, const Request& request, Language language, core::Timestamp now) {
            return users_data(tx, users_wanted(request), language, now);
        }
    );
    show(
        "/administration/enheder",
        "administration/units",
        "Enheder",
        [](Transaction& tx, const Request&, Language, core::Timestamp) { return units_data(tx); }
    );
    const auto one = [&](const Request& request, const Caller& caller) {
        return retry_one(request, caller, workplace);
    };
    const auto all = [&](const Request&, const Caller& caller) { return retry_all(caller, workplace); };
    router.add(Method::post, "/administration/jobs/{id:id}/igen", signed_in(identity, one));
    router.add(Method::post, "/administration/jobs/igen", signed_in(identity, all));
    const PeopleDesk people{identity, workplace};
    add_user_pages(router, people);
    add_token_pages(router, people);
    add_unit_pages(router, people);
    add_webhook_pages(router, people);
}

}  // namespace services
