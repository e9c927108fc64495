#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/rules/case_access.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Units, users, their roles, and the access groups that follow from them.
namespace services {

struct Unit {
    core::UnitId id;
    std::optional<core::UnitId> parent;
    std::string name;
    std::string short_name;
    std::int64_t version{1};
};

struct User {
    core::UserId id;
    std::string name;  ///< for signing in, lower case
    std::string full_name;
    std::string initials;
    std::string email;
    bool active{true};
    std::int64_t version{1};
};

class UnitStore {
  public:
    explicit UnitStore(Transaction& tx) : tx_(tx) {}
    core::UnitId add(const Unit& unit);  ///< the id in `unit` is not read
    std::vector<Unit> all() const;
    std::optional<Unit> find(core::UnitId id) const;
    std::vector<core::UnitNode> tree() const;
    /// Names it anew or moves it, unless somebody else did since. A move is followed by GroupStore::refresh_all().
    /// Errors: conflict.
    core::Result<void> update(const Unit& changed);
    /// The unit without a parent, where what belongs to no unit yet is put.
    std::optional<core::UnitId> root() const;

  private:
    Transaction& tx_;
};

class UserStore {
  public:
    explicit UserStore(Transaction& tx) : tx_(tx) {}
    core::UserId add(const User& user, std::string_view password_hash, core::Timestamp now);
    std::vector<User> all() const;
    std::optional<User> find(core::UserId id) const;
    std::optional<User> find_by_name(std::string_view name) const;
    std::string password_hash(core::UserId id) const;
    void set_password_hash(core::UserId id, std::string_view hash);
    void set_active(core::UserId id, bool active);
    /// Writes all but the sign-in name and the roles, and brings the person's groups in line. Errors: conflict.
    core::Result<void> update(const User& changed);

    std::vector<core::RoleInUnit> roles(core::UserId id) const;
    /// Replaces the person's roles and brings their groups in line.
    void set_roles(core::UserId id, const std::vector<core::RoleInUnit>& roles);

    /// What the policy asks about a person, with what they have by standing in for others. Nothing for one who is not
    /// active.
    std::optional<core::Principal> principal(core::UserId id) const;

    struct Holder {
        core::UserId user;
        core::RoleInUnit held;
    };
    std::vector<Holder> all_roles() const;

  private:
    Transaction& tx_;
};

/// What the policy asks about everybody, read at once. Rights are worked out from it; a change of rights that is only
/// tried changes a copy.
struct Staffing {
    std::vector<core::UnitNode> units;
    std::map<core::UserId, std::vector<core::RoleInUnit>> roles;  ///< of those who are active; all of them are there
    std::map<core::UserId, std::vector<core::UserId>> stands_in_for;  ///< at this moment

    /// The person and then those they stand in for; empty for one who is not active.
    std::vector<core::Persona> personas(core::UserId user) const;
};
Staffing read_staffing(Transaction& tx);

/// Groups and who is in them: the policy of core/rules/access.hpp and case_access.hpp, worked out and kept, so that SQL
/// can join it.
class GroupStore {
  public:
    explicit GroupStore(Transaction& tx) : tx_(tx) {}

    /// The group's id; made, with its members, the first time it is asked for. A case's own group must be that of a
    /// case that is in the database.
    core::GroupId ensure(const core::AccessGroup& group);
    std::optional<core::AccessGroup> find(core::GroupId id) const;
    std::vector<core::GroupId> of_user(core::UserId user) const;
    /// Works out again which groups a person is in, and those who stand in for them.
    void refresh(core::UserId user);
    /// Works out again who reads a case that has a group of its own.
    void refresh_case(core::GroupId own, core::CaseId in_case);
    /// Works out everything again: after a change of the tree.
    void refresh_all();

    struct Kept {
        core::GroupId id;
        core::AccessGroup group;
        std::optional<core::CaseReaders> readers;  ///< of a case's own group
    };
    /// All groups, with what decides who is in them.
    std::vector<Kept> all() const;

  private:
    void put_members(const Kept& kept, const Staffing& staffing);

    Transaction& tx_;
};

/// Whether someone belongs to a group of any kind.
bool is_member(const GroupStore::Kept& kept, const std::vector<core::Persona>& asker, const Staffing& staffing);

/// Grows with every change of who may do what, and with every session that is ended: what was worked out under an older
/// version must be worked out again. One small read decides whether a kept Principal still holds, on every node.
std::int64_t rights_version(Transaction& tx);
void raise_rights_version(Transaction& tx);

struct RightsState {
    std::int64_t version{};
    /// When a grant, block or substitution begins or ends by itself next; zero: never. Once it is past, rights are to
    /// be brought up to date (services/rights/upkeep.hpp) before anybody is answered.
    std::int64_t due_at{};
};
RightsState rights_state(Transaction& tx);

}  // namespace services
