#include "core/utf8.hpp"
#include "services/api/content_response.hpp"
#include "services/drafts/approvals.hpp"
#include "services/drafts/attachments.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/drafts/draft_view.hpp"
#include "services/store/draft_store.hpp"

/// Documents on their way, at /sager/{id}/kladder.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t drafts_max = 200;

/// A draft that was to be begun, and what is wrong with it.
struct DraftForm {
    NewDraft typed;
    Json errors = Json::object();
};

/// What could not be done with a draft.
struct Refusal {
    std::string fault{};
    std::string late_reason{};
    Json errors = Json::object();
    int status{200};
};

core::CaseId case_in_path(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}

Result<Response> show_drafts(
    const CaseDesk& desk, const Request& request, const Caller& caller, const DraftForm& form, int status
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        const DraftStore drafts{viewing.tx};
        auto& list = data["drafts"] = Json::array();
        for (const auto& one : drafts.of_case(viewing.one.id, drafts_max)) list.push_back(draft_row(viewing, one));
        const bool by_two = drafts.case_needs_two(viewing.one.id);
        data["case_by_two"] = by_two;
        data["can_set_by_two"] =
            may_on_case(caller, by_two ? core::Action::oversee_drafts : core::Action::edit_case, viewing.one);
        data["can_write"] = may_on_case(caller, core::Action::journal, viewing.one);
        data["draft_form"] = Json{
            {"title", form.typed.title}, {"correspondent", form.typed.correspondent}, {"by_two", form.typed.by_two}};
        data["directions"] = direction_choices(viewing.language, form.typed.direction);
        data["errors"] = form.errors;
    };
    return draw_case_page(desk, request, caller, {"drafts/list", CaseTab::drafts, status, fill});
}

Result<Response> get_drafts(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_drafts(desk, request, caller, {}, 200);
}

std::string said_of_field(Language language, const std::string& field) {
    if (field == "title") return translate(language, "Skriv en titel på én linje, højst 255 tegn.");
    return translate(language, "Teksten må højst være 255 tegn på én linje.");
}

/// The uploaded file in the store, once the policy has let the caller draft on the case.
Result<std::optional<KeptFile>> kept_file(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto* part = file_in(request);
    if (part == nullptr) return std::optional<KeptFile>{};
    TRY(desk.workplace.db.read([&](Transaction& tx) {
        return case_to_draft_on(tx, caller.principal, case_in_path(request));
    }));
    return std::optional{keep_upload(desk.files, part->file, *core::ContentHash::parse(part->sha256), part->file_name)};
}

std::optional<core::DocumentId> replaced_by_form(const Request& request) {
    const auto text = request.form_value("replaces");
    const auto id = std::strtoll(text.c_str(), nullptr, 10);
    return id > 0 ? std::optional{core::DocumentId{id}} : std::nullopt;
}

Result<Response> post_draft(const CaseDesk& desk, const Request& request, const Caller& caller) {
    DraftForm form;
    auto& typed = form.typed;
    typed.title = core::on_one_line(request.form_value("title"));
    typed.correspondent = core::on_one_line(request.form_value("correspondent"));
    typed.direction = core::direction_named(request.form_value("direction")).value_or(core::Direction::outgoing);
    typed.by_two = request.form_value("by_two") == "1";
    typed.replaces = replaced_by_form(request);
    TRY(const auto file, kept_file(desk, request, caller));
    const auto begun = desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return begin_draft(tx, acting, case_in_path(request), typed, file ? &*file : nullptr);
    });
    if (begun.has_value()) return with_toast(redirect(draft_path(begun.value())), "Kladden er oprettet.");
    const auto& error = begun.error();
    if (error.code != ErrorCode::invalid_input || error.field == "replaces") return error;
    form.errors[error.field] = said_of_field(page_language(request), error.field);
    return show_drafts(desk, request, caller, form, 422);
}

Result<Response> post_case_approval(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const bool by_two = request.form_value("by_two") == "1";
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return set_case_approval(tx, acting, case_in_path(request), by_two);
    }));
    return with_toast(
        redirect(case_path(case_in_path(request)) + "/kladder"),
        by_two ? "Dokumenter på sagen skal nu godkendes af to." : "Kravet om to er ophævet."
    );
}

Result<Response> show_draft(
    const CaseDesk& desk, const Request& request, const Caller& caller, const Refusal& refusal
) {
    const auto language = page_language(request);
    Json data{{"fault", refusal.fault}, {"late_reason", refusal.late_reason}, {"errors", refusal.errors}};
    data["is_edit_open"] = !refusal.errors.empty();
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        TRY(const auto on, read_case(tx, caller.principal, draft.in_case));
        const auto names = desk.names->of(tx, caller);
        title = draft.title;
        put_draft({tx, on, caller, language, desk.workplace.clock.now(), *names, *desk.settings.types}, draft, data);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "drafts/show", data, frame, refusal.status);
}

Result<Response> get_draft(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_draft(desk, request, caller, {});
}

/// Why something could not be done, to the one who tried; empty where it is no matter for the page.
std::string said_of(Language language, const Error& error) {
    if (error.field == "checked_out") return translate(language, "Kladden er tjekket ud af en anden, eller slet ikke.");
    if (error.field == "approval")
        return translate(language, "En anden end dem, der har skrevet den, skal godkende den først.");
    if (error.field == "approver") return translate(language, "Den, der godkender, må ikke selv have skrevet på den.");
    if (error.field == "reason") return translate(language, "Skriv en begrundelse, højst 1.000 tegn.");
    if (error.field == "late_reason")
        return translate(
            language, "Sagen er afsluttet. Skriv, hvorfor dokumentet alligevel skal på den, højst 1.000 tegn."
        );
    if (error.field == "file") return translate(language, "Vælg en fil.");
    if (error.field == "note") return translate(language, "Noten må højst være 1.000 tegn.");
    if (error.field == "state") return translate(language, "Kladden er allerede behandlet. Se, hvordan den står nu.");
    if (error.code == ErrorCode::conflict)
        return translate(language, "Kladden er ændret, siden du så den. Se den igennem, og prøv igen.");
    return {};
}

/// Acts on the draft in the path; what can't be done is told on its page.
template <class Act>
Result<Response> act_on_draft(
    const CaseDesk& desk, const Request& request, const Caller& caller, std::string_view toast, Act act
) {
    const auto done = desk.workplace.db.write([&](Transaction& tx) -> Result<std::string> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        return act(tx, Acting{caller.principal, desk.workplace.clock.now()}, draft);
    });
    if (done.has_value()) return with_toast(redirect(done.value()), toast);
    const auto& error = done.error();
    Refusal refusal;
    refusal.fault = said_of(page_language(request), error);
    if (refusal.fault.empty() || error.code == ErrorCode::not_found) return error;
    refusal.status = error.code == ErrorCode::conflict ? 409 : 422;
    refusal.late_reason = request.form_value("late_reason");
    return show_draft(desk, request, caller, refusal);
}

std::int64_t seen_version(const Request& request) {
    return std::strtoll(request.form_value("version").c_str(), nullptr, 10);
}

Result<Response> post_check_out(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto out, check_out_draft(tx, acting, draft));
        return draft_path(out);
    };
    return act_on_draft(desk, request, caller, "Kladden er tjekket ud til dig.", act);
}

Result<Response> post_release(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto released, release_draft(tx, acting, draft, request.form_value("reason")));
        return draft_path(released);
    };
    return act_on_draft(desk, request, caller, "Kladden er frigivet.", act);
}

Result<Response> post_version(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto file, kept_file(desk, request, caller));
    std::string toast = "Den nye version er lagt ind.";
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        if (!file) return Error{ErrorCode::invalid_input, "there is no file", "file"};
        TRY(const auto done, check_in_draft(tx, acting, draft, *file, core::on_one_line(request.form_value("note"))));
        const auto language = page_language(request);
        const auto number = std::to_string(done.same_as.value_or(0));
        if (!done.is_new)
            toast = translate(
                language, "Filen er den samme som version {number}. Der er ikke lagt en ny ind.", {{"number", number}}
            );
        else if (done.same_as)
            toast = translate(language, "Den nye version er den samme fil som version {number}.", {{"number", number}});
        return draft_path(done.draft);
    };
    auto answer = act_on_draft(desk, request, caller, "", act);
    if (answer.has_value() && answer.value().status == 303) return with_toast(std::move(answer).value(), toast);
    return answer;
}

Result<Response> post_asking(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::UserId approver{std::strtoll(request.form_value("approver").c_str(), nullptr, 10)};
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto asked, ask_for_approval(tx, acting, draft, approver));
        return draft_path(asked);
    };
    return act_on_draft(desk, request, caller, "Kladden er sendt til godkendelse.", act);
}

Result<Response> post_approval(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto approved, approve_draft(tx, acting, draft, seen_version(request)));
        return draft_path(approved);
    };
    return act_on_draft(desk, request, caller, "Kladden er godkendt.", act);
}

Result<Response> post_sending_back(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto returned, send_back_draft(tx, acting, draft, request.form_value("reason")));
        return draft_path(returned);
    };
    return act_on_draft(desk, request, caller, "Kladden er sendt tilbage.", act);
}

Result<Response> post_journal(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(const auto journaled,
            journal_draft(tx, acting, draft, seen_version(request), request.form_value("late_reason")));
        return document_path(journaled.id);
    };
    return act_on_draft(desk, request, caller, "Dokumentet er journaliseret.", act);
}

Result<Response> post_attachments(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto files, kept_attachments(desk.workplace.db, desk.files, request, caller));
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft&) -> Result<std::string> {
        if (files.empty()) return Error{ErrorCode::invalid_input, "there is no file", "file"};
        TRY(const auto draft, attach_all(tx, request, acting, caller, files));
        return draft_path(draft);
    };
    return act_on_draft(
        desk, request, caller, files.size() > 1 ? "Bilagene er tilføjet." : "Bilaget er tilføjet.", act
    );
}

Result<Response> post_remove_attachment(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(remove_attachment(tx, acting, draft, request.id_parameter("number")));
        return draft_path(draft);
    };
    return act_on_draft(desk, request, caller, "Bilaget er fjernet.", act);
}

Result<Response> post_move_attachment(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [&](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(move_attachment_up(tx, acting, draft, request.id_parameter("number")));
        return draft_path(draft);
    };
    return act_on_draft(desk, request, caller, "Bilaget er flyttet op.", act);
}

Result<Response> post_discard(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto act = [](Transaction& tx, const Acting& acting, const core::Draft& draft) -> Result<std::string> {
        TRY(discard_draft(tx, acting, draft));
        return case_path(draft.in_case) + "/kladder";
    };
    return act_on_draft(desk, request, caller, "Kladden er opgivet.", act);
}

Result<Response> post_change(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto line = [&](std::string_view name) { return core::on_one_line(request.form_value(name)); };
    DraftChange change;
    change.title = line("title");
    change.correspondent = line("correspondent");
    change.public_title = line("public_title");
    change.public_correspondent = line("public_correspondent");
    change.direction = core::direction_named(request.form_value("direction"));
    change.publication = core::publication_named(request.form_value("publication"));
    change.letter_date = core::parse_iso_date(request.form_value("letter_date"));
    change.by_two = request.form_value("by_two") == "1";
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Draft> {
        TRY(const auto draft, draft_in_path(tx, request, caller));
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return change_draft(tx, acting, draft, seen_version(request), change);
    });
    if (changed.has_value()) return with_toast(redirect(draft_path(changed.value())), "Oplysningerne er gemt.");
    const auto& error = changed.error();
    Refusal refusal{.fault = said_of(page_language(request), error), .status = 409};
    if (error.code == ErrorCode::invalid_input) {
        refusal.errors[error.field] = said_of_field(page_language(request), error.field);
        refusal.status = 422;
    } else if (error.code != ErrorCode::conflict) {
        return error;
    }
    return show_draft(desk, request, caller, refusal);
}

template <class Answer>
void add_version_form(Router& router, Identity& identity, const CaseDesk& desk, std::string_view form, Answer answer) {
    const auto handler = [desk, answer](const Request& request, const Caller& caller) -> Result<Response> {
        return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
            TRY(const auto draft, draft_in_path(tx, request, caller));
            TRY(const auto version, read_draft_version(tx, caller.principal, draft, request.id_parameter("number")));
            return answer(tx, version);
        });
    };
    const auto pattern = "/sager/{id:id}/kladder/{draft:id}/versioner/{number:id}/" + std::string{form};
    router.add(Method::get, pattern, signed_in(identity, handler));
}

}  // namespace

void add_draft_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    const std::string all = "/sager/{id:id}/kladder";
    const std::string one = all + "/{draft:id}";
    const auto add = [&](Method method, const std::string& pattern, CasePageHandler act) {
        add_case_page(router, identity, desk, method, pattern, act);
    };
    const auto add_upload = [&](const std::string& pattern, CasePageHandler act) {
        const auto handler = [desk, act](const Request& request, const Caller& caller) {
            return act(desk, request, caller);
        };
        router.add(Method::post, pattern, signed_in(identity, handler), BodyLimit::upload);
    };
    add(Method::get, all, get_drafts);
    add_upload(all, post_draft);
    add(Method::post, all + "/godkendelse", post_case_approval);
    add(Method::get, one, get_draft);
    add_upload(one + "/versioner", post_version);
    add(Method::post, one + "/tjek-ud", post_check_out);
    add(Method::post, one + "/frigiv", post_release);
    add(Method::post, one + "/til-godkendelse", post_asking);
    add(Method::post, one + "/godkend", post_approval);
    add(Method::post, one + "/send-tilbage", post_sending_back);
    add(Method::post, one + "/journaliser", post_journal);
    add(Method::post, one + "/opgiv", post_discard);
    add(Method::post, one + "/ret", post_change);
    add_upload(one + "/bilag", post_attachments);
    add(Method::post, one + "/bilag/{number:id}/fjern", post_remove_attachment);
    add(Method::post, one + "/bilag/{number:id}/op", post_move_attachment);
    add_attachment_routes(
        router,
        identity,
        desk.workplace.db,
        desk.files,
        {"/sager/{id:id}/kladder/{draft:id}/bilag", "/dokumenter/{id:id}/bilag", "tekst"}
    );
    const auto& files = desk.files;
    using Version = const core::DraftVersion&;
    add_version_form(router, identity, desk, "original", [&files](Transaction&, Version v) -> Result<Response> {
        return original_response(files, v.content, v.media_type, v.file_name);
    });
    add_version_form(router, identity, desk, "pdf", [&files](Transaction& tx, Version v) {
        return pdf_response(tx, files, v.content, v.file_name + ".pdf");
    });
}

}  // namespace services
