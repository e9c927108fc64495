#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/signing_key_store.hpp"

/// What the authority signs about its post list, so that anybody can hold it to that: how many entries a day has and
/// how many of them are left out, and that an entry was taken down. Both can be checked from the open data alone; the
/// texts that are signed are described in docs/api.md.
namespace services {

inline constexpr std::string_view post_list_key = "post_list";

/// A new Ed25519 pair.
KeyPair new_key_pair();
/// Hexadecimal, 128 digits.
std::string signature_of(const KeyPair& key, std::string_view text);
bool is_signature_of(std::string_view public_key, std::string_view text, std::string_view signature);

/// The counts of one day, at one moment.
struct DayCount {
    core::Date day{};
    core::Timestamp as_of{};
    std::int64_t published{}, held{}, withheld{};
    std::map<std::string, std::int64_t> by_exemption;  ///< of those withheld; "" where none is named
    std::int64_t first_serial{}, last_serial{};        ///< 0 where there is none
    std::string entries_hash;                          ///< SHA-256 over the day's entries, as entry_line() tells them

    std::int64_t total() const { return published + held + withheld; }
};
DayCount count_day(const std::vector<ListedPost>& day_entries, core::Date day, core::Timestamp as_of);

/// One entry as it goes into the hash: what the public sees of it, and nothing else.
std::string entry_line(const ListedPost& one);
/// The text that is signed: a line for each number.
std::string statement_text(const DayCount& count);
/// The same for an entry that was taken down: that, when and why.
std::string tombstone_text(const ListedPost& one);

}  // namespace services
