#include "ocr/mail_header.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "ocr/mail_coding.hpp"

namespace ocr {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::size_t fields_max = 2000;

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// The line that begins at `at`, without its end, and where the next begins.
std::pair<std::string_view, std::size_t> line_at(std::string_view bytes, std::size_t at) {
    const auto end = std::min(bytes.find('\n', at), bytes.size());
    auto line = bytes.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return {line, std::min(end + 1, bytes.size())};
}

/// Field names are printable ASCII without a colon (RFC 5322 § 3.6.8).
std::size_t name_length(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return 0;
    const auto name = trimmed(line.substr(0, colon));
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char sign) { return sign > ' ' && sign < 127; });
    return is_name ? colon : 0;
}

/// A quoted string or a token at `at`, which is moved behind it.
std::string value_at(std::string_view text, std::size_t& at, std::string_view ends) {
    while (at < text.size() && blanks.find(text[at]) != std::string_view::npos) ++at;
    std::string value;
    if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            value += text[at];
        }
        at = std::min(text.find_first_of(ends, at), text.size());
        return value;
    }
    const auto end = std::min(text.find_first_of(ends, at), text.size());
    value = trimmed(text.substr(at, end - at));
    at = end;
    return value;
}

std::string from_percent(std::string_view text) {
    std::string quoted;
    for (const char sign : text) {
        if (sign == '=')
            quoted += "=3D";
        else
            quoted += sign == '%' ? '=' : sign;
    }
    return from_quoted_printable(quoted);
}

struct Piece {
    std::string text;
    bool is_encoded{};
};
using Pieces = std::map<std::string, std::map<std::int64_t, Piece>, std::less<>>;

/// "filename*1*" is piece 1 of filename, encoded (RFC 2231 §§ 3, 4).
void put_piece(std::string name, std::string value, Pieces& pieces) {
    Piece piece{std::move(value), name.ends_with('*')};
    if (piece.is_encoded) name.pop_back();
    std::int64_t number = 0;
    if (const auto star = name.rfind('*'); star != std::string::npos) {
        number = core::whole_number(std::string_view{name}.substr(star + 1)).value_or(0);
        name.resize(star);
    }
    pieces[std::move(name)][number] = std::move(piece);
}

std::string joined(const std::map<std::int64_t, Piece>& pieces) {
    std::string charset, text;
    bool is_encoded = false;
    for (const auto& [number, piece] : pieces) {
        std::string_view rest = piece.text;
        if (piece.is_encoded && !is_encoded) {
            const auto first = rest.find('\'');
            const auto second = first == std::string_view::npos ? first : rest.find('\'', first + 1);
            if (second != std::string_view::npos) {
                charset = rest.substr(0, first);
                rest = rest.substr(second + 1);
            }
            is_encoded = true;
        }
        text += piece.is_encoded ? from_percent(rest) : std::string{rest};
    }
    return is_encoded ? core::on_one_line(to_utf8(text, charset).text) : header_text(text);
}

/// An encoded word at `at`: its text, and where it ends; nothing where there is none (RFC 2047 § 2).
struct EncodedWord {
    std::string bytes, charset;
    std::size_t end{};
};
std::optional<EncodedWord> encoded_word_at(std::string_view whole, std::size_t at) {
    constexpr std::size_t longest = 2000;  // RFC 2047 § 2 has 75; others are met
    const auto text = whole.substr(at, longest);
    if (!text.starts_with("=?")) return std::nullopt;
    const auto first = text.find('?', 2);
    if (first == std::string_view::npos || first + 2 >= text.size() || text[first + 2] != '?') return std::nullopt;
    const auto end = text.find("?=", first + 3);
    if (end == std::string_view::npos) return std::nullopt;
    auto charset = text.substr(2, first - 2);
    if (charset.empty() || charset.size() > 40) return std::nullopt;
    charset = charset.substr(0, charset.find('*'));  // RFC 2231 § 5: a language behind it
    const auto inside = text.substr(first + 3, end - first - 3);
    const char encoding = text[first + 1];
    EncodedWord word{{}, std::string{charset}, at + end + 2};
    if (encoding == 'B' || encoding == 'b') {
        word.bytes = from_base64(inside);
    } else if (encoding == 'Q' || encoding == 'q') {
        std::string spaced{inside};
        std::ranges::replace(spaced, '_', ' ');
        word.bytes = from_quoted_printable(spaced);
    } else {
        return std::nullopt;
    }
    return word;
}

/// Without comments in parentheses.
std::string without_comments(std::string_view text) {
    std::string plain;
    int depth = 0;
    bool is_quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char sign = text[at];
        if (sign == '\\' && at + 1 < text.size()) {
            if (depth == 0) plain.append(text.substr(at, 2));
            ++at;
            continue;
        }
        if (sign == '"' && depth == 0) is_quoted = !is_quoted;
        if (!is_quoted && sign == '(') {
            ++depth;
        } else if (!is_quoted && sign == ')' && depth > 0) {
            --depth;
            plain += ' ';
        } else if (depth == 0) {
            plain += sign;
        }
    }
    return plain;
}

MailAddress address_of(std::string_view one) {
    MailAddress address;
    std::string name;
    bool is_quoted = false;
    std::size_t open = std::string_view::npos;
    for (std::size_t at = 0; at < one.size(); ++at) {
        if (one[at] == '\\' && at + 1 < one.size()) {
            name += one[++at];
        } else if (one[at] == '"') {
            is_quoted = !is_quoted;
        } else if (one[at] == '<' && !is_quoted) {
            open = at;
            break;
        } else {
            name += one[at];
        }
    }
    if (open == std::string_view::npos) {
        address.address = core::on_one_line(to_utf8(trimmed(one), "").text);
        return address;
    }
    const auto close = std::min(one.find('>', open), one.size());
    address.address = core::on_one_line(to_utf8(trimmed(one.substr(open + 1, close - open - 1)), "").text);
    address.name = header_text(name);
    return address;
}

constexpr std::array<std::string_view, 12> months{
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

/// RFC 5322 § 4.3; letters that say nothing are UTC.
std::optional<std::chrono::minutes> zone_of(std::string_view zone) {
    using std::chrono::hours;
    const bool is_behind = zone.starts_with('-');
    if (zone.size() == 5 && (is_behind || zone.starts_with('+'))) {
        const auto number = core::whole_number(zone.substr(1));
        if (!number || *number > 1400) return std::nullopt;
        const std::chrono::minutes offset{*number / 100 * 60 + *number % 100};
        return is_behind ? -offset : offset;
    }
    struct Zone {
        std::string_view name;
        int hours_ahead;
    };
    constexpr std::array zones{
        Zone{"est", -5},
        Zone{"edt", -4},
        Zone{"cst", -6},
        Zone{"cdt", -5},
        Zone{"mst", -7},
        Zone{"mdt", -6},
        Zone{"pst", -8},
        Zone{"pdt", -7},
        Zone{"cet", 1},
        Zone{"cest", 2},
    };
    const auto lower = core::ascii_lower(zone);
    const auto* const found = std::ranges::find(zones, std::string_view{lower}, &Zone::name);
    return hours{found == zones.end() ? 0 : found->hours_ahead};
}

/// Hours, minutes and seconds of "09:14" or "09:14:05".
std::optional<std::chrono::seconds> clock_of(std::string_view text) {
    std::array<std::int64_t, 3> numbers{};
    std::size_t count = 0;
    for (std::size_t at = 0; at <= text.size() && count < numbers.size(); ++count) {
        const auto end = std::min(text.find(':', at), text.size());
        const auto number = core::whole_number(text.substr(at, end - at));
        if (!number || *number < 0 || *number > (count == 0 ? 23 : 60)) return std::nullopt;
        numbers.at(count) = *number;
        at = end + 1;
    }
    if (count < 2) return std::nullopt;
    return std::chrono::hours{numbers[0]} + std::chrono::minutes{numbers[1]} + std::chrono::seconds{numbers[2]};
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (auto at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(blanks, end);
    }
    return words;
}

}  // namespace

MailHeader MailHeader::read(std::string_view bytes, std::size_t bytes_max) {
    MailHeader header;
    const auto within = bytes.substr(0, bytes_max);
    for (std::size_t at = 0; at < within.size() && header.fields_.size() < fields_max;) {
        const auto [line, next] = line_at(within, at);
        if (line.empty()) {
            header.end_ = next;
            return header;
        }
        if (line.front() == ' ' || line.front() == '\t') {
            if (!header.fields_.empty()) header.fields_.back().second.append(" ").append(trimmed(line));
        } else if (const auto colon = name_length(line); colon > 0) {
            header.fields_.emplace_back(
                core::ascii_lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1))
            );
        } else if (!line.starts_with("From ") || at > 0) {  // a mailbox's own first line
            header.end_ = at;
            return header;
        }
        at = next;
        header.end_ = at;
    }
    return header;
}

std::string_view MailHeader::get(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
    return found == fields_.end() ? std::string_view{} : std::string_view{found->second};
}

bool MailHeader::has(std::string_view name) const {
    return std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first) != fields_.end();
}

Parameterised parameterised(std::string_view field) {
    constexpr std::size_t pieces_max = 500;
    Parameterised found;
    std::size_t at = 0;
    found.value = core::ascii_lower(value_at(field, at, ";"));
    Pieces pieces;
    std::size_t count = 0;
    while (at < field.size() && count++ < pieces_max) {
        ++at;  // the semicolon
        const auto equals = field.find_first_of("=;", at);
        if (equals == std::string_view::npos) break;
        const auto name = core::ascii_lower(trimmed(field.substr(at, equals - at)));
        at = equals;
        if (field[equals] == ';') continue;
        ++at;
        auto value = value_at(field, at, ";");
        if (!name.empty()) put_piece(name, std::move(value), pieces);
    }
    for (const auto& [name, of] : pieces) found.parameters.emplace(name, joined(of));
    return found;
}

std::string header_text(std::string_view field) {
    std::string text;
    // Bytes of one character may be spread over two words, so that neighbours of one character set are decoded as one.
    std::string bytes, charset;
    const auto flush = [&] {
        text += to_utf8(bytes, charset).text;
        bytes.clear();
        charset.clear();
    };
    for (std::size_t at = 0; at < field.size();) {
        if (auto word = encoded_word_at(field, at)) {
            if (word->charset != charset) flush();
            bytes += word->bytes;
            charset = word->charset;
            at = word->end;
            // White space between two of them is no part of the text (RFC 2047 § 6.2).
            const auto next = field.find_first_not_of(blanks, at);
            if (next != std::string_view::npos && encoded_word_at(field, next)) at = next;
            continue;
        }
        if (!charset.empty()) flush();
        const auto end = std::min(field.find("=?", at + 1), field.size());
        text += to_utf8(field.substr(at, end - at), "").text;
        at = end;
    }
    flush();
    return core::on_one_line(text);
}

std::vector<MailAddress> addresses_in(std::string_view field, std::size_t count_max) {
    std::vector<MailAddress> addresses;
    const auto text = without_comments(field);
    bool is_quoted = false, is_angled = false;
    std::size_t begin = 0;
    const auto take = [&](std::size_t end) {
        const auto one = trimmed(std::string_view{text}.substr(begin, end - begin));
        begin = end + 1;
        if (one.empty() || addresses.size() >= count_max) return;
        auto address = address_of(one);
        if (!address.name.empty() || !address.address.empty()) addresses.push_back(std::move(address));
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && (text[at] == '<' || text[at] == '>')) {
            is_angled = text[at] == '<';
        } else if (!is_quoted && !is_angled && text[at] == ':') {
            begin = at + 1;  // a group's name
        } else if (!is_quoted && !is_angled && (text[at] == ',' || text[at] == ';')) {
            take(at);
        }
    }
    if (begin < text.size()) take(text.size());
    return addresses;
}

std::vector<std::string> message_ids_in(std::string_view field, const MailLimits& limits) {
    std::vector<std::string> ids;
    const auto add = [&](std::string_view one) {
        auto id = core::on_one_line(one);
        if (id.empty() || id.size() > limits.line_characters || ids.size() >= limits.references) return;
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    };
    if (field.find('<') == std::string_view::npos) {
        if (trimmed(field).find_first_of(blanks) == std::string_view::npos) add(trimmed(field));
        return ids;
    }
    for (auto open = field.find('<'); open != std::string_view::npos;) {
        const auto close = field.find('>', open);
        if (close == std::string_view::npos) break;
        open = field.rfind('<', close);
        std::string id{field.substr(open + 1, close - open - 1)};
        open = field.find('<', close);
        std::erase_if(id, [](char sign) {
            return blanks.find(sign) != std::string_view::npos;
        });  // where it was folded
        add(id);
    }
    return ids;
}

std::optional<core::Timestamp> mail_date(std::string_view field) {
    const auto plain = without_comments(field);
    auto words = words_of(plain);
    // "Tue, 3 Nov 2026", "Tue,3 Nov 2026" and "3 Nov 2026".
    if (!words.empty())
        if (const auto comma = words.front().find(','); comma != std::string_view::npos) {
            words.front().remove_prefix(comma + 1);
            if (words.front().empty()) words.erase(words.begin());
        }
    if (words.size() < 4) return std::nullopt;
    const auto day = core::whole_number(words[0]);
    const auto lower = core::ascii_lower(words[1].substr(0, 3));
    const auto* const month = std::ranges::find(months, std::string_view{lower});
    auto year = core::whole_number(words[2]);
    const auto clock = clock_of(words[3]);
    const auto zone = zone_of(words.size() > 4 ? words[4] : "");
    if (!day || month == months.end() || !year || !clock || !zone) return std::nullopt;
    if (*year >= 0 && *year < 100) year = *year + (*year < 50 ? 2000 : 1900);  // RFC 5322 § 4.3
    if (*year < 1970 || *year > 2999 || *day < 1 || *day > 31) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(*year)},
        std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return core::Timestamp{std::chrono::sys_days{date}} + *clock - *zone;
}

}  // namespace ocr
