#include "services/post_list/finding_words.hpp"

#include <algorithm>
#include <array>

namespace services {

namespace {

constexpr std::size_t pages_named = 8;

struct PlaceWords {
    std::string_view where;
    const char* words;
};
/// What no page shows.
constexpr std::array hidden_places{
    PlaceWords{"file_name", "i filens navn"},
    PlaceWords{"properties", "i filens egenskaber"},
    PlaceWords{"picture", "i et billedes egenskaber"},
    PlaceWords{"location", "i et billedes egenskaber"},
    PlaceWords{"annotation", "i en note eller et link i filen"},
    PlaceWords{"field", "i et formularfelt"},
    PlaceWords{"embedded", "i en fil, der er lagt i filen"},
    PlaceWords{"layer", "i et skjult lag"},
    PlaceWords{"outside", "uden for sidens kant"},
    PlaceWords{"bookmark", "i et bogmærke"},
    PlaceWords{"script", "i et script"},
    PlaceWords{"sheet", "i et skjult ark, en skjult række eller en skjult kolonne"},
    PlaceWords{"slide", "i et skjult dias"},
    PlaceWords{"tracked_change", "i slettet tekst, som filen har gemt"},
    PlaceWords{"comment", "i en kommentar"},
    PlaceWords{"notes", "i noterne til et dias"},
    PlaceWords{"hidden_text", "i skjult tekst"},
    PlaceWords{"elsewhere", "et skjult sted i filen"},
    PlaceWords{"unread_parts", "i filens skjulte dele"},
};

/// Nullptr for a place that is seen.
const char* hidden_place(std::string_view where) {
    const auto found = std::ranges::find(hidden_places, where, &PlaceWords::where);
    return found == hidden_places.end() ? nullptr : found->words;
}

struct Together {
    std::string what, where;
    std::vector<std::int64_t> pages;
    std::int64_t count{};
};

/// One of each kind and place, in the order in which they were found.
std::vector<Together> together(const std::vector<PostFinding>& findings) {
    std::vector<Together> groups;
    for (const auto& one : findings) {
        auto same = std::ranges::find_if(groups, [&](const Together& group) {
            return group.what == one.what && group.where == one.where;
        });
        if (same == groups.end()) same = groups.insert(groups.end(), {one.what, one.where, {}, 0});
        if (one.page > 0 && std::ranges::find(same->pages, one.page) == same->pages.end())
            same->pages.push_back(one.page);
        same->count += one.count;
    }
    return groups;
}

std::string numbers(const std::vector<std::int64_t>& pages) {
    std::string text;
    for (std::size_t i = 0; i < std::min(pages.size(), pages_named); ++i)
        text += (text.empty() ? "" : ", ") + std::to_string(pages[i]);
    return pages.size() > pages_named ? text + " …" : text;
}

std::string place_of(Language language, const Together& group) {
    if (group.where == "title") return translate(language, "i titlen");
    if (group.where == "correspondent") return translate(language, "i afsenderens navn");
    if (group.where == "case_title") return translate(language, "i sagens titel");
    if (group.where == "attachment") return translate(language, "i et bilags titel");
    if (const auto* const words = hidden_place(group.where)) return translate(language, words);
    if (group.where == "drawn")
        return translate(language, "i det, der ses på side {page}", {{"page", numbers(group.pages)}});
    if (group.pages.empty()) return translate(language, "i teksten");
    return translate(language, "på side {page}", {{"page", numbers(group.pages)}});
}

std::string spoken(Language language, const Together& group) {
    if (group.what == "waiting") return translate(language, "Dokumentet er ikke læst endnu");
    if (group.what == "unread" && group.where == "unread_parts")
        return translate(
            language, "Det, filen skjuler (slettet tekst, kommentarer, skjulte ark), kunne ikke ses efter"
        );
    if (group.what == "unread")
        return group.pages.empty()
                   ? translate(language, "Dokumentet kunne ikke læses helt")
                   : translate(language, "Side {page} kunne ikke læses", {{"page", numbers(group.pages)}});
    const auto count = group.count > 1 ? " (" + std::to_string(group.count) + ")" : std::string{};
    return spoken_kind(language, group.what) + count + " " + place_of(language, group);
}

}  // namespace

std::string spoken_kind(Language language, std::string_view what) {
    if (what == "cpr") return translate(language, "Muligt CPR-nummer");
    if (what == "listed") return translate(language, "Noget fra kommunens egne lister");
    if (what == "email") return translate(language, "E-mailadresse");
    if (what == "phone") return translate(language, "Telefonnummer");
    if (what == "address") return translate(language, "Adresse");
    if (what == "location") return translate(language, "Oplysning om, hvor et billede er taget,");
    if (what == "unread") return translate(language, "Kunne ikke ses efter");
    if (what == "sensitive") return translate(language, "Ord om helbred eller andet følsomt");
    return std::string{what};
}

std::string spoken_place(Language language, const PostHit& hit) {
    if (hit.where == "title") return translate(language, "Titlen");
    if (hit.where == "correspondent") return translate(language, "Afsenderens navn");
    if (hit.where == "case_title") return translate(language, "Sagens titel");
    const Values values{{"number", std::to_string(hit.attachment)}, {"page", std::to_string(hit.page)}};
    if (hit.where == "attachment") return translate(language, "Bilag {number}, titlen", values);
    if (const auto* const words = hidden_place(hit.where)) {
        auto place = translate(language, words);
        if (hit.attachment > 0)
            return translate(
                language, "Bilag {number}, {place}", {{"number", std::to_string(hit.attachment)}, {"place", place}}
            );
        if (place.front() >= 'a' && place.front() <= 'z') place.front() = static_cast<char>(place.front() - 'a' + 'A');
        return place;
    }
    if (hit.where == "drawn" && hit.attachment > 0)
        return translate(language, "Bilag {number}, i det, der ses på side {page}", values);
    if (hit.where == "drawn") return translate(language, "I det, der ses på side {page}", values);
    if (hit.attachment > 0) return translate(language, "Bilag {number}, side {page}", values);
    return translate(language, "Side {page}", values);
}

std::string spoken_hit(Language language, const PostHit& hit) {
    if (hit.where != "unread_parts") return hit.hit;
    if (hit.hit == "no_office") return translate(language, "LibreOffice er ikke installeret på serveren.");
    if (hit.hit == "encrypted") return translate(language, "Filen er låst med en adgangskode.");
    if (hit.hit == "too_large") return translate(language, "Filen skjuler mere, end der kan ses efter.");
    if (hit.hit == "inner_file") return translate(language, "En fil, der er lagt i filen, kunne der ikke ses efter i.");
    if (hit.hit == "not_looked")
        return translate(language, "Filen blev læst, før der blev set efter i den slags filer.");
    if (hit.hit.starts_with("office_")) return translate(language, "LibreOffice kunne ikke åbne filen.");
    return translate(language, "Filen er beskadiget eller for stor.");
}

std::vector<std::string> spoken_findings(Language language, const std::vector<PostFinding>& findings) {
    std::vector<std::string> sentences;
    for (const auto& group : together(findings)) sentences.push_back(spoken(language, group));
    return sentences;
}

}  // namespace services
