#include "services/web/words.hpp"

#include <array>
#include <cstdio>

#include "core/rules/danish_dates.hpp"

namespace services {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 7> weekdays{
    "søndag",
    "mandag",
    "tirsdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lørdag",
};

std::string number(unsigned value) {
    return std::to_string(value);
}

std::string two_digits(long value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
}

/// "9.14" in Danish, "9:14" in English.
std::string time_of_day(Language language, core::Timestamp time) {
    const auto local = core::danish_time(time);
    const hh_mm_ss of_day{local - floor<days>(local)};
    return std::to_string(of_day.hours().count()) + (language == Language::danish ? "." : ":") +
           two_digits(of_day.minutes().count());
}

}  // namespace

std::string spoken_date(Language language, core::Date date) {
    const year_month_day day{date};
    const auto month = translate(language, core::danish_months[unsigned{day.month()} - 1]);
    return number(unsigned{day.day()}) + (language == Language::danish ? ". " : " ") + month + " " +
           std::to_string(int{day.year()});
}

std::string spoken_day(Language language, core::Date date) {
    const auto name = translate(language, weekdays[weekday{date}.c_encoding()]);
    return name + (language == Language::danish ? " den " : " ") + spoken_date(language, date);
}

std::string spoken_time(Language language, core::Timestamp time, core::Timestamp now) {
    const auto date = core::danish_date(time);
    const auto today = core::danish_date(now);
    const Values values{
        {"time", time_of_day(language, time)},
        {"date", spoken_date(language, date)},
    };
    if (date == today) return translate(language, "i dag kl. {time}", values);
    if (date == today - days{1}) return translate(language, "i går kl. {time}", values);
    return translate(language, "{date} kl. {time}", values);
}

std::string exact_time(Language language, core::Timestamp time) {
    const auto local = core::danish_time(time);
    const hh_mm_ss of_day{local - floor<days>(local)};
    const std::string mark = language == Language::danish ? "." : ":";
    const auto clock = two_digits(of_day.hours().count()) + mark + two_digits(of_day.minutes().count()) + mark +
                       two_digits(of_day.seconds().count());
    return translate(
        language, "{date} kl. {time}", {{"time", clock}, {"date", spoken_date(language, core::danish_date(time))}}
    );
}

std::string spoken_size(Language language, std::int64_t bytes) {
    if (bytes < 1000) return std::to_string(bytes) + " byte";
    constexpr std::array<std::string_view, 4> units{"kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), value < 9.95 ? "%.1f" : "%.0f", value);
    std::string text{digits.data()};
    const auto point = text.find('.');
    if (language == Language::danish && point != std::string::npos) text[point] = ',';
    return text + " " + std::string{units[unit]};
}

std::string spoken_media_type(Language language, std::string_view media_type) {
    struct Name {
        std::string_view type, danish;
    };
    constexpr std::array names{
        Name{"application/pdf", "PDF"},
        Name{"image/tiff", "TIFF-billede"},
        Name{"image/jpeg", "JPEG-billede"},
        Name{"image/png", "PNG-billede"},
        Name{"text/plain", "Tekstfil"},
        Name{"message/rfc822", "Mail"},
        Name{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word-dokument"},
        Name{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel-regneark"},
        Name{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint-præsentation"},
        Name{"application/vnd.oasis.opendocument.text", "OpenDocument-tekst"},
        Name{"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument-regneark"},
        Name{"application/vnd.oasis.opendocument.presentation", "OpenDocument-præsentation"},
        Name{"application/msword", "Word-dokument"},
        Name{"application/vnd.ms-excel", "Excel-regneark"},
        Name{"application/vnd.ms-powerpoint", "PowerPoint-præsentation"},
        Name{"application/rtf", "RTF-tekst"},
        Name{"application/zip", "Zip-arkiv"},
    };
    for (const auto& name : names)
        if (name.type == media_type) return translate(language, name.danish);
    return std::string{media_type};
}

std::string initials_of(std::string_view name) {
    // A letter may be two bytes (Ø): a lead byte and what continues it.
    const auto letter = [](std::string_view word) {
        std::size_t size = 1;
        while (size < word.size() && (static_cast<unsigned char>(word[size]) & 0xC0U) == 0x80U) ++size;
        return std::string{word.substr(0, size)};
    };
    const auto last_space = name.find_last_of(' ');
    if (name.empty()) return {};
    if (last_space == std::string_view::npos || last_space + 1 == name.size()) return letter(name);
    return letter(name) + letter(name.substr(last_space + 1));
}

std::string spoken(Language language, core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
            return translate(language, "Opstået");
        case core::CaseState::informed:
            return translate(language, "Oplyst");
        case core::CaseState::decided:
            return translate(language, "Afgjort");
        case core::CaseState::ordered:
            return translate(language, "Bestilt");
        case core::CaseState::executed:
            return translate(language, "Udført");
        case core::CaseState::closed:
            return translate(language, "Afsluttet");
    }
    return {};
}

std::string spoken(Language language, core::IncomingState state) {
    switch (state) {
        case core::IncomingState::received:
            return translate(language, "Venter på at blive læst");
        case core::IncomingState::reading:
            return translate(language, "Læses");
        case core::IncomingState::ready:
            return translate(language, "Klar");
        case core::IncomingState::partly_read:
            return translate(language, "Delvist læst");
        case core::IncomingState::failed:
            return translate(language, "Kunne ikke læses");
        case core::IncomingState::journaled:
            return translate(language, "Journaliseret");
    }
    return {};
}

std::string spoken(Language language, core::Channel channel) {
    switch (channel) {
        case core::Channel::scanner:
            return translate(language, "Scanner");
        case core::Channel::upload:
            return translate(language, "Upload");
        case core::Channel::command_line:
            return translate(language, "Kommandolinje");
        case core::Channel::api:
            return translate(language, "Andet system");
    }
    return {};
}

std::string spoken(Language language, core::Direction direction) {
    switch (direction) {
        case core::Direction::incoming:
            return translate(language, "Indgående");
        case core::Direction::outgoing:
            return translate(language, "Udgående");
        case core::Direction::internal:
            return translate(language, "Intern");
    }
    return {};
}

std::string spoken(Language language, core::Publication publication) {
    switch (publication) {
        case core::Publication::document:
            return translate(language, "På postlisten med dokumentet");
        case core::Publication::entry:
            return translate(language, "På postlisten uden dokumentet");
        case core::Publication::withheld:
            return translate(language, "Ikke på postlisten");
    }
    return {};
}

std::string spoken(Language language, core::Confidentiality level) {
    switch (level) {
        case core::Confidentiality::open:
            return translate(language, "Åben for alle medarbejdere");
        case core::Confidentiality::unit:
            return translate(language, "Kun enheden");
        case core::Confidentiality::restricted:
            return translate(language, "Kun sagsbehandleren og enhedens ledere");
    }
    return {};
}

std::string spoken(Language language, core::PartyRole role) {
    switch (role) {
        case core::PartyRole::primary:
            return translate(language, "Primær part");
        case core::PartyRole::other:
            return translate(language, "Anden part");
        case core::PartyRole::representative:
            return translate(language, "Repræsentant");
        case core::PartyRole::sender:
            return translate(language, "Afsender");
        case core::PartyRole::receiver:
            return translate(language, "Modtager");
    }
    return {};
}

std::string spoken(Language language, core::IdentifierKind kind) {
    switch (kind) {
        case core::IdentifierKind::none:
            return translate(language, "Uden nummer");
        case core::IdentifierKind::cpr:
            return translate(language, "CPR-nummer");
        case core::IdentifierKind::cvr:
            return translate(language, "CVR-nummer");
        case core::IdentifierKind::p_number:
            return translate(language, "P-nummer");
    }
    return {};
}

std::string spoken(Language language, core::Role role) {
    switch (role) {
        case core::Role::registrar:
            return translate(language, "Journalmedarbejder");
        case core::Role::caseworker:
            return translate(language, "Sagsbehandler");
        case core::Role::leader:
            return translate(language, "Leder");
        case core::Role::archivist:
            return translate(language, "Arkivar");
        case core::Role::politician:
            return translate(language, "Politiker");
        case core::Role::auditor:
            return translate(language, "Revisor");
        case core::Role::administrator:
            return translate(language, "Administrator");
    }
    return {};
}

std::string tone_of(core::IncomingState state) {
    switch (state) {
        case core::IncomingState::received:
            return "";
        case core::IncomingState::reading:
            return "busy";
        case core::IncomingState::ready:
        case core::IncomingState::journaled:
            return "good";
        case core::IncomingState::partly_read:
            return "warn";
        case core::IncomingState::failed:
            return "bad";
    }
    return "";
}

std::string tone_of(core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
            return "";
        case core::CaseState::informed:
        case core::CaseState::decided:
        case core::CaseState::ordered:
            return "busy";
        case core::CaseState::executed:
        case core::CaseState::closed:
            return "good";
    }
    return "";
}

namespace {

struct Reason {
    std::string_view key, short_text, text;
};

/// One row for each reason key of ocr/reading.hpp.
constexpr std::array reasons{
    Reason{
        "empty",
        "Filen er tom",
        "Filen er tom: der er intet at læse. Den er gemt, som den kom. Bed afsenderen om at sende den igen."},
    Reason{
        "not_what_it_says",
        "Indhold og filtype passer ikke sammen",
        "Filens indhold passer ikke med dens navn eller er af en ukendt slags. Originalen er gemt og kan hentes. Åbn "
        "den på din egen maskine, eller bed om en PDF."},
    Reason{
        "unsupported",
        "Filtypen læses ikke",
        "Denne slags fil kan Saglig ikke læse. Originalen er gemt og kan hentes. Du kan stadig journalisere den, men "
        "den kan kun findes på titel og afsender."},
    Reason{
        "no_office",
        "Gemt, men uden visning",
        "Filen er gemt, men kan ikke vises her: LibreOffice er ikke installeret på denne server. Originalen kan "
        "hentes. "
        "Den kan kun findes på titel og afsender."},
    Reason{
        "office_failed",
        "Gemt, men uden visning",
        "LibreOffice kunne ikke tegne filen. Originalen er gemt og kan hentes. Den kan kun findes på titel og "
        "afsender."},
    Reason{
        "office_too_slow",
        "Gemt, men uden visning",
        "LibreOffice blev ikke færdig med at tegne filen i tide. Originalen er gemt og kan hentes. Den kan kun findes "
        "på "
        "titel og afsender."},
    Reason{
        "damaged",
        "Filen er beskadiget",
        "Filen er beskadiget eller ikke sendt færdig, så den kan ikke læses. Det, der kom, er gemt og kan hentes. Scan "
        "eller send den igen."},
    Reason{
        "encrypted",
        "Beskyttet med adgangskode",
        "Filen er beskyttet med en adgangskode og kan ikke læses. Originalen er gemt og kan hentes. Bed afsenderen om "
        "en udgave uden adgangskode."},
    Reason{
        "too_many_pages",
        "For mange sider",
        "Filen har flere sider, end der læses på én gang. De første sider er læst, og hele originalen er gemt. Del "
        "filen, hvis resten også skal kunne søges frem."},
    Reason{
        "mail_limits",
        "Ikke hele mailen er læst",
        "Mailen har mere tekst, eller flere eller dybere dele, end der læses. Resten står i originalen, som er gemt."},
    Reason{
        "mail_charset",
        "Tegn mangler",
        "Noget af mailen er skrevet med et tegnsæt, der ikke læses. Se originalen, som er gemt og kan hentes."},
    Reason{
        "too_large",
        "Filen er for stor",
        "Filen er for stor til at blive læst. Originalen er gemt og kan hentes. Scan den i mindre dele eller med "
        "lavere opløsning."},
    Reason{
        "page_crashed",
        "En side kunne ikke læses",
        "Siden fik læsningen til at stoppe og er sprunget over. Originalen er gemt. Se siden i originalen, eller scan "
        "den igen."},
    Reason{
        "page_too_slow",
        "En side tog for lang tid",
        "Siden tog for lang tid at læse og er sprunget over. Originalen er gemt. Se siden i originalen, eller scan den "
        "igen."},
    Reason{
        "page_too_large",
        "En side er for stor",
        "Siden er større, end der kan læses, og er sprunget over. Originalen er gemt. Scan siden igen med lavere "
        "opløsning."},
    Reason{
        "out_of_memory",
        "En side krævede for meget hukommelse",
        "Siden krævede mere hukommelse, end der må bruges, og er sprunget over. Originalen er gemt. Scan siden igen "
        "med lavere opløsning."},
};

constexpr Reason unknown_reason{
    "",
    "Kunne ikke læses",
    "Filen eller en del af den kunne ikke læses. Originalen er gemt og kan hentes. Du kan stadig journalisere den."};

const Reason& reason_of(std::string_view key) {
    key = key.substr(0, key.find(':'));
    for (const auto& reason : reasons)
        if (reason.key == key) return reason;
    return unknown_reason;
}

struct DanishError {
    std::string_view title, message;
};

DanishError danish_words(core::ErrorCode code) {
    switch (code) {
        case core::ErrorCode::invalid_input:
            return {"Noget i det, du sendte, passer ikke", "Intet er ændret. Gå tilbage, ret felterne og prøv igen."};
        case core::ErrorCode::not_found:
            return {
                "Siden findes ikke",
                "Måske er adressen forkert, eller også har du ikke adgang til det, den fører til. Prøv at søge."};
        case core::ErrorCode::forbidden:
            return {
                "Det har du ikke rettigheder til",
                "Intet er ændret. Spørg din leder eller en administrator, hvis du mener, at du skal kunne det."};
        case core::ErrorCode::not_signed_in:
            return {
                "Du er ikke logget ind",
                "Din session er udløbet, eller du har ikke logget ind endnu. Log ind og prøv igen."};
        case core::ErrorCode::conflict:
            return {
                "Det er ændret i mellemtiden",
                "En anden har ændret det, siden du åbnede siden. Dine ændringer er ikke gemt. Åbn siden igen og se, "
                "hvad der er nyt."};
        case core::ErrorCode::too_large:
            return {
                "Det er for stort",
                "Filen eller teksten er over grænsen og blev ikke modtaget. Del den op, eller gør den mindre."};
        case core::ErrorCode::unsupported:
            return {
                "Den slags kan ikke bruges her",
                "Filen eller indholdet er af en slags, der ikke tages imod. Intet er ændret."};
        case core::ErrorCode::unreadable:
            return {
                "Indholdet kan ikke læses",
                "Filen er beskadiget eller af en anden slags, end den giver sig ud for. Originalen er ikke ændret."};
        case core::ErrorCode::too_many:
            return {
                "Det gik lidt for hurtigt", "Der er spurgt for mange gange på kort tid. Vent et øjeblik og prøv igen."};
        case core::ErrorCode::out_of_space:
            return {
                "Der er ikke mere plads",
                "Det, du sendte, blev ikke gemt. Alt, der før er kvitteret for, er i god behold. Prøv igen, når "
                "driften har gjort plads."};
        case core::ErrorCode::unavailable:
            return {
                "Noget er gået galt hos os",
                "Intet af det, der er gemt, er gået tabt. Prøv igen om et øjeblik. Bliver det ved, så giv driften "
                "nummeret nedenfor."};
    }
    return {};
}

}  // namespace

std::string spoken_reason(Language language, std::string_view reason) {
    return translate(language, reason_of(reason).text);
}

std::string short_reason(Language language, std::string_view reason) {
    return translate(language, reason_of(reason).short_text);
}

ErrorWords spoken(Language language, core::ErrorCode code) {
    const auto words = danish_words(code);
    return {translate(language, words.title), translate(language, words.message)};
}

}  // namespace services
