#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Units, users, their roles, and the access groups that follow from them.
namespace services {

struct Unit {
    core::UnitId id;
    std::optional<core::UnitId> parent;
    std::string name;
    std::string short_name;
};

struct User {
    core::UserId id;
    std::string name;  ///< for signing in, lower case
    std::string full_name;
    std::string initials;
    std::string email;
    bool active{true};
};

class UnitStore {
  public:
    explicit UnitStore(Transaction& tx) : tx_(tx) {}
    core::UnitId add(const Unit& unit);  ///< the id in `unit` is not read
    std::vector<Unit> all() const;
    std::optional<Unit> find(core::UnitId id) const;
    std::vector<core::UnitNode> tree() const;
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

    std::vector<core::RoleInUnit> roles(core::UserId id) const;
    /// Replaces the person's roles and brings their groups in line.
    void set_roles(core::UserId id, const std::vector<core::RoleInUnit>& roles);

    /// What the policy asks about a person. Nothing for one who is not active.
    std::optional<core::Principal> principal(core::UserId id) const;

    struct Holder {
        core::UserId user;
        core::RoleInUnit held;
    };
    std::vector<Holder> all_roles() const;

  private:
    Transaction& tx_;
};

/// Groups and who is in them: the policy of core/rules/access.hpp, worked out and kept, so that SQL can join it.
class GroupStore {
  public:
    explicit GroupStore(Transaction& tx) : tx_(tx) {}

    /// The group's id; made, with its members, the first time it is asked for.
    core::GroupId ensure(const core::AccessGroup& group);
    std::optional<core::AccessGroup> find(core::GroupId id) const;
    std::vector<core::GroupId> of_user(core::UserId user) const;
    /// Works out again which groups a person is in.
    void refresh(core::UserId user);

  private:
    Transaction& tx_;
};

/// Grows with every change of who may do what, and with every session that is ended: what was worked out under an older
/// version must be worked out again. One small read decides whether a kept Principal still holds, on every node.
std::int64_t rights_version(Transaction& tx);
void raise_rights_version(Transaction& tx);

}  // namespace services
