#include "services/cases/cases.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/kle.hpp"
#include "core/rules/numbering.hpp"
#include "core/utf8.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Error invalid(std::string field, std::string detail) {
    return Error{ErrorCode::invalid_input, std::move(detail), std::move(field)};
}

/// KOMBIT's index takes titles of at most 255 characters, on one line (SF1470).
Result<void> check_line(const std::string& text, const char* field, bool may_be_empty = false) {
    if (!core::valid_utf8(text)) return invalid(field, "the text is not UTF-8");
    if (text.empty() && !may_be_empty) return invalid(field, "the text is missing");
    const auto is_first_byte = [](unsigned char c) { return (c & 0xC0U) != 0x80U; };
    if (std::ranges::count_if(text, is_first_byte) > 255)
        return invalid(field, "the text is longer than 255 characters");
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return invalid(field, "the text holds a line end or control character");
    return core::done();
}

/// The scheme's title of a subject that cases may be filed under.
Result<std::string> subject_title(Transaction& tx, const std::string& number) {
    if (!core::is_subject_number(number)) return invalid("subject", "a KLE subject is written 27.35.00");
    const auto known = SubjectStore{tx}.find(number);
    if (known) return known->title;
    // Until the authority has imported a scheme, any well-formed number is taken, and stands for its own title.
    if (SubjectStore{tx}.is_empty()) return number;
    return invalid("subject", "the KLE subject is not in the scheme");
}

Result<void> check_facet(const std::string& facet) {
    if (!core::is_facet(facet)) return invalid("facet", "a KLE facet is a letter and two digits, such as G01");
    return core::done();
}

Result<void> check_people(Transaction& tx, core::UnitId unit, std::optional<core::UserId> caseworker) {
    if (!UnitStore{tx}.find(unit)) return invalid("unit", "there is no such unit");
    if (caseworker) {
        const auto user = UserStore{tx}.find(*caseworker);
        if (!user || !user->active) return invalid("caseworker", "there is no such active user");
    }
    return core::done();
}

/// The first unit in which the person may open cases.
std::optional<core::UnitId> own_unit(const core::Principal& who) {
    for (const auto& held : who.roles)
        if (core::may(who, core::Action::open_case, {held.unit, std::nullopt})) return held.unit;
    return std::nullopt;
}

Result<void> require(const core::Principal& who, core::Action action, const core::Case& on) {
    if (!core::may(who, core::Action::read, {on.unit, on.access_group}))
        return Error{ErrorCode::not_found, "there is no such case"};
    if (!core::may(who, action, {on.unit, on.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry this right in the case's unit"};
    return core::done();
}

void apply(const CaseChange& change, core::Case& to) {
    if (change.title) to.title = *change.title;
    if (change.public_title) to.public_title = *change.public_title;
    if (change.subject) to.subject = *change.subject;
    if (change.facet) to.facet = *change.facet;
    if (change.state) to.state = *change.state;
    if (change.unit) to.unit = *change.unit;
    if (change.caseworker) to.caseworker = *change.caseworker;
    if (change.confidentiality) to.confidentiality = *change.confidentiality;
}

/// Which fields differ, by name; titles themselves stay out of the log.
nlohmann::json changed_fields(const core::Case& before, const core::Case& after) {
    auto fields = nlohmann::json::object();
    if (before.title != after.title) fields["title"] = true;
    if (before.public_title != after.public_title) fields["public_title"] = true;
    if (before.subject != after.subject) fields["subject"] = {before.subject, after.subject};
    if (before.facet != after.facet) fields["facet"] = {before.facet, after.facet};
    if (before.state != after.state) fields["state"] = {core::name_of(before.state), core::name_of(after.state)};
    if (before.unit != after.unit) fields["unit"] = {before.unit.value, after.unit.value};
    if (before.caseworker != after.caseworker)
        fields["caseworker"] = {
            before.caseworker.value_or(core::UserId{}).value, after.caseworker.value_or(core::UserId{}).value};
    if (before.confidentiality != after.confidentiality)
        fields["confidentiality"] = {core::name_of(before.confidentiality), core::name_of(after.confidentiality)};
    return fields;
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

core::Result<void> check_case(Transaction& tx, const core::Case& checked) {
    TRY(check_line(checked.title, "title"));
    TRY(check_line(checked.public_title, "public_title"));
    TRY(subject_title(tx, checked.subject));
    TRY(check_facet(checked.facet));
    return check_people(tx, checked.unit, checked.caseworker);
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
    const auto unit = made.unit ? made.unit : own_unit(acting.who);
    if (!unit || !core::may(acting.who, core::Action::open_case, {*unit, std::nullopt}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to open a case in this unit"};
    TRY(auto subject, subject_title(tx, made.subject));

    core::Case opened{};
    opened.title = made.title;
    opened.public_title = made.public_title.empty() ? subject : made.public_title;
    opened.subject = made.subject;
    opened.facet = made.facet;
    opened.unit = *unit;
    opened.caseworker = made.caseworker;
    opened.confidentiality = made.confidentiality;
    opened.opened_at = opened.changed_at = acting.now;
    TRY(check_case(tx, opened));

    file_new_case(tx, settings, opened, acting.who.user);
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
    TRY(require(acting.who, core::Action::edit_case, before));
    if (before.version != version) return Error{ErrorCode::conflict, "the case has changed since it was read"};

    auto after = before;
    apply(change, after);
    if (change.unit && !core::may(acting.who, core::Action::open_case, {after.unit, std::nullopt}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to open a case in the other unit"};
    TRY(check_case(tx, after));
    const auto fields = changed_fields(before, after);
    if (fields.empty()) return before;

    const bool is_closed = after.state == core::CaseState::closed;
    after.closed_at = is_closed ? before.closed_at.value_or(acting.now) : std::optional<core::Timestamp>{};
    after.changed_at = acting.now;
    after.access_group = GroupStore{tx}.ensure(core::group_for(after.confidentiality, after.unit, after.caseworker));
    TRY(CaseStore{tx}.update(after));
    after.version += 1;
    if (after.access_group != before.access_group) DocumentStore{tx}.set_access_group(id, after.access_group);
    append_event(tx, acting, EventKind::case_changed, id, fields);
    return after;
}

Result<core::Document> journal_document(
    Transaction& tx, const Acting& acting, const core::Case& on, const NewDocument& made
) {
    TRY(require(acting.who, core::Action::journal, on));
    if (on.state == core::CaseState::closed)
        return Error{ErrorCode::conflict, "the case is closed; open it again to journal on it"};
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
    document.id = DocumentStore{tx}.add(document);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::document_journaled,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = on.id,
        .actor = acting.who.user,
        .payload = R"({"number":)" + std::to_string(document.number) + R"(,"content":")" + made.content.text() + "\"}",
    });
    return document;
}

Result<core::Party> add_party(Transaction& tx, const Acting& acting, const core::Party& made) {
    TRY(const auto on, read_case(tx, acting.who, made.in_case));
    TRY(require(acting.who, core::Action::edit_case, on));
    TRY(check_line(made.name, "name"));
    TRY(check_line(made.address, "address", /*may_be_empty=*/true));
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto& number = made.identifier;
    if (!number.empty() && (!std::ranges::all_of(number, is_digit) || (number.size() != 8 && number.size() != 10)))
        return invalid("identifier", "a CPR number has 10 digits and a CVR number 8");
    auto party = made;
    party.id = CaseStore{tx}.add_party(made);
    append_event(
        tx, acting, EventKind::party_added, on.id, {{"party", party.id.value}, {"role", core::name_of(party.role)}}
    );
    return party;
}

Result<void> remove_party(Transaction& tx, const Acting& acting, core::CaseId in_case, core::PartyId party) {
    TRY(const auto on, read_case(tx, acting.who, in_case));
    TRY(require(acting.who, core::Action::edit_case, on));
    if (!CaseStore{tx}.remove_party(in_case, party)) return Error{ErrorCode::not_found, "there is no such party"};
    append_event(tx, acting, EventKind::party_removed, in_case, {{"party", party.value}});
    return core::done();
}

Result<core::Document> read_document(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    auto found = DocumentStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {std::nullopt, found->access_group}))
        return Error{ErrorCode::not_found, "there is no such document"};
    return std::move(*found);
}

Result<CaseFile> read_case_file(Transaction& tx, const core::Principal& who, core::CaseId id) {
    TRY(auto the_case, read_case(tx, who, id));
    auto documents = DocumentStore{tx}.of_case(id, std::numeric_limits<std::int64_t>::max(), document_limit);
    auto parties = CaseStore{tx}.parties(id);
    return CaseFile{std::move(the_case), std::move(documents), std::move(parties)};
}

}  // namespace services
