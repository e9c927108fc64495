#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

/// What a mail message (RFC 5322, RFC 2045 and the following) holds, as a worker found it.
namespace ocr {

struct MailAddress {
    std::string name;     ///< may be empty
    std::string address;  ///< "karen@eksempel.dk"; may be empty in a broken message
};

/// What is attached to it, or shown in it: a file of its own.
struct MailPart {
    std::string file_name;       ///< as sent, not yet made harmless; may be empty
    std::string media_type;      ///< as claimed, lower case
    std::filesystem::path file;  ///< its bytes, in the output folder
};

/// Texts are UTF-8, and on one line but for `text`.
struct Mail {
    std::vector<MailAddress> from, to, cc;
    std::string subject;
    std::optional<core::Timestamp> sent_at;
    std::string message_id;               ///< without its brackets; empty if there is none
    std::vector<std::string> references;  ///< ids of earlier messages, In-Reply-To among them, each once
    std::string text;                     ///< of the message itself, without what is attached; lines end by '\n'
    std::vector<MailPart> parts;          ///< in their order
    /// A reason key: "damaged" (no message, or cut off), "mail_limits" (more or deeper parts, or a longer text, than is
    /// read), "mail_charset" (some of the text in a character set that is not known); empty when all is well.
    std::string reason;
};

/// The reason of a mail that was not opened because its parts could not be written: the disk's fault, not the mail's.
inline constexpr std::string_view mail_not_written = "not_written";

struct MailLimits {
    int depth{20};                          ///< parts within parts
    std::size_t parts{200};                 ///< attached
    std::size_t header_bytes{256U << 10U};  ///< of one part
    std::size_t text_bytes{400'000};        ///< of the message's own text, as UTF-8
    std::size_t addresses{500};             ///< in one field
    std::size_t references{200};
    std::size_t line_characters{1000};  ///< of a subject, a name, an id
};

}  // namespace ocr
