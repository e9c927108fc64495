#include "search/parse.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "search/danish_text.hpp"
#include "search/fields.hpp"

namespace search {
namespace {

struct Operator {
    std::string_view typed, known;
};
constexpr std::array operators{
    Operator{"AND", "AND"},
    Operator{"OR", "OR"},
    Operator{"NOT", "NOT"},
    Operator{"XOR", "XOR"},
    Operator{"OG", "AND"},
    Operator{"ELLER", "OR"},
    Operator{"IKKE", "NOT"},
};

/// Stands for everything where only exclusions are written, which the parser's grammar has no place for.
constexpr std::string_view everything_field = "everything";

class Everything final : public Xapian::FieldProcessor {
  public:
    Xapian::Query operator()(const std::string&) override {
        return Xapian::Query(std::string());  // Query::MatchAll is one object for all threads
    }
};

bool is_in_word(char32_t value) {
    return is_letter_or_digit(value);
}

/// What the parser is given, and what we have seen of it on the way.
struct Reading {
    std::string text;                ///< for the parser: lower case but for operators, stray signs gone
    std::vector<std::string> exact;  ///< begun with a capital
    std::vector<Pattern> prefixes;
    std::vector<TypedWord> words;
    std::size_t word_count{}, letters{};
};

std::string_view word_at(std::string_view rest) {
    std::size_t bytes = 0;
    while (bytes < rest.size()) {
        const auto point = first_of(rest.substr(bytes));
        if (!is_in_word(point.value)) break;
        bytes += point.bytes;
    }
    return rest.substr(0, bytes);
}

const Operator* operator_of(std::string_view word) {
    const auto found = std::ranges::find(operators, word, &Operator::typed);
    return found == operators.end() ? nullptr : &*found;
}

bool begins_with_capital(std::string_view word) {
    return Xapian::Unicode::get_category(first_of(word).value) == Xapian::Unicode::UPPERCASE_LETTER;
}

bool is_field(std::string_view word) {
    for (const auto& row : fields) {
        if (row.matching == Matching::internal) continue;
        if (!word.empty() && std::ranges::find(row.names, word) != row.names.end()) return true;
    }
    return false;
}

/// One pass over what was typed.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text), size_(text.size()) {}

    Reading read() {
        while (!rest_.empty()) {
            const auto word = word_at(rest_);
            word.empty() ? read_sign() : read_word(word);
        }
        return std::move(reading_);
    }

  private:
    std::size_t offset() const { return size_ - rest_.size(); }

    void advance(std::size_t bytes) {
        previous_ = rest_[bytes - 1];
        rest_.remove_prefix(bytes);
    }

    void read_sign() {
        const auto point = first_of(rest_);
        ++reading_.letters;
        if (point.value <= ' ') in_field_ = false;
        if (point.value == '"') {
            in_phrase_ = !in_phrase_;
            reading_.text += '"';
        } else if (point.value == 0x201C || point.value == 0x201D || point.value == 0x201E) {
            in_phrase_ = !in_phrase_;  // typographic quotes are meant as quotes
            reading_.text += '"';
        } else if (point.value == '*' || point.value < ' ' || point.value == 0xFFFD) {
            reading_.text += ' ';  // a star counts after a word only, where read_word() takes it
        } else {
            if (point.value == '-' && excludes()) add_everything();
            append(reading_.text, point.value);
        }
        if (point.value == '(') is_beginning_ = true;
        if (point.value > ' ' && point.value != '(') is_beginning_ = false;
        advance(point.bytes);
    }

    void add_everything() { reading_.text.append(everything_field).append(":it "); }

    /// Whether the minus that comes next has nothing before it to exclude from.
    bool excludes() const {
        if (!is_beginning_ || in_phrase_ || rest_.size() < 2) return false;
        const auto next = first_of(rest_.substr(1)).value;
        return is_in_word(next) || next == '"' || next == '(' || next == 0x201C || next == 0x201D || next == 0x201E;
    }

    void read_word(std::string_view word) {
        ++reading_.word_count;
        reading_.letters += word.size();
        const auto after = rest_.substr(word.size());
        const bool stands_alone = previous_ == ' ' && (after.empty() || after.front() == ' ');
        if (const auto* known = operator_of(word); known != nullptr && stands_alone && !in_phrase_) {
            if (known->known == "NOT" && is_beginning_) add_everything();
            reading_.text += known->known;
            is_beginning_ = true;
            advance(word.size());
            return;
        }
        is_beginning_ = false;
        const auto small = lower(word);
        reading_.text += small;
        if (after.starts_with(':') && after.size() > 1 && is_field(small)) {
            in_field_ = true;
        } else if (after.starts_with('*') && !in_phrase_) {
            read_star(small);
            advance(word.size() + 1);
            return;
        } else if (!in_field_ && !in_phrase_ && previous_ != '-') {
            reading_.words.push_back({offset(), word.size(), small});
            if (begins_with_capital(word)) reading_.exact.push_back(small);
        }
        advance(word.size());
    }

    /// A single letter stands for a great part of all words: then the star is dropped.
    void read_star(const std::string& small) {
        if (small.size() < 2 || previous_ == '-') {
            if (small.size() >= 2) reading_.text += '*';
            return;
        }
        reading_.text += '*';
        reading_.prefixes.push_back({Pattern::How::prefix, small, in_field_});
    }

    std::string_view rest_;
    std::size_t size_;
    Reading reading_;
    char previous_{' '};
    bool in_phrase_{}, in_field_{};
    bool is_beginning_{true};  ///< of the query, of a group or of an operator's right side
};

/// `everything` must outlive the parser.
Xapian::QueryParser parser_for(const Xapian::Database& database, Everything& everything) {
    Xapian::QueryParser parser;
    parser.add_prefix(std::string{everything_field}, &everything);
    parser.set_database(database);
    parser.set_stemmer(Xapian::Stem("danish"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(Xapian::Query::OP_AND);
    parser.set_max_expansion(prefix_expansion_max, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
    for (const auto& row : fields) {
        for (const auto name : row.names) {
            if (name.empty()) continue;
            const std::string field{name}, prefix{row.prefix};
            if (row.matching == Matching::text) parser.add_prefix(field, prefix);
            if (row.matching == Matching::exact) parser.add_boolean_prefix(field, prefix);
        }
    }
    return parser;
}

/// First as written; if that is no sentence of the language (a lone bracket, an operator too many), then as words.
core::Result<Xapian::Query> query_of(Xapian::QueryParser& parser, const std::string& text) {
    using Parser = Xapian::QueryParser;
    constexpr unsigned plain = Parser::FLAG_PHRASE | Parser::FLAG_WILDCARD;
    constexpr unsigned whole = plain | Parser::FLAG_LOVEHATE | Parser::FLAG_BOOLEAN;
    for (const unsigned flags : {whole, plain, 0u}) {
        try {
            return parser.parse_query(text, flags);
        } catch (const Xapian::QueryParserError&) {
            continue;
        }
    }
    return core::Error{core::ErrorCode::invalid_input, "the query can't be read as words", "q"};
}

/// The words that make an entry a match: those of the query, less those that only exclude.
std::vector<Pattern> patterns_of(const Xapian::Query& query) {
    std::vector<Pattern> patterns;
    for (auto term = query.get_terms_begin(); term != query.get_terms_end(); ++term) {
        const std::string whole = *term;
        std::string_view text = whole;
        Pattern pattern;
        if (text.starts_with('Z')) {
            pattern.how = Pattern::How::stem;
            text.remove_prefix(1);
        }
        for (const auto& row : fields) {
            if (row.matching != Matching::text || !text.starts_with(row.prefix)) continue;
            pattern.only_metadata = true;
            text.remove_prefix(row.prefix.size());
            break;
        }
        if (text.starts_with(':')) text.remove_prefix(1);
        const bool is_filter = !text.empty() && text.front() >= 'A' && text.front() <= 'Z';
        if (text.empty() || is_filter) continue;
        pattern.text = text;
        if (std::ranges::find(patterns, pattern) == patterns.end()) patterns.push_back(std::move(pattern));
    }
    return patterns;
}

}  // namespace

core::Result<ParsedText> parse(std::string_view text, const Xapian::Database& database) {
    const auto too_long = [](const char* sentence) {
        return core::Error{core::ErrorCode::invalid_input, sentence, "q"};
    };
    if (text.size() > query_letters_max * 4) return too_long("the query is longer than 500 letters");
    ParsedText parsed;
    parsed.text = tidy(text);
    auto reading = Reader(parsed.text).read();
    if (reading.letters > query_letters_max) return too_long("the query is longer than 500 letters");
    if (reading.word_count > query_words_max) return too_long("the query has more than 50 words");
    if (reading.prefixes.size() > query_prefixes_max) return too_long("the query has more than 5 words with a star");
    parsed.words = std::move(reading.words);
    if (reading.word_count == 0) {
        parsed.is_everything = true;
        return parsed;
    }
    Everything everything;
    auto parser = parser_for(database, everything);
    TRY(parsed.query, query_of(parser, reading.text));
    parsed.is_everything = parsed.query.empty();
    parsed.patterns = patterns_of(parsed.query);
    for (auto& prefix : reading.prefixes) parsed.patterns.push_back(std::move(prefix));

    std::vector<Xapian::Query> exact;
    for (const auto& word : reading.exact) exact.emplace_back(word);
    if (!exact.empty() && !parsed.is_everything) {
        parsed.query = Xapian::Query(
            Xapian::Query::OP_AND_MAYBE, parsed.query, Xapian::Query(Xapian::Query::OP_OR, exact.begin(), exact.end())
        );
    }
    return parsed;
}

}  // namespace search
