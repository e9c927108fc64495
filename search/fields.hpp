#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "search/index.hpp"

/// The one table of what is in the index, for indexing and for the query language alike.
namespace search {

/// Terms of a document, apart from the words of its text, which have no prefix ("Z" and the stem, when stemmed).
enum class Field { entry, chunk, group, kind, in_case, unit, year, title, people, case_number, subject };

enum class Matching {
    internal,  ///< never reached by what someone types
    text,      ///< words, typed as `name:word` or `name:"some words"`
    exact      ///< one value, typed as `name:value`
};

struct FieldRow {
    Field field{};
    std::string_view prefix;
    Matching matching{};
    std::array<std::string_view, 5> names;  ///< what may be typed, Danish and English
};

/// Single letters are used as Xapian's and Omega's conventions have them (Q unique id, T type, Y year, S subject or
/// title, A author), so that their tools read this index; what is ours begins with X. A prefix begins with a capital
/// and the words typed by people are lower-cased, so nobody can type their way to an internal term.
inline constexpr std::array fields{
    // Unique to the entry: what putting it again replaces, also its chunks of text.
    FieldRow{Field::entry, "Q", Matching::internal, {}},
    // Unique to a further chunk of a long text, by which a snippet finds it; such a chunk has no words.
    FieldRow{Field::chunk, "XB", Matching::internal, {}},
    // The access group. In every query; a chunk has none and so is in no answer.
    FieldRow{Field::group, "XG", Matching::internal, {}},
    FieldRow{Field::kind, "T", Matching::internal, {}},
    // The case's id, on the case itself and on what lies in it.
    FieldRow{Field::in_case, "XC", Matching::internal, {}},
    FieldRow{Field::unit, "XU", Matching::internal, {}},
    FieldRow{Field::year, "Y", Matching::exact, {"år", "aar", "year"}},
    FieldRow{Field::title, "S", Matching::text, {"titel", "title"}},
    // Parties, senders and receivers together, as the entry has them.
    FieldRow{Field::people, "A", Matching::text, {"part", "afsender", "modtager", "party", "sender"}},
    // Words, not one value: `sag:2026-000123` is a phrase, and `sag:123` finds it by its last number.
    FieldRow{Field::case_number, "XNR", Matching::text, {"sag", "sagsnummer", "case"}},
    // The KLE number and what lies above it: `emne:27.35` finds 27.35.00 too.
    FieldRow{Field::subject, "XKLE", Matching::exact, {"emne", "kle", "subject"}},
};

constexpr const FieldRow& row_of(Field field) {
    for (const auto& row : fields) {
        if (row.field == field) return row;
    }
    return fields.front();
}

inline std::string term_of(Field field, std::string_view value) {
    std::string term{row_of(field).prefix};
    return term.append(value);
}
inline std::string term_of(Field field, std::int64_t value) {
    return term_of(field, std::to_string(value));
}

/// Values, kept by slot and read for every match: few and short.
enum class Slot : unsigned {
    newest = 0,  ///< date and id, so that order by date has no ties and a range of dates is a range of values
    facets = 1   ///< kind, unit and year in one, so that counting reads one value a match
};
constexpr unsigned number_of(Slot slot) {
    return static_cast<unsigned>(slot);
}

constexpr char letter_of(Kind kind) {
    switch (kind) {
        case Kind::case_file:
            return 'c';
        case Kind::document:
            return 'd';
        case Kind::incoming:
            return 'i';
        case Kind::published:
            return 'p';
        case Kind::draft:
            return 'u';
    }
    return '?';
}

inline std::string entry_term(Kind kind, std::int64_t id) {
    return term_of(Field::entry, letter_of(kind) + std::to_string(id));
}
inline std::string chunk_term(Kind kind, std::int64_t id, std::uint32_t chunk) {
    return term_of(Field::chunk, letter_of(kind) + std::to_string(id) + '/' + std::to_string(chunk));
}

}  // namespace search
