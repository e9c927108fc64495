#include "services/imports/imports.hpp"

#include <nlohmann/json.hpp>

#include "services/api/json.hpp"
#include "services/cases/case_api.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/mailroom/mailroom_api.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t longest_reference = 100;

/// Where in the line the error is: "parties[0].name".
Error within(const std::string& where, Error error) {
    error.field = error.field.empty() ? where : where + '.' + error.field;
    return error;
}

/// Errors: invalid_input, if it is there and no list of objects.
Result<std::vector<Json>> objects(const Json& line, const char* name) {
    const auto list = line.find(name);
    if (list == line.end() || list->is_null()) return std::vector<Json>{};
    const Error wrong{ErrorCode::invalid_input, std::string{name} + " is a list of objects", name};
    if (!list->is_array()) return wrong;
    for (const auto& one : *list)
        if (!one.is_object()) return wrong;
    return list->get<std::vector<Json>>();
}

Result<void> import_party(Transaction& tx, const Acting& acting, const core::Case& on, const Json& object) {
    TRY(auto party, new_party_from(object));
    party.in_case = on.id;
    TRY(add_party(tx, acting, party));
    return core::done();
}

/// An item of the mailroom, journaled as POST /api/v1/incoming/{id}/journal does.
Result<void> import_document(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const core::Case& on, Json object
) {
    const auto incoming = object.find("incoming");
    if (incoming == object.end() || !incoming->is_number_integer())
        return Error{ErrorCode::invalid_input, "incoming: names an item of the mailroom", "incoming"};
    const core::IncomingId id{incoming->get<std::int64_t>()};
    object.erase("incoming");
    TRY(auto made, journaling_from(object));
    if (made.on_case || made.new_case)
        return Error{ErrorCode::invalid_input, "the document comes on the line's own case", "case"};
    made.on_case = on.id;
    TRY(const auto item, read_item(tx, acting.who, id));
    made.version = item.version;
    TRY(journal_item(tx, acting, settings, id, made));
    return core::done();
}

std::string reference_in(const std::string& line) {
    const auto object = json_object(line, "");
    if (object.has_error()) return {};
    const auto found = object.value().find("reference");
    if (found == object.value().end() || !found->is_string()) return {};
    auto reference = found->get<std::string>();
    return reference.size() <= longest_reference ? reference : std::string{};
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Result<Import> begin_import(Transaction& tx, const Acting& acting, std::string_view lines) {
    std::vector<ImportRow> rows;
    for (std::int64_t place = 1; !lines.empty(); ++place) {
        const auto end = lines.find('\n');
        const auto line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
        if (!is_blank(line)) rows.push_back({.place = place, .line = std::string{line}});
    }
    if (rows.empty()) return Error{ErrorCode::invalid_input, "there is no line in it"};
    if (std::ssize(rows) > import_rows_max)
        return Error{ErrorCode::invalid_input, "at most " + std::to_string(import_rows_max) + " lines at once"};
    ImportStore imports{tx};
    Import made{{}, acting.who.user, acting.now, std::ssize(rows), {}};
    made.id = imports.add(made);
    for (const auto& row : rows) imports.add_row(made.id, row);
    JobQueue{tx}.add(import_job_kind, made.id.value, acting.now);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::import_begun,
        .subject_kind = SubjectKind::authority,
        .actor = acting.who.user,
        .payload = Json{{"import", made.id.value}, {"rows", made.rows}}.dump(),
    });
    return made;
}

Result<Import> read_import(Transaction& tx, core::UserId who, ImportId id) {
    auto found = ImportStore{tx}.find(id);
    if (!found || found->made_by != who) return Error{ErrorCode::not_found, "there is no such import"};
    return *found;
}

Result<core::Case> import_line(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const std::string& line
) {
    TRY(const auto object, json_object(line, "the line is not a JSON object"));
    Members members{object};
    const auto reference = members.text_or("reference", "");
    const auto* wanted = members.object("case");
    for (const auto* list : {"parties", "documents"}) members.has(list);  // read below
    TRY(members.check());
    if (reference.size() > longest_reference)
        return Error{ErrorCode::invalid_input, "reference: has at most 100 bytes", "reference"};
    if (wanted == nullptr) return Error{ErrorCode::invalid_input, "case: is missing", "case"};
    TRY(const auto parties, objects(object, "parties"));
    TRY(const auto documents, objects(object, "documents"));

    const auto made = new_case_from(*wanted);
    if (made.has_error()) return within("case", made.error());
    const auto opened = open_case(tx, acting, settings, made.value());
    if (opened.has_error()) return within("case", opened.error());
    for (std::size_t i = 0; i < parties.size(); ++i)
        if (const auto added = import_party(tx, acting, opened.value(), parties[i]); added.has_error())
            return within("parties[" + std::to_string(i) + "]", added.error());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto journaled = import_document(tx, acting, settings, opened.value(), documents[i]);
        if (journaled.has_error()) return within("documents[" + std::to_string(i) + "]", journaled.error());
    }
    return opened.value();
}

/// False when none waits any more. A line that is refused has done nothing: its refusal is noted by itself.
Result<bool> ImportJob::take_next(ImportId id) const {
    std::optional<ImportRow> row;
    const auto taken = db_.write([&](Transaction& tx) -> Result<bool> {
        ImportStore imports{tx};
        row = imports.next_waiting(id);
        const auto import = imports.find(id);
        if (!row || !import) {
            imports.end(id, clock_.now());
            return false;
        }
        // As what they are now: rights may have been taken since the lines were handed in.
        const auto principal = UserStore{tx}.principal(import->made_by);
        if (!principal) return Error{ErrorCode::forbidden, "who handed it in is not here any more"};
        TRY(const auto opened, import_line(tx, {*principal, clock_.now()}, settings_, row->line));
        imports.set_imported(id, row->place, reference_in(row->line), opened.id);
        return true;
    });
    if (taken.has_value()) return taken.value();
    // The house's fault and not the line's, which is tried again when there is room.
    const auto code = taken.error().code;
    if (code == ErrorCode::out_of_space || code == ErrorCode::unavailable) return taken.error();
    const auto refuse = [&](const std::string& reference, const Error& why) {
        return db_.write([&](Transaction& tx) -> Result<void> {
            ImportStore{tx}.set_refused(id, row->place, reference, why);
            return core::done();
        });
    };
    // A name in the line that no text can be, such as one with a NUL, can't be told either.
    if (const auto told = refuse(reference_in(row->line), taken.error()); told.has_error()) {
        TRY(refuse("", {taken.error().code, "the line holds what no text may hold"}));
    }
    return true;
}

Result<JobEnd> ImportJob::operator()(const Job& job, const std::stop_token& stop) const {
    for (int taken = 0; taken < lines_at_once && !stop.stop_requested(); ++taken) {
        TRY(const bool goes_on, take_next(ImportId{job.subject}));
        if (!goes_on) return JobEnd::done;
    }
    return JobEnd::goes_on;
}

}  // namespace services
