#include "services/post_list/exemption_words.hpp"

#include "core/rules/exemptions.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

Values words_of(Language language, const core::Exemption& exemption, const ListedPost& one) {
    const auto day = core::danish_date(one.taken_down_at.value_or(core::Timestamp{}));
    return {
        {"law", std::string{exemption.law}},
        {"paragraph", std::string{exemption.paragraph}},
        {"day", spoken_date(language, day)}};
}

}  // namespace

std::string number_of(const ListedPost& one) {
    return std::to_string(one.serial_year) + "-" + std::to_string(one.serial);
}

nlohmann::json exemption_choices(Language language, std::string_view chosen) {
    auto choices = nlohmann::json::array();
    choices.push_back({{"value", ""}, {"text", translate(language, "Vælg en bestemmelse")}, {"is_selected", false}});
    for (const auto& one : core::exemptions_of(core::AccessLaw::public_access))
        choices.push_back({
            {"value", one.name},
            {"text", std::string{one.paragraph} + ": " + std::string{one.text}},
            {"is_selected", one.name == chosen},
        });
    return choices;
}

bool is_undecided(const ListedPost& one) {
    return one.state == PostState::withheld && !one.taken_down_at && core::exemption_named(one.exemption) == nullptr;
}

std::string spoken_absence(Language language, const ListedPost& one) {
    if (one.state == PostState::held && one.public_from)
        return translate(language, "Vises fra den {day}", {{"day", spoken_date(language, *one.public_from)}});
    if (one.state == PostState::held) return translate(language, "Venter på gennemsyn");
    const auto* const exemption = core::exemption_named(one.exemption);
    if (exemption == nullptr && !one.taken_down_at) return translate(language, "Tilbageholdt");
    if (exemption == nullptr)
        return translate(
            language, "Taget ned den {day}", {{"day", spoken_date(language, core::danish_date(*one.taken_down_at))}}
        );
    const auto words = words_of(language, *exemption, one);
    return one.taken_down_at ? translate(language, "Taget ned den {day} efter {law}s {paragraph}", words)
                             : translate(language, "Tilbageholdt efter {law}s {paragraph}", words);
}

}  // namespace services
