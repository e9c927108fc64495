#include "services/participation/hearing_words.hpp"

#include "core/rules/exemptions.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AnswerShowing;
using core::Error;
using core::ErrorCode;
using core::HearingPhase;
using core::HearingState;
using Json = nlohmann::json;

std::string spoken(Language language, HearingPhase phase) {
    switch (phase) {
        case HearingPhase::soon:
            return translate(language, "På vej");
        case HearingPhase::open:
            return translate(language, "Åben for svar");
        case HearingPhase::closed:
            return translate(language, "Slut");
    }
    return {};
}

std::string spoken(Language language, HearingState state) {
    switch (state) {
        case HearingState::draft:
            return translate(language, "Kladde");
        case HearingState::published:
            return translate(language, "Offentlig");
        case HearingState::taken_down:
            return translate(language, "Taget ned");
    }
    return {};
}

std::string spoken(Language language, AnswerShowing state) {
    switch (state) {
        case AnswerShowing::waiting:
            return translate(language, "Venter");
        case AnswerShowing::shown:
            return translate(language, "Vises");
        case AnswerShowing::hidden:
            return translate(language, "Vises ikke");
    }
    return {};
}

std::string tone_of(HearingPhase phase) {
    if (phase == HearingPhase::open) return "good";
    return phase == HearingPhase::soon ? "busy" : "";
}

std::string tone_of(AnswerShowing state) {
    if (state == AnswerShowing::shown) return "good";
    return state == AnswerShowing::waiting ? "warn" : "";
}

std::string spoken_time(Language language, const core::Hearing& one, core::Date today) {
    const auto last = spoken_date(language, one.closes);
    switch (core::phase_of(one, today)) {
        case HearingPhase::soon:
            return translate(
                language,
                "Åbner {first} og slutter {last}",
                {{"first", spoken_date(language, one.opens)}, {"last", last}}
            );
        case HearingPhase::open: {
            const auto days = (one.closes - today).count();
            const auto left = days == 0
                                  ? translate(language, "i dag er sidste dag")
                                  : translate_count(language, "{count} dag tilbage", "{count} dage tilbage", days);
            return translate(language, "Svar senest {last}", {{"last", last}}) + " · " + left;
        }
        case HearingPhase::closed:
            return translate(language, "Sluttede {last}", {{"last", last}});
    }
    return {};
}

std::string said_of_hearing(Language language, const Error& error) {
    if (error.field == "reason")
        return translate(
            language,
            "Skriv en begrundelse på højst 1.000 tegn: hvorfor det fundne vises, teksten er ændret, eller noget ikke "
            "vises."
        );
    if (error.field == "document")
        return translate(language, "Et af dokumenterne er ikke læst endnu. Vent lidt, og prøv igen.");
    if (error.field == "version") return translate(language, "En anden har ændret det, siden du så det. Se det igen.");
    if (error.field == "state") return translate(language, "Det kan ikke lade sig gøre, som det står nu.");
    if (error.field == "material")
        return translate(language, "Vælg dokumenter, der ligger på sagen, og giv dem en titel på én linje.");
    if (error.field == "opens_on") return translate(language, "Skriv den første dag.");
    if (error.field == "closes_on")
        return error.code == ErrorCode::conflict
                   ? translate(language, "Det kan først ske, når høringen er slut, og der tages ikke svar efter det.")
                   : translate(language, "Skriv en sidste dag, der kommer efter den første, højst to år senere.");
    if (error.field == "mail") return translate(language, "Skriv en e-mailadresse, fx navn@eksempel.dk.");
    if (error.field == "file")
        return translate(language, "Vedhæft højst fem filer på højst 20 MB hver. Vælg filerne igen.");
    if (error.field == "exemption") return translate(language, "Vælg den bestemmelse, det tages ned efter.");
    if (error.field == "website") return translate(language, "Formularen blev ikke sendt. Prøv igen.");
    if (error.field == "name")
        return translate(language, "Skriv navnet på én linje, uden CPR-nummer, og kun hvis det må vises.");
    if (error.field == "organisation") return translate(language, "Skriv det på én linje.");
    if (error.field == "title") return translate(language, "Skriv en titel på én linje, uden CPR-nummer.");
    if (error.field == "steps")
        return translate(language, "Møder og beslutninger skal have en dag og en linje tekst, uden CPR-numre.");
    if (error.field == "contact") return translate(language, "Skriv én linje, uden CPR-nummer.");
    if (error.field == "asked") return translate(language, "Skriv højst 5.000 tegn, uden CPR-numre.");
    if (error.field == "text" || error.field == "summary")
        return translate(language, "Skriv en tekst på højst 20.000 tegn, uden CPR-numre.");
    return services::spoken(language, error.code).message;
}

std::string spoken_takedown(Language language, const std::optional<core::Timestamp>& at, const std::string& exemption) {
    const auto* by = core::exemption_named(exemption);
    const auto day = at ? spoken_date(language, core::danish_date(*at)) : std::string{};
    if (by == nullptr) return translate(language, "Taget ned {day}", {{"day", day}});
    return translate(language, "Taget ned {day} efter {law}", {{"day", day}, {"law", core::cited(*by)}});
}

namespace {

std::string place_in_words(Language language, std::string_view field) {
    if (field == "title") return translate(language, "Titlen");
    if (field == "name") return translate(language, "Navnet");
    if (field == "asked") return translate(language, "Listen over dem, der er hørt");
    if (field == "steps") return translate(language, "Møder og beslutninger");
    if (field == "contact") return translate(language, "Hvem kan man spørge");
    return translate(language, "Teksten");
}

}  // namespace

Json gate_json(Language language, const GateReport& report) {
    auto list = Json::array();
    for (const auto& [document, title, hit] : report.hits) {
        const bool is_unread = hit.what == "unread";
        auto place = document.value == 0 ? place_in_words(language, hit.where) : spoken_place(language, hit);
        if (!title.empty()) place = "»" + title + "«" + (is_unread ? std::string{} : ", " + place);
        list.push_back({
            {"place", std::move(place)},
            {"what", is_unread ? translate(language, "Kunne ikke læses helt") : spoken_kind(language, hit.what)},
            {"before", hit.before},
            {"hit", spoken_hit(language, hit)},
            {"after", hit.after},
            {"is_certain", hit.certain},
        });
    }
    return list;
}

}  // namespace services
