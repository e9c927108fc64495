#pragma once

#include "core/model/case.hpp"
#include "services/store/columns.hpp"

/// How a case stands in a row. For the stores only.
namespace services {

#define CASE_COLUMNS                                                                                             \
    "c.id, c.number, c.title, c.public_title, c.subject, c.facet, c.state, c.unit_id, "                          \
    "c.caseworker_id, c.confidentiality, c.access_group_id, c.opened_at, c.changed_at, c.closed_at, c.version, " \
    "c.deadline, c.waiting_for"

inline core::Case case_from(const Row& row) {
    return core::Case{
        .id = row.id<core::CaseId>(0),
        .number = row.text(1),
        .title = row.text(2),
        .public_title = row.text(3),
        .subject = row.text(4),
        .facet = row.text(5),
        .state = named(core::case_state_named, row.text(6)),
        .unit = row.id<core::UnitId>(7),
        .caseworker = row.maybe_id<core::UserId>(8),
        .confidentiality = named(core::confidentiality_named, row.text(9)),
        .access_group = row.id<core::GroupId>(10),
        .opened_at = timestamp(row.number(11)),
        .changed_at = timestamp(row.number(12)),
        .closed_at = maybe_timestamp(row, 13),
        .deadline = maybe_date(row, 15),
        .waiting_for = row.text(16),
        .version = row.number(14),
    };
}

}  // namespace services
