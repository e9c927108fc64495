#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/sending.hpp"

/// A document as the message that carries it: the bytes that are sent, and kept as the proof.
namespace services {

/// What goes with the message: the document, then what belongs to it, in order.
struct Enclosed {
    std::string bytes;
    std::string media_type;
    std::string file_name;
    std::string label{};  ///< MeMo, of what belongs to the document: its title
};

/// Who sends.
struct Letterhead {
    std::string authority;
    std::string address{};            ///< mail: From
    std::string cvr{};                ///< MeMo: senderID, eight digits
    std::string memo_version{"1.2"};  ///< 1.1 or 1.2: receivers choose, and both are in use
    std::string case_number{};        ///< which the receiver's answer brings back
};

/// A mail (RFC 5322) of a text and files (RFC 2045, 2047, 2231): lines of at most 76 characters, each ended by CRLF,
/// all of them ASCII.
std::string mail_message(const core::Sending& sending, const Letterhead& from, const std::vector<Enclosed>& files);

/// A MeMo message (https://DigitalPost.dk/MeMo-1) with the first file as its main document and the others as additional
/// ones.
std::string memo_message(const core::Sending& sending, const Letterhead& from, const std::vector<Enclosed>& files);

/// A random UUID, version 4 (RFC 9562), in lower case.
std::string random_uuid();

}  // namespace services
