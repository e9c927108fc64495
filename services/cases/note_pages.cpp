#include "core/utf8.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/documents.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"

/// Notes on a case: what someone was told or did, written where it is read.
namespace services {

using core::Error;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t notes_at_once = 25;

/// What was typed, and what is wrong with it.
struct NoteForm {
    NewNote typed;
    Json errors = Json::object();
};

Json note_json(const CaseViewing& viewing, const core::Document& one) {
    const bool may_read = may_read_content(viewing.tx, viewing.caller.principal, one);
    const auto page = may_read ? ContentStore{viewing.tx}.page(one.content, 1) : std::nullopt;
    return {
        {"path", document_path(one.id)},
        {"number", one.number},
        {"title", one.title},
        {"text", page ? page->text : std::string{}},
        {"time", spoken_time(viewing.language, one.journaled_at, viewing.now)},
        {"time_exact", exact_time(viewing.language, one.journaled_at)},
        {"author", viewing.names.person(one.journaled_by)},
        {"is_withdrawn", one.withdrawn.has_value()},
        {"withdrawn_reason", one.withdrawn ? one.withdrawn->reason : std::string{}},
        {"late_reason", one.late_reason},
    };
}

void put_notes(const CaseViewing& viewing, std::int64_t before, Json& data) {
    auto notes = DocumentStore{viewing.tx}.notes_of_case(viewing.one.id, before, notes_at_once + 1);
    data["more_path"] = "";
    if (std::ssize(notes) > notes_at_once) {
        notes.pop_back();
        data["more_path"] = case_path(viewing.one.id) + "/notater?fra=" + std::to_string(notes.back().number);
    }
    auto& list = data["notes"] = Json::array();
    for (const auto& note : notes) list.push_back(note_json(viewing, note));
}

Result<Response> show_notes(
    const CaseDesk& desk, const Request& request, const Caller& caller, const NoteForm& form, int status
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        put_notes(viewing, before_of(request), data);
        data["can_write"] = may_on_case(caller, core::Action::journal, viewing.one);
        data["note_form"] =
            Json{{"title", form.typed.title}, {"text", form.typed.text}, {"late_reason", form.typed.late_reason}};
        data["errors"] = form.errors;
        data["draft_key"] = "note-" + std::to_string(caller.id().value) + "-" + std::to_string(viewing.one.id.value);
    };
    return draw_case_page(desk, request, caller, {"cases/notes", CaseTab::notes, status, fill});
}

Result<Response> get_notes(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_notes(desk, request, caller, {}, 200);
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "title") return translate(language, "Skriv en overskrift på én linje, højst 255 tegn.");
    if (error.field == "text") return translate(language, "Skriv notatets tekst, højst 100.000 tegn.");
    return translate(language, "Sagen er afsluttet. Skriv, hvorfor notatet alligevel skal på den, højst 1.000 tegn.");
}

Result<Response> post_note(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    NoteForm form;
    form.typed.title = core::on_one_line(request.form_value("title"));
    form.typed.text = request.form_value("text");
    form.typed.late_reason = request.form_value("late_reason");
    const auto& clock = desk.workplace.clock;
    const auto journaled = journal_note(desk.workplace.db, desk.files, {caller.principal, clock.now()}, id, form.typed);
    if (journaled.has_value()) return with_toast(redirect(case_path(id) + "/notater"), "Notatet er journaliseret.");
    const auto& error = journaled.error();
    if (error.field.empty()) return error;
    form.errors[error.field] = said_of(page_language(request), error);
    return show_notes(desk, request, caller, form, 422);
}

}  // namespace

void add_note_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/notater", get_notes);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/notater", post_note);
}

}  // namespace services
