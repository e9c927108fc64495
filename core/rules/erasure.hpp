#pragma once

#include <optional>
#include <string_view>

#include "core/model/case.hpp"
#include "core/rules/retention.hpp"
#include "core/time.hpp"

/// Whether what is held on a person may be erased because they ask for it (GDPR article 17), or whether another law
/// keeps it. An authority that handles a case seldom may: article 17(3)(b) lets its legal obligations come first, and
/// 17(3)(d) what is archived in the public interest.
namespace core {

/// The grounds of article 17(1).
enum class ErasureGround {
    no_longer_needed,   ///< (a) the purpose has gone
    consent_withdrawn,  ///< (b) it rested on consent alone
    objection,          ///< (c) the person objects (article 21), and nothing weighs more
    unlawful,           ///< (d) it should never have been held: another person's letter, a wrong number
    legal_duty          ///< (e) a law, a court or Datatilsynet orders it
};

enum class ErasureOf { party, document };

/// What keeps it.
enum class ErasureObstacle {
    archives_act,    ///< arkivloven and BEK 183 of 26 January 2018, annex 1: the case is to be preserved
    retention,       ///< the same: K5 and K10 may be discarded when five or ten years have passed since the closing
    open_case,       ///< forvaltningsloven § 9 and GDPR 17(3)(b): the case is being handled
    duty_to_journal  ///< offentlighedsloven § 15: a document received or sent belongs to the journal
};

struct ErasureWanted {
    ErasureOf what{};
    ErasureGround ground{};
    Retention retention{Retention::unknown};  ///< of the case's subject and facet together
    CaseState state{};
    std::optional<Timestamp> closed_at{};
    bool is_internal{};  ///< of a document: neither received nor sent
};

/// The first obstacle; nothing where it may be erased. What was unlawful from the beginning, or is ordered to go, was
/// never a part of what the journal and the archives are to keep.
std::optional<ErasureObstacle> obstacle_to_erasure(const ErasureWanted& wanted, Timestamp now);

std::string_view name_of(ErasureGround ground);
std::optional<ErasureGround> erasure_ground_named(std::string_view name);
std::string_view name_of(ErasureOf what);
std::optional<ErasureOf> erasure_of_named(std::string_view name);
std::string_view name_of(ErasureObstacle obstacle);

}  // namespace core
