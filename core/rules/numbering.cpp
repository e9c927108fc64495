#include "core/rules/numbering.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/utf8.hpp"

namespace core {

namespace {

enum class Kind { text, year, short_year, number, subject, facet };

struct Piece {
    Kind kind{};
    std::string_view text;  ///< of a piece of text
    std::size_t width{};    ///< of a number
};

constexpr std::size_t longest_number = 50;  // KOMBIT Sags- og Dokumentindeks
constexpr std::size_t widest = 12;

/// What stands between two braces; nothing for a name that is none of ours.
std::optional<Piece> placeholder(std::string_view name) {
    if (name == "year") return Piece{Kind::year, {}, 0};
    if (name == "yy") return Piece{Kind::short_year, {}, 0};
    if (name == "subject") return Piece{Kind::subject, {}, 0};
    if (name == "facet") return Piece{Kind::facet, {}, 0};
    if (name == "number") return Piece{Kind::number, {}, 0};
    if (!name.starts_with("number:")) return std::nullopt;
    name.remove_prefix(7);
    std::size_t width = 0;
    if (name.empty() || name.size() > 2) return std::nullopt;
    for (const char c : name) {
        if (c < '0' || c > '9') return std::nullopt;
        width = width * 10 + static_cast<std::size_t>(c - '0');
    }
    if (width == 0 || width > widest) return std::nullopt;
    return Piece{Kind::number, {}, width};
}

std::vector<Piece> pieces_of(std::string_view pattern) {
    std::vector<Piece> pieces;
    while (!pattern.empty()) {
        if (pattern.front() == '{') {
            const auto end = pattern.find('}');
            const auto known = end == std::string_view::npos ? std::nullopt : placeholder(pattern.substr(1, end - 1));
            if (known) {
                pieces.push_back(*known);
                pattern.remove_prefix(end + 1);
                continue;
            }
        }
        const auto end = std::min(pattern.find('{', 1), pattern.size());
        pieces.push_back({Kind::text, pattern.substr(0, end), 0});
        pattern.remove_prefix(end);
    }
    return pieces;
}

/// The most characters that a piece can become, with numbers of up to nine digits.
std::size_t longest(const Piece& piece) {
    switch (piece.kind) {
        case Kind::text: {
            std::size_t count = 0;
            for (std::size_t at = 0; at < piece.text.size(); ++count) at += code_point_at(piece.text, at).size;
            return count;
        }
        case Kind::year:
            return 4;
        case Kind::short_year:
            return 2;
        case Kind::number:
            return std::max<std::size_t>(piece.width, 9);
        case Kind::subject:
            return 8;
        case Kind::facet:
            return 3;
    }
    return 0;
}

std::string padded(std::int64_t number, std::size_t width) {
    const auto digits = std::to_string(number);
    return digits.size() >= width ? digits : std::string(width - digits.size(), '0') + digits;
}

Error wrong(std::string sentence) {
    return Error{ErrorCode::invalid_input, std::move(sentence), "pattern"};
}

}  // namespace

Result<void> validate_pattern(std::string_view pattern) {
    std::size_t length = 0;
    std::size_t numbers = 0;
    if (!valid_utf8(pattern)) return wrong("the pattern is not UTF-8");
    for (const auto& piece : pieces_of(pattern)) {
        length += longest(piece);
        if (piece.kind == Kind::number) ++numbers;
        if (piece.kind != Kind::text) continue;
        if (piece.text.find_first_of("{}") != std::string_view::npos)
            return wrong("unknown placeholder or lone brace: " + std::string{piece.text});
        if (std::ranges::any_of(piece.text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
            return wrong("the pattern has a control character");
    }
    if (numbers != 1) return wrong("the pattern needs {number} exactly once");
    if (length > longest_number) return wrong("numbers could be longer than 50 characters");
    return done();
}

std::string case_number(std::string_view pattern, const NumberParts& parts) {
    std::string number;
    for (const auto& piece : pieces_of(pattern)) {
        switch (piece.kind) {
            case Kind::text:
                number += piece.text;
                break;
            case Kind::year:
                number += padded(parts.year, 4);
                break;
            case Kind::short_year:
                number += padded(parts.year % 100, 2);
                break;
            case Kind::number:
                number += padded(parts.number, piece.width);
                break;
            case Kind::subject:
                number += parts.subject;
                break;
            case Kind::facet:
                number += parts.facet;
                break;
        }
    }
    return number;
}

std::string series_of(std::string_view pattern, const NumberParts& parts) {
    const auto pieces = pieces_of(pattern);
    const auto shows = [&](Kind kind) { return std::ranges::find(pieces, kind, &Piece::kind) != pieces.end(); };
    std::string series = "case";
    if (shows(Kind::year) || shows(Kind::short_year)) series += ':' + padded(parts.year, 4);
    if (shows(Kind::subject)) (series += ':') += parts.subject;
    if (shows(Kind::facet)) (series += ':') += parts.facet;
    return series;
}

}  // namespace core
