#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// What must be kept for ever, as data: KL gives every subject and every facet a code under the archives act
/// (BevaringJaevnfoerArkivloven), and many subjects a time after which data may be deleted under the data protection
/// rules (SletningJaevnfoerPersondataloven). Sources: the KLE schemas, version 2.0; BEK 183 of 26 January 2018,
/// annex 1.
namespace core {

enum class Retention {
    unknown,           ///< KL has given no code ("tom"), or none was read: preserved
    preserve,          ///< B
    discard,           ///< K
    discard_after_5,   ///< K5: when five years have passed since the case was closed (guiding)
    discard_after_10,  ///< K10
};

/// KL's own code, "B", "K5"; empty for unknown.
std::string_view code_of(Retention retention);
/// Reads B, K, K5, K10, and "tom" or nothing as unknown; nothing else.
std::optional<Retention> retention_coded(std::string_view code);

/// The codes of a case's subject and facet together: it may be discarded only where both say so, and then after the
/// longer of their times. A missing code preserves.
Retention retention_of(Retention subject, Retention facet);
constexpr bool is_preserved(Retention retention) {
    return retention == Retention::unknown || retention == Retention::preserve;
}

/// The days of an xs:duration in years, months and days ("P1825D", "P5Y"): a year is 365 days and a month 30, which is
/// how KL itself converts them. Errors: nothing where the text is no such duration.
std::optional<std::int64_t> days_of_duration(std::string_view text);

}  // namespace core
