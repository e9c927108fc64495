#include "search/posting.hpp"

#include <algorithm>

#include "search/danish_text.hpp"
#include "search/fields.hpp"
#include "search/stored_entry.hpp"

namespace search {
namespace {

// Between fields and between pages, so that no phrase reaches over: wider than any NEAR of the query language.
constexpr Xapian::termcount gap = 100;
// A word in the title tells more of what something is about than one on a page.
constexpr Xapian::termcount title_weight = 5;
constexpr Xapian::termcount people_weight = 3;
constexpr Xapian::termcount number_weight = 5;
// What one read of a snippet takes out of the index at most, but for a page that is longer by itself.
constexpr std::size_t chunk_bytes = 64 * 1024;

std::string big_endian(std::uint64_t value, unsigned bytes) {
    std::string text;
    for (unsigned left = bytes; left > 0; --left) text += static_cast<char>((value >> ((left - 1) * 8)) & 0xFFu);
    return text;
}

std::uint64_t parse_big_endian(std::string_view text) {
    std::uint64_t value = 0;
    for (const char byte : text) value = (value << 8u) | static_cast<unsigned char>(byte);
    return value;
}

/// Days from the epoch, moved so that order by bytes is order by date; 0 is no date.
std::string date_bytes(core::Date date) {
    const auto days = static_cast<std::int64_t>(date.time_since_epoch().count()) + (std::int64_t{1} << 31);
    return big_endian(static_cast<std::uint64_t>(std::clamp<std::int64_t>(days, 1, 0xFFFFFFFF)), 4);
}

int year_of(const std::optional<core::Date>& date) {
    return date ? static_cast<int>(std::chrono::year_month_day{*date}.year()) : 0;
}

/// The last number without its zeros: people say 123 of 2026-000123. Empty, if there is none.
std::string serial_of(const std::string& case_number) {
    const auto end = case_number.find_last_of("0123456789");
    if (end == case_number.npos) return {};
    const auto before = case_number.find_last_not_of("0123456789", end);
    auto begin = before == case_number.npos ? 0 : before + 1;
    while (begin < end && case_number[begin] == '0') ++begin;
    return case_number.substr(begin, end + 1 - begin);
}

void add_filters(Xapian::Document& document, const Entry& entry) {
    document.add_boolean_term(entry_term(entry.kind, entry.id));
    document.add_boolean_term(term_of(Field::group, entry.access_group.value));
    document.add_boolean_term(term_of(Field::kind, std::string_view{std::string{letter_of(entry.kind)}}));
    document.add_boolean_term(term_of(Field::unit, entry.unit.value));
    if (entry.in_case) document.add_boolean_term(term_of(Field::in_case, entry.in_case->value));
    if (entry.kind == Kind::case_file) document.add_boolean_term(term_of(Field::in_case, entry.id));
    if (entry.date) document.add_boolean_term(term_of(Field::year, year_of(entry.date)));

    // 27, 27.35 and 27.35.00: a subject is also in what lies above it.
    const std::string subject = lower(std::string_view{entry.subject}.substr(0, 60));
    for (std::size_t at = 0; !subject.empty() && at != subject.npos;) {
        at = subject.find('.', at + 1);
        document.add_boolean_term(term_of(Field::subject, subject.substr(0, at)));
    }
}

StoredEntry stored_from(const Entry& entry) {
    StoredEntry stored;
    stored.kind = entry.kind;
    stored.id = entry.id;
    stored.in_case = entry.in_case;
    stored.unit = entry.unit;
    stored.date = entry.date;
    stored.title = entry.title;
    stored.case_number = entry.case_number;
    stored.people = entry.people;
    return stored;
}

}  // namespace

PostingMaker::PostingMaker() {
    words_.set_stemmer(Xapian::Stem("danish"));
    words_.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
}

/// Both as words like any other and under the field's own prefix.
void PostingMaker::index_field(const std::string& text, unsigned weight, const char* prefix) {
    if (text.empty()) return;
    words_.index_text(text, weight);
    words_.increase_termpos(gap);
    words_.index_text(text, 1, prefix);
    words_.increase_termpos(gap);
}

void PostingMaker::index_metadata(const Entry& entry) {
    index_field(tidy(entry.title), title_weight, row_of(Field::title).prefix.data());
    for (const auto& person : entry.people) {
        index_field(tidy(person), people_weight, row_of(Field::people).prefix.data());
    }
    index_field(entry.case_number, number_weight, row_of(Field::case_number).prefix.data());
    index_field(serial_of(entry.case_number), 1, row_of(Field::case_number).prefix.data());
    words_.index_text(entry.subject);
    words_.increase_termpos(gap);
}

Postings PostingMaker::make(const Entry& entry) {
    Postings postings;
    words_.set_document(postings.entry);
    words_.set_termpos(0);
    index_metadata(entry);

    auto stored = stored_from(entry);
    std::vector<std::string> chunks(1);
    for (const auto& page : entry.pages) {
        const auto text = tidy(page.text);
        if (!chunks.back().empty() && chunks.back().size() + text.size() > chunk_bytes) chunks.emplace_back();
        stored.pages.push_back(
            {page.number,
             words_.get_termpos(),
             static_cast<std::uint32_t>(chunks.size() - 1),
             static_cast<std::uint32_t>(chunks.back().size()),
             static_cast<std::uint32_t>(text.size())}
        );
        words_.index_text(text);
        words_.increase_termpos(gap);
        chunks.back() += text;
    }
    stored.text = std::move(chunks.front());

    postings.entry = words_.get_document();
    add_filters(postings.entry, entry);
    postings.entry.add_value(number_of(Slot::newest), newest_value(entry.date, entry.id));
    postings.entry.add_value(number_of(Slot::facets), facets_value({entry.kind, entry.unit, year_of(entry.date)}));
    postings.entry.set_data(encode(stored));
    for (std::uint32_t chunk = 1; chunk < chunks.size(); ++chunk) {
        Xapian::Document document;
        document.add_boolean_term(entry_term(entry.kind, entry.id));
        document.add_boolean_term(chunk_term(entry.kind, entry.id, chunk));
        document.set_data(chunks[chunk]);
        postings.chunks.push_back(document);
    }
    return postings;
}

std::string newest_value(std::optional<core::Date> date, std::int64_t id) {
    const auto day = date ? date_bytes(*date) : std::string(4, '\0');
    return day + big_endian(static_cast<std::uint64_t>(id) ^ (std::uint64_t{1} << 63u), 8);
}

std::int64_t id_in_newest_value(const std::string& value) {
    constexpr std::size_t day_bytes = 4, id_bytes = 8;
    if (value.size() != day_bytes + id_bytes) throw IndexDamaged("search index: an entry's date is damaged");
    std::uint64_t id = 0;
    for (const char byte : value.substr(day_bytes)) id = (id << 8U) | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(id ^ (std::uint64_t{1} << 63U));
}

std::string first_value_of(core::Date date) {
    return date_bytes(date);
}
std::string last_value_of(core::Date date) {
    return date_bytes(date) + std::string(9, '\xFF');
}
std::string first_dated_value() {
    return big_endian(1, 4);
}

std::string facets_value(const Facets& facets) {
    return letter_of(facets.kind) + big_endian(static_cast<std::uint64_t>(facets.year) + 0x8000, 2) +
           big_endian(static_cast<std::uint64_t>(facets.unit.value), 8);
}

Facets parse_facets(const std::string& value) {
    if (value.size() != 11) throw IndexDamaged("search index: an entry's facets are damaged");
    Facets facets;
    for (const auto kind : {Kind::case_file, Kind::document, Kind::incoming, Kind::published, Kind::draft}) {
        if (letter_of(kind) == value.front()) facets.kind = kind;
    }
    facets.year = static_cast<int>(parse_big_endian(std::string_view{value}.substr(1, 2))) - 0x8000;
    facets.unit.value = static_cast<std::int64_t>(parse_big_endian(std::string_view{value}.substr(3)));
    return facets;
}

}  // namespace search
