#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "services/cases/cases.hpp"

/// Persons and organisations across cases: where else they are a party, and their numbers. Every look-up and every
/// number shown is an event; the log holds the number masked.
namespace services {

struct PartyPlace {
    core::Party party;
    core::Case on;
};

/// Where someone is a party, on cases that the asker may read; the last added first.
struct PartyPlaces {
    std::vector<PartyPlace> places;
    bool are_more{};
};

struct PartyWanted {
    core::IdentifierKind kind{core::IdentifierKind::none};  ///< none: by the number's length
    std::string identifier;                                 ///< as typed
    core::PartyId before{std::numeric_limits<std::int64_t>::max()};
    std::int64_t limit{100};
};

/// What kind of number the party has where nobody has said it, and whether it can be one. Errors: invalid_input.
core::Result<void> check_identifier(core::Party& party);

/// By a number. Errors: invalid_input on "identifier"; forbidden to those who handle no cases.
core::Result<PartyPlaces> find_parties(Transaction& tx, const Acting& acting, const PartyWanted& wanted);

/// A party, if the asker may read its case. Errors: not_found.
core::Result<core::Party> read_party(Transaction& tx, const core::Principal& who, core::PartyId id);

/// The party and where else it is one by its number; without a number, in its own case alone. Errors: not_found.
core::Result<PartyPlaces> look_up_party(
    Transaction& tx, const Acting& acting, const core::Party& party, core::PartyId before, std::int64_t limit
);

/// The number in full, as people write it. Errors: not_found.
core::Result<std::string> show_identifier(Transaction& tx, const Acting& acting, core::PartyId id);

}  // namespace services
