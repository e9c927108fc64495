#pragma once

#include <optional>
#include <string_view>

/// What is done to many cases at once, and which of them it leaves alone.
namespace core {

enum class BulkKind {
    hand_over,  ///< to another unit or caseworker
    state,      ///< closed, opened again, or anywhere between
    deadline,
    waiting  ///< marked as waiting for something, or not any more
};

/// Why a case is left as it is; the first that is so is told.
enum class LeftOut {
    not_found,      ///< there is no such case for the one who asks
    no_right,       ///< it may be read, but not changed
    changed_since,  ///< by someone, after it was looked at
    as_it_is,       ///< it is as it would become
    wrong_state,    ///< it is closed: what is closed has no deadline to move and waits for nothing
    merged,         ///< it was put together with another case, and stays closed until that is undone
    open_tasks      ///< it would be closed while something is still to be done
};

/// What of a case bears on it.
struct BulkFacts {
    bool may_edit{};
    bool has_changed{};  ///< since it was looked at
    bool is_as_asked{};
    bool is_closed{};
    bool closes{};  ///< the act would close it
    bool has_open_tasks{};
    bool is_merged{};  ///< into another case
};

constexpr std::optional<LeftOut> left_out(BulkKind kind, const BulkFacts& facts) {
    if (!facts.may_edit) return LeftOut::no_right;
    if (facts.has_changed) return LeftOut::changed_since;
    if (facts.is_as_asked) return LeftOut::as_it_is;
    if (facts.is_closed && (kind == BulkKind::deadline || kind == BulkKind::waiting)) return LeftOut::wrong_state;
    if (facts.is_merged && kind == BulkKind::state) return LeftOut::merged;
    if (facts.closes && facts.has_open_tasks) return LeftOut::open_tasks;
    return std::nullopt;
}

std::string_view name_of(BulkKind kind);
std::optional<BulkKind> bulk_kind_named(std::string_view name);
std::string_view name_of(LeftOut why);

}  // namespace core
