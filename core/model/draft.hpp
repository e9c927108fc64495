#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/model/document.hpp"
#include "core/time.hpp"

namespace core {

using DraftId = Id<struct DraftTag>;
using AttachmentId = Id<struct AttachmentTag>;

/// How far a document has come that is not journaled yet.
enum class DraftState {
    writing,    ///< being worked on
    waiting,    ///< for somebody's approval
    approved,   ///< may be journaled; any change takes it back to writing
    journaled,  ///< it is a document now, and never changes again
    discarded   ///< given up; its versions are kept
};

/// A document on its way: on a case, but not journaled. It has no number and is on no post list.
struct Draft {
    DraftId id;
    CaseId in_case;
    DraftState state{};
    std::string title;
    std::string public_title;  ///< as in Document; empty: the case's
    Direction direction{Direction::outgoing};
    std::string correspondent;
    std::string public_correspondent;
    std::optional<Date> letter_date;
    Publication publication{Publication::entry};
    UserId author;  ///< who began it
    Timestamp made_at{};
    Timestamp changed_at{};
    std::int64_t newest{};  ///< number of the newest version; 0: begun without a file
    /// Who alone may add a version until it is checked in or released.
    struct CheckOut {
        UserId by;
        Timestamp at{};
    };
    std::optional<CheckOut> checked_out;
    bool by_two{};  ///< somebody asked that another than those who wrote it approves it
    struct Asked {
        UserId of;
        UserId by;
        Timestamp at{};
    };
    std::optional<Asked> asked;  ///< while it waits
    struct Approved {
        UserId by;
        Timestamp at{};
    };
    std::optional<Approved> approved;    ///< of the newest version
    std::string returned_reason;         ///< why it was sent back last; empty once it is asked for again
    std::optional<DocumentId> replaces;  ///< the journaled document that this is a new edition of
    std::optional<DocumentId> document;  ///< what it became
    std::int64_t version{1};             ///< grows with every change; a writer names the one that was read
};

/// One state of a draft's file. Never changed.
struct DraftVersion {
    std::int64_t id{};
    DraftId of;
    std::int64_t number{};  ///< 1, 2, 3 …
    ContentHash content;
    std::string file_name;
    std::string note;  ///< what was changed, in the words of the one who did
    UserId made_by;
    Timestamp made_at{};
    std::string media_type{};
    std::int64_t size_bytes{};
    std::int64_t page_count{};
};

std::string_view name_of(DraftState state);
std::optional<DraftState> draft_state_named(std::string_view name);

}  // namespace core
