#include "core/rules/bulk.hpp"

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names kinds{{
    std::pair<BulkKind, std::string_view>{BulkKind::hand_over, "hand_over"},
    {BulkKind::state, "state"},
    {BulkKind::deadline, "deadline"},
    {BulkKind::waiting, "waiting"},
}};

constexpr Names reasons{{
    std::pair<LeftOut, std::string_view>{LeftOut::not_found, "not_found"},
    {LeftOut::no_right, "no_right"},
    {LeftOut::changed_since, "changed_since"},
    {LeftOut::as_it_is, "as_it_is"},
    {LeftOut::wrong_state, "wrong_state"},
    {LeftOut::merged, "merged"},
    {LeftOut::open_tasks, "open_tasks"},
}};

}  // namespace

std::string_view name_of(BulkKind kind) {
    return kinds.of(kind);
}
std::optional<BulkKind> bulk_kind_named(std::string_view name) {
    return kinds.find(name);
}
std::string_view name_of(LeftOut why) {
    return reasons.of(why);
}

}  // namespace core
