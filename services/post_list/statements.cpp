#include "services/post_list/statements.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "services/files/sha256.hpp"

namespace services {

namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t size) {
    std::string text(size * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes, size);
    text.pop_back();
    return text;
}

template <std::size_t Size>
bool from_hexadecimal(std::string_view text, std::array<unsigned char, Size>& bytes) {
    std::size_t size = 0;
    return sodium_hex2bin(bytes.data(), Size, text.data(), text.size(), nullptr, &size, nullptr) == 0 && size == Size;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium can't be started"};
}

using Secret = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;
using Public = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

/// Lines can't be forged by a title that has a line end in it.
std::string one_line(std::string text) {
    for (auto& c : text)
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    return text;
}

}  // namespace

KeyPair new_key_pair() {
    start_sodium();
    Public public_key{};
    Secret secret{};
    crypto_sign_keypair(public_key.data(), secret.data());
    KeyPair made{hexadecimal(public_key.data(), public_key.size()), hexadecimal(secret.data(), secret.size())};
    sodium_memzero(secret.data(), secret.size());
    return made;
}

std::string signature_of(const KeyPair& key, std::string_view text) {
    start_sodium();
    Secret secret{};
    if (!from_hexadecimal(key.secret_key, secret)) throw std::runtime_error{"the post list's key is damaged"};
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes_of(text), text.size(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    return hexadecimal(signature.data(), signature.size());
}

bool is_signature_of(std::string_view public_key, std::string_view text, std::string_view signature) {
    start_sodium();
    Public key{};
    Signature given{};
    if (!from_hexadecimal(public_key, key) || !from_hexadecimal(signature, given)) return false;
    return crypto_sign_verify_detached(given.data(), bytes_of(text), text.size(), key.data()) == 0;
}

std::string entry_line(const ListedPost& one) {
    std::string line = std::to_string(one.serial_year) + "-" + std::to_string(one.serial);
    line += '\t' + std::string{name_of(one.state)};
    if (one.state == PostState::published)
        line += '\t' + one_line(one.title) + '\t' + one_line(one.correspondent) + '\t' +
                (one.document_public ? "document" : "entry");
    else if (one.state == PostState::withheld)
        line += '\t' + one.exemption;
    return line + '\n';
}

DayCount count_day(const std::vector<ListedPost>& day_entries, core::Date day, core::Timestamp as_of) {
    DayCount count{.day = day, .as_of = as_of, .by_exemption = {}, .entries_hash = {}};
    Sha256 hash;
    for (const auto& one : day_entries) {
        hash.add(entry_line(one));
        switch (one.state) {
            case PostState::published:
                ++count.published;
                break;
            case PostState::held:
                ++count.held;
                break;
            case PostState::withheld:
                ++count.withheld;
                ++count.by_exemption[one.exemption];
                break;
        }
    }
    if (!day_entries.empty()) {
        count.first_serial = day_entries.front().serial;
        count.last_serial = day_entries.back().serial;
    }
    count.entries_hash = hash.finish().text();
    return count;
}

std::string statement_text(const DayCount& count) {
    std::string text = "saglig post list count 1\n";
    const auto add = [&](std::string_view name, const std::string& value) {
        text += std::string{name} + " " + value + "\n";
    };
    add("day", core::iso_date(count.day));
    add("as_of", core::iso_time(count.as_of));
    add("total", std::to_string(count.total()));
    add("published", std::to_string(count.published));
    add("held", std::to_string(count.held));
    add("withheld", std::to_string(count.withheld));
    for (const auto& [exemption, number] : count.by_exemption) add("withheld:" + exemption, std::to_string(number));
    add("first", std::to_string(count.first_serial));
    add("last", std::to_string(count.last_serial));
    add("entries", count.entries_hash);
    return text;
}

std::string tombstone_text(const ListedPost& one) {
    return "saglig post list tombstone 1\nentry " + std::to_string(one.id.value) + "\nserial " +
           std::to_string(one.serial_year) + "-" + std::to_string(one.serial) + "\ntaken_down_at " +
           core::iso_time(one.taken_down_at.value_or(core::Timestamp{})) + "\nexemption " + one.exemption + "\n";
}

}  // namespace services
