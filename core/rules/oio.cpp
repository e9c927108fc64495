#include "core/rules/oio.hpp"

#include <algorithm>
#include <array>

namespace core {

namespace {

struct Words {
    CaseState state;
    std::string_view lora, case_index;
};
// Bestilt and Udfoert follow a decision, so to who knows neither the case is decided.
constexpr std::array states{
    Words{CaseState::opened, "Opstaaet", "Opstaaet"},
    Words{CaseState::informed, "Oplyst", "Oplyst"},
    Words{CaseState::decided, "Afgjort", "Afgjort"},
    Words{CaseState::ordered, "Bestilt", "Afgjort"},
    Words{CaseState::executed, "Udfoert", "Afgjort"},
    Words{CaseState::closed, "Afsluttet", "Afsluttet"},
};

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t uuid_length = 36;
constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};
constexpr std::uint64_t id_bits = (std::uint64_t{1} << 62U) - 1;
constexpr std::uint64_t variant = std::uint64_t{1} << 63U;  // the bits 10 (RFC 9562 § 4.1)

bool is_plain(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_';
}

/// The value of a hexadecimal digit, or nothing.
std::optional<std::uint64_t> digit(char c) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    const auto at = digits.find(c);
    return at == std::string_view::npos ? std::nullopt : std::optional<std::uint64_t>{at};
}

}  // namespace

std::string_view oio_state(OioInterface at, CaseState state) {
    for (const auto& words : states)
        if (words.state == state) return at == OioInterface::lora ? words.lora : words.case_index;
    return {};
}

std::string_view oio_document_type(const Document& document) {
    switch (document.direction) {
        case Direction::incoming:
            return "Brev, indgaaende";
        case Direction::outgoing:
            return "Brev, udgaaende";
        case Direction::internal:
            break;
    }
    return document.kind == DocumentKind::note ? "Internt Notat" : "Andet";
}

std::string_view oio_retention(std::string_view code) {
    return code.substr(0, 1);
}

std::string oio_party_urn(IdentifierKind kind, std::string_view identifier, std::string_view name) {
    std::string urn = "urn:oio:";
    switch (kind) {
        case IdentifierKind::cpr:
            return urn.append("cpr-nr:").append(identifier);
        case IdentifierKind::cvr:
            return urn.append("cvr-nr:").append(identifier);
        case IdentifierKind::p_number:
            return urn.append("pnr:").append(identifier);
        case IdentifierKind::none:
            break;
    }
    urn += "fuldtnavn:";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_plain(byte)) {
            urn += c;
        } else {
            urn += '%';
            urn += digits[byte >> 4U];
            urn += digits[byte & 15U];
        }
    }
    return urn;
}

std::string oio_uuid(std::string_view check, std::int64_t id) {
    std::string hex{check.substr(0, 16)};
    hex[12] = '8';  // the version
    const auto rest = variant | (static_cast<std::uint64_t>(id) & id_bits);
    for (unsigned shift = 64; shift > 0; shift -= 4) hex += digits[(rest >> (shift - 4)) & 15U];
    for (const auto place : dashes) hex.insert(place, 1, '-');
    return hex;
}

std::optional<std::int64_t> id_in_oio_uuid(std::string_view uuid) {
    if (uuid.size() != uuid_length) return std::nullopt;
    std::uint64_t last_half = 0;
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        const bool is_dash = std::ranges::find(dashes, i) != dashes.end();
        if (is_dash != (uuid[i] == '-')) return std::nullopt;
        if (is_dash) continue;
        const auto value = digit(uuid[i]);
        if (!value) return std::nullopt;
        if (i > dashes[2]) last_half = last_half << 4U | *value;
    }
    if (uuid[14] != '8' || (last_half >> 62U) != 2) return std::nullopt;
    const auto id = static_cast<std::int64_t>(last_half & id_bits);
    return id > 0 ? std::optional{id} : std::nullopt;
}

}  // namespace core
