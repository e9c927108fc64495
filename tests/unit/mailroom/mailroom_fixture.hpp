#pragma once

#include "services/mailroom/mailroom.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"
#include "tests/unit/store/store_fixture.hpp"

namespace mailroom_tests {

/// A town with a subject to file under, one letter that waits with the registrars, and a second office.
struct MailroomFixture : store_tests::StoreFixture {
    store_tests::Town town = write([](services::Transaction& tx) { return store_tests::add_town(tx); });
    core::UnitId school = write([&](services::Transaction& tx) {
        services::SubjectStore{tx}.put(services::Subject{"02.34.02", "Byggetilladelser"});
        return services::UnitStore{tx}.add({.id = {}, .parent = town.root, .name = "Skole", .short_name = "SK"});
    });
    core::IncomingId letter = add_letter(1);

    core::IncomingId add_letter(int n) {
        return write([&](services::Transaction& tx) {
            const auto id = services::IncomingStore{tx}.add(store_tests::an_item(town, n));
            services::EventLog{tx}.append({
                .at = store_tests::morning(),
                .kind = services::EventKind::item_received,
                .subject_kind = services::SubjectKind::incoming,
                .subject = id.value,
            });
            return id;
        });
    }
    /// A caseworker of the second office.
    core::UserId add_teacher() {
        return write([&](services::Transaction& tx) {
            services::UserStore users{tx};
            const auto id = users.add(
                {.id = {}, .name = "tove", .full_name = "Tove Lind", .initials = "TL", .email = ""},
                "",
                store_tests::morning()
            );
            users.set_roles(id, {{core::Role::caseworker, school}});
            return id;
        });
    }
    core::Principal principal(core::UserId user) {
        return read([&](services::Transaction& tx) { return *services::UserStore{tx}.principal(user); });
    }
    core::IncomingItem item(core::IncomingId id) {
        return read([&](services::Transaction& tx) { return *services::IncomingStore{tx}.find(id); });
    }

    core::Result<core::IncomingItem> hand_over(core::UserId by, const services::HandOver& made) {
        const auto who = principal(by);
        return db->write([&](services::Transaction& tx) {
            return services::hand_over(tx, {who, store_tests::morning()}, letter, made);
        });
    }
    core::Result<core::IncomingItem> undo(core::UserId by) {
        const auto who = principal(by);
        return db->write([&](services::Transaction& tx) {
            return services::undo_hand_over(tx, {who, store_tests::morning()}, letter);
        });
    }
    services::Journaling on_new_case(std::int64_t version = 1) {
        services::Journaling made;
        made.version = version;
        made.new_case = services::NewCase{
            .title = "Carport, Strandvejen 27",
            .public_title = "",
            .subject = "02.34.02",
            .facet = "G01",
            .unit = town.office,
            .caseworker = {},
        };
        made.document.title = "Ansøgning om carport";
        return made;
    }
    core::Result<services::Journaled> journal(core::UserId by, const services::Journaling& made) {
        const auto who = principal(by);
        return db->write([&](services::Transaction& tx) {
            return services::journal_item(tx, {who, store_tests::morning()}, {}, letter, made);
        });
    }
};

}  // namespace mailroom_tests
