#pragma once

#include <memory>

#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/subjects/subject_index.hpp"

namespace services {

/// What the routes of subjects stand on. The book is shared by all of them.
struct SubjectDesk {
    const Workplace& workplace;
    std::shared_ptr<SubjectBook> book{std::make_shared<SubjectBook>()};

    core::Timestamp now() const { return workplace.clock.now(); }
    core::Date today() const { return core::danish_date(now()); }
    std::shared_ptr<const SubjectIndex> index(Transaction& tx) const { return book->at(tx, now()); }
};

/// The scheme for programs, for everyone of the staff, and for administrators. The scheme itself is no secret: whoever
/// is signed in may read it.
void add_subject_routes(Router& router, Identity& identity, const Workplace& workplace);

/// The parts of it.
void add_subject_api(Router& router, Identity& identity, const SubjectDesk& desk);
void add_subject_pages(Router& router, Identity& identity, const SubjectDesk& desk);

}  // namespace services
