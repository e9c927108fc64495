#include <algorithm>

#include "core/utf8.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/filing.hpp"
#include "services/store/document_store.hpp"

/// Parts of a case, moving a document, and putting two cases together.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t documents_at_once = 200;

std::string sub_files_path(core::CaseId id) {
    return case_path(id) + "/delsager";
}

std::string sub_file_path(const core::SubFile& one) {
    return sub_files_path(one.in_case) + "/" + std::to_string(one.id.value);
}

core::CaseId case_in(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}

Acting acting_now(const CaseDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}

// ------------------------------------------------------------------------------------------------- parts of a case

Json document_row(const core::Document& one, Language language) {
    return {
        {"path", document_path(one.id)},
        {"number", one.number},
        {"date", spoken_date(language, one.received)},
        {"title", one.title},
        {"is_withdrawn", one.withdrawn.has_value()},
        {"move_path", document_path(one.id) + "/flyt"},
    };
}

Json documents_in(const CaseViewing& viewing, const core::SubFile& one, bool is_open) {
    auto rows = Json::array();
    if (!is_open) return rows;
    for (const auto id : FilingStore{viewing.tx}.documents_in(one.id, newest_first, documents_at_once))
        if (const auto found = DocumentStore{viewing.tx}.find(id))
            rows.push_back(document_row(*found, viewing.language));
    return rows;
}

Result<Response> show_sub_files(
    const CaseDesk& desk,
    const Request& request,
    const Caller& caller,
    core::SubFileId open,
    const std::string& typed,
    const std::string& error
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        const FilingStore store{viewing.tx};
        data["can_edit"] = may_on_case(caller, core::Action::edit_case, viewing.one) && !store.merge_of(viewing.one.id);
        data["add_path"] = sub_files_path(viewing.one.id);
        data["typed"] = typed;
        data["error"] = error;
        auto& list = data["sub_files"] = Json::array();
        for (const auto& one : store.of_case(viewing.one.id))
            list.push_back({
                {"path", sub_file_path(one)},
                {"title", one.title},
                {"count", store.count_in(one.id)},
                {"place", one.place},
                {"earlier", one.place - 1},
                {"is_open", one.id == open},
                {"documents", documents_in(viewing, one, one.id == open)},
            });
    };
    const CasePage drawn{"cases/sub_files", CaseTab::documents, error.empty() ? 200 : 422, fill};
    return draw_case_page(desk, request, caller, drawn);
}

Result<Response> get_sub_files(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_sub_files(desk, request, caller, {}, {}, {});
}

Result<Response> get_sub_file(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_sub_files(desk, request, caller, core::SubFileId{request.id_parameter("sub")}, {}, {});
}

std::string wrong_title(const Request& request) {
    return translate(page_language(request), "Skriv en titel på én linje, højst 255 tegn.");
}

Result<Response> post_sub_file(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto title = core::on_one_line(request.form_value("title"));
    const auto made = desk.workplace.db.write([&](Transaction& tx) {
        return add_sub_file(tx, acting_now(desk, caller), case_in(request), title);
    });
    if (made.has_value()) return with_toast(redirect(sub_files_path(case_in(request))), "Delsagen er oprettet.");
    if (made.error().code != ErrorCode::invalid_input) return made.error();
    return show_sub_files(desk, request, caller, {}, title, wrong_title(request));
}

Result<Response> post_sub_file_change(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::SubFileId id{request.id_parameter("sub")};
    SubFileChange change;
    if (const auto title = core::on_one_line(request.form_value("title")); !title.empty()) change.title = title;
    if (const auto place = std::strtoll(request.form_value("place").c_str(), nullptr, 10); place > 0)
        change.place = place;
    const bool is_removed = request.form_value("remove") == "1";
    const auto done = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        if (is_removed) return remove_sub_file(tx, acting_now(desk, caller), case_in(request), id);
        TRY(change_sub_file(tx, acting_now(desk, caller), case_in(request), id, change));
        return core::done();
    });
    if (done.has_value())
        return with_toast(
            redirect(sub_files_path(case_in(request))),
            is_removed ? "Delsagen er fjernet. Dokumenterne er stadig på sagen." : "Delsagen er rettet."
        );
    if (done.error().code != ErrorCode::invalid_input) return done.error();
    return show_sub_files(desk, request, caller, id, {}, wrong_title(request));
}

// ---------------------------------------------------------------------------------------------- moving a document

struct MoveForm {
    std::string sub_file, case_id, case_text, reason;
    std::string field, error;
};

/// The case that was picked from the list, or else the one whose number was typed; nothing if neither was.
std::optional<core::CaseId> chosen_case(Transaction& tx, const std::string& id, const std::string& text) {
    if (const auto picked = std::strtoll(id.c_str(), nullptr, 10); picked > 0) return core::CaseId{picked};
    if (text.empty()) return std::nullopt;
    const auto found = CaseStore{tx}.find_by_number(text.substr(0, text.find(' ')));
    return found ? found->id : core::CaseId{};
}

Result<Response> show_move(const CaseDesk& desk, const Request& request, const Caller& caller, const MoveForm& form) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data{{"errors", Json::object()}};
    if (!form.error.empty()) data["errors"][form.field] = form.error;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_document(tx, caller.principal, id));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        if (!may_on_case(caller, core::Action::edit_case, on))
            return Error{ErrorCode::forbidden, "the role does not carry the right to move documents of this case"};
        const FilingStore store{tx};
        const auto lies_in = store.sub_file_of(id);
        auto choices = Json::array({choice("", translate(language, "Ingen delsag"), !lies_in)});
        for (const auto& sub : store.of_case(on.id))
            choices.push_back(choice(std::to_string(sub.id.value), sub.title, sub.id == lies_in));
        data["document"] = Json{
            {"path", document_path(id)},
            {"title", one.title},
            {"number", on.number + "-" + std::to_string(one.number)},
            {"has_parts", choices.size() > 1},
        };
        data["sub_files"] = std::move(choices);
        data["sub_files_path"] = sub_files_path(on.id);
        return core::done();
    }));
    data["form"] = Json{{"case_id", form.case_id}, {"case_text", form.case_text}, {"reason", form.reason}};
    const auto frame = staff_frame(request, caller, translate(language, "Flyt dokumentet"), desk.workplace);
    return page(desk.workplace, "cases/move", data, frame, form.error.empty() ? 200 : 422);
}

Result<Response> get_move(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_move(desk, request, caller, {});
}

std::string said_of_move(Language language, const Error& error) {
    if (error.field == "reason") return translate(language, "Skriv, hvorfor dokumentet flyttes, højst 1.000 tegn.");
    if (error.code == ErrorCode::conflict)
        return translate(language, "En af sagerne er afsluttet. Åbn den igen, før dokumentet flyttes.");
    if (error.code == ErrorCode::forbidden) return translate(language, "Du må ikke journalisere på den sag.");
    return translate(language, "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
}

Result<Response> post_move(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId id{request.id_parameter("id")};
    MoveForm form;
    form.case_id = request.form_value("case_id");
    form.case_text = core::on_one_line(request.form_value("case_text"));
    form.reason = request.form_value("reason");
    const bool is_other_case = request.form_value("how") == "case";
    const auto moved = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Document> {
        DocumentMove move{.to = std::nullopt, .reason = form.reason};
        if (is_other_case) {
            move.to = chosen_case(tx, form.case_id, form.case_text).value_or(core::CaseId{});
        } else if (const auto in = std::strtoll(request.form_value("sub_file").c_str(), nullptr, 10); in > 0) {
            move.in = core::SubFileId{in};
        }
        TRY(read_document(tx, caller.principal, id));
        return move_document(tx, acting_now(desk, caller), id, move);
    });
    if (moved.has_value()) return with_toast(redirect(document_path(id)), "Dokumentet er flyttet.");
    if (!is_other_case) return moved.error();
    form.field = moved.error().field == "reason" ? "reason" : "case";
    form.error = said_of_move(page_language(request), moved.error());
    return show_move(desk, request, caller, form);
}

/// A number of a case that somebody wrote down once: it leads to its document, wherever that is now.
Result<Response> get_by_number(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto found, desk.workplace.db.read([&](Transaction& tx) {
        return find_by_number(tx, caller.principal, case_in(request), request.id_parameter("number"));
    }));
    return redirect(document_path(found.document));
}

// ------------------------------------------------------------------------------------------- putting cases together

std::string spoken(Language language, MergeObstacle obstacle) {
    switch (obstacle) {
        case MergeObstacle::same_case:
            return translate(language, "En sag kan ikke lægges sammen med sig selv.");
        case MergeObstacle::already_merged:
            return translate(language, "En af sagerne er allerede lagt sammen med en anden.");
        case MergeObstacle::closed:
            return translate(language, "En af sagerne er afsluttet. Åbn den igen først.");
        case MergeObstacle::other_confidentiality:
            return translate(
                language, "Sagerne må læses af forskellige: ret først, hvem der må læse dem, så de er ens."
            );
        case MergeObstacle::single_access:
            return translate(
                language, "På en af sagerne har enkelte personer fået adgang eller er spærret. Ophæv det først."
            );
    }
    return {};
}

struct MergeForm {
    std::string case_id, case_text, reason;
    std::string error, reason_error;
};

Json preview_json(const MergePreview& preview, Language language) {
    auto obstacles = Json::array();
    for (const auto one : preview.obstacles) obstacles.push_back({{"text", spoken(language, one)}});
    return {
        {"number", preview.into.number},
        {"title", preview.into.title},
        {"path", case_path(preview.into.id)},
        {"id", preview.into.id.value},
        {"is_possible", preview.obstacles.empty()},
        {"obstacles", std::move(obstacles)},
        {"documents", preview.documents},
        {"parties", preview.parties - preview.double_parties},
        {"double_parties", preview.double_parties},
        {"tasks", preview.tasks},
        {"sub_files", preview.sub_files},
    };
}

Result<Response> show_merge(const CaseDesk& desk, const Request& request, const Caller& caller, MergeForm form) {
    const auto language = page_language(request);
    bool is_forbidden = false;
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        is_forbidden = !may_on_case(caller, core::Action::edit_case, viewing.one);
        data["preview"] = nullptr;
        if (const auto other = chosen_case(viewing.tx, form.case_id, form.case_text)) {
            const auto preview = preview_merge(viewing.tx, {caller.principal, viewing.now}, viewing.one.id, *other);
            if (preview.has_value())
                data["preview"] = preview_json(preview.value(), language);
            else
                form.error =
                    translate(language, "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
        }
        data["merge_path"] = case_path(viewing.one.id) + "/flet";
        data["form"] = Json{{"case_text", form.case_text}, {"case_id", form.case_id}, {"reason", form.reason}};
        data["error"] = form.error;
        data["reason_error"] = form.reason_error;
    };
    const int status = form.reason_error.empty() ? 200 : 422;
    TRY(auto drawn, draw_case_page(desk, request, caller, {"cases/merge", CaseTab::none, status, fill}));
    if (is_forbidden) return Error{ErrorCode::forbidden, "the role does not carry the right to change the case"};
    return drawn;
}

Result<Response> get_merge(const CaseDesk& desk, const Request& request, const Caller& caller) {
    MergeForm form;
    form.case_id = request.query_value("case_id").value_or("");
    form.case_text = core::on_one_line(request.query_value("case_text").value_or(""));
    return show_merge(desk, request, caller, std::move(form));
}

Result<Response> post_parting(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto parted = desk.workplace.db.write([&](Transaction& tx) {
        return undo_merge(tx, acting_now(desk, caller), case_in(request));
    });
    if (parted.has_value()) return with_toast(redirect(case_path(case_in(request))), "Sagerne er skilt igen.");
    if (parted.error().code != ErrorCode::conflict) return parted.error();
    for (const auto one :
         {MergeObstacle::already_merged,
          MergeObstacle::closed,
          MergeObstacle::other_confidentiality,
          MergeObstacle::single_access})
        if (parted.error().field == name_of(one))
            return with_toast(redirect(case_path(case_in(request))), spoken(page_language(request), one));
    return parted.error();
}

Result<Response> post_merge(const CaseDesk& desk, const Request& request, const Caller& caller) {
    MergeForm form;
    form.case_id = request.form_value("into");
    form.reason = request.form_value("reason");
    const core::CaseId into{std::strtoll(form.case_id.c_str(), nullptr, 10)};
    const auto merged = desk.workplace.db.write([&](Transaction& tx) {
        return merge_cases(tx, acting_now(desk, caller), case_in(request), into, form.reason);
    });
    if (merged.has_value()) return with_toast(redirect(case_path(into)), "Sagerne er lagt sammen.");
    const auto& error = merged.error();
    if (error.code != ErrorCode::invalid_input && error.code != ErrorCode::conflict) return error;
    if (error.field == "reason")
        form.reason_error =
            translate(page_language(request), "Skriv, hvorfor sagerne lægges sammen, højst 1.000 tegn.");
    return show_merge(desk, request, caller, std::move(form));
}

}  // namespace

void put_filing_of_case(const CaseViewing& viewing, Json& data) {
    constexpr std::int64_t moved_max = 200;
    const FilingStore store{viewing.tx};
    auto& sub_files = data["sub_files"] = Json::array();
    data["sub_files_path"] = sub_files_path(viewing.one.id);
    for (const auto& one : store.of_case(viewing.one.id))
        sub_files.push_back({{"path", sub_file_path(one)}, {"title", one.title}, {"count", store.count_in(one.id)}});
    auto& moved = data["moved_documents"] = Json::array();
    for (const auto& left : store.left_from(viewing.one.id, moved_max)) {
        const auto now = read_document(viewing.tx, viewing.caller.principal, left.document);
        const auto on = now.has_value() ? CaseStore{viewing.tx}.find(now.value().in_case) : std::nullopt;
        moved.push_back({
            {"number", left.number},
            {"path", on ? document_path(left.document) : std::string{}},
            {"title", on ? now.value().title : std::string{}},
            {"to", on ? on->number + "-" + std::to_string(now.value().number) : std::string{}},
            {"when", spoken_date(viewing.language, core::danish_date(left.moved_at))},
            {"who", viewing.names.person(left.moved_by)},
            {"reason", left.reason},
        });
    }
}

void add_filing_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    const auto add = [&](Method method, std::string_view pattern, CasePageHandler act) {
        add_case_page(router, identity, desk, method, pattern, act);
    };
    add(Method::get, "/sager/{id:id}/delsager", get_sub_files);
    add(Method::post, "/sager/{id:id}/delsager", post_sub_file);
    add(Method::get, "/sager/{id:id}/delsager/{sub:id}", get_sub_file);
    add(Method::post, "/sager/{id:id}/delsager/{sub:id}", post_sub_file_change);
    add(Method::get, "/sager/{id:id}/dokumenter/{number:id}", get_by_number);
    add(Method::get, "/sager/{id:id}/flet", get_merge);
    add(Method::post, "/sager/{id:id}/flet", post_merge);
    add(Method::post, "/sager/{id:id}/skil", post_parting);
    add(Method::get, "/dokumenter/{id:id}/flyt", get_move);
    add(Method::post, "/dokumenter/{id:id}/flyt", post_move);
}

}  // namespace services
