#include "services/http/problem.hpp"

#include <charconv>

#include "services/http/language.hpp"
#include "services/http/target.hpp"

namespace services {
namespace {

/// What a person is told: what happened, and what to do about it.
struct Words {
    std::string_view danish_title, danish_detail, english_title, english_detail;
};

Words words_for(core::ErrorCode code) {
    using core::ErrorCode;
    switch (code) {
        case ErrorCode::invalid_input:
            return {
                "Noget er udfyldt forkert",
                "Ret det, der er markeret, og prøv igen.",
                "Something is filled in wrongly",
                "Correct what is marked and try again."};
        case ErrorCode::not_found:
            return {
                "Siden findes ikke",
                "Den kan være flyttet eller slettet, eller du har ikke adgang til den. Kontrollér adressen.",
                "This page does not exist",
                "It may have been moved or deleted, or you may not have access to it. Check the address."};
        case ErrorCode::forbidden:
            return {
                "Det har du ikke adgang til",
                "Spørg din leder eller administrator, hvis du har brug for adgang.",
                "You do not have access to this",
                "Ask your leader or administrator if you need access."};
        case ErrorCode::not_signed_in:
            return {
                "Du er ikke logget ind", "Log ind, og prøv igen.", "You are not signed in", "Sign in and try again."};
        case ErrorCode::conflict:
            return {
                "Oplysningerne er ændret af en anden",
                "Hent siden igen, se ændringerne, og gentag din rettelse.",
                "Someone else has changed this",
                "Reload the page, look at the changes and repeat your own."};
        case ErrorCode::too_large:
            return {
                "Det sendte er for stort",
                "Send en mindre fil eller del den op.",
                "What was sent is too large",
                "Send a smaller file or split it up."};
        case ErrorCode::unsupported:
            return {
                "Filtypen kan ikke bruges",
                "Gem filen som PDF, TIFF, JPEG eller PNG, og send den igen.",
                "This kind of file cannot be used",
                "Save it as PDF, TIFF, JPEG or PNG and send it again."};
        case ErrorCode::unreadable:
            return {
                "Filen kan ikke læses",
                "Den er måske beskadiget. Åbn den på din egen computer, gem den igen, og send den på ny.",
                "The file cannot be read",
                "It may be damaged. Open it on your own computer, save it and send it again."};
        case ErrorCode::too_many:
            return {
                "For mange forsøg",
                "Vent et øjeblik, og prøv igen.",
                "Too many attempts",
                "Wait a moment and try again."};
        case ErrorCode::out_of_space:
            return {
                "Der er ikke mere plads",
                "Det sendte er ikke gemt. Kontakt administratoren, og prøv igen, når der er plads.",
                "There is no room left",
                "What you sent was not kept. Tell the administrator and try again when there is room."};
        case ErrorCode::unavailable:
            return {"Systemet er optaget", "Prøv igen om lidt.", "The system is busy", "Try again shortly."};
    }
    return {};
}

struct Described {
    std::string_view type;
    Words words;
};

Described describe(int status, core::ErrorCode code) {
    switch (status) {
        case 405:
            return {
                "method-not-allowed",
                {"Det kan man ikke her",
                 "Adressen findes, men ikke til den handling.",
                 "That cannot be done here",
                 "The address exists, but not for this action."}};
        case 408:
            return {
                "timeout",
                {"Det gik for langsomt",
                 "Forbindelsen blev afbrudt undervejs. Prøv igen.",
                 "That took too long",
                 "The transfer was cut off. Try again."}};
        case 412:
            return {
                "precondition-failed",
                {"Det er ændret i mellemtiden",
                 "Det er ikke længere, som det var, da det blev hentet. Hent det igen, og gentag din rettelse.",
                 "It has changed in the meantime",
                 "It is no longer as it was when it was read. Read it again and repeat your change."}};
        case 431:
            return {
                "header-too-large",
                {"Forespørgslen er for stor",
                 "Slet cookies for siden, og prøv igen.",
                 "The request's header is too large",
                 "Delete the cookies of this site and try again."}};
        case 500:
            return {
                "internal",
                {"Der skete en fejl hos os",
                 "Fejlen er noteret. Prøv igen, og kontakt administratoren, hvis den bliver ved.",
                 "Something went wrong on our side",
                 "The error has been noted. Try again, and tell the administrator if it persists."}};
        case 501:
            return {
                "not-implemented",
                {"Handlingen kendes ikke",
                 "Brug en almindelig browser eller et program, der følger vores API.",
                 "This method is not known",
                 "Use an ordinary browser or a program that follows our API."}};
        case 505:
            return {
                "version-not-supported",
                {"HTTP-versionen kendes ikke", "Brug HTTP/1.1.", "This HTTP version is not known", "Use HTTP/1.1."}};
        default:
            return {core::name_of(code), words_for(code)};
    }
}

void append_json(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
    out += out.size() > 1 ? ", " : "";
    append_json(out, name);
    out += ": ";
    append_json(out, value);
}

/// Whether the error's own sentence says no more than the asker may know.
bool may_tell_reason(core::ErrorCode code, int status) {
    return status != 500 && code != core::ErrorCode::not_found && code != core::ErrorCode::forbidden &&
           code != core::ErrorCode::not_signed_in;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_language(std::string_view range, std::string_view primary) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return range.size() >= 2 && lower(range[0]) == primary[0] && lower(range[1]) == primary[1] &&
           (range.size() == 2 || range[2] == '-');
}

/// "q=0.8" in thousandths; 1000 where there is none or it is malformed (RFC 9110 § 12.4.2).
int weight_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) return 1000;
    const auto text = parameters.substr(at + 2);
    if (text.empty() || text[0] != '0') return 1000;
    int weight = 0, unit = 100;
    for (std::size_t digit = 2; digit < text.size() && unit > 0; ++digit, unit /= 10) {
        if (text[digit] < '0' || text[digit] > '9') break;
        weight += (text[digit] - '0') * unit;
    }
    return weight;
}

}  // namespace

Language language_of(const Request& request) {
    const auto cookie = request.cookie("language");
    if (cookie == "da") return Language::danish;
    if (cookie == "en") return Language::english;
    auto accepted = request.header("accept-language");
    auto best = Language::danish;
    int best_weight = 0;
    while (!accepted.empty()) {
        const auto end = accepted.find(',');
        const auto item = accepted.substr(0, end);
        accepted.remove_prefix(end == std::string_view::npos ? accepted.size() : end + 1);
        const auto semicolon = item.find(';');
        const auto range = trimmed(item.substr(0, semicolon));
        const int weight = semicolon == std::string_view::npos ? 1000 : weight_of(item.substr(semicolon));
        const bool is_english = is_language(range, "en");
        if (weight <= best_weight || (!is_english && !is_language(range, "da"))) continue;
        best = is_english ? Language::english : Language::danish;
        best_weight = weight;
    }
    return best;
}

int status_of(core::ErrorCode code) {
    using core::ErrorCode;
    switch (code) {
        case ErrorCode::invalid_input:
            return 400;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::forbidden:
            return 403;
        case ErrorCode::not_signed_in:
            return 401;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported:
            return 415;
        case ErrorCode::unreadable:
            return 422;
        case ErrorCode::too_many:
            return 429;
        case ErrorCode::out_of_space:
            return 507;
        case ErrorCode::unavailable:
            return 503;
    }
    return 500;
}

Response problem_with_status(int status, const core::Error& error, const Request& request) {
    const auto [type, words] = describe(status, error.code);
    const auto language = language_of(request);
    const bool is_danish = language == Language::danish;
    std::string body = "{";
    append_member(body, "type", "urn:saglig:problem:" + std::string{type});
    append_member(body, "title", is_danish ? words.danish_title : words.english_title);
    body += ", \"status\": " + std::to_string(status);
    append_member(body, "detail", is_danish ? words.danish_detail : words.english_detail);
    if (!request.id.empty()) append_member(body, "instance", "urn:saglig:request:" + request.id);
    if (!error.field.empty() && is_utf8(error.field)) append_member(body, "field", error.field);
    if (!error.detail.empty() && may_tell_reason(error.code, status) && is_utf8(error.detail))
        append_member(body, "reason", error.detail);
    body += "}\n";

    Response response;
    response.status = status;
    response.add("content-type", "application/problem+json");
    response.add("content-language", is_danish ? "da" : "en");
    if (status == 401) response.add("www-authenticate", "Bearer");  // RFC 9110 § 15.5.2
    if (status == 429 || status == 503) response.add("retry-after", "5");
    response.body = std::move(body);
    return response;
}

Response problem(const core::Error& error, const Request& request) {
    return problem_with_status(status_of(error.code), error, request);
}

}  // namespace services
