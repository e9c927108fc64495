#include "services/oversight/payload_words.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace services {

using Json = nlohmann::json;

namespace {

struct Label {
    std::string_view key, text;
};
/// The keys that most events have; any other stands as it is.
constexpr std::array labels{
    Label{"case", "Sag"},           Label{"caseworker", "Sagsbehandler"},
    Label{"channel", "Kanal"},      Label{"confidentiality", "Må læses af"},
    Label{"content", "Fil"},        Label{"count", "Antal"},
    Label{"deadline", "Frist"},     Label{"document", "Dokument"},
    Label{"due", "Frist"},          Label{"entry", "Postlistens nr."},
    Label{"findings", "Fund"},      Label{"from", "Fra"},
    Label{"kind", "Slags"},         Label{"list", "Liste"},
    Label{"name", "Navn"},          Label{"note", "Bemærkning"},
    Label{"number", "Nummer"},      Label{"outcome", "Udfald"},
    Label{"page", "Side"},          Label{"pages", "Sider"},
    Label{"party", "Part"},         Label{"public_title", "Offentlig titel"},
    Label{"reason", "Begrundelse"}, Label{"role", "Rolle"},
    Label{"roles", "Roller"},       Label{"rows", "Rækker"},
    Label{"state", "Tilstand"},     Label{"subject", "Emne"},
    Label{"title", "Titel"},        Label{"to", "Til"},
    Label{"unit", "Enhed"},         Label{"url", "Adresse"},
    Label{"user", "Bruger"},        Label{"version", "Udgave"},
    Label{"what", "Hvad"},          Label{"where", "Hvor"},
};

constexpr std::size_t hash_length = 64;
constexpr std::size_t hash_shown = 12;

std::string label_of(Language language, const std::string& key) {
    const auto* const found = std::ranges::find(labels, key, &Label::key);
    return found == labels.end() ? key : translate(language, found->text);
}

/// A SHA-256 is told by its beginning, which is enough to find the file by.
std::string shown(const std::string& text) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    const bool is_hash = text.size() == hash_length && std::ranges::all_of(text, is_digit);
    return is_hash ? text.substr(0, hash_shown) + "…" : text;
}

/// Kinds whose pairs are what was before and what came after. Names of fields stand as a list beside them.
constexpr std::array kinds_of_pairs{
    EventKind::item_handed_over,
    EventKind::case_changed,
    EventKind::case_fields_changed,
    EventKind::draft_changed,
    EventKind::task_changed,
    EventKind::unit_changed,
};

bool is_change(EventKind kind, const std::string& key, const Json& value) {
    return value.is_array() && value.size() == 2 && !value[0].is_structured() && !value[1].is_structured() &&
           key != "fields" && std::ranges::find(kinds_of_pairs, kind) != kinds_of_pairs.end();
}

std::string value_text(Language language, const Json& value);

std::string inner_text(Language language, const Json& object) {
    std::string text;
    for (const auto& [key, value] : object.items())
        text += (text.empty() ? "" : ", ") + label_of(language, key) + ": " + value_text(language, value);
    return text;
}

std::string list_text(Language language, const Json& list) {
    std::string text;
    for (const auto& value : list) text += (text.empty() ? "" : ", ") + value_text(language, value);
    return text.empty() ? "–" : text;
}

std::string value_text(Language language, const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().empty() ? "–" : shown(value.get<std::string>());
    if (value.is_boolean()) return translate(language, value.get<bool>() ? "ja" : "nej");
    if (value.is_null()) return "–";
    if (value.is_array()) return list_text(language, value);
    if (value.is_object()) return "(" + inner_text(language, value) + ")";
    return value.dump();
}

}  // namespace

std::string payload_text(Language language, EventKind kind, std::string_view payload) {
    const auto parsed = Json::parse(payload, nullptr, false);
    if (!parsed.is_object()) return std::string{payload};
    std::string text;
    for (const auto& [key, value] : parsed.items()) {
        text += (text.empty() ? "" : " · ") + label_of(language, key) + ": ";
        text += is_change(kind, key, value) ? value_text(language, value[0]) + " → " + value_text(language, value[1])
                                            : value_text(language, value);
    }
    return text;
}

}  // namespace services
