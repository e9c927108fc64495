#pragma once

#include <string>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"

/// Correcting what is known of a party (GDPR article 16). The event says that it was corrected, by whom and why, and
/// which fields; never what stood there.
namespace services {

struct PartyCorrection {
    core::PartyId party;
    std::string name, identifier, address;                  ///< as they are to be
    core::IdentifierKind kind{core::IdentifierKind::none};  ///< none: by the number's length
    std::string reason;                                     ///< 1 to 1,000 characters
};

/// Errors: not_found, forbidden, invalid_input with its field.
core::Result<core::Party> correct_party(Transaction& tx, const Acting& acting, const PartyCorrection& made);

}  // namespace services
