#include "services/rights/units.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t name_limit_bytes = 200;

Error invalid(const char* field, const char* detail) {
    return Error{ErrorCode::invalid_input, detail, field};
}

Result<void> require_administrator(const core::Principal& who) {
    if (!core::may(who, core::Action::administer, core::Resource{}))
        return Error{ErrorCode::forbidden, "only administrators may"};
    return core::done();
}

bool is_line(const std::string& text) {
    return !text.empty() && text.size() <= name_limit_bytes && core::valid_utf8(text) &&
           std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

void note(Transaction& tx, const Acting& acting, core::UnitId unit, const nlohmann::json& payload) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::unit_changed,
        .subject_kind = SubjectKind::unit,
        .subject = unit.value,
        .in_case = std::nullopt,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

}  // namespace

Result<void> check_unit(Transaction& tx, const Unit& changed) {
    if (!is_line(changed.name)) return invalid("name", "a name is one line of 1 to 200 bytes");
    if (!is_line(changed.short_name)) return invalid("short_name", "a short name is one line of 1 to 200 bytes");
    const auto units = UnitStore{tx}.all();
    for (const auto& unit : units)
        if (unit.name == changed.name && unit.id != changed.id)
            return Error{ErrorCode::conflict, "the name is taken", "name"};
    const auto before = std::ranges::find(units, changed.id, &Unit::id);
    const bool is_root = before != units.end() && !before->parent;
    if (is_root != !changed.parent) return invalid("parent", "one unit, and only that one, is above all others");
    if (!changed.parent) return core::done();
    if (!UnitStore{tx}.find(*changed.parent)) return invalid("parent", "there is no such unit");
    if (changed.id != core::UnitId{} && core::is_at_or_above(changed.id, *changed.parent, UnitStore{tx}.tree()))
        return invalid("parent", "a unit can't be put beneath itself");
    return core::done();
}

Result<core::UnitId> add_unit(Transaction& tx, const Acting& acting, const Unit& made) {
    TRY(require_administrator(acting.who));
    auto added = made;
    added.id = {};
    TRY(check_unit(tx, added));
    added.id = UnitStore{tx}.add(added);
    raise_rights_version(tx);  // what units there are is kept under it
    note(tx, acting, added.id, {{"what", "added"}, {"parent", added.parent.value_or(core::UnitId{}).value}});
    return added.id;
}

Result<void> change_unit(Transaction& tx, const Acting& acting, const Unit& changed) {
    TRY(require_administrator(acting.who));
    const auto before = UnitStore{tx}.find(changed.id);
    if (!before) return Error{ErrorCode::not_found, "there is no such unit"};
    TRY(check_unit(tx, changed));
    TRY(UnitStore{tx}.update(changed));
    nlohmann::json payload{{"what", "changed"}};
    if (before->name != changed.name) payload["name"] = {before->name, changed.name};
    if (before->parent != changed.parent) {
        GroupStore{tx}.refresh_all();
        payload["parent"] = {
            before->parent.value_or(core::UnitId{}).value, changed.parent.value_or(core::UnitId{}).value};
    }
    note(tx, acting, changed.id, payload);
    return core::done();
}

}  // namespace services
