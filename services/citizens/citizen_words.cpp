#include "services/citizens/citizen_words.hpp"

namespace services {

std::string told_state(Language language, core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
            return translate(language, "Vi har oprettet sagen og er ved at samle de oplysninger, vi skal bruge.");
        case core::CaseState::informed:
            return translate(language, "Vi har de oplysninger, vi skal bruge, og er ved at tage stilling.");
        case core::CaseState::decided:
            return translate(language, "Vi har truffet en afgørelse.");
        case core::CaseState::ordered:
            return translate(language, "Vi har truffet en afgørelse og sat i gang, at den bliver ført ud i livet.");
        case core::CaseState::executed:
            return translate(language, "Det, vi har besluttet, er gjort. Sagen bliver snart afsluttet.");
        case core::CaseState::closed:
            return translate(language, "Sagen er afsluttet. Du behøver ikke gøre mere.");
    }
    return {};
}

std::string told_state_briefly(Language language, core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
        case core::CaseState::informed:
            return translate(language, "I gang");
        case core::CaseState::decided:
        case core::CaseState::ordered:
        case core::CaseState::executed:
            return translate(language, "Afgjort");
        case core::CaseState::closed:
            return translate(language, "Afsluttet");
    }
    return {};
}

std::string told_deadline(Language language, const core::Case& one, core::Date today) {
    if (!one.deadline || one.state == core::CaseState::closed || one.state == core::CaseState::executed) return {};
    const Values values{{"day", spoken_day(language, *one.deadline)}};
    if (*one.deadline >= today) return translate(language, "Vi regner med at være færdige senest {day}.", values);
    return translate(
        language, "Vi regnede med at være færdige {day}. Det nåede vi ikke. Du er velkommen til at spørge.", values
    );
}

std::string told_ground(Language language, core::PartyGround ground, bool by_power) {
    switch (ground) {
        case core::PartyGround::written:
            return by_power ? translate(language, "Skrevet af parten eller for parten")
                            : translate(language, "Skrevet af dig eller for dig");
        case core::PartyGround::sent:
            return by_power ? translate(language, "Sendt til parten") : translate(language, "Sendt til dig");
        case core::PartyGround::released:
            return by_power ? translate(language, "Lagt frem for parten") : translate(language, "Lagt frem for dig");
    }
    return {};
}

}  // namespace services
