#include "core/rules/release_check.hpp"

#include <algorithm>

#include "core/names.hpp"
#include "core/rules/email_addresses.hpp"
#include "core/rules/home_addresses.hpp"
#include "core/rules/personal_numbers.hpp"
#include "core/rules/phone_numbers.hpp"
#include "core/rules/sensitive_words.hpp"

namespace core {

namespace {

constexpr Names kinds{{
    std::pair<ReleaseKind, std::string_view>{ReleaseKind::cpr, "cpr"},
    {ReleaseKind::listed, "listed"},
    {ReleaseKind::email, "email"},
    {ReleaseKind::phone, "phone"},
    {ReleaseKind::address, "address"},
    {ReleaseKind::sensitive, "sensitive"},
}};

/// The first of each group that overlaps stays.
std::vector<ReleaseFinding> without_overlaps(std::vector<ReleaseFinding> found) {
    std::ranges::stable_sort(found, {}, &ReleaseFinding::kind);
    std::vector<ReleaseFinding> kept;
    for (const auto& one : found) {
        const auto after = std::ranges::upper_bound(kept, one.begin, {}, &ReleaseFinding::begin);
        const bool overlaps = (after != kept.end() && after->begin < one.end) ||
                              (after != kept.begin() && std::prev(after)->end > one.begin);
        if (!overlaps) kept.insert(after, one);
    }
    return kept;
}

}  // namespace

std::vector<ReleaseFinding> ReleaseCheck::operator()(std::string_view text) const {
    std::vector<ReleaseFinding> found;
    const auto tokens = tokens_of(text);
    const auto add = [&](ReleaseKind kind, const std::vector<Finding>& findings) {
        for (const auto& one : findings)
            if (kind == ReleaseKind::cpr || kind == ReleaseKind::listed ||
                !lists_.allows(text.substr(one.begin, one.end - one.begin)))
                found.push_back({kind, one.begin, one.end, one.certain});
    };
    add(ReleaseKind::cpr, find_cpr(text));
    add(ReleaseKind::listed, lists_.find(tokens));
    add(ReleaseKind::email, find_email_addresses(text));
    add(ReleaseKind::phone, find_phone_numbers(text));
    add(ReleaseKind::address, find_home_addresses(text, tokens));
    add(ReleaseKind::sensitive, find_sensitive_words(tokens));
    return without_overlaps(std::move(found));
}

std::string_view name_of(ReleaseKind kind) {
    return kinds.of(kind);
}

std::optional<ReleaseKind> release_kind_named(std::string_view name) {
    return kinds.find(name);
}

}  // namespace core
