#include "services/store/job_queue.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/references.hpp"
#include "tests/unit/drafts/drafts_fixture.hpp"

using core::DraftState;
using core::ErrorCode;
using services::EventKind;
using tests::DraftHall;

TEST_CASE("a draft is on its case for those who may read it, and nowhere in the journal", "[drafts]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Kære Karen").value();
    CHECK(draft.state == DraftState::writing);
    CHECK(draft.newest == 1);
    CHECK(hall.happened().front() == EventKind::draft_added);
    const auto read = [&](core::UserId by) {
        const auto who = hall.principal(by);
        return hall.db->read([&](services::Transaction& tx) {
            return services::read_draft(tx, who, hall.on.id, draft.id);
        });
    };
    CHECK(read(hall.leader).has_value());
    CHECK(read(hall.teacher).error().code == ErrorCode::not_found);
    CHECK(hall.read_in([&](services::Transaction& tx) {
        return services::DocumentStore{tx}.of_case(hall.on.id, 1000, 10).empty() &&
               services::PostListStore{tx}.newest_public(10).empty() &&
               services::JobQueue{tx}.counts().waiting == 1;  // its text is read at once
    }));
    CHECK(hall.begin(hall.teacher, hall.a_draft(), "Hej").error().code == ErrorCode::not_found);
    services::NewDraft nameless;
    CHECK(hall.begin(hall.user, nameless).error().field == "title");
}

TEST_CASE("a draft that is begun without a file can't be approved or journaled", "[drafts]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft()).value();
    CHECK(draft.newest == 0);
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "file");
    CHECK(hall.ask(hall.user, draft.id, hall.leader).error().field == "file");
    CHECK(hall.check_in(hall.user, draft.id, "Nu er den skrevet").value().draft.newest == 1);
    CHECK(hall.journal_it(hall.user, draft.id).value().number == 1);
}

TEST_CASE("only the one who has a draft checked out adds a version", "[drafts][versions]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    CHECK(hall.check_in(hall.user, draft.id, "Uden udtjekning").error().field == "checked_out");
    const auto out = hall.check_out(hall.user, draft.id).value();
    CHECK(out.checked_out->by == hall.user);
    CHECK(out.checked_out->at == hall.clock.now());
    CHECK(hall.check_out(hall.colleague, draft.id).error().field == "checked_out");
    CHECK(hall.check_in(hall.colleague, draft.id, "Min udgave").error().field == "checked_out");
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "checked_out");
    const auto in = hall.check_in(hall.user, draft.id, "Anden", "Rettet dato").value();
    CHECK(in.is_new);
    CHECK_FALSE(in.same_as.has_value());
    CHECK_FALSE(in.draft.checked_out.has_value());
    const auto versions = hall.read_in([&](auto& tx) { return services::DraftStore{tx}.versions(draft.id); });
    REQUIRE(versions.size() == 2);
    CHECK(versions.front().number == 2);
    CHECK(versions.front().note == "Rettet dato");
    for (const auto& version : versions) CHECK(hall.files.verify(version.content));
}

TEST_CASE("the same bytes again make no version, and older ones are told", "[drafts][versions]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.check_out(hall.user, draft.id).value();
    const auto same = hall.check_in(hall.user, draft.id, "Første").value();
    CHECK_FALSE(same.is_new);
    CHECK(same.same_as == 1);
    CHECK(same.draft.newest == 1);
    CHECK_FALSE(same.draft.checked_out.has_value());
    hall.check_out(hall.user, draft.id).value();
    hall.check_in(hall.user, draft.id, "Anden").value();
    hall.check_out(hall.user, draft.id).value();
    const auto back = hall.check_in(hall.user, draft.id, "Første").value();
    CHECK(back.is_new);
    CHECK(back.same_as == 1);
    CHECK(back.draft.newest == 3);
}

TEST_CASE("a check-out is released by its owner, or by a leader who says why", "[drafts][versions]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.check_out(hall.user, draft.id).value();
    CHECK_FALSE(hall.release(hall.user, draft.id).value().checked_out.has_value());
    CHECK(hall.release(hall.user, draft.id).error().field == "checked_out");
    hall.check_out(hall.user, draft.id).value();
    CHECK(hall.release(hall.colleague, draft.id, "Jeg skal bruge den").error().code == ErrorCode::forbidden);
    CHECK(hall.release(hall.leader, draft.id).error().field == "reason");
    CHECK(hall.release(hall.leader, draft.id, "Syg i dag").has_value());
    CHECK(hall.happened().front() == EventKind::draft_released);
    CHECK(hall.check_out(hall.colleague, draft.id).has_value());
}

TEST_CASE("whoever journals approves, where one is enough", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Kære Karen").value();
    const auto document = hall.journal_it(hall.user, draft.id).value();
    CHECK(document.title == "Afgørelse om plejebolig");
    CHECK(document.direction == core::Direction::outgoing);
    CHECK(document.content == hall.file("Kære Karen").stored.hash);
    const auto after = hall.draft(draft.id);
    CHECK(after.state == DraftState::journaled);
    CHECK(after.document == document.id);
    CHECK(after.approved->by == hall.user);
    const auto kinds = hall.happened();
    CHECK(kinds.at(0) == EventKind::document_journaled);
    CHECK(kinds.at(1) == EventKind::draft_approved);
}

TEST_CASE("two different people answer for a document where somebody asks for it", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(/*by_two=*/true), "Kære Karen").value();
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "approval");
    CHECK(hall.journal_it(hall.leader, draft.id).error().field == "approval");
    CHECK(hall.ask(hall.user, draft.id, hall.user).error().field == "approver");
    CHECK(hall.ask(hall.user, draft.id, hall.teacher).error().field == "approver");
    CHECK(hall.ask(hall.user, draft.id, hall.leader).value().state == DraftState::waiting);
    REQUIRE(hall.waiting_for(hall.leader).size() == 1);
    CHECK(hall.waiting_for(hall.user).empty());
    CHECK(hall.approve(hall.user, draft.id).error().code == ErrorCode::forbidden);
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "approval");
    CHECK(hall.approve(hall.leader, draft.id).value().state == DraftState::approved);
    CHECK(hall.waiting_for(hall.leader).empty());
    CHECK(hall.journal_it(hall.user, draft.id).value().number == 1);
}

TEST_CASE("a second writer is not the second person", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(/*by_two=*/true), "Første").value();
    hall.check_out(hall.colleague, draft.id).value();
    hall.check_in(hall.colleague, draft.id, "Anden").value();
    CHECK(hall.ask(hall.user, draft.id, hall.colleague).error().field == "approver");
    hall.ask(hall.user, draft.id, hall.leader).value();
    CHECK(hall.approve(hall.colleague, draft.id).error().code == ErrorCode::forbidden);
    CHECK(hall.approve(hall.leader, draft.id).has_value());
}

TEST_CASE("what was approved is what is journaled: any change asks for approval anew", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(/*by_two=*/true), "Første").value();
    hall.ask(hall.user, draft.id, hall.leader).value();
    hall.approve(hall.leader, draft.id).value();
    SECTION("a new version") {
        hall.check_out(hall.user, draft.id).value();
        hall.check_in(hall.user, draft.id, "Anden").value();
    }
    SECTION("another title") {
        services::DraftChange change;
        change.title = "Noget andet";
        hall.change(hall.user, draft.id, change).value();
    }
    SECTION("no second person after all") {
        services::DraftChange change;
        change.by_two = false;
        hall.change(hall.user, draft.id, change).value();
        hall.ask_two_for_all(hall.user, true).value();
    }
    CHECK(hall.draft(draft.id).state == DraftState::writing);
    CHECK_FALSE(hall.draft(draft.id).approved.has_value());
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "approval");
}

TEST_CASE("a draft that changed while it was read is not approved", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    const auto seen = hall.ask(hall.user, draft.id, hall.leader).value();
    hall.check_out(hall.user, draft.id).value();
    hall.check_in(hall.user, draft.id, "Anden").value();
    hall.ask(hall.user, draft.id, hall.leader).value();
    const auto stale =
        hall.act(hall.leader, draft.id, [&](auto& tx, const services::Acting& acting, const core::Draft& now) {
            return services::approve_draft(tx, acting, now, seen.version);
        });
    CHECK(stale.error().code == ErrorCode::conflict);
    CHECK(hall.draft(draft.id).state == DraftState::waiting);
}

TEST_CASE("an approver sends a draft back with a reason, and the asker takes it back without", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.ask(hall.user, draft.id, hall.leader).value();
    CHECK(hall.send_back(hall.leader, draft.id, "").error().field == "reason");
    const auto returned = hall.send_back(hall.leader, draft.id, "Datoen er forkert").value();
    CHECK(returned.state == DraftState::writing);
    CHECK(returned.returned_reason == "Datoen er forkert");
    CHECK(hall.ask(hall.user, draft.id, hall.leader).value().returned_reason.empty());
    CHECK(hall.send_back(hall.user, draft.id, "").value().state == DraftState::writing);
    CHECK(hall.send_back(hall.leader, draft.id, "Igen").error().code == ErrorCode::conflict);
}

TEST_CASE("a case may ask for two on all its documents, and only a leader lets it go", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.ask(hall.user, draft.id, hall.colleague).value();
    hall.approve(hall.user, draft.id).value();  // one person is enough as yet
    REQUIRE(hall.ask_two_for_all(hall.user, true).has_value());
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "approval");
    CHECK(hall.ask_two_for_all(hall.colleague, false).error().code == ErrorCode::forbidden);
    CHECK(hall.ask_two_for_all(hall.leader, false).has_value());
    CHECK(hall.journal_it(hall.user, draft.id).has_value());
}

TEST_CASE("the people to choose among are those who may approve", "[drafts][approval]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(/*by_two=*/true), "Første").value();
    const auto people =
        hall.read_in([&](services::Transaction& tx) { return services::possible_approvers(tx, draft); });
    const std::set<core::UserId> found{people.begin(), people.end()};
    CHECK(found == std::set{hall.colleague, hall.leader});
}

TEST_CASE("after journaling nothing changes any more", "[drafts][journal]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.journal_it(hall.user, draft.id).value();
    CHECK(hall.check_out(hall.user, draft.id).error().field == "state");
    CHECK(hall.check_in(hall.user, draft.id, "Anden").error().field == "state");
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "state");
    CHECK(hall.ask(hall.user, draft.id, hall.leader).error().field == "state");
    services::DraftChange change;
    change.title = "Andet";
    CHECK(hall.change(hall.user, draft.id, change).error().field == "state");
    CHECK(hall.act(hall.user, draft.id, services::discard_draft).error().field == "state");
}

TEST_CASE("a new edition of a journaled document is a document of its own that says which it replaces", "[drafts]") {
    DraftHall hall;
    const auto first = hall.journal_it(hall.user, hall.begin(hall.user, hall.a_draft(), "Første").value().id).value();
    auto wanted = hall.a_draft();
    wanted.replaces = first.id;
    const auto draft = hall.begin(hall.user, wanted).value();
    CHECK(draft.newest == 1);  // it begins with the journaled file
    hall.check_out(hall.user, draft.id).value();
    hall.check_in(hall.user, draft.id, "Rettet").value();
    const auto second = hall.journal_it(hall.user, draft.id).value();
    CHECK(second.number == 2);
    CHECK(hall.read_document(hall.user, first.id).value().content == first.content);
    CHECK(hall.read_in([&](auto& tx) {
        return services::DraftStore{tx}.of_document(second.id)->replaces;
    }) == first.id);
    CHECK(hall.read_in([&](auto& tx) {
        return services::DraftStore{tx}.replacements(first.id);
    }) == std::vector{second.id});
    wanted.replaces = core::DocumentId{999};
    CHECK(hall.begin(hall.user, wanted).error().field == "replaces");
}

TEST_CASE("versions of a withdrawn document are read by those who may journal", "[drafts]") {
    DraftHall hall;
    auto wanted = hall.a_case();
    wanted.confidentiality = core::Confidentiality::open;
    hall.on = hall.open(hall.user, wanted).value();
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    const auto document = hall.journal_it(hall.user, draft.id).value();
    const auto version = [&](core::UserId by) {
        const auto who = hall.principal(by);
        return hall.db->read([&](services::Transaction& tx) -> core::Result<core::DraftVersion> {
            TRY(const auto now, services::read_draft(tx, who, hall.on.id, draft.id));
            return services::read_draft_version(tx, who, now, 1);
        });
    };
    CHECK(version(hall.teacher).has_value());
    const auto who = hall.principal(hall.user);
    hall.write([&](services::Transaction& tx) {
            return services::withdraw_document(tx, {who, hall.clock.now()}, document.id, "Forkert part");
        }
    ).value();
    CHECK(version(hall.teacher).error().code == ErrorCode::not_found);
    CHECK(version(hall.user).has_value());
}

TEST_CASE("a draft on a closed case is journaled with a reason", "[drafts][journal]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    services::CaseChange closing;
    closing.state = services::NewState{core::CaseState::closed, "Færdig"};
    REQUIRE(hall.TownHall::change(hall.user, hall.on.id, hall.on.version, closing).has_value());
    CHECK(hall.journal_it(hall.user, draft.id).error().field == "late_reason");
    CHECK(hall.draft(draft.id).state == DraftState::writing);
    CHECK(hall.journal_it(hall.user, draft.id, "Kom for sent").value().late_reason == "Kom for sent");
}

TEST_CASE("every reference of drafts is whole, and a missing version is found", "[drafts][verify]") {
    DraftHall hall;
    const auto draft = hall.begin(hall.user, hall.a_draft(), "Første").value();
    hall.journal_it(hall.user, draft.id).value();
    hall.begin(hall.user, hall.a_draft(), "Anden").value();
    CHECK(hall.read_in([](auto& tx) { return services::broken_references(tx).size(); }) == 0);
    hall.write(
            [](services::Transaction& tx) -> core::Result<void> {
                tx.run("UPDATE drafts SET newest = 2 WHERE state = 'writing'");
                return core::done();
            }
    ).value();
    const auto broken = hall.read_in([](auto& tx) { return services::broken_references(tx); });
    REQUIRE(broken.size() == 1);
    CHECK(broken.front().from == "draft 2");
    CHECK(broken.front().to == "version 2");
}

TEST_CASE("an office file from before LibreOffice was installed is read when its bytes come again", "[drafts]") {
    DraftHall hall;
    const auto waiting = [&] {
        return hall.read_in([](services::Transaction& tx) { return services::JobQueue{tx}.counts().waiting; });
    };
    const auto draft = hall.begin(hall.user, hall.a_draft(), "{\\rtf1 Kære Karen}").value();
    const auto read = [&](const std::string& reason) {
        hall.write(
                [&](services::Transaction& tx) -> core::Result<void> {
                    auto content = *services::ContentStore{tx}.find(services::sha256("{\\rtf1 Kære Karen}"));
                    content.outcome = services::ReadOutcome::failed;
                    content.reason = reason;
                    services::ContentStore{tx}.set_read(content, {}, hall.clock.now());
                    return core::done();
                }
        ).value();
    };
    CHECK(waiting() == 1);
    read("office_failed");
    hall.begin(hall.user, hall.a_draft(), "{\\rtf1 Kære Karen}").value();
    CHECK(waiting() == 1);
    read("no_office");
    hall.begin(hall.user, hall.a_draft(), "{\\rtf1 Kære Karen}").value();
    CHECK(waiting() == 2);
}
