#include "services/cases/cases.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/case_states.hpp"
#include "core/rules/identifiers.hpp"
#include "core/rules/numbering.hpp"
#include "services/cases/case_changes.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/parties.hpp"
#include "services/cases/public_words.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/casework_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/people_store.hpp"
#include "services/subjects/subjects.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// The first unit in which the person may open cases.
std::optional<core::UnitId> own_unit(const core::Principal& who) {
    for (const auto& held : who.roles)
        if (core::may(who, core::Action::open_case, {held.unit, std::nullopt})) return held.unit;
    return std::nullopt;
}

/// The unit that a type's cases belong to, where the person may open them there.
std::optional<core::UnitId> unit_of(Transaction& tx, const core::Principal& who, const CaseType& type) {
    if (type.unit.empty()) return std::nullopt;
    const auto units = UnitStore{tx}.all();
    const auto found = std::ranges::find(units, type.unit, &Unit::name);
    if (found == units.end() || !core::may(who, core::Action::open_case, {found->id, std::nullopt}))
        return std::nullopt;
    return found->id;
}

Result<const CaseType*> type_of(const CaseTypes& types, const NewCase& made) {
    if (made.type == suggested_type) return &types.suggested(made.subject, made.facet);
    const auto* type = types.find(made.type.empty() ? general_type : std::string_view{made.type});
    if (type == nullptr) return invalid_field("type", "there is no such type of case");
    return type;
}

/// What the type asks for, as it was given; nothing given is filled in later.
Result<nlohmann::json> values_of(const CaseType& type, const NewCase& made) {
    if (made.fields.empty()) return nlohmann::json::object();
    const auto given = nlohmann::json::parse(made.fields, nullptr, /*allow_exceptions=*/false);
    if (!given.is_object()) return invalid_field("fields", "the fields are not an object");
    std::vector<FieldFault> faults;
    auto values = changed_values(type.fields, nlohmann::json::object(), given, faults);
    if (faults.empty()) return values;
    return invalid_field("fields." + faults.front().field, std::string{said(faults.front().kind)});
}

/// Something befell a case.
void append_event(
    Transaction& tx, const Acting& acting, EventKind kind, core::CaseId befallen, const nlohmann::json& payload
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = befallen.value,
        .in_case = befallen,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

/// A move of the state is explained where it must be, and holds from a day on which there was a case.
Result<void> check_move(const core::Case& before, const NewState& made, core::Timestamp now) {
    if (core::needs_reason(before.state, made.state) || !made.reason.empty()) {
        TRY(check_text(made.reason, "reason", reason_limit));
    }
    if (made.since && *made.since > core::danish_date(now)) return invalid_field("since", "the day lies in the future");
    if (made.since && *made.since < core::danish_date(before.opened_at))
        return invalid_field("since", "the day lies before the case was opened");
    return core::done();
}

void keep_move(Transaction& tx, const Acting& acting, core::CaseId id, const NewState& made) {
    CaseStateStore{tx}.add({
        .of = id,
        .state = made.state,
        .since = made.since.value_or(core::danish_date(acting.now)),
        .reason = made.reason,
        .set_at = acting.now,
        .set_by = acting.who.user,
    });
}

core::Result<void> check_case(Transaction& tx, const core::Case& checked) {
    TRY(check_line(checked.title, "title"));
    TRY(check_line(checked.public_title, "public_title"));
    TRY(check_line(checked.waiting_for, "waiting_for", /*may_be_empty=*/true));
    return check_people(tx, checked.unit, checked.caseworker);
}

/// Written by hand where there is nothing to escape: journaling is what a busy house does most.
std::string journaled_payload(const core::Document& document) {
    auto payload =
        R"({"number":)" + std::to_string(document.number) + R"(,"content":")" + document.content.text() + '"';
    if (document.kind == core::DocumentKind::note) payload += R"(,"kind":"note")";
    if (!document.late_reason.empty()) payload += R"(,"late_reason":)" + nlohmann::json(document.late_reason).dump();
    return payload + "}";
}

}  // namespace

void file_new_case(
    Transaction& tx, const CaseSettings& settings, core::Case& opened, std::optional<core::UserId> opener
) {
    opened.access_group =
        GroupStore{tx}.ensure(core::group_for(opened.confidentiality, opened.unit, opened.caseworker));
    const auto year = static_cast<int>(std::chrono::year_month_day{core::danish_date(opened.opened_at)}.year());
    CaseStore cases{tx};
    core::NumberParts parts{.year = year, .subject = opened.subject, .facet = opened.facet, .number = 0};
    parts.number = cases.next_in_series(core::series_of(settings.number_pattern, parts));
    opened.number = core::case_number(settings.number_pattern, parts);
    opened.id = cases.add(opened);
    EventLog{tx}.append({
        .at = opened.opened_at,
        .kind = EventKind::case_opened,
        .subject_kind = SubjectKind::case_file,
        .subject = opened.id.value,
        .in_case = opened.id,
        .actor = opener,
        .payload = nlohmann::json{{"number", opened.number}, {"subject", opened.subject}}.dump(),
    });
}

Result<core::Case> open_case(Transaction& tx, const Acting& acting, const CaseSettings& settings, const NewCase& made) {
    TRY(const auto* const type, type_of(*settings.types, made));
    TRY(const auto values, values_of(*type, made));
    const auto types_unit = made.unit ? made.unit : unit_of(tx, acting.who, *type);
    const auto unit = types_unit ? types_unit : own_unit(acting.who);
    if (!unit || !core::may(acting.who, core::Action::open_case, {*unit, std::nullopt}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to open a case in this unit"};
    const auto today = core::danish_date(acting.now);
    TRY(const auto subject, usable_subject(tx, made.subject, today));
    TRY(check_facet(tx, made.facet, today));

    core::Case opened{};
    opened.title = made.title;
    opened.public_title = made.public_title.empty() ? subject.title : made.public_title;
    opened.subject = made.subject;
    opened.facet = made.facet;
    opened.unit = *unit;
    opened.caseworker = made.caseworker;
    opened.confidentiality = made.confidentiality.value_or(type->confidentiality.value_or(core::Confidentiality::unit));
    opened.opened_at = opened.changed_at = acting.now;
    TRY(check_case(tx, opened));

    file_new_case(tx, settings, opened, acting.who.user);
    begin_sheet(tx, *type, opened, values, acting.who.user, acting.now);
    return opened;
}

Result<core::Case> read_case(Transaction& tx, const core::Principal& who, core::CaseId id) {
    auto found = CaseStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group}))
        return Error{ErrorCode::not_found, "there is no such case"};
    return std::move(*found);
}

Result<core::Case> change_case(
    Transaction& tx, const Acting& acting, core::CaseId id, std::int64_t version, const CaseChange& change
) {
    TRY(const auto before, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, before));
    if (before.version != version) return Error{ErrorCode::conflict, "the case has changed since it was read"};

    auto after = changed(before, change, acting.now);
    if (change.unit && !core::may(acting.who, core::Action::open_case, {after.unit, std::nullopt}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to open a case in the other unit"};
    TRY(check_case(tx, after));
    // A case keeps a number that has been retired since it was opened.
    const auto today = core::danish_date(acting.now);
    if (after.subject != before.subject) {
        TRY(usable_subject(tx, after.subject, today));
    }
    if (after.facet != before.facet) {
        TRY(check_facet(tx, after.facet, today));
    }
    auto fields = changed_fields(before, after);
    if (fields.empty()) return before;
    if (after.state != before.state) {
        if (before.state == core::CaseState::closed && FilingStore{tx}.merge_of(id))
            return Error{ErrorCode::conflict, "the case was merged into another; undo that first", "merged"};
        TRY(check_move(before, *change.state, acting.now));
        keep_move(tx, acting, id, *change.state);
        if (!change.state->reason.empty()) fields["reason"] = change.state->reason;
        if (change.state->since) fields["since"] = core::iso_date(*change.state->since);
    }
    after.changed_at = acting.now;
    TRY(CaseStore{tx}.update(after));
    after.version += 1;
    after.access_group = regroup(tx, after);
    append_event(tx, acting, EventKind::case_changed, id, fields);
    if (after.public_title != before.public_title) hold_posts_of(tx, acting, after);
    return after;
}

Result<core::Document> journal_document(
    Transaction& tx, const Acting& acting, const core::Case& on, const NewDocument& made
) {
    TRY(require_on_case(acting.who, core::Action::journal, on));
    const bool is_late = on.state == core::CaseState::closed;
    if (is_late && made.late_reason.empty())
        return Error{ErrorCode::conflict, "the case is closed; give a reason for the late addition", "late_reason"};
    if (is_late && FilingStore{tx}.merge_of(on.id))
        return Error{ErrorCode::conflict, "the case was merged into another; journal on that one", "merged"};
    if (is_late) {
        TRY(check_text(made.late_reason, "late_reason", reason_limit));
    }
    TRY(check_line(made.title, "title"));
    TRY(check_line(made.public_title, "public_title", /*may_be_empty=*/true));
    TRY(check_line(made.correspondent, "correspondent", /*may_be_empty=*/true));
    TRY(check_line(made.public_correspondent, "public_correspondent", /*may_be_empty=*/true));

    core::Document document{};
    document.in_case = on.id;
    document.number = CaseStore{tx}.next_document_number(on.id, acting.now);
    document.title = made.title;
    document.public_title = made.public_title.empty() ? on.public_title : made.public_title;
    document.direction = made.direction;
    document.correspondent = made.correspondent;
    document.public_correspondent = made.public_correspondent;
    document.letter_date = made.letter_date;
    document.received = made.received;
    document.journaled_at = acting.now;
    document.journaled_by = acting.who.user;
    document.publication = made.publication;
    document.access_group = on.access_group;
    document.content = made.content;
    document.file_name = made.file_name;
    document.kind = made.kind;
    if (is_late) document.late_reason = made.late_reason;
    document.id = DocumentStore{tx}.add(document);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::document_journaled,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = on.id,
        .actor = acting.who.user,
        .payload = journaled_payload(document),
    });
    return document;
}

Result<core::Party> add_party(Transaction& tx, const Acting& acting, const core::Party& made) {
    TRY(const auto on, read_case(tx, acting.who, made.in_case));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    TRY(check_line(made.name, "name"));
    TRY(check_line(made.address, "address", /*may_be_empty=*/true));
    auto party = made;
    party.identifier = core::bare_identifier(made.identifier);
    TRY(check_identifier(party));
    party.id = CaseStore{tx}.add_party(party);
    append_event(
        tx, acting, EventKind::party_added, on.id, {{"party", party.id.value}, {"role", core::name_of(party.role)}}
    );
    return party;
}

Result<void> remove_party(Transaction& tx, const Acting& acting, core::CaseId in_case, core::PartyId party) {
    TRY(const auto on, read_case(tx, acting.who, in_case));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    if (!CaseStore{tx}.remove_party(in_case, party)) return Error{ErrorCode::not_found, "there is no such party"};
    append_event(tx, acting, EventKind::party_removed, in_case, {{"party", party.value}});
    return core::done();
}

Result<CaseFile> read_case_file(Transaction& tx, const core::Principal& who, core::CaseId id) {
    TRY(auto the_case, read_case(tx, who, id));
    auto documents = DocumentStore{tx}.of_case(id, std::numeric_limits<std::int64_t>::max(), document_limit + 1);
    const bool has_more = std::ssize(documents) > document_limit;
    if (has_more) documents.pop_back();
    auto parties = CaseStore{tx}.parties(id);
    return CaseFile{std::move(the_case), std::move(documents), has_more, std::move(parties)};
}

}  // namespace services
