#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/case.hpp"

/// The numbers that persons and organisations are known by. Sources: CPR-kontoret on the civil registration number and
/// its modulus 11, which numbers given out since October 2007 need not pass; Erhvervsstyrelsen on the CVR number.
namespace core {

/// The number as it is kept: without the spaces, hyphens and dots that people write in it.
std::string bare_identifier(std::string_view typed);

/// What a bare number is by its length where nobody has said it: 10 digits a person, 8 a legal unit. A P-number is
/// never guessed: it looks like a person's.
std::optional<IdentifierKind> likely_kind(std::string_view bare);

/// Whether a bare number can be one of its kind: a CPR number begins with a date that exists (with 60 added to the day
/// in an administrative number), in the century that its seventh digit tells; a CVR number passes modulus 11; a
/// P-number has ten digits. Nothing else is known of a number that isn't in the register itself.
bool is_identifier(IdentifierKind kind, std::string_view bare);

/// As it is shown to those who have not asked for the whole: of a person only the date, "010180-••••"; others in full.
std::string shown_identifier(IdentifierKind kind, std::string_view bare);
/// In full, as people write it: "010180-1234".
std::string full_identifier(IdentifierKind kind, std::string_view bare);

}  // namespace core
