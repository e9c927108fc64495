#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace core {

/// A row's number with the kind of thing in its type, so that a case's id can't be passed where a
/// document's is meant.
template <class Tag>
struct Id {
    std::int64_t value{};
    friend auto operator<=>(Id, Id) = default;
};

using UnitId = Id<struct UnitTag>;
using UserId = Id<struct UserTag>;
using GroupId = Id<struct GroupTag>;
using CaseId = Id<struct CaseTag>;
using DocumentId = Id<struct DocumentTag>;
using PartyId = Id<struct PartyTag>;
using IncomingId = Id<struct IncomingTag>;
using EventId = Id<struct EventTag>;
using JobId = Id<struct JobTag>;
using CaseAccessId = Id<struct CaseAccessTag>;
using ApiTokenId = Id<struct ApiTokenTag>;
using SubstitutionId = Id<struct SubstitutionTag>;
using PostListId = Id<struct PostListTag>;
using SendingId = Id<struct SendingTag>;
using EditionId = Id<struct EditionTag>;

}  // namespace core

template <class Tag>
struct std::hash<core::Id<Tag>> {
    std::size_t operator()(core::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
