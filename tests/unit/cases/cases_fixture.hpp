#pragma once

#include <catch2/catch.hpp>

#include "services/cases/cases.hpp"
#include "services/cases/documents.hpp"
#include "services/files/sha256.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/subject_store.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

namespace tests {

/// A town hall with two units, a caseworker and a leader in the first, a caseworker in the second, and one subject.
struct TownHall : House {
    core::UnitId school = add_unit("Børn og Skole", authority);
    core::UserId leader = add_user("lene", {{core::Role::leader, unit}});
    core::UserId teacher = add_user("tove", {{core::Role::caseworker, school}});
    services::CaseSettings settings{};

    template <class F>
    auto write(F&& work) {
        return db->write(std::forward<F>(work));
    }

    TownHall() {
        write([](services::Transaction& tx) -> core::Result<void> {
            services::SubjectStore{tx}.put(services::Subject{"27.35.00", "Plejehjem"});
            services::SubjectStore{tx}.put(services::Facet{"G01", "Generelle sager"});
            return core::done();
        }).value();
    }

    core::Principal principal(core::UserId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<core::Principal> {
                return services::UserStore{tx}.principal(id).value();
            })
            .value();
    }

    services::NewCase a_case(const std::string& title = "Ansøgning om plejebolig") {
        services::NewCase made;
        made.title = title;
        made.subject = "27.35.00";
        made.facet = "G01";
        return made;
    }
    core::Result<core::Case> open(core::UserId by, const services::NewCase& made) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::open_case(tx, {who, clock.now()}, settings, made);
        });
    }
    core::Result<core::Case> change(
        core::UserId by, core::CaseId id, std::int64_t version, const services::CaseChange& change
    ) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::change_case(tx, {who, clock.now()}, id, version, change);
        });
    }
    core::Result<core::Case> read(core::UserId by, core::CaseId id) {
        const auto who = principal(by);
        return db->read([&](services::Transaction& tx) { return services::read_case(tx, who, id); });
    }
    core::Result<core::Document> journal(
        core::UserId by, const core::Case& on, const std::string& title = "Brev", const std::string& late_reason = ""
    ) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            services::Content content;
            content.hash = services::sha256(title);
            content.media_type = "application/pdf";
            services::ContentStore{tx}.add(content);
            services::NewDocument made;
            made.title = title;
            made.received = core::danish_date(clock.now());
            made.content = content.hash;
            made.file_name = "brev.pdf";
            made.late_reason = late_reason;
            return services::journal_document(tx, {who, clock.now()}, on, made);
        });
    }
    core::Result<core::Document> read_document(core::UserId by, core::DocumentId id) {
        const auto who = principal(by);
        return db->read([&](services::Transaction& tx) { return services::read_document(tx, who, id); });
    }
};

}  // namespace tests
