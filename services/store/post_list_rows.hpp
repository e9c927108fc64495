#pragma once

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/post_list_store.hpp"

/// How an entry of the post list stands in a row. For the stores only.
namespace services {

#define PUBLIC_COLUMNS                                                                            \
    "p.id, p.document_id, p.listed_on, d.direction, d.letter_date, d.received, p.title, "         \
    "p.correspondent, c.number, c.public_title, d.number, u.name, c.subject, p.document_public, " \
    "p.serial_year, p.serial, p.unit_id"
#define PUBLIC_TABLES                                                          \
    " FROM post_list_entries AS p JOIN documents AS d ON d.id = p.document_id" \
    " JOIN cases AS c ON c.id = d.case_id JOIN units AS u ON u.id = p.unit_id "
#define LISTED_COLUMNS                                                                         \
    "SELECT p.id, p.document_id, p.serial_year, p.serial, p.listed_on, p.state, p.exemption, " \
    "p.taken_down_at, CASE p.state WHEN 'published' THEN p.title ELSE '' END, "                \
    "CASE p.state WHEN 'published' THEN p.correspondent ELSE '' END, p.document_public, "      \
    "CASE WHEN p.state = 'held' AND p.reason = '[]' THEN p.public_from END "                   \
    "FROM post_list_entries AS p "

inline constexpr core::Names post_states{{
    std::pair<PostState, std::string_view>{PostState::held, "held"},
    {PostState::published, "published"},
    {PostState::withheld, "withheld"},
}};

inline PostState post_state_from(const Row& row, std::size_t column) {
    return named([](std::string_view name) { return post_states.find(name); }, row.text(column));
}

inline PublicPost public_from(const Row& row) {
    return PublicPost{
        .id = row.id<core::PostListId>(0),
        .document = row.id<core::DocumentId>(1),
        .listed_on = maybe_date(row, 2).value_or(core::Date{}),
        .direction = named(core::direction_named, row.text(3)),
        .letter_date = maybe_date(row, 4),
        .received = maybe_date(row, 5).value_or(core::Date{}),
        .title = row.text(6),
        .correspondent = row.text(7),
        .case_number = row.text(8),
        .case_title = row.text(9),
        .document_number = row.number(10),
        .unit = row.text(11),
        .subject = row.text(12),
        .document_public = row.number(13) != 0,
        .serial_year = row.number(14),
        .serial = row.number(15),
        .unit_id = row.id<core::UnitId>(16),
    };
}

inline ListedPost listed_from(const Row& row) {
    return ListedPost{
        .id = row.id<core::PostListId>(0),
        .document = row.id<core::DocumentId>(1),
        .serial_year = row.number(2),
        .serial = row.number(3),
        .listed_on = maybe_date(row, 4).value_or(core::Date{}),
        .state = post_state_from(row, 5),
        .exemption = row.text(6),
        .taken_down_at = maybe_timestamp(row, 7),
        .title = row.text(8),
        .correspondent = row.text(9),
        .document_public = row.number(10) != 0,
        .public_from = maybe_date(row, 11),
    };
}

}  // namespace services
