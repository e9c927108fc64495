#include "services/post_list/public_days.hpp"

#include <map>

#include "services/post_list/exemption_words.hpp"
#include "services/web/words.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

/// A row for a number that is not shown.
Json absent_row(const ListedPost& one, Language language) {
    auto row = Json::object();
    for (const auto* empty :
         {"direction",
          "direction_text",
          "title",
          "correspondent",
          "letter_date",
          "case_number",
          "entry_path",
          "document_path"})
        row[empty] = "";
    row["number"] = number_of(one);
    row["absence"] = spoken_absence(language, one);
    return row;
}

/// The section of that day, begun where the last one is another.
Json& section_of(Json& days, core::Date day, Language language) {
    const auto date = core::iso_date(day);
    if (days.empty() || days.back()["date"] != date)
        days.push_back({
            {"date", date},
            {"name", spoken_day(language, day)},
            {"count_text", ""},
            {"count_path", ""},
            {"entries", Json::array()},
        });
    return days.back();
}

std::string counted(Language language, std::int64_t total, std::int64_t absent) {
    auto text = translate_count(language, "{count} post", "{count} poster", total);
    if (absent > 0) text += ", " + translate_count(language, "{count} ikke vist", "{count} ikke vist", absent);
    return text;
}

}  // namespace

Json shown_post(const PublicPost& post, Language language) {
    return {
        {"direction", core::name_of(post.direction)},
        {"direction_text", spoken(language, post.direction)},
        {"title", post.title},
        {"correspondent", post.correspondent},
        {"letter_date", post.letter_date ? spoken_date(language, *post.letter_date) : ""},
        {"case_number", post.case_number},
        {"number", std::to_string(post.serial_year) + "-" + std::to_string(post.serial)},
        {"entry_path", "/postliste/poster/" + std::to_string(post.id.value)},
        {"absence", ""},
        {"document_path", post.document_public ? "/postliste/dokumenter/" + std::to_string(post.document.value) : ""},
    };
}

Json by_day(const std::vector<PublicPost>& posts, Language language) {
    Json days = Json::array();
    for (const auto& post : posts)
        section_of(days, post.listed_on, language)["entries"].push_back(shown_post(post, language));
    for (auto& day : days) day["count_text"] = counted(language, static_cast<std::int64_t>(day["entries"].size()), 0);
    return days;
}

Json whole_days(
    const std::vector<ListedPost>& listed,
    const std::vector<PublicPost>& posts,
    const std::vector<PublicListStore::DayTotal>& totals,
    Language language
) {
    std::map<core::PostListId, const PublicPost*> published;
    for (const auto& post : posts) published.emplace(post.id, &post);
    Json days = Json::array();
    for (const auto& one : listed) {
        const auto post = published.find(one.id);
        auto row = post != published.end() ? shown_post(*post->second, language) : absent_row(one, language);
        section_of(days, one.listed_on, language)["entries"].push_back(std::move(row));
    }
    for (auto& day : days) {
        std::int64_t total = 0;
        std::int64_t absent = 0;
        for (const auto& part : totals) {
            if (core::iso_date(part.day) != day["date"]) continue;
            total += part.count;
            if (part.state != PostState::published) absent += part.count;
        }
        day["count_text"] = counted(language, total, absent);
        day["count_path"] = "/postliste.count.json?day=" + day["date"].get<std::string>();
    }
    return days;
}

}  // namespace services
