#include "core/rules/approval.hpp"

#include <catch2/catch.hpp>
#include <vector>

using core::ApprovalFault;
using core::DraftState;
using core::UserId;

namespace {

const UserId author{1};
const UserId editor{2};
const UserId leader{3};
const std::vector<UserId> writers{author, editor, author};

core::Draft with_file(DraftState state = DraftState::waiting) {
    core::Draft draft;
    draft.state = state;
    draft.newest = 2;
    return draft;
}

}  // namespace

TEST_CASE("a second person is needed where the case asks or somebody does", "[approval]") {
    CHECK_FALSE(core::needs_second_person(false, false));
    CHECK(core::needs_second_person(true, false));
    CHECK(core::needs_second_person(false, true));
    CHECK(core::needs_second_person(true, true));
}

TEST_CASE("a second person is one who wrote none of it", "[approval]") {
    CHECK(core::is_second_person(leader, writers));
    CHECK_FALSE(core::is_second_person(author, writers));
    CHECK_FALSE(core::is_second_person(editor, writers));
    CHECK(core::is_second_person(author, {}));
}

TEST_CASE("where two are needed nobody approves what they had a hand in", "[approval]") {
    for (const auto state : {DraftState::writing, DraftState::waiting}) {
        CHECK(core::approval_fault(with_file(state), leader, writers, true) == ApprovalFault::none);
        CHECK(core::approval_fault(with_file(state), author, writers, true) == ApprovalFault::own_work);
        CHECK(core::approval_fault(with_file(state), editor, writers, true) == ApprovalFault::own_work);
        CHECK(core::approval_fault(with_file(state), author, writers, false) == ApprovalFault::none);
    }
}

TEST_CASE("a draft that is done, without a file, or being worked on is approved by nobody", "[approval]") {
    for (const bool two : {true, false}) {
        CHECK(core::approval_fault(with_file(DraftState::journaled), leader, writers, two) == ApprovalFault::over);
        CHECK(core::approval_fault(with_file(DraftState::discarded), leader, writers, two) == ApprovalFault::over);
        CHECK(core::approval_fault(with_file(DraftState::approved), leader, writers, two) == ApprovalFault::approved);
        auto draft = with_file();
        draft.newest = 0;
        CHECK(core::approval_fault(draft, leader, writers, two) == ApprovalFault::no_file);
        draft = with_file();
        draft.checked_out = core::Draft::CheckOut{author, {}};
        CHECK(core::approval_fault(draft, leader, writers, two) == ApprovalFault::checked_out);
    }
}
