#include "services/mailroom/journal_form.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/kle.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/subjects/subjects.hpp"
#include "services/web/words.hpp"

namespace services {

using core::ErrorCode;
using Json = nlohmann::json;

namespace {

constexpr std::size_t title_limit = 255;

std::string line_of(const Request& request, std::string_view name) {
    return core::on_one_line(request.form_value(name));
}

std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

std::string first_word(const std::string& text) {
    return text.substr(0, text.find(' '));
}

/// The case that was chosen from the list, or else the one whose number was typed.
std::optional<core::Case> chosen_case(Transaction& tx, const core::Principal& who, const JournalForm& form) {
    const auto id = core::whole_number(form.case_id);
    std::optional<core::Case> found;
    if (id) {
        found = CaseStore{tx}.find(core::CaseId{*id});
    } else {
        found = CaseStore{tx}.find_by_number(form.case_text);
        if (!found) found = CaseStore{tx}.find_by_number(first_word(form.case_text));
    }
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group})) return std::nullopt;
    return found;
}

/// A number in the letter that is one of our cases': the person may read it, and it is not closed.
std::optional<core::Case> case_named_in(Transaction& tx, const core::Principal& who, const std::string& text) {
    constexpr int lookups_max = 40;
    constexpr std::string_view around = ".,;:()[]\"'";
    int lookups = 0;
    const auto line = core::on_one_line(text);
    for (std::size_t begin = 0; begin < line.size() && lookups < lookups_max;) {
        const auto end = std::min(line.find(' ', begin), line.size());
        auto word = std::string_view{line}.substr(begin, end - begin);
        begin = end + 1;
        while (!word.empty() && around.find(word.front()) != std::string_view::npos) word.remove_prefix(1);
        while (!word.empty() && around.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
        const bool has_digit = word.find_first_of("0123456789") != std::string_view::npos;
        if (!has_digit || word.size() < 5 || word.size() > 50) continue;
        ++lookups;
        auto found = CaseStore{tx}.find_by_number(word);
        if (found && found->state != core::CaseState::closed &&
            core::may(who, core::Action::journal, {found->unit, found->access_group}))
            return found;
    }
    return std::nullopt;
}

std::string text_of(const core::Case& one) {
    return one.number + " " + one.title;
}

Json option(std::string_view value, std::string text, std::string_view chosen) {
    return {{"value", value}, {"text", std::move(text)}, {"is_selected", value == chosen}};
}

Json facet_options(const JournalForm& form, const Choices& choices) {
    Json options = Json::array();
    for (const auto& facet : choices.facets)
        options.push_back(option(facet.code, facet.code + " " + facet.title, form.facet));
    if (choices.facets.empty()) options.push_back(option(form.facet, form.facet, form.facet));
    return options;
}

Json confidentiality_options(const JournalForm& form, Language language) {
    using core::Confidentiality;
    Json options = Json::array();
    for (const auto level : {Confidentiality::open, Confidentiality::unit, Confidentiality::restricted})
        options.push_back(option(core::name_of(level), spoken(language, level), form.confidentiality));
    return options;
}

Json direction_options(const JournalForm& form, Language language) {
    using core::Direction;
    Json options = Json::array();
    for (const auto direction : {Direction::incoming, Direction::outgoing, Direction::internal})
        options.push_back(option(core::name_of(direction), spoken(language, direction), form.direction));
    return options;
}

Json publication_options(const JournalForm& form, Language language) {
    using core::Publication;
    struct Words {
        Publication publication;
        std::string_view text, hint;
    };
    Json options = Json::array();
    for (const auto& [publication, text, hint] : {
             Words{Publication::document, "Med dokumentet", "Alle kan læse det"},
             Words{Publication::entry, "Uden dokumentet", "Kun titel og afsender"},
             Words{Publication::withheld, "Ikke på postlisten", ""},
         }) {
        auto one = option(core::name_of(publication), translate(language, text), form.publication);
        one["hint"] = hint.empty() ? std::string{} : translate(language, hint);
        options.push_back(std::move(one));
    }
    return options;
}

/// The units in which the person may open a case.
Json unit_options(const core::Principal& who, const JournalForm& form, const Choices& choices) {
    Json options = Json::array();
    for (const auto& unit : choices.units)
        if (core::may(who, core::Action::open_case, {unit.id, std::nullopt}))
            options.push_back(option(std::to_string(unit.id.value), unit.name, form.case_unit));
    return options;
}

Json date_suggestion(const JournalForm& form, const ItemView& view, Language language) {
    const auto& date = view.facts.letter_date;
    if (!date || view.mail || form.letter_date == core::iso_date(*date)) return nullptr;
    return {
        {"value", core::iso_date(*date)},
        {"text", spoken_date(language, *date)},
        {"reason", translate(language, "på side 1 står der »{quote}«", {{"quote", view.facts.letter_date_quote}})},
    };
}

Json case_suggestion(
    Transaction& tx, const core::Principal& who, const JournalForm& form, const ItemView& view, Language language
) {
    if (const auto on = view.mail ? case_of_thread(tx, who, view.item.content) : std::nullopt) {
        if (form.case_id == std::to_string(on->id.value)) return nullptr;
        return {
            {"id", std::to_string(on->id.value)},
            {"text", text_of(*on)},
            {"reason", translate(language, "en anden mail i tråden er journaliseret på den")},
        };
    }
    const auto page = ContentStore{tx}.page(view.item.content, 1);
    const auto found = page ? case_named_in(tx, who, page->text) : std::nullopt;
    if (!found || form.case_id == std::to_string(found->id.value)) return nullptr;
    return {
        {"id", std::to_string(found->id.value)},
        {"text", text_of(*found)},
        {"reason", translate(language, "sagsnummeret står i brevet")},
    };
}

template <class Enum>
Enum chosen(std::optional<Enum> (*find)(std::string_view), const std::string& name, Enum otherwise) {
    return find(name).value_or(otherwise);
}

NewCase new_case_of(const JournalForm& form) {
    NewCase made;
    made.title = form.case_title;
    made.subject = core::is_subject_number(form.subject) ? form.subject : first_word(form.subject_text);
    made.facet = form.facet;
    if (const auto unit = core::whole_number(form.case_unit)) made.unit = core::UnitId{*unit};
    made.type = suggested_type;
    made.confidentiality = chosen(core::confidentiality_named, form.confidentiality, core::Confidentiality::unit);
    return made;
}

}  // namespace

JournalForm suggested_form(const ItemView& view) {
    JournalForm form;
    form.version = view.item.version;
    form.title = view.facts.title;
    form.facet = "G01";
    form.case_unit = std::to_string(view.item.unit.value);
    form.confidentiality = core::name_of(core::Confidentiality::unit);
    form.correspondent = view.facts.sender;
    if (view.mail && view.facts.letter_date) form.letter_date = core::iso_date(*view.facts.letter_date);
    form.direction = core::name_of(core::Direction::incoming);
    form.publication = core::name_of(core::Publication::entry);
    return form;
}

JournalForm typed_form(const Request& request) {
    JournalForm form;
    form.version = core::whole_number(request.form_value("version")).value_or(0);
    form.title = line_of(request, "title");
    form.is_new_case = request.form_value("case_choice") == "new";
    form.case_id = line_of(request, "case_id");
    form.case_text = line_of(request, "case_text");
    form.subject = line_of(request, "subject");
    form.subject_text = line_of(request, "subject_text");
    form.facet = line_of(request, "facet");
    form.case_title = line_of(request, "case_title");
    form.case_unit = line_of(request, "case_unit");
    form.confidentiality = line_of(request, "confidentiality");
    form.correspondent = line_of(request, "correspondent");
    form.public_correspondent = line_of(request, "public_correspondent");
    form.letter_date = line_of(request, "letter_date");
    form.direction = line_of(request, "direction");
    form.publication = line_of(request, "publication");
    form.public_title = line_of(request, "public_title");
    form.late_reason = line_of(request, "late_reason");
    for (const auto& part : request.parts)
        if (part.name == "attached")
            if (const auto id = core::whole_number(part.value)) form.attached.push_back(*id);
    return form;
}

CheckedForm check_form(
    Transaction& tx, const core::Principal& who, const JournalForm& form, core::Timestamp now, Language language
) {
    CheckedForm checked;
    const auto wrong = [&](const char* field, std::string_view text) {
        checked.errors.emplace(field, translate(language, text));
    };
    auto& document = checked.made.document;
    checked.made.version = form.version;
    for (const auto id : form.attached) checked.made.attachments.push_back({core::IncomingId{id}, ""});
    document.title = form.title;
    document.public_title = form.public_title;
    document.late_reason = form.late_reason;
    document.correspondent = form.correspondent;
    document.public_correspondent = form.public_correspondent;
    document.direction = chosen(core::direction_named, form.direction, core::Direction::incoming);
    document.publication = chosen(core::publication_named, form.publication, core::Publication::entry);

    if (form.title.empty()) wrong("title", "Skriv en titel.");
    if (length_of(form.title) > title_limit) wrong("title", "Titlen er længere end 255 tegn.");
    if (length_of(form.public_title) > title_limit) wrong("public_title", "Titlen er længere end 255 tegn.");
    if (length_of(form.correspondent) > title_limit) wrong("correspondent", "Navnet er længere end 255 tegn.");
    if (!form.letter_date.empty()) {
        document.letter_date = core::parse_iso_date(form.letter_date);
        if (!document.letter_date)
            wrong("letter_date", "Skriv datoen som 2026-11-03.");
        else if (*document.letter_date > core::danish_date(now))
            wrong("letter_date", "Brevdatoen ligger i fremtiden.");
    }
    if (form.is_new_case) {
        checked.made.new_case = new_case_of(form);
        const auto today = core::danish_date(now);
        const auto& subject = checked.made.new_case->subject;
        if (usable_subject(tx, subject, today).has_error())
            checked.errors.emplace("subject", refused_subject_text(tx, language, subject, today));
        if (form.case_title.empty()) wrong("case_title", "Skriv sagens titel.");
        if (length_of(form.case_title) > title_limit) wrong("case_title", "Titlen er længere end 255 tegn.");
    } else if (form.case_id.empty() && form.case_text.empty()) {
        wrong("case", "Vælg en sag, eller opret en ny.");
    } else if (const auto found = chosen_case(tx, who, form)) {
        checked.made.on_case = found->id;
    } else {
        wrong("case", "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
    }
    return checked;
}

FieldTexts texts_for(const core::Error& error, Language language) {
    const auto at = [&](const char* field, std::string_view text) {
        return FieldTexts{{field, translate(language, text)}};
    };
    if (error.code == ErrorCode::forbidden)
        return at("form", "Du har ikke ret til at journalisere på den sag. Vælg en anden, eller giv brevet videre.");
    if (error.code == ErrorCode::not_found) return at("case", "Sagen findes ikke, eller du har ikke adgang til den.");
    if (error.field == "late_reason")
        return at(
            "late_reason", "Sagen er afsluttet. Skriv, hvorfor brevet alligevel skal på den, eller vælg en anden."
        );
    if (error.field == "attachments")
        return at("form", "Et af bilagene er journaliseret eller givet videre imens. Intet er journaliseret endnu.");
    if (error.field == "subject") return at("subject", "Vælg et emne fra listen.");
    if (error.field == "title") return at("title", "Titlen kan ikke bruges. Skriv den på én linje.");
    if (error.field == "public_title") return at("public_title", "Titlen kan ikke bruges. Skriv den på én linje.");
    if (error.field == "correspondent") return at("correspondent", "Navnet kan ikke bruges. Skriv det på én linje.");
    return at("form", "Noget i formularen kan ikke bruges. Intet er journaliseret endnu.");
}

void summarise(FieldTexts& errors, Language language) {
    if (errors.empty() || errors.contains("form")) return;
    errors["form"] = translate_count(
        language,
        "Et felt skal rettes. Intet er journaliseret endnu.",
        "{count} felter skal rettes. Intet er journaliseret endnu.",
        static_cast<std::int64_t>(errors.size())
    );
}

Json form_json(
    Transaction& tx,
    const core::Principal& who,
    const JournalForm& form,
    const ItemView& view,
    const Choices& choices,
    Language language
) {
    return {
        {"version", form.version},
        {"title", form.title},
        {"is_new_case", form.is_new_case},
        {"case_id", form.case_id},
        {"case_text", form.case_text},
        {"subject", form.subject},
        {"subject_text", form.subject_text},
        {"facets", facet_options(form, choices)},
        {"case_title", form.case_title},
        {"case_units", unit_options(who, form, choices)},
        {"confidentialities", confidentiality_options(form, language)},
        {"correspondent", form.correspondent},
        {"public_correspondent", form.public_correspondent},
        {"letter_date", form.letter_date},
        {"letter_date_suggestion", date_suggestion(form, view, language)},
        {"suggested_case", case_suggestion(tx, who, form, view, language)},
        {"directions", direction_options(form, language)},
        {"publications", publication_options(form, language)},
        {"public_title", form.public_title},
        {"late_reason", form.late_reason},
    };
}

}  // namespace services
