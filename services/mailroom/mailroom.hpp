#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/rules/letter_facts.hpp"
#include "services/cases/cases.hpp"
#include "services/mailroom/attaching.hpp"
#include "services/store/content_store.hpp"
#include "services/store/database.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/mail_store.hpp"
#include "services/store/paged.hpp"

/// The mailroom: what came in, who is to have it, and the step that makes it a document on a case.
namespace services {

/// Errors: not_found.
core::Result<core::IncomingItem> read_item(Transaction& tx, const core::Principal& who, core::IncomingId id);

/// An item laid out for the one who journals it.
struct ItemView {
    core::IncomingItem item;
    std::vector<StoredPage> pages;         ///< without text
    core::LetterFacts facts;               ///< suggestions from the first page's text
    std::optional<core::IncomingId> next;  ///< the one that opens after this
    std::optional<StoredMail> mail{};      ///< if it is one; then the facts are its own
    std::vector<MailFile> parts{};         ///< what came with it
};
/// Errors: not_found.
core::Result<ItemView> view_item(Transaction& tx, const core::Principal& who, core::IncomingId id);

/// Waiting items as a list: by the database's filter, and by words, each in file name or first words.
struct WaitingQuestion {
    IncomingFilter filter;
    std::string words{};  ///< empty: whatever they are
};
using ListedItems = Paged<core::IncomingItem, core::IncomingId>;
ListedItems list_waiting(Transaction& tx, const WaitingQuestion& question);

struct HandOver {
    core::UnitId unit;
    std::optional<core::UserId> to;
    std::int64_t version{};
};
/// Hands the item to a unit, or a caseworker in it. Errors: not_found, forbidden, conflict, and invalid_input: no such
/// unit, or `to` is nobody who may read that unit's post.
core::Result<core::IncomingItem> hand_over(
    Transaction& tx, const Acting& acting, core::IncomingId id, const HandOver& made
);
/// Takes back the person's own last hand-over, even where the item was handed out of their sight. Errors: not_found
/// (they handed over no such item), forbidden, conflict where it has been journaled or handed on since.
core::Result<core::IncomingItem> undo_hand_over(Transaction& tx, const Acting& acting, core::IncomingId id);

struct Journaling {
    std::optional<core::CaseId> on_case;  ///< absent: on `new_case`
    std::optional<NewCase> new_case;
    NewDocument document;                     ///< content, file name and date of receipt are the item's
    std::int64_t version{};                   ///< of the item
    std::vector<AttachedItem> attachments{};  ///< in this order; journaled with the letter
};
struct Journaled {
    core::Case on;
    core::Document document;
};
/// Makes the item a document, on a case that is opened in the same transaction if need be.
/// Errors: not_found, forbidden, invalid_input (field attachments: the letter itself, one twice, or one that may not be
/// journaled), conflict where someone was quicker.
core::Result<Journaled> journal_item(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, core::IncomingId id, const Journaling& made
);

}  // namespace services
