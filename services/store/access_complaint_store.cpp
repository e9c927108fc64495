#include "services/store/access_complaint_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names abouts{{
    std::pair<ComplaintAbout, std::string_view>{ComplaintAbout::decision, "decision"},
    {ComplaintAbout::slowness, "slowness"},
}};
constexpr core::Names complaint_states{{
    std::pair<ComplaintState, std::string_view>{ComplaintState::open, "open"},
    {ComplaintState::reopened, "reopened"},
    {ComplaintState::sent_on, "sent_on"},
}};
std::optional<ComplaintState> complaint_state_named(std::string_view name) {
    return complaint_states.find(name);
}

#define COMPLAINT_COLUMNS                                                                                        \
    "a.id, a.request_id, a.about, a.received_on, a.document_id, a.state, a.settled_on, a.settled_by, a.sent_to," \
    " a.letter_id"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO access_complaints (request_id, about, received_on, document_id, state)
    VALUES ($1, $2, $3, $4, 'open') RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " COMPLAINT_COLUMNS " FROM access_complaints AS a WHERE a.id = $1";
constexpr std::string_view of_request_sql =
    "SELECT " COMPLAINT_COLUMNS " FROM access_complaints AS a WHERE a.request_id = $1 ORDER BY a.id";
constexpr std::string_view open_sql = "SELECT " COMPLAINT_COLUMNS
                                      ", c.number FROM access_complaints AS a"
                                      " JOIN access_requests AS r ON r.id = a.request_id"
                                      " JOIN cases AS c ON c.id = r.case_id AND c.access_group_id IN"
                                      " (SELECT group_id FROM group_members WHERE user_id = $1)"
                                      " WHERE a.state = 'open' ORDER BY a.received_on, a.id LIMIT 100";
constexpr std::string_view settle_sql = R"sql(
    UPDATE access_complaints SET state = $2, settled_on = $3, settled_by = $4, sent_to = $5, letter_id = $6
     WHERE id = $1 AND state = 'open' RETURNING id)sql";

AccessComplaint complaint_from(const Row& row) {
    const auto received = maybe_date(row, 3);
    if (!received) throw DatabaseError{DatabaseError::Kind::broken, "a complaint without a day"};
    return AccessComplaint{
        .id = row.number(0),
        .request = row.id<core::AccessRequestId>(1),
        .about = named(complaint_about_named, row.text(2)),
        .received = *received,
        .document = row.id<core::DocumentId>(4),
        .state = named(complaint_state_named, row.text(5)),
        .settled = maybe_date(row, 6),
        .settled_by = row.maybe_id<core::UserId>(7),
        .sent_to = row.text(8),
        .letter = row.maybe_id<core::DocumentId>(9),
    };
}

OpenComplaint open_complaint_from(const Row& row) {
    constexpr std::size_t behind = 10;
    return {.complaint = complaint_from(row), .case_number = row.text(behind)};
}

}  // namespace

std::int64_t AccessComplaintStore::add(const AccessComplaint& made) {
    return tx_.run(add_sql, {made.request, abouts.of(made.about), core::iso_date(made.received), made.document})
        .front()
        .number(0);
}

std::optional<AccessComplaint> AccessComplaintStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), complaint_from);
}

std::vector<AccessComplaint> AccessComplaintStore::of_request(core::AccessRequestId id) const {
    return all(tx_.run(of_request_sql, {id}), complaint_from);
}

std::vector<OpenComplaint> AccessComplaintStore::open(core::UserId reader) const {
    return all(tx_.run(open_sql, {reader}), open_complaint_from);
}

bool AccessComplaintStore::settle(const AccessComplaint& settled) {
    return !tx_.run(
                   settle_sql,
                   {settled.id,
                    complaint_states.of(settled.state),
                    iso_date(settled.settled),
                    settled.settled_by,
                    settled.sent_to,
                    settled.letter}
    )
                .empty();
}

std::string_view name_of(ComplaintAbout about) {
    return abouts.of(about);
}
std::optional<ComplaintAbout> complaint_about_named(std::string_view name) {
    return abouts.find(name);
}
std::string_view name_of(ComplaintState state) {
    return complaint_states.of(state);
}

}  // namespace services
