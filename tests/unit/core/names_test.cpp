#include <catch2/catch.hpp>
#include <set>

#include "core/model/case.hpp"
#include "core/model/content.hpp"
#include "core/model/document.hpp"
#include "core/model/draft.hpp"
#include "core/model/incoming_item.hpp"
#include "core/model/subject.hpp"
#include "core/rules/access.hpp"
#include "core/rules/case_access.hpp"

namespace {

/// Every value up to `last` has a name of its own, by which it is found again.
template <class Enum, class Find>
void check_names(Enum last, Find find) {
    std::set<std::string_view> names;
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        const auto name = name_of(static_cast<Enum>(value));
        CAPTURE(name);
        CHECK(name != "unknown");
        CHECK(names.insert(name).second);
        CHECK(find(name) == static_cast<Enum>(value));
    }
    CHECK(name_of(static_cast<Enum>(static_cast<int>(last) + 1)) == "unknown");
    CHECK_FALSE(find("unknown"));
    CHECK_FALSE(find(""));
}

}  // namespace

TEST_CASE("every name is read as the value it was written for", "[names]") {
    check_names(core::CaseState::closed, core::case_state_named);
    check_names(core::PartyRole::receiver, core::party_role_named);
    check_names(core::IdentifierKind::p_number, core::identifier_kind_named);
    check_names(core::SchemeKind::facet, core::scheme_kind_named);
    check_names(core::DraftState::discarded, core::draft_state_named);
    check_names(core::Direction::internal, core::direction_named);
    check_names(core::Publication::withheld, core::publication_named);
    check_names(core::Channel::api, core::channel_named);
    check_names(core::IncomingState::journaled, core::incoming_state_named);
    check_names(core::Role::administrator, core::role_named);
    check_names(core::Confidentiality::restricted, core::confidentiality_named);
    check_names(core::GroupKind::case_own, core::group_kind_named);
    check_names(core::CaseAccessKind::block, core::case_access_kind_named);
}

TEST_CASE("a content hash is 64 lower-case hexadecimal digits", "[names]") {
    const std::string good(64, 'a');
    REQUIRE(core::ContentHash::parse(good));
    CHECK(core::ContentHash::parse(good)->text() == good);
    CHECK_FALSE(core::ContentHash::parse(good)->empty());
    CHECK(core::ContentHash{}.empty());
    CHECK_FALSE(core::ContentHash::parse(std::string(63, 'a')));
    CHECK_FALSE(core::ContentHash::parse(std::string(65, 'a')));
    CHECK_FALSE(core::ContentHash::parse(std::string(64, 'A')));
    CHECK_FALSE(core::ContentHash::parse(std::string(63, 'a') + "g"));
    CHECK_FALSE(core::ContentHash::parse("../" + std::string(61, 'a')));
}
