#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/model/incoming_item.hpp"
#include "core/rules/access.hpp"
#include "services/store/mail_store.hpp"
#include "services/web/words.hpp"

/// Mails that belong together, wherever they lie: in the mailroom, or journaled on cases.
namespace services {

/// Another message of the thread, where the reader may see it: as documents, or as post that waits.
struct ThreadMail {
    StoredMail mail;
    std::optional<core::Document> document;
    std::optional<core::IncomingItem> item;  ///< where it is no document that the reader may see
};
/// The earliest first, without the message itself. What the reader may not see is left out, as if it were not there.
std::vector<ThreadMail> mail_thread(Transaction& tx, const core::Principal& who, const core::ContentHash& content);

/// The open case on which the newest message of the thread was journaled, of those that the person may journal on.
std::optional<core::Case> case_of_thread(Transaction& tx, const core::Principal& who, const core::ContentHash& content);

/// `thread` of the pages: [{path, title, sender, time, time_exact, place}], place "2026-000123, dokument 4" or
/// "Postbakken".
nlohmann::json thread_json(
    Transaction& tx,
    const core::Principal& who,
    const core::ContentHash& content,
    Language language,
    core::Timestamp now
);
/// The same for programs: [{subject, sender, sent_at, document, incoming}], ids or null.
nlohmann::json thread_json(Transaction& tx, const core::Principal& who, const core::ContentHash& content);

}  // namespace services
