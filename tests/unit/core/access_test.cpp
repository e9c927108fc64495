#include "core/rules/access.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <set>

using core::Action;
using core::GroupId;
using core::GroupKind;
using core::Role;
using core::UnitId;
using core::UserId;

namespace {

constexpr std::array all_actions{
    Action::read,
    Action::open_case,
    Action::edit_case,
    Action::journal,
    Action::sort_mail,
    Action::review_post_list,
    Action::read_log,
    Action::administer};
constexpr std::array all_roles{
    Role::registrar,
    Role::caseworker,
    Role::leader,
    Role::archivist,
    Role::politician,
    Role::auditor,
    Role::administrator};

/// The authority (1) with a department (2) and its office (3), and another department (4).
std::vector<core::UnitNode> small_tree() {
    return {{UnitId{1}, std::nullopt}, {UnitId{2}, UnitId{1}}, {UnitId{3}, UnitId{2}}, {UnitId{4}, UnitId{1}}};
}

core::Principal someone(std::vector<core::RoleInUnit> roles, std::vector<GroupId> groups = {}) {
    return {UserId{7}, std::move(roles), std::move(groups), small_tree()};
}

/// The units at and above `unit`, written the other way round than the rule itself.
std::set<UnitId> with_those_above(UnitId unit, const std::vector<core::UnitNode>& units) {
    std::set<UnitId> above{unit};
    for (bool grows = true; grows;) {
        grows = false;
        for (const auto& node : units)
            if (node.parent && above.contains(node.id) && above.insert(*node.parent).second) grows = true;
    }
    return above;
}

bool is_member_by_the_book(
    const core::AccessGroup& group,
    UserId user,
    const std::vector<core::RoleInUnit>& roles,
    const std::vector<core::UnitNode>& units
) {
    const std::set<Role> staff{Role::registrar, Role::caseworker, Role::leader, Role::archivist};
    const auto above = group.unit ? with_those_above(*group.unit, units) : std::set<UnitId>{};
    bool is_staff = false;
    bool holds = false;
    for (const auto& [role, unit] : roles) {
        is_staff = is_staff || staff.contains(role);
        if (group.unit && !above.contains(unit)) continue;
        if (group.kind == GroupKind::staff || group.kind == GroupKind::unit) holds = holds || staff.contains(role);
        if (group.kind == GroupKind::registrars) holds = holds || role == Role::registrar;
        if (group.kind == GroupKind::confidants) holds = holds || role == Role::leader;
    }
    return holds || (group.kind == GroupKind::confidants && is_staff && group.user == user);
}

}  // namespace

TEST_CASE("a role carries the rights of the table and no others", "[access]") {
    const std::array<std::set<Action>, 7> expected{
        std::set{Action::open_case, Action::edit_case, Action::journal, Action::sort_mail, Action::review_post_list},
        std::set{Action::open_case, Action::edit_case, Action::journal, Action::sort_mail},
        std::set{Action::open_case, Action::edit_case, Action::journal, Action::sort_mail, Action::review_post_list},
        std::set<Action>{},
        std::set<Action>{},
        std::set{Action::read_log},
        std::set{Action::administer}};
    for (std::size_t i = 0; i < all_roles.size(); ++i) {
        const auto person = someone({{all_roles[i], UnitId{2}}});
        for (const auto action : all_actions) {
            CAPTURE(name_of(all_roles[i]), static_cast<int>(action));
            const bool has = expected[i].contains(action);
            CHECK(may(person, action, {.unit = UnitId{2}, .group = {}}) == has);
            CHECK(may(person, action, {.unit = UnitId{3}, .group = {}}) == has);  // beneath
            CHECK_FALSE(may(person, action, {.unit = UnitId{1}, .group = {}}));   // above
            CHECK_FALSE(may(person, action, {.unit = UnitId{4}, .group = {}}));   // beside
            CHECK(may_anywhere(person, action) == has);
        }
    }
}

TEST_CASE("nothing is readable or done without a group and a role", "[access]") {
    const auto nobody = someone({});
    for (const auto action : all_actions) {
        CHECK_FALSE(may(nobody, action, {}));
        CHECK_FALSE(may(nobody, action, {.unit = UnitId{1}, .group = GroupId{1}}));
        CHECK_FALSE(may_anywhere(nobody, action));
    }
    const auto leader = someone({{Role::leader, UnitId{1}}}, {GroupId{2}, GroupId{5}});
    CHECK(may(leader, Action::read, {.unit = UnitId{3}, .group = GroupId{5}}));
    CHECK_FALSE(may(leader, Action::read, {.unit = UnitId{3}, .group = GroupId{3}}));
    CHECK_FALSE(may(leader, Action::read, {.unit = UnitId{3}, .group = {}}));
    // What may not be read may not be changed either.
    CHECK(may(leader, Action::edit_case, {.unit = UnitId{3}, .group = GroupId{5}}));
    CHECK_FALSE(may(leader, Action::edit_case, {.unit = UnitId{3}, .group = GroupId{3}}));
}

TEST_CASE("a case's group follows from how closely it is kept", "[access]") {
    using core::Confidentiality;
    CHECK(group_for(Confidentiality::open, UnitId{2}, UserId{7}) == core::AccessGroup{GroupKind::staff, {}, {}});
    CHECK(group_for(Confidentiality::unit, UnitId{2}, UserId{7}) == core::AccessGroup{GroupKind::unit, UnitId{2}, {}});
    CHECK(
        group_for(Confidentiality::restricted, UnitId{2}, UserId{7}) ==
        core::AccessGroup{GroupKind::confidants, UnitId{2}, UserId{7}}
    );
}

TEST_CASE("in random worlds membership is what the book says", "[access]") {
    std::mt19937 random{20261122};
    const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random() % static_cast<unsigned>(n)); };
    for (int world = 0; world < 500; ++world) {
        std::vector<core::UnitNode> units;
        const auto count = 1 + below(12);
        for (std::int64_t id = 1; id <= count; ++id) {
            // Mostly a tree; now and then damaged, with parents that are missing or make a ring.
            std::optional<UnitId> parent;
            if (id > 1) parent = UnitId{below(10) == 0 ? 1 + below(count + 2) : 1 + below(id - 1)};
            units.push_back({UnitId{id}, parent});
        }
        for (int ask = 0; ask < 40; ++ask) {
            std::vector<core::RoleInUnit> roles;
            for (auto left = below(4); left > 0; --left)
                roles.push_back({all_roles[static_cast<std::size_t>(below(7))], UnitId{1 + below(count)}});
            const auto kind = static_cast<GroupKind>(below(4));
            core::AccessGroup group{kind, UnitId{1 + below(count)}, std::nullopt};
            if (kind == GroupKind::staff) group.unit.reset();
            if (kind == GroupKind::confidants && below(2) == 0) group.user = UserId{1 + below(3)};
            const UserId user{1 + below(3)};
            REQUIRE(core::is_member(group, user, roles, units) == is_member_by_the_book(group, user, roles, units));
        }
    }
}

TEST_CASE("a unit tree damaged into a ring is walked to an end", "[access]") {
    const std::vector<core::UnitNode> ring{{UnitId{1}, UnitId{3}}, {UnitId{2}, UnitId{1}}, {UnitId{3}, UnitId{2}}};
    const std::vector<core::RoleInUnit> outside{{Role::leader, UnitId{9}}};
    CHECK_FALSE(core::is_member({GroupKind::unit, UnitId{2}, {}}, UserId{1}, outside, ring));
    const std::vector<core::RoleInUnit> inside{{Role::leader, UnitId{3}}};
    CHECK(core::is_member({GroupKind::unit, UnitId{2}, {}}, UserId{1}, inside, ring));
}
