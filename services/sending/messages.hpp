#pragma once

#include <string>
#include <string_view>

#include "core/model/sending.hpp"

/// A document as the message that carries it: the bytes that are sent, and kept as the proof.
namespace services {

/// What goes with the message.
struct Enclosed {
    std::string bytes;
    std::string media_type;
    std::string file_name;
};

/// Who sends.
struct Letterhead {
    std::string authority;
    std::string address{};            ///< mail: From
    std::string cvr{};                ///< MeMo: senderID, eight digits
    std::string memo_version{"1.2"};  ///< 1.1 or 1.2: receivers choose, and both are in use
    std::string case_number{};        ///< which the receiver's answer brings back
};

/// A mail (RFC 5322) of a text and one file (RFC 2045, 2047, 2231): lines of at most 76 characters, each ended by CRLF,
/// all of them ASCII.
std::string mail_message(const core::Sending& sending, const Letterhead& from, const Enclosed& file);

/// A MeMo message (https://DigitalPost.dk/MeMo-1) with the file as its main document.
std::string memo_message(const core::Sending& sending, const Letterhead& from, const Enclosed& file);

/// A random UUID, version 4 (RFC 9562), in lower case.
std::string random_uuid();

}  // namespace services
