#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "services/post_list/day_figures.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_days.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/post_list/public_slice.hpp"
#include "services/store/people_store.hpp"
#include "services/web/page.hpp"

/// The public post list as everybody browses it: by week, day, unit and subject, and searched. Each view has an address
/// that stays, and a feed of the same.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t rows_a_page = 100;
constexpr std::int64_t numbers_a_page = 200;

/// What is the same on every one of these pages, and what each of them sets.
struct View {
    PublicFilter filter;
    std::string title;    ///< the heading
    std::string heading;  ///< below the search, where the heading says less
    std::vector<Link> above;
    std::string after;  ///< where this part begins; empty: at the newest
};

std::string week_name(Language language, core::IsoWeek week) {
    return translate(
        language, "Uge {number}, {year}", {{"number", std::to_string(week.number)}, {"year", std::to_string(week.year)}}
    );
}

Json feeds_of(Language language, const PublicFilter& filter) {
    auto feeds = Json::array();
    const auto add = [&](const char* name, const char* type, const char* ending) {
        feeds.push_back({{"name", translate(language, name)}, {"type", type}, {"path", feed_path(ending, filter)}});
    };
    add("Feed (Atom)", "application/atom+xml", ".atom");
    add("Data (JSON)", "application/json", ".json");
    add("Regneark (CSV)", "text/csv", ".csv");
    return feeds;
}

/// Where to subscribe to what is shown; days are not followed.
std::string follow_path(const PublicFilter& filter, bool is_start) {
    if (is_start) return "/postliste/abonner";
    if (filter.day || filter.week || (!filter.unit && filter.subject.empty() && filter.words.empty())) return {};
    auto followed = filter;
    followed.from = followed.to = std::nullopt;
    return "/postliste/abonner" + feed_path("", followed).substr(std::string_view{"/postliste"}.size());
}

/// `counted` goes no further than to one above what is counted.
std::string total_text(Language language, std::int64_t counted) {
    if (counted <= counted_up_to) return translate_count(language, "{count} post", "{count} poster", counted);
    return translate(language, "Mere end {count} poster", {{"count", spoken_number(language, counted_up_to)}});
}

std::string with_place(std::string path, const std::string& place) {
    path += path.find('?') == std::string::npos ? "?" : "&";
    return path + "efter=" + percent_encoded(place);
}

Json units_of(Transaction& tx, const std::optional<core::UnitId>& chosen) {
    auto units = UnitStore{tx}.all();
    std::ranges::sort(units, {}, [](const Unit& unit) { return unit.name; });
    auto list = Json::array();
    for (const auto& unit : units)
        list.push_back({{"value", unit.id.value}, {"text", unit.name}, {"is_selected", chosen == unit.id}});
    return list;
}

/// The groups or subjects under the one that is shown, as far as something was ever published on them.
Json parts_under(Transaction& tx, const std::string& subject, Language language) {
    constexpr std::size_t group_bytes = 5;
    auto list = Json::array();
    if (subject.empty() || subject.size() > group_bytes) return list;
    const auto bytes = subject.size() + 3;  // a point and two digits more
    std::map<std::string, std::int64_t> counts;
    std::map<std::string, std::string> names;
    const PublicListStore store{tx};
    for (const auto& part : store.subjects(subject, PostScope{}.from)) {
        const auto key = part.key.substr(0, bytes);
        if (part.count == 0) continue;
        counts[key] += part.count;
        if (part.key == key) names[key] = part.name;
    }
    for (const auto& [key, count] : counts) {
        const auto known = names.find(key);
        const auto name = known != names.end() ? known->second : store.subject_title(key);
        list.push_back({
            {"path", "/postliste/emne/" + key},
            {"name", name.empty() ? key : key + " " + name},
            {"count_text", translate_count(language, "{count} post", "{count} poster", count)},
        });
    }
    return list;
}

/// The units right below the one that is shown, each with what lies below it.
Json units_under(Transaction& tx, core::UnitId above, Language language) {
    auto units = UnitStore{tx}.all();
    std::ranges::sort(units, {}, [](const Unit& unit) { return unit.name; });
    auto list = Json::array();
    for (const auto& unit : units) {
        if (unit.parent != above) continue;
        PublicFilter under;
        under.unit = unit.id;
        const auto count = PublicListStore{tx}.count(scope_of(tx, under), counted_up_to + 1);
        list.push_back({
            {"path", page_path(under)},
            {"name", unit.name},
            {"count_text", count == 0 ? std::string{} : total_text(language, count)},
        });
    }
    return list;
}

/// A unit's page is with the units below it; where there are any, the other view is a press away.
void add_units_below(Transaction& tx, const PublicFilter& filter, Language language, Json& data) {
    data["parts"] = units_under(tx, *filter.unit, language);
    if (data["parts"].empty()) return;
    auto other = filter;
    other.unit_alone = !filter.unit_alone;
    data["scope_text"] = filter.unit_alone ? translate(language, "Kun denne afdelings egne poster.")
                                           : translate(language, "Med afdelingerne under den.");
    data["scope_path"] = page_path(other);
    data["scope_link"] = filter.unit_alone ? translate(language, "Vis også afdelingerne under den")
                                           : translate(language, "Kun denne afdeling");
}

Json data_of(const PostListPages& pages, const View& view, Language language) {
    const auto& filter = view.filter;
    const bool is_start = !view.heading.empty();
    Json data{
        {"title", view.title},
        {"heading", view.heading},
        {"is_start", is_start},
        {"query", filter.words},
        {"subject", filter.subject},
        {"from", filter.from && !filter.week ? core::iso_date(*filter.from) : ""},
        {"to", filter.to && !filter.week ? core::iso_date(*filter.to) : ""},
        {"is_narrowed", filter.needs_search() || (filter.from && !filter.day && !filter.week)},
        {"total_text", ""},
        {"has_undecided", false},
        {"previous_path", ""},
        {"previous_text", ""},
        {"next_path", ""},
        {"next_text", ""},
        {"newest_path", view.after.empty() ? "" : page_path(filter)},
        {"older_path", ""},
        {"scope_text", ""},
        {"scope_path", ""},
        {"scope_link", ""},
        {"parts_name", filter.unit ? translate(language, "Afdelinger under") : translate(language, "Underemner")},
        {"follow_path", follow_path(filter, is_start)},
        {"figures", nullptr},
        {"feeds", feeds_of(language, is_start ? PublicFilter{} : filter)},
    };
    static_cast<void>(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        data["units"] = units_of(tx, filter.unit);
        data["parts"] = parts_under(tx, filter.needs_search() ? std::string{} : filter.subject, language);
        if (filter.unit && !filter.needs_search()) add_units_below(tx, filter, language, data);
        return core::done();
    }));
    return data;
}

Result<Response> shown(const PostListPages& pages, const Request& request, const View& view, const Json& data) {
    auto above = view.above;
    above.insert(above.begin(), {"/", translate(page_language(request), "Forside")});
    return page(
        pages.workplace, "post_list/list", data, public_frame(request, view.title, std::move(above), pages.workplace)
    );
}

/// The day or week before and after.
void add_steps(Json& data, const PublicFilter& filter, core::Date today, Language language) {
    const std::chrono::days step{filter.day ? 1 : 7};
    const auto other = [&](core::Date from, const char* path, const char* text) {
        PublicFilter near;
        if (filter.day) {
            near.day = from;
        } else {
            near.week = core::iso_week(from);
        }
        data[path] = page_path(near);
        data[text] = filter.day ? spoken_date(language, from) : week_name(language, *near.week);
    };
    other(*filter.from - step, "previous_path", "previous_text");
    if (*filter.from + step <= today) other(*filter.from + step, "next_path", "next_text");
}

/// A day or a week, with every number of it.
Result<Response> whole(const PostListPages& pages, const Request& request, View view) {
    const auto language = page_language(request);
    const auto& filter = view.filter;
    view.after = request.query_value("efter").value_or("");
    TRY(const auto place, place_from(view.after));
    auto data = data_of(pages, view, language);
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const PublicListStore list{tx};
        auto listed = list.listed(*filter.from, *filter.to, place, numbers_a_page + 1);
        if (static_cast<std::int64_t>(listed.size()) > numbers_a_page) {
            listed.pop_back();
            data["older_path"] =
                with_place(page_path(filter), text_of({listed.back().listed_on, listed.back().serial}));
        }
        const auto posts = listed.empty() ? std::vector<PublicPost>{} : list.numbered(listed.back(), listed.front());
        if (filter.day) data["figures"] = day_figures(tx, *filter.day, pages.workplace.clock.now(), language);
        data["has_undecided"] = std::ranges::any_of(listed, is_undecided);
        data["days"] = whole_days(listed, posts, list.totals(*filter.from, *filter.to), language);
        return core::done();
    }));
    add_steps(data, filter, core::danish_date(pages.workplace.clock.now()), language);
    return shown(pages, request, view, data);
}

/// What is published of a unit, a subject or some days, or has the words.
Result<Response> parted(const PostListPages& pages, const Request& request, View view) {
    const auto language = page_language(request);
    view.after = request.query_value("efter").value_or("");
    TRY(const auto slice, public_slice(pages, view.filter, view.after, rows_a_page));
    auto data = data_of(pages, view, language);
    data["days"] = by_day(slice.posts, language);
    data["total_text"] = total_text(language, slice.total_is_exact ? slice.total : counted_up_to + 1);
    if (!slice.next.empty()) data["older_path"] = with_place(page_path(view.filter), slice.next);
    return shown(pages, request, view, data);
}

Link to_list(Language language) {
    return {"/postliste", translate(language, "Postliste")};
}

/// Errors: not_found.
Result<std::string> name_of_unit(const PostListPages& pages, core::UnitId id) {
    return pages.workplace.db.read([&](Transaction& tx) -> Result<std::string> {
        const auto unit = UnitStore{tx}.find(id);
        if (!unit) return Error{ErrorCode::not_found, "there is no such unit"};
        return unit->name;
    });
}

Result<std::string> name_of_subject(const PostListPages& pages, const std::string& number, Language language) {
    return pages.workplace.db.read([&](Transaction& tx) -> Result<std::string> {
        const auto title = PublicListStore{tx}.subject_title(number);
        return title.empty() ? translate(language, "Emne {number}", {{"number", number}}) : number + " " + title;
    });
}

/// "»skole«", and where it is looked for.
Result<std::string> what_is_found(const PostListPages& pages, const PublicFilter& filter, Language language) {
    std::string text = filter.words.empty() ? "" : "»" + filter.words + "«";
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
    if (!filter.subject.empty()) {
        TRY(const auto name, name_of_subject(pages, filter.subject, language));
        add(name);
    }
    if (filter.unit) {
        TRY(const auto name, name_of_unit(pages, *filter.unit));
        add(filter.unit_alone ? translate(language, "kun {unit}", {{"unit", name}}) : name);
    }
    if (filter.from) add(translate(language, "fra {day}", {{"day", spoken_date(language, *filter.from)}}));
    if (filter.to) add(translate(language, "til {day}", {{"day", spoken_date(language, *filter.to)}}));
    return text;
}

/// GET /postliste: the newest week; what the form asks for, at its own address where it has one.
Result<Response> start(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    TRY(auto filter, filter_of(request));
    if (filter.is_everything()) {
        const auto today = core::danish_date(pages.workplace.clock.now());
        const auto begin = [&](Transaction& tx) -> Result<core::IsoWeek> { return newest_week(tx, today); };
        TRY(const auto week, pages.workplace.db.read(begin));
        TRY(const auto its_days, filter_of_week(core::iso_week_text(week)));
        return whole(pages, request, {its_days, translate(language, "Postliste"), week_name(language, week), {}, {}});
    }
    const auto path = page_path(filter);
    if (!path.starts_with("/postliste?")) return redirect(path);
    TRY(auto title, what_is_found(pages, filter, language));
    return parted(pages, request, {filter, std::move(title), {}, {to_list(language)}, {}});
}

Result<Response> day(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const auto filter = filter_of_day(request.parameter("day"));
    if (!filter) return Error{ErrorCode::not_found, "there is no such day"};
    View view{filter.value(), spoken_day(language, *filter.value().day), {}, {to_list(language)}, {}};
    const auto week = core::iso_week(*filter.value().day);
    view.above.push_back({"/postliste/uge/" + week_in_address(week), week_name(language, week)});
    return whole(pages, request, std::move(view));
}

Result<Response> week(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const auto filter = filter_of_week(request.parameter("week"));
    if (!filter) return Error{ErrorCode::not_found, "there is no such week"};
    return whole(
        pages, request, {filter.value(), week_name(language, *filter.value().week), {}, {to_list(language)}, {}}
    );
}

Result<Response> unit(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const core::UnitId id{request.id_parameter("id")};
    TRY(auto filter, filter_of(request));
    filter.unit = id;
    if (filter.needs_search() || filter.day || filter.week) return redirect(page_path(filter));
    TRY(auto name, name_of_unit(pages, id));
    View view{filter, std::move(name), {}, {to_list(language)}, {}};
    view.above.push_back({"/postliste/afdelinger", translate(language, "Afdelinger")});
    return parted(pages, request, std::move(view));
}

Result<Response> subject(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const std::string number{request.parameter("number")};
    if (!is_subject_or_group(number)) return Error{ErrorCode::not_found, "there is no such subject"};
    TRY(auto filter, filter_of(request));
    filter.subject = number;
    if (filter.needs_search() || filter.day || filter.week) return redirect(page_path(filter));
    TRY(auto name, name_of_subject(pages, number, language));
    View view{filter, std::move(name), {}, {to_list(language)}, {}};
    view.above.push_back({"/postliste/emner", translate(language, "Emner")});
    constexpr std::size_t digits = 2, step = 3;
    for (auto bytes = digits; bytes < number.size(); bytes += step) {
        const auto higher = number.substr(0, bytes);
        view.above.push_back({"/postliste/emne/" + higher, higher});
    }
    return parted(pages, request, std::move(view));
}

Result<Response> index_page(
    const PostListPages& pages, const Request& request, const char* title, const char* lead, Json parts
) {
    const auto language = page_language(request);
    const Json data{
        {"title", translate(language, title)},
        {"lead", translate(language, lead, {{"days", std::to_string(pages.shown.count())}})},
        {"parts", std::move(parts)},
    };
    std::vector<Link> above{{"/", translate(language, "Forside")}, to_list(language)};
    return page(
        pages.workplace,
        "post_list/index",
        data,
        public_frame(request, translate(language, title), std::move(above), pages.workplace)
    );
}

core::Date shown_since(const PostListPages& pages) {
    return core::danish_date(pages.workplace.clock.now()) - pages.shown;
}

/// Each unit's count with those of the units below it, as its page shows them.
std::vector<PublicListStore::Part> with_those_below(Transaction& tx, std::vector<PublicListStore::Part> own) {
    std::map<std::string, std::string> parents;
    for (const auto& unit : UnitStore{tx}.all())
        if (unit.parent) parents.emplace(std::to_string(unit.id.value), std::to_string(unit.parent->value));
    std::map<std::string, std::int64_t> counts;
    for (const auto& part : own) {
        auto key = part.key;
        counts[key] += part.count;
        for (auto above = parents.find(key); above != parents.end(); above = parents.find(above->second))
            counts[above->second] += part.count;
    }
    for (auto& part : own) part.count = counts[part.key];
    return own;
}

Result<Response> units(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    auto parts = Json::array();
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        for (const auto& part : with_those_below(tx, PublicListStore{tx}.units(shown_since(pages))))
            parts.push_back({
                {"path", "/postliste/enhed/" + part.key},
                {"name", part.name},
                {"count_text",
                 part.count == 0 ? "" : translate_count(language, "{count} post", "{count} poster", part.count)},
            });
        return core::done();
    }));
    return index_page(
        pages,
        request,
        "Afdelinger",
        "Vælg en afdeling for at se dens post og den fra afdelingerne under den. Tallet er for de seneste {days} dage.",
        std::move(parts)
    );
}

Result<Response> subjects(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    constexpr std::size_t main_group_bytes = 2;
    std::map<std::string, std::int64_t> counts;
    auto parts = Json::array();
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const PublicListStore store{tx};
        for (const auto& part : store.subjects("", shown_since(pages)))
            if (part.count > 0) counts[part.key.substr(0, main_group_bytes)] += part.count;
        for (const auto& [key, count] : counts) {
            const auto title = store.subject_title(key);
            parts.push_back({
                {"path", "/postliste/emne/" + key},
                {"name", title.empty() ? key : key + " " + title},
                {"count_text", translate_count(language, "{count} post", "{count} poster", count)},
            });
        }
        return core::done();
    }));
    return index_page(
        pages,
        request,
        "Emner",
        "Vælg et emne fra kommunernes fælles emneliste (KLE). Tallet er for de seneste {days} dage.",
        std::move(parts)
    );
}

}  // namespace

Result<Response> kept_answer(
    const PostListPages& pages, const Request& request, Result<Response> (*show)(const PostListPages&, const Request&)
) {
    // The index follows the database a moment later, and answers that come from it are as new as it is.
    constexpr int index_bits = 32;
    auto version = pages.workplace.db.commits();
    if (request.raw_target.find('?') != std::string::npos)
        version ^= static_cast<std::uint64_t>(pages.search.position().value) << index_bits;
    return pages.cache->answer(request, version, [&] { return show(pages, request); });
}

void add_public_list_pages(Router& router, const PostListPages& pages) {
    using Show = Result<Response> (*)(const PostListPages&, const Request&);
    const auto add = [&](std::string_view pattern, Show show) {
        router.add(Method::get, pattern, [pages, show](const Request& request) {
            return kept_answer(pages, request, show);
        });
    };
    add("/postliste", start);
    add("/postliste/dag/{day}", day);
    add("/postliste/uge/{week}", week);
    add("/postliste/enhed/{id:id}", unit);
    add("/postliste/emne/{number}", subject);
    add("/postliste/afdelinger", units);
    add("/postliste/emner", subjects);
}

}  // namespace services
