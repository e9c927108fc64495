#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/time.hpp"

namespace core {

/// Which way something came in.
enum class Channel { scanner, upload, command_line, api };

enum class IncomingState {
    received,     ///< safe on disk, waiting to be read
    reading,      ///< a worker is reading its pages
    ready,        ///< every page was read
    partly_read,  ///< some pages could not be read; `reason` says why
    failed,       ///< nothing could be read; the original is kept, `reason` says why
    journaled     ///< it is a document on a case now
};

/// Something received that waits in the mailroom until it is journaled.
struct IncomingItem {
    IncomingId id;
    Timestamp received_at{};
    Channel channel{};
    std::string file_name;  ///< as the sender called it, made harmless (core/rules/file_name.hpp)
    ContentHash content;
    std::int64_t size_bytes{};
    std::string media_type;
    IncomingState state{};
    std::string reason;  ///< a message key and its values for the pages to translate, e.g. "encrypted"
    std::int64_t page_count{};
    std::int64_t pages_read{};
    std::string first_words;  ///< of its text, for the list
    UnitId unit;
    std::optional<UserId> assigned_to;
    GroupId access_group;
    std::optional<IncomingId> duplicate_of;  ///< the earliest item with the same bytes
    std::optional<DocumentId> document;      ///< once journaled
    std::int64_t version{1};
};

std::string_view name_of(Channel channel);
std::optional<Channel> channel_named(std::string_view name);
std::string_view name_of(IncomingState state);
std::optional<IncomingState> incoming_state_named(std::string_view name);

}  // namespace core
