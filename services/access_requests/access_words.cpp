#include "services/access_requests/access_words.hpp"

#include "services/web/words.hpp"

namespace services {

using core::AccessClock;
using core::AccessLaw;
using core::ClockStanding;
using core::ClockStep;

std::string name_of_law(Language language, AccessLaw law) {
    switch (law) {
        case AccessLaw::public_access:
            return translate(language, "offentlighedsloven");
        case AccessLaw::party_access:
            return translate(language, "forvaltningsloven");
        case AccessLaw::own_data:
            return translate(language, "databeskyttelsesforordningen");
        case AccessLaw::environment:
            return translate(language, "miljøoplysningsloven");
    }
    return {};
}

std::string explained_law(Language language, AccessLaw law) {
    switch (law) {
        case AccessLaw::public_access:
            return translate(language, "Jeg vil se dokumenter, som kommunen har (offentlighedsloven)");
        case AccessLaw::party_access:
            return translate(language, "Jeg er part i sagen (forvaltningsloven)");
        case AccessLaw::own_data:
            return translate(language, "Jeg vil vide, hvad der er registreret om mig (databeskyttelsesforordningen)");
        case AccessLaw::environment:
            return translate(language, "Det handler om miljøet (miljøoplysningsloven)");
    }
    return {};
}

std::string paragraph_of(Language language, AccessLaw law) {
    switch (law) {
        case AccessLaw::public_access:
            return translate(language, "offentlighedslovens § 36, stk. 2");
        case AccessLaw::party_access:
            return translate(language, "forvaltningslovens § 16, stk. 2");
        case AccessLaw::own_data:
            return translate(language, "databeskyttelsesforordningens artikel 12, stk. 3");
        case AccessLaw::environment:
            return translate(language, "miljøoplysningsdirektivets artikel 3, stk. 2");
    }
    return {};
}

std::string spoken(Language language, core::AskerKind kind) {
    switch (kind) {
        case core::AskerKind::citizen:
            return translate(language, "Borger");
        case core::AskerKind::press:
            return translate(language, "Presse");
        case core::AskerKind::party:
            return translate(language, "Part i sagen");
        case core::AskerKind::company:
            return translate(language, "Virksomhed");
        case core::AskerKind::other:
            return translate(language, "Andre");
    }
    return {};
}

std::string spoken(Language language, core::AskChannel channel) {
    switch (channel) {
        case core::AskChannel::form:
            return translate(language, "på hjemmesiden");
        case core::AskChannel::letter:
            return translate(language, "med posten");
        case core::AskChannel::staff:
            return translate(language, "hos en medarbejder");
    }
    return {};
}

std::string spoken(Language language, core::AccessState state) {
    switch (state) {
        case core::AccessState::open:
            return translate(language, "Under behandling");
        case core::AccessState::answered:
            return translate(language, "Besvaret");
        case core::AccessState::withdrawn:
            return translate(language, "Trukket tilbage");
    }
    return {};
}

std::string spoken(Language language, core::AccessOutcome outcome) {
    switch (outcome) {
        case core::AccessOutcome::full:
            return translate(language, "Fuld aktindsigt");
        case core::AccessOutcome::partial:
            return translate(language, "Delvis aktindsigt");
        case core::AccessOutcome::refused:
            return translate(language, "Afslag");
        case core::AccessOutcome::nothing_held:
            return translate(language, "Ingen dokumenter");
    }
    return {};
}

std::string spoken(Language language, core::AccessDecision decision) {
    switch (decision) {
        case core::AccessDecision::give:
            return translate(language, "Udleveres");
        case core::AccessDecision::partly:
            return translate(language, "Udleveres delvist");
        case core::AccessDecision::refuse:
            return translate(language, "Udleveres ikke");
    }
    return {};
}

std::string spoken(Language language, core::AccessSize size) {
    switch (size) {
        case core::AccessSize::simple:
            return translate(language, "Enkel: 1-2 arbejdsdage");
        case core::AccessSize::normal:
            return translate(language, "Almindelig: 7 arbejdsdage");
        case core::AccessSize::large:
            return translate(language, "Mange dokumenter: 14 arbejdsdage");
        case core::AccessSize::very_large:
            return translate(language, "Helt særligt omfattende: 40 arbejdsdage");
    }
    return {};
}

std::string spoken_due(Language language, const AccessClock& clock) {
    const Values day{{"day", spoken_day(language, clock.due)}};
    switch (clock.standing) {
        case ClockStanding::running:
            return translate(language, "Svares senest {day}", day);
        case ClockStanding::paused:
            return translate(language, "Uret står stille. Gik det videre i dag, skulle der svares senest {day}", day);
        case ClockStanding::late:
            return translate(language, "Skulle have været besvaret senest {day}", day);
        case ClockStanding::ended_in_time:
            return translate(language, "Afsluttet inden fristen, {day}", day);
        case ClockStanding::ended_late:
            return translate(language, "Afsluttet efter fristen, {day}", day);
    }
    return {};
}

std::string spoken_left(Language language, const AccessClock& clock) {
    switch (clock.standing) {
        case ClockStanding::paused:
            return translate(language, "Venter på ansøgeren");
        case ClockStanding::ended_in_time:
            return translate(language, "I tide");
        case ClockStanding::ended_late:
            return translate(language, "For sent");
        case ClockStanding::running:
        case ClockStanding::late:
            break;
    }
    if (clock.working_days_left < 0 || clock.standing == ClockStanding::late)
        return translate_count(
            language,
            "{count} arbejdsdag over",
            "{count} arbejdsdage over",
            std::max<std::int64_t>(1, -clock.working_days_left)
        );
    if (clock.working_days_left == 0) return translate(language, "I dag");
    return translate_count(
        language, "{count} arbejdsdag tilbage", "{count} arbejdsdage tilbage", clock.working_days_left
    );
}

std::string tone_of(const AccessClock& clock) {
    constexpr std::int64_t soon = 2;
    switch (clock.standing) {
        case ClockStanding::paused:
            return "";
        case ClockStanding::late:
        case ClockStanding::ended_late:
            return "bad";
        case ClockStanding::ended_in_time:
            return "good";
        case ClockStanding::running:
            break;
    }
    return clock.working_days_left <= soon ? "warn" : "busy";
}

namespace {

std::string sentence(Language language, const ClockStep& step) {
    const auto day = spoken_day(language, step.date);
    const auto until = step.until ? spoken_date(language, *step.until) : std::string{};
    switch (step.kind) {
        case ClockStep::Kind::received:
            return translate(language, "Modtaget {day}. Den dag tæller ikke med.", {{"day", day}});
        case ClockStep::Kind::working_days:
            return translate(
                language,
                "Der skal svares inden {count} arbejdsdage ({law}). Lørdage og søndage er ikke arbejdsdage.",
                {{"count", std::to_string(step.count)}, {"law", paragraph_of(language, step.law)}}
            );
        case ClockStep::Kind::months:
            return translate(
                language, "Der skal svares inden en måned ({law}).", {{"law", paragraph_of(language, step.law)}}
            );
        case ClockStep::Kind::day_off:
            return translate(language, "{name}, {day}, er ikke en arbejdsdag.", {{"name", step.words}, {"day", day}});
        case ClockStep::Kind::pause:
            if (step.until)
                return translate(
                    language,
                    "Fra {from} til {until} ventede kommunen på ansøgeren: {why} Det blev til {count} dage, der ikke "
                    "er talt med.",
                    {{"from", spoken_date(language, step.date)},
                     {"until", until},
                     {"why", step.words},
                     {"count", std::to_string(step.count)}}
                );
            return translate(
                language,
                "Siden {from} venter kommunen på ansøgeren: {why} Dagene tæller ikke med, før svaret er kommet.",
                {{"from", spoken_date(language, step.date)}, {"why", step.words}}
            );
        case ClockStep::Kind::due:
            return translate(language, "Derfor er fristen {day}.", {{"day", day}});
        case ClockStep::Kind::extension: {
            const Values told{{"day", day}, {"until", until}, {"why", step.words}};
            if (step.is_late)
                return translate(
                    language, "Først {day}, efter fristen, blev det oplyst, at svaret kan ventes {until}: {why}", told
                );
            return translate(language, "{day} blev det oplyst, at svaret kan ventes {until}: {why}", told);
        }
    }
    return {};
}

}  // namespace

std::vector<std::string> explained(Language language, const AccessClock& clock) {
    std::vector<std::string> sentences;
    sentences.reserve(clock.steps.size());
    for (const auto& step : clock.steps) sentences.push_back(sentence(language, step));
    return sentences;
}

}  // namespace services
