#include "services/letters/letter_pages.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/document_store.hpp"

/// Writing a letter on a case.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct Writing {
    CaseDesk cases;
    LetterDesk letters;
};

/// What was typed, and what is wrong with it.
struct LetterForm {
    NewLetter typed;
    Json errors = Json::object();
};

std::string letter_path(core::CaseId id) {
    return case_path(id) + "/brev";
}

/// "Strandvejen 27, 9999 Eksempelby" has a line for each part of it.
std::string on_envelope(const core::Party& party) {
    auto lines = party.name;
    std::string_view rest = party.address;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(", "), rest.size());
        lines += '\n';
        lines += rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return lines;
}

Json parties_json(const CaseViewing& viewing) {
    auto list = Json::array();
    for (const auto& party : CaseStore{viewing.tx}.parties(viewing.one.id))
        list.push_back({{"name", party.name}, {"receiver", on_envelope(party)}});
    return list;
}

/// A form that nobody has typed in yet: the template, merged for the case's first party.
NewLetter begun(const CaseViewing& viewing, const Writing& writing, const LetterTemplate& from) {
    NewLetter made;
    const auto parties = CaseStore{viewing.tx}.parties(viewing.one.id);
    if (!parties.empty()) made.receiver = on_envelope(parties.front());
    const Acting acting{viewing.caller.principal, viewing.now};
    const auto fields = merge_fields(viewing.tx, writing.letters, acting, viewing.one, made.receiver);
    made.title = merged(from.title, fields);
    made.text = merged(from.text, fields);
    made.public_title = viewing.one.public_title;
    return made;
}

Json templates_json(const std::vector<LetterTemplate>& templates, const std::string& chosen) {
    auto list = Json::array();
    for (const auto& one : templates) list.push_back(choice(one.key, one.name, one.key == chosen));
    return list;
}

Json publications_json(Language language, core::Publication chosen) {
    auto list = Json::array();
    for (const auto one : {core::Publication::entry, core::Publication::document, core::Publication::withheld})
        list.push_back(choice(std::string{core::name_of(one)}, spoken(language, one), one == chosen));
    return list;
}

/// The case's newest documents, which may go with the letter, and older ones that were ticked before they went down.
Json documents_json(const CaseViewing& viewing, const NewLetter& typed) {
    constexpr std::int64_t documents_max = 50;
    const DocumentStore store{viewing.tx};
    auto documents = store.of_case(viewing.one.id, newest_first, documents_max);
    const auto is_listed = [&](core::DocumentId id) {
        return std::ranges::find(documents, id, &core::Document::id) != documents.end();
    };
    const auto is_ticked = [&](core::DocumentId id) {
        return std::ranges::any_of(typed.attachments, [&](const auto& attached) { return attached.document == id; });
    };
    for (const auto& attached : typed.attachments) {
        if (!attached.document || is_listed(*attached.document)) continue;
        auto one = store.find(*attached.document);
        if (one && one->in_case == viewing.one.id) documents.push_back(std::move(*one));
    }
    auto list = Json::array();
    for (const auto& one : documents)
        if (!one.withdrawn)
            list.push_back(
                {{"value", std::to_string(one.id.value)},
                 {"number", one.number},
                 {"text", one.title},
                 {"is_ticked", is_ticked(one.id)}}
            );
    return list;
}

Json form_json(Language language, const NewLetter& typed) {
    return {
        {"title", typed.title},
        {"receiver", typed.receiver},
        {"text", typed.text},
        {"public_title", typed.public_title},
        {"public_receiver", typed.public_receiver},
        {"publications", publications_json(language, typed.publication)},
        {"late_reason", typed.late_reason},
    };
}

/// Those that the case's type names come first, in its order; the empty letter stays the one to begin with.
std::vector<LetterTemplate> by_type(std::vector<LetterTemplate> templates, const CaseViewing& viewing) {
    const auto view = sheet_of(viewing.tx, viewing.types, viewing.one.id);
    if (view.type == nullptr) return templates;
    const auto& wanted = view.type->templates;
    std::ranges::stable_sort(templates, {}, [&](const LetterTemplate& one) {
        return std::ranges::find(wanted, one.key) - wanted.begin();
    });
    return templates;
}

/// `form` is absent where the page is opened: then the template of the query fills it.
Result<Response> show(
    const Writing& writing,
    const Request& request,
    const Caller& caller,
    const std::optional<LetterForm>& form,
    int status
) {
    const auto templates = letter_templates(writing.letters.own_templates);
    const auto wanted = request.query_value("skabelon").value_or("");
    const auto found = std::ranges::find(templates, wanted, &LetterTemplate::key);
    const auto& chosen = found == templates.end() ? templates.front() : *found;
    bool is_forbidden = false;
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        is_forbidden = !may_on_case(caller, core::Action::journal, viewing.one);
        data["templates"] = templates_json(by_type(templates, viewing), chosen.key);
        data["letter_path"] = letter_path(viewing.one.id);
        data["parties"] = parties_json(viewing);
        data["letter"] = form_json(viewing.language, form ? form->typed : begun(viewing, writing, chosen));
        data["documents"] = documents_json(viewing, form ? form->typed : NewLetter{});
        data["has_ticked"] = form && !form->typed.attachments.empty();
        data["errors"] = form ? form->errors : Json::object();
        data["is_begun"] = !form && wanted.empty();
        data["draft_key"] = "brev-" + std::to_string(caller.id().value) + "-" + std::to_string(viewing.one.id.value);
    };
    TRY(auto drawn, draw_case_page(writing.cases, request, caller, {"letters/write", CaseTab::none, status, fill}));
    if (is_forbidden) return Error{ErrorCode::forbidden, "the role does not carry the right to journal on the case"};
    return drawn;
}

Result<Response> get_form(const Writing& writing, const Request& request, const Caller& caller) {
    return show(writing, request, caller, std::nullopt, 200);
}

LetterForm typed_in(const Request& request) {
    LetterForm form;
    auto& typed = form.typed;
    typed.title = core::on_one_line(request.form_value("title"));
    typed.receiver = request.form_value("receiver");
    typed.text = request.form_value("text");
    typed.public_title = core::on_one_line(request.form_value("public_title"));
    typed.public_receiver = core::on_one_line(request.form_value("public_receiver"));
    typed.publication =
        core::publication_named(request.form_value("publication")).value_or(core::Publication::withheld);
    typed.late_reason = request.form_value("late_reason");
    for (const auto& part : request.parts) {
        const auto id = part.name == "document" ? core::whole_number(part.value) : std::nullopt;
        if (id) typed.attachments.push_back({.document = core::DocumentId{*id}});
        const bool is_file = part.name == "file" && !part.file.empty() && !part.file_name.empty();
        const auto hash = is_file ? core::ContentHash::parse(part.sha256) : std::nullopt;
        if (hash) typed.attachments.push_back({.file = part.file, .content = *hash, .file_name = part.file_name});
    }
    return form;
}

std::string said_of(Language language, const Error& error, const NewLetter& typed) {
    if (error.field == "title") return translate(language, "Skriv en overskrift på én linje, højst 255 tegn.");
    if (error.field == "receiver") return translate(language, "Skriv modtagerens navn og adresse.");
    if (error.field == "text") return translate(language, "Skriv brevets tekst, højst 100.000 tegn.");
    if (error.field == "unfinished")
        return translate(
            language, "Erstat {what} i teksten.", {{"what", "“" + std::string{left_to_write(typed.text)} + "”"}}
        );
    if (error.field == "attachments")
        return translate(language, "Et af bilagene ligger ikke på sagen mere, eller der er for mange. Vælg dem igen.");
    if (error.field == "late_reason")
        return translate(
            language, "Sagen er afsluttet. Skriv, hvorfor brevet alligevel skal på den, højst 1.000 tegn."
        );
    return translate(language, "Skriv det på én linje, højst 255 tegn.");
}

/// The page again, with what is wrong said beside its field.
Result<Response> show_error(
    const Writing& writing, const Request& request, const Caller& caller, LetterForm form, const Error& error
) {
    if (error.field.empty()) return error;
    const auto place = error.field == "unfinished" ? std::string{"text"} : error.field;
    form.errors[place] = said_of(page_language(request), error, form.typed);
    return show(writing, request, caller, form, 422);
}

Result<Response> post_preview(const Writing& writing, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    auto form = typed_in(request);
    const Acting acting{caller.principal, writing.cases.workplace.clock.now()};
    auto pdf = preview_letter(writing.letters, acting, id, form.typed);
    if (pdf.has_error()) return show_error(writing, request, caller, std::move(form), pdf.error());
    Response response;
    response.set("content-type", "application/pdf");
    response.set("content-disposition", "inline; filename=\"brev.pdf\"");
    response.set("cache-control", "no-store");
    response.body = std::move(pdf).value();
    return response;
}

Result<Response> post_letter(const Writing& writing, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    auto form = typed_in(request);
    const Acting acting{caller.principal, writing.cases.workplace.clock.now()};
    const auto journaled = journal_letter(writing.letters, acting, id, form.typed);
    if (journaled.has_error()) return show_error(writing, request, caller, std::move(form), journaled.error());
    return with_toast(redirect(document_path(journaled.value().id)), "Brevet er journaliseret. Nu kan det sendes.");
}

}  // namespace

void add_letter_pages(Router& router, Identity& identity, const CaseDesk& cases, const LetterDesk& desk) {
    const ForSignedIn add{router, identity, Writing{cases, desk}};
    add(Method::get, "/sager/{id:id}/brev", get_form);
    add(Method::post, "/sager/{id:id}/brev", post_letter, BodyLimit::upload);
    add(Method::post, "/sager/{id:id}/brev/vis", post_preview, BodyLimit::upload);
}

}  // namespace services
