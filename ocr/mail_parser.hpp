#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/mail.hpp"

/// Reads a mail message. Runs inside a worker only; a pure function over foreign bytes all the same.
namespace ocr {

enum class TransferEncoding { none, quoted_printable, base64 };

/// Something attached, as it stands in the message.
struct EncodedPart {
    std::string file_name;
    std::string media_type;
    std::string_view bytes;  ///< of the message that was parsed
    TransferEncoding encoding{};

    std::string decoded() const;
};

struct ParsedMail {
    Mail mail;  ///< without its parts
    std::vector<EncodedPart> parts;
};
/// `message` outlives the result. Whatever it is, something is made of it; `mail.reason` says what is missing.
ParsedMail parse_mail(std::string_view message, const MailLimits& limits);

}  // namespace ocr
