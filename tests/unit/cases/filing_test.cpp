#include "services/cases/filing.hpp"

#include "cases_fixture.hpp"
#include "services/cases/relations.hpp"
#include "services/cases/tasks.hpp"
#include "services/rights/case_access.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/references.hpp"

using core::ErrorCode;
using services::MergeObstacle;
using services::PostState;
using services::Transaction;

namespace {

struct FilingHall : tests::TownHall {
    template <class F>
    auto act(core::UserId by, F&& work) {
        const auto who = principal(by);
        return write([&](Transaction& tx) { return work(tx, services::Acting{who, clock.now()}); });
    }
    auto move(core::UserId by, core::DocumentId id, core::CaseId to, const std::string& reason = "Hører til her") {
        return act(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::move_document(tx, acting, id, {.to = to, .reason = reason});
        });
    }
    auto place(core::UserId by, core::DocumentId id, std::optional<core::SubFileId> in) {
        return act(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::move_document(tx, acting, id, {.to = std::nullopt, .in = in});
        });
    }
    auto add_part(core::CaseId on, const std::string& title) {
        return act(user, [&](Transaction& tx, const services::Acting& acting) {
            return services::add_sub_file(tx, acting, on, title);
        });
    }
    auto merge(core::UserId by, const core::Case& from, const core::Case& into) {
        return act(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::merge_cases(tx, acting, from.id, into.id, "Samme sag");
        });
    }
    auto part(core::UserId by, const core::Case& from) {
        return act(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::undo_merge(tx, acting, from.id);
        });
    }
    auto at_number(core::UserId by, core::CaseId on, std::int64_t number) {
        const auto who = principal(by);
        return db->read([&](Transaction& tx) { return services::find_by_number(tx, who, on, number); });
    }
    std::vector<std::int64_t> numbers(core::CaseId on) {
        std::vector<std::int64_t> all;
        read_only([&](Transaction& tx) {
            for (const auto& one : services::DocumentStore{tx}.of_case(on, 1'000'000, 1000)) all.push_back(one.number);
        });
        return all;
    }
    template <class F>
    void read_only(F&& look) {
        db->read([&](Transaction& tx) -> core::Result<void> {
              look(tx);
              return core::done();
          }).value();
    }
    services::Event newest_event(core::CaseId on) {
        std::optional<services::Event> found;
        read_only([&](Transaction& tx) {
            found = services::EventLog{tx}.of_case(on, {std::numeric_limits<std::int64_t>::max()}, 1).front();
        });
        return *found;
    }
    core::Party add_party(core::CaseId on, const std::string& name, const std::string& identifier = {}) {
        return act(user,
                   [&](Transaction& tx, const services::Acting& acting) {
                       core::Party made;
                       made.in_case = on;
                       made.role = core::PartyRole::primary;
                       made.name = name;
                       made.identifier = identifier;
                       if (!identifier.empty()) made.identifier_kind = core::IdentifierKind::cvr;
                       return services::add_party(tx, acting, made);
                   }
        ).value();
    }
    services::PostListEntry list(const core::Document& one, core::UnitId in) {
        services::PostListEntry entry;
        entry.document = one.id;
        entry.unit = in;
        entry.state = PostState::published;
        entry.reason = "[]";
        entry.listed_on = one.received;
        entry.title = "Brev";
        write([&](Transaction& tx) -> core::Result<void> {
            entry.id = services::PostListStore{tx}.add(entry);
            return core::done();
        }).value();
        return entry;
    }
    services::PostListEntry entry(core::DocumentId of) {
        std::optional<services::PostListEntry> found;
        read_only([&](Transaction& tx) { found = services::PostListStore{tx}.of_document(of); });
        return *found;
    }
    /// Nothing that saglig verify looks at is wrong.
    void check_whole() {
        read_only([](Transaction& tx) {
            CHECK(services::broken_references(tx).empty());
            CHECK(services::miscounted_cases(tx).empty());
        });
    }
};

}  // namespace

SCENARIO_METHOD(FilingHall, "a case has parts with titles, and a document lies in one or in none", "[cases][filing]") {
    const auto one = open(user, a_case()).value();
    const auto letter = journal(user, one).value();
    const auto first = add_part(one.id, "Ansøgningen").value(), second = add_part(one.id, "Høringen").value();
    CHECK(first.place == 1);
    CHECK(second.place == 2);
    const auto lies_in = [&] {
        std::optional<core::SubFileId> in;
        read_only([&](Transaction& tx) { in = services::FilingStore{tx}.sub_file_of(letter.id); });
        return in;
    };
    place(user, letter.id, first.id).value();
    CHECK(lies_in() == first.id);
    place(user, letter.id, second.id).value();
    CHECK(lies_in() == second.id);
    CHECK(newest_event(one.id).kind == services::EventKind::document_placed);

    THEN("a part is put in another place, and the others make room") {
        act(user, [&](Transaction& tx, const services::Acting& acting) {
            return services::change_sub_file(tx, acting, one.id, second.id, {.title = std::nullopt, .place = 1});
        }).value();
        read_only([&](Transaction& tx) {
            const auto parts = services::FilingStore{tx}.of_case(one.id);
            CHECK(parts.at(0).id == second.id);
            CHECK(parts.at(1).place == 2);
        });
    }
    THEN("a part that is removed leaves its documents on the case") {
        act(user, [&](Transaction& tx, const services::Acting& acting) {
            return services::remove_sub_file(tx, acting, one.id, second.id);
        }).value();
        CHECK_FALSE(lies_in());
        CHECK(numbers(one.id) == std::vector<std::int64_t>{1});
        check_whole();
    }
    THEN("a part of another case is none of its") {
        const auto other = open(user, a_case("En anden")).value();
        const auto far = add_part(other.id, "Langt væk").value();
        CHECK(place(user, letter.id, far.id).error().field == "sub_file");
    }
    THEN("who may not edit the case makes no parts") {
        const auto by_teacher = act(teacher, [&](Transaction& tx, const services::Acting& acting) {
            return services::add_sub_file(tx, acting, one.id, "Min");
        });
        CHECK(by_teacher.error().code == ErrorCode::not_found);
    }
}

SCENARIO_METHOD(FilingHall, "a document that moves to another case leaves its number behind", "[cases][filing]") {
    const auto from = open(user, a_case("Den forkerte")).value(), to = open(user, a_case("Den rigtige")).value();
    const auto first = journal(user, from, "Et").value(), second = journal(user, from, "To").value();
    journal(user, to, "Der i forvejen").value();

    const auto moved = move(user, first.id, to.id).value();
    CHECK(moved.in_case == to.id);
    CHECK(moved.number == 2);
    CHECK(numbers(from.id) == std::vector<std::int64_t>{2});
    check_whole();

    THEN("the number leads on to where it is now, and tells why") {
        const auto found = at_number(user, from.id, 1).value();
        CHECK(found.document == first.id);
        CHECK(found.former->reason == "Hører til her");
        CHECK(at_number(user, to.id, 2).value().document == first.id);
    }
    THEN("the number is not given again") {
        CHECK(journal(user, from, "Tre").value().number == 3);
        check_whole();
    }
    THEN("both cases tell of it, and neither names the other") {
        const auto left = newest_event(from.id), came = newest_event(to.id);
        CHECK(left.kind == services::EventKind::document_moved);
        CHECK(left.payload == R"({"number":1,"reason":"Hører til her","what":"out"})");
        CHECK(came.payload == R"({"number":2,"reason":"Hører til her","what":"in"})");
        CHECK(came.subject == first.id.value);
    }
    THEN("it gets its own number back when it comes back, and the other number leads on") {
        CHECK(move(user, first.id, from.id).value().number == 1);
        CHECK(numbers(from.id) == std::vector<std::int64_t>{2, 1});
        CHECK(at_number(user, to.id, 2).value().document == first.id);
        check_whole();
    }
    THEN("it needs a reason, and an open case at both ends") {
        CHECK(move(user, second.id, to.id, "").error().field == "reason");
        services::CaseChange closing;
        closing.state = services::NewState{core::CaseState::closed, "Færdig", std::nullopt};
        change(user, to.id, read(user, to.id).value().version, closing).value();
        CHECK(move(user, second.id, to.id).error().code == ErrorCode::conflict);
    }
}

SCENARIO_METHOD(FilingHall, "a moved document is read by those who read the case that it came to", "[cases][filing]") {
    auto wide = a_case("Åben");
    wide.confidentiality = core::Confidentiality::open;
    const auto open_case = open(user, wide).value();
    auto narrow = a_case("Lukket");
    narrow.confidentiality = core::Confidentiality::restricted;
    narrow.caseworker = user;
    const auto close_case = open(user, narrow).value();
    const auto letter = journal(user, open_case).value();
    CHECK(read_document(teacher, letter.id).has_value());

    move(user, letter.id, close_case.id).value();
    CHECK(read_document(teacher, letter.id).error().code == ErrorCode::not_found);
    CHECK(at_number(teacher, open_case.id, 1).error().code == ErrorCode::not_found);
    THEN("who may not read the other case cannot move a document there, nor learn that it exists") {
        CHECK(move(teacher, letter.id, open_case.id).error().code == ErrorCode::not_found);
        const auto second = journal(user, open_case, "To").value();
        CHECK(move(teacher, second.id, close_case.id).has_error());
    }
}

SCENARIO_METHOD(FilingHall, "the post list follows a document to its new case", "[cases][filing]") {
    const auto from = open(user, a_case("Fra")).value();
    const auto letter = journal(user, from).value();
    list(letter, school);
    THEN("it stays on the list, as the new case's unit's") {
        move(user, letter.id, open(user, a_case("Til")).value().id).value();
        CHECK(entry(letter.id).state == PostState::published);
        CHECK(entry(letter.id).unit == unit);
    }
    THEN("it is held where the new case's public title has a CPR number") {
        auto made = a_case("Til");
        made.public_title = "Sagen om 251248-4916";
        const auto to = open(user, made).value();
        move(user, letter.id, to.id).value();
        CHECK(entry(letter.id).state == PostState::held);
        CHECK(newest_event(to.id).kind == services::EventKind::post_held);
    }
}

SCENARIO_METHOD(FilingHall, "a case that is merged into another gives it all that it has", "[cases][filing]") {
    const auto from = open(user, a_case("Dublet")).value(), into = open(user, a_case("Hovedsag")).value();
    const auto gone = open(user, a_case("Tredje")).value();
    const auto first = journal(user, from, "Et").value();
    const auto moved_before = journal(user, from, "To").value();
    const auto third = journal(user, from, "Tre").value();
    journal(user, into, "Der i forvejen").value();
    move(user, moved_before.id, gone.id).value();
    add_party(from.id, "Solbakke Data A/S", "29189714");
    add_party(from.id, "Naboen");
    add_party(into.id, "Solbakke Data A/S", "29189714");
    add_part(into.id, "Ansøgningen").value();
    const auto part_of_from = add_part(from.id, "Høringen").value();
    place(user, third.id, part_of_from.id).value();
    const auto task = act(user, [&](Transaction& tx, const services::Acting& acting) {
                          services::NewTask made;
                          made.in_case = from.id;
                          made.title = "Svar";
                          made.due = core::parse_iso_date("2027-01-04").value();
                          return services::add_task(tx, acting, made);
                      }).value();
    act(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::relate_cases(tx, acting, from.id, core::CaseRelation::follows, gone.id);
    }).value();

    const auto merged = merge(user, from, into).value();
    CHECK(merged.documents == 2);
    CHECK(merged.double_parties == 1);
    check_whole();

    THEN("the documents go on with the other case's numbers, without a gap, in their order") {
        CHECK(numbers(from.id).empty());
        CHECK(numbers(into.id) == std::vector<std::int64_t>{3, 2, 1});
        CHECK(at_number(user, into.id, 2).value().document == first.id);
        CHECK(at_number(user, into.id, 3).value().document == third.id);
    }
    THEN("every number of the emptied case leads on, also one that had left before") {
        CHECK(at_number(user, from.id, 1).value().document == first.id);
        CHECK(at_number(user, from.id, 2).value().document == moved_before.id);
        CHECK(at_number(user, from.id, 3).value().document == third.id);
    }
    THEN("parties are there once; parts, tasks and relations came along") {
        read_only([&](Transaction& tx) {
            CHECK(services::CaseStore{tx}.parties(into.id).size() == 2);
            CHECK(services::FilingStore{tx}.of_case(into.id).at(1).title == "Høringen");
            CHECK(services::TaskStore{tx}.find(task.id)->in_case == into.id);
            CHECK(services::RelationStore{tx}.of_case(into.id, user).size() == 1);
        });
    }
    THEN("the emptied case is closed, keeps its number, and takes nothing more") {
        const auto emptied = read(user, from.id).value();
        CHECK(emptied.number == from.number);
        CHECK(emptied.state == core::CaseState::closed);
        CHECK(journal(user, emptied, "Sent", "Glemt").error().field == "merged");
        services::CaseChange opening;
        opening.state = services::NewState{core::CaseState::opened, "Forkert", std::nullopt};
        CHECK(change(user, from.id, emptied.version, opening).error().field == "merged");
    }
    THEN("it is undone: everything is back under its own number, and what came since stays") {
        const auto since = journal(user, read(user, into.id).value(), "Siden").value();
        const auto opened = part(user, from).value();
        CHECK(opened.state == from.state);
        CHECK(numbers(from.id) == std::vector<std::int64_t>{3, 1});
        CHECK(numbers(into.id) == std::vector<std::int64_t>{since.number, 1});
        CHECK(at_number(user, into.id, 2).value().document == first.id);
        read_only([&](Transaction& tx) {
            CHECK(services::CaseStore{tx}.parties(from.id).size() == 2);
            CHECK(services::CaseStore{tx}.parties(into.id).size() == 1);
            CHECK(services::TaskStore{tx}.find(task.id)->in_case == from.id);
            CHECK(services::FilingStore{tx}.of_case(from.id).size() == 1);
            CHECK(services::FilingStore{tx}.sub_file_of(third.id) == part_of_from.id);
            CHECK(services::RelationStore{tx}.of_case(from.id, user).size() == 1);
        });
        check_whole();
        AND_THEN("they may be merged again") {
            CHECK(merge(user, opened, into).value().documents == 2);
            CHECK(at_number(user, from.id, 1).value().document == first.id);
            check_whole();
        }
    }
}

SCENARIO_METHOD(FilingHall, "cases that must not be merged are refused, each with its reason", "[cases][filing]") {
    const auto one = open(user, a_case("En")).value();
    const auto obstacle = [&](const core::Case& other) {
        const auto refused = merge(user, one, other);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code == ErrorCode::conflict);
        return refused.error().field;
    };
    CHECK(obstacle(one) == "same_case");
    auto wider = a_case("Åben");
    wider.confidentiality = core::Confidentiality::open;
    CHECK(obstacle(open(user, wider).value()) == "other_confidentiality");

    const auto closed = open(user, a_case("Lukket")).value();
    services::CaseChange closing;
    closing.state = services::NewState{core::CaseState::closed, "Færdig", std::nullopt};
    CHECK(obstacle(change(user, closed.id, 1, closing).value()) == "closed");

    auto own = a_case("Med spærring");
    own.caseworker = user;
    const auto blocked = open(user, own).value();
    act(user, [&](Transaction& tx, const services::Acting& acting) {
        services::NewCaseAccess made;
        made.kind = core::CaseAccessKind::grant;
        made.user = teacher;
        made.reason = "Hjælper";
        return services::give_case_access(tx, acting, blocked.id, made);
    }).value();
    CHECK(obstacle(read(user, blocked.id).value()) == "single_access");

    const auto other = open(user, a_case("To")).value(), third = open(user, a_case("Tre")).value();
    merge(user, other, third).value();
    CHECK(obstacle(read(user, other.id).value()) == "already_merged");
    THEN("and without a right on one of them it does not exist, or is forbidden") {
        CHECK(merge(teacher, one, third).error().code == ErrorCode::not_found);
        const auto open_to_all = open(user, wider).value(), open_too = open(user, wider).value();
        CHECK(merge(teacher, open_to_all, open_too).error().code == ErrorCode::forbidden);
    }
}
