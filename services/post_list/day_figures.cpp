#include "services/post_list/day_figures.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "core/rules/exemptions.hpp"
#include "services/post_list/statements.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/web/words.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::int64_t day_limit = 100'000;

std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The numbers of a text that statement_text has made, at whatever time.
DayCount count_from(std::string_view statement, core::Date day, core::Timestamp as_of) {
    constexpr std::string_view of_exemption = "withheld:";
    DayCount count{.day = day, .as_of = as_of, .by_exemption = {}, .entries_hash = {}};
    while (!statement.empty()) {
        const auto line = statement.substr(0, statement.find('\n'));
        statement.remove_prefix(std::min(statement.size(), line.size() + 1));
        const auto space = line.rfind(' ');
        if (space == std::string_view::npos) continue;
        const auto name = line.substr(0, space);
        const auto value = number_from(line.substr(space + 1));
        if (!value) continue;
        if (name == "published") count.published = *value;
        if (name == "held") count.held = *value;
        if (name == "withheld") count.withheld = *value;
        if (name == "first") count.first_serial = *value;
        if (name == "last") count.last_serial = *value;
        if (name.starts_with(of_exemption)) count.by_exemption[std::string{name.substr(of_exemption.size())}] = *value;
    }
    return count;
}

std::string withheld_text(Language language, const std::string& name, std::int64_t number) {
    const auto* const exemption = core::exemption_named(name);
    const Values words{
        {"count", spoken_number(language, number)},
        {"law", exemption == nullptr ? "" : std::string{exemption->law}},
        {"paragraph", exemption == nullptr ? "" : std::string{exemption->paragraph}}};
    return exemption == nullptr ? translate(language, "{count} er holdt tilbage", words)
                                : translate(language, "{count} er holdt tilbage efter {law}s {paragraph}", words);
}

/// What the entries of the day are, a text each.
Json parts_of(Language language, const DayCount& count) {
    auto parts = Json::array();
    if (count.published > 0)
        parts.push_back(translate(language, "{count} er vist", {{"count", spoken_number(language, count.published)}}));
    for (const auto& [exemption, number] : count.by_exemption)
        parts.push_back(withheld_text(language, exemption, number));
    if (count.held > 0)
        parts.push_back(translate(
            language,
            "{count} venter på gennemsyn eller på den dag, de må vises",
            {{"count", spoken_number(language, count.held)}}
        ));
    return parts;
}

std::string change_text(Language language, const DayCount& kept, const DayCount& now) {
    if (kept.published == now.published && kept.held == now.held && kept.withheld == now.withheld) return {};
    return translate(
        language,
        "Siden er der ændret noget: nu er {published} vist, {withheld} holdt tilbage, og {held} venter. Numrene er de "
        "samme.",
        {{"published", spoken_number(language, now.published)},
         {"withheld", spoken_number(language, now.withheld)},
         {"held", spoken_number(language, now.held)}}
    );
}

}  // namespace

Json day_figures(Transaction& tx, core::Date day, core::Timestamp now, Language language) {
    const auto today = core::danish_date(now);
    if (day > today) return nullptr;
    const auto counted = count_day(PostListStore{tx}.listed_between(day, day, day_limit), day, now);
    const auto kept = DayStatementStore{tx}.find(day);
    const auto told = kept ? count_from(kept->statement, day, kept->made_at) : counted;
    const auto year = std::to_string(static_cast<int>(std::chrono::year_month_day{day}.year()));
    const auto number = [&](std::int64_t serial) { return serial == 0 ? "" : year + "-" + std::to_string(serial); };
    return {
        {"is_running", day == today},
        {"total_text", translate_count(language, "{count} post", "{count} poster", told.total())},
        {"parts", parts_of(language, told)},
        {"signed_text",
         kept ? translate(
                    language, "Optalt og underskrevet {time}.", {{"time", spoken_time(language, kept->made_at, now)}}
                )
              : ""},
        {"change_text", kept ? change_text(language, told, counted) : ""},
        {"first", number(told.first_serial)},
        {"last", number(told.last_serial)},
        {"count_path", "/postliste.count.json?day=" + core::iso_date(day)},
        {"public_key", kept ? kept->public_key : ""},
    };
}

}  // namespace services
