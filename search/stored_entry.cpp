#include "search/stored_entry.hpp"

namespace search {
namespace {

/// Numbers as seven bits a byte, lowest first; texts with their length before them.
class Encoder {
  public:
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            data_ += static_cast<char>((value & 0x7Fu) | 0x80u);
            value >>= 7u;
        }
        data_ += static_cast<char>(value);
    }
    /// Small negative numbers take few bytes too.
    void signed_number(std::int64_t value) {
        number((static_cast<std::uint64_t>(value) << 1u) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value) {
        number(value.size());
        data_ += value;
    }
    std::string take() { return std::move(data_); }

  private:
    std::string data_;
};

class Decoder {
  public:
    explicit Decoder(std::string_view data) : rest_(data) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
            if (byte < 0x80) return value;
        }
        throw IndexDamaged("search index: an entry's data is damaged");
    }
    std::int64_t signed_number() {
        const auto value = number();
        return static_cast<std::int64_t>((value >> 1u) ^ (~(value & 1u) + 1u));
    }
    std::string_view text() {
        const auto size = number();
        if (size > rest_.size()) throw IndexDamaged("search index: an entry's data is damaged");
        const auto value = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return value;
    }
    /// How many follow, each of one byte or more.
    std::size_t count() {
        const auto value = number();
        if (value > rest_.size()) throw IndexDamaged("search index: an entry's data is damaged");
        return value;
    }

  private:
    std::string_view rest_;
};

}  // namespace

std::string encode(const StoredEntry& entry) {
    Encoder out;
    out.number(static_cast<std::uint64_t>(entry.kind));
    out.signed_number(entry.id);
    out.number(entry.in_case ? 1 : 0);
    if (entry.in_case) out.signed_number(entry.in_case->value);
    out.signed_number(entry.unit.value);
    out.number(entry.date ? 1 : 0);
    if (entry.date) out.signed_number(entry.date->time_since_epoch().count());
    out.text(entry.title);
    out.text(entry.case_number);
    out.number(entry.people.size());
    for (const auto& person : entry.people) out.text(person);
    out.number(entry.pages.size());
    for (const auto& page : entry.pages) {
        out.signed_number(page.number);
        out.number(page.first_position);
        out.number(page.chunk);
        out.number(page.offset);
        out.number(page.bytes);
    }
    out.text(entry.text);
    return out.take();
}

StoredEntry decode(std::string_view data) {
    Decoder in(data);
    StoredEntry entry;
    const auto kind = in.number();
    if (kind > static_cast<std::uint64_t>(Kind::draft)) {
        throw IndexDamaged("search index: an entry's data is damaged");
    }
    entry.kind = static_cast<Kind>(kind);
    entry.id = in.signed_number();
    if (in.number() == 1) entry.in_case = core::CaseId{in.signed_number()};
    entry.unit.value = in.signed_number();
    if (in.number() == 1) entry.date = core::Date{std::chrono::days{static_cast<int>(in.signed_number())}};
    entry.title = in.text();
    entry.case_number = in.text();
    for (auto left = in.count(); left > 0; --left) entry.people.emplace_back(in.text());
    for (auto left = in.count(); left > 0; --left) {
        PagePlace page;
        page.number = static_cast<int>(in.signed_number());
        page.first_position = static_cast<std::uint32_t>(in.number());
        page.chunk = static_cast<std::uint32_t>(in.number());
        page.offset = static_cast<std::uint32_t>(in.number());
        page.bytes = static_cast<std::uint32_t>(in.number());
        entry.pages.push_back(page);
    }
    entry.text = in.text();
    return entry;
}

}  // namespace search
