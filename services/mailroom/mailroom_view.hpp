#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/files/file_store.hpp"
#include "services/http/message.hpp"
#include "services/mailroom/choices.hpp"
#include "services/mailroom/journal_form.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/web/words.hpp"

/// The data that the mailroom's templates want; their first comments say what it is.
namespace services {

/// Which part of the list someone looks at. It stays in the address, so that everything leads back to it.
struct ListPlace {
    bool mine{};
    std::optional<core::UnitId> unit;
    std::optional<core::IncomingId> after;
    std::optional<core::Channel> channel{};
    std::string words{};  ///< as in WaitingQuestion
    bool is_newest_first{};

    static ListPlace of(const Request& request);
    WaitingQuestion question(core::UserId reader) const;
    bool has_filter() const { return channel || !words.empty(); }
    /// "/postbakke/12/fordel?vis=mine"; `step` is the part after the item.
    std::string path(std::optional<core::IncomingId> item = {}, std::string_view step = {}) const;
};

/// Who looks, when, in which language, and at which part.
struct Viewing {
    const core::Principal& who;
    Language language{};
    core::Timestamp now{};
    ListPlace place;
    const Choices& choices;
};

/// What the progress of an item is told by, on the page and in its event stream.
nlohmann::json progress_json(Transaction& tx, const core::IncomingItem& item, Language language);

/// The list and what stands above it; `item` is null until it is put there.
nlohmann::json list_json(Transaction& tx, const Viewing& viewing, std::optional<core::IncomingId> current);

struct ItemPage {
    const ItemView& view;
    const JournalForm& form;
    const FieldTexts& errors;
    bool as_text{};
    /// What was typed is shown though it can't be journaled any more.
    bool keeps_form{};
};
/// Document and form of the item that is open. `list` is its list, for the neighbours.
nlohmann::json item_json(Transaction& tx, const Viewing& viewing, const ItemPage& page, const nlohmann::json& list);

/// The bytes of what came with a mail, by its number. Errors: not_found.
core::Result<Response> mail_part_response(
    Transaction& tx, const FileStore& files, const core::IncomingItem& item, std::int64_t number
);

/// The first waiting item after this one in the part of the list that is looked at, or else the first of all.
std::optional<core::IncomingId> next_in(
    Transaction& tx, const ListPlace& place, core::UserId reader, core::IncomingId after
);

}  // namespace services
