#include "tests/tidy/house_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <utility>

namespace tidy {

namespace {

using Texts = std::span<const std::string_view>;

bool starts_with_any(std::string_view text, Texts prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
        return text.starts_with(prefix);
    });
}

bool ends_with_any(std::string_view text, Texts suffixes) {
    return std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view suffix) {
        return text.ends_with(suffix);
    });
}

bool is_cpp(std::string_view path) {
    constexpr std::array<std::string_view, 2> endings{".cpp", ".hpp"};
    return ends_with_any(path, endings);
}

bool is_source(std::string_view path) {
    constexpr std::array<std::string_view, 6> endings{".cpp", ".hpp", ".js", ".mjs", ".css", ".sh"};
    return ends_with_any(path, endings);
}

// What may include what

/// A header that one folder keeps to itself.
struct Inclusion {
    std::string_view header;                ///< the beginning of what stands in the #include
    std::array<std::string_view, 3> homes;  ///< folders that may
    std::string_view reason;
};

constexpr std::string_view tests = "tests/";
constexpr std::string_view none = "-";

constexpr std::array inclusions{
    Inclusion{
        "boost/beast",
        {"services/http/", tests, none},
        "Beast stays in services/http: a file that includes it takes half a minute to compile, and handlers are tested "
        "without a socket"},
    Inclusion{
        "boost/asio",
        {"services/http/", tests, none},
        "Asio stays in services/http: outside the transport everything is a plain function on a pool"},
    Inclusion{
        "xapian",
        {"search/", "tests/bench/", "tests/unit/search/"},
        "Xapian stays in search, so that the engine can be changed"},
    Inclusion{
        "tesseract/",
        {"ocr/", "tests/bench/", "tests/unit/ocr/"},
        "Tesseract stays in ocr, where it runs in worker processes only"},
    Inclusion{
        "leptonica/",
        {"ocr/", "tests/bench/", "tests/unit/ocr/"},
        "leptonica stays in ocr, where it runs in worker processes only"},
    Inclusion{"poppler/", {"ocr/", tests, none}, "poppler stays in ocr, where it runs in worker processes only"},
    Inclusion{
        "archive",
        {"ocr/", "services/privacy/zip_file", tests},
        "libarchive reads in ocr, where it runs in worker processes only, and writes in services/privacy/zip_file.cpp"},
    Inclusion{
        "sqlite3.h",
        {"services/store/sqlite/", "tests/bench/", "tests/unit/store/"},
        "sqlite3.h stays in services/store/sqlite: the stores are written once, for every engine"},
    Inclusion{
        "libpq-fe.h",
        {"services/store/postgres/", "tests/bench/", "tests/support/"},
        "libpq stays in services/store/postgres: the stores are written once, for every engine"},
};

/// Which way the arrows between the folders point.
struct Arrow {
    std::string_view folder;
    std::array<std::string_view, 4> forbidden;
    std::string_view reason;
};

constexpr std::array arrows{
    Arrow{"core/", {"search/", "ocr/", "services/", tests}, "core depends on nothing"},
    Arrow{"search/", {"ocr/", "services/", tests, none}, "search knows core only"},
    Arrow{"ocr/", {"search/", "services/", tests, none}, "ocr knows core only"},
    Arrow{"services/", {tests, none, none, none}, "the program does not depend on its tests"},
};

/// What stands in quotes or angle brackets after #include; empty if the line includes nothing.
std::string_view included_by(std::string_view line) {
    constexpr std::string_view word = "#include ";
    if (!line.starts_with(word)) return {};
    line.remove_prefix(word.size());
    const auto end = line.find_first_of("\">", 1);
    return end == std::string_view::npos ? std::string_view{} : line.substr(1, end - 1);
}

std::string said(std::string_view what, std::string_view reason) {
    return std::string{what} + ": " + std::string{reason} + ".";
}

/// "services/cases/" of "services/cases/pages/x.mustache".
std::string_view feature_of(std::string_view path) {
    constexpr std::string_view services = "services/";
    if (!path.starts_with(services)) return {};
    const auto slash = path.find('/', services.size());
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash + 1);
}

/// Features reach one another through the other's use cases; services/cli puts all of them together.
bool reaches_into_feature(std::string_view path, std::string_view header) {
    constexpr std::array<std::string_view, 2> endings{"_routes.hpp", "_pages.hpp"};
    return path.starts_with("services/") && !path.starts_with("services/cli/") && ends_with_any(header, endings) &&
           feature_of(path) != feature_of(header);
}

void check_include(std::string_view path, std::string_view line, int number, std::vector<Finding>& found) {
    const auto header = included_by(line);
    if (header.empty()) return;
    for (const auto& rule : inclusions)
        if (header.starts_with(rule.header) && !starts_with_any(path, rule.homes))
            found.push_back({number, said(header, rule.reason)});
    for (const auto& rule : arrows)
        if (path.starts_with(rule.folder) && starts_with_any(header, rule.forbidden))
            found.push_back({number, said(header, rule.reason)});
    if (reaches_into_feature(path, header))
        found.push_back(
            {number, said(header, "a feature reaches another through its use cases, not its pages or routes")}
        );
}

// What may stand in a line

bool contains(std::string_view line, std::string_view text) {
    return line.find(text) != std::string_view::npos;
}

bool is_word_sign(char sign) {
    return std::isalnum(static_cast<unsigned char>(sign)) != 0 || sign == '_' || sign == '.' || sign == '-';
}

/// `text` as a whole word, or as a path from the root.
bool contains_whole(std::string_view line, std::string_view text) {
    for (auto at = line.find(text); at != std::string_view::npos; at = line.find(text, at + 1)) {
        const auto after = at + text.size();
        const bool begins = at == 0 || !is_word_sign(line[at - 1]);
        const bool ends = text.ends_with('/') || after == line.size() || !is_word_sign(line[after]);
        if (begins && ends) return true;
    }
    return false;
}

bool is_comment(std::string_view line) {
    const auto first = line.find_first_not_of(' ');
    return first != std::string_view::npos && line.substr(first).starts_with("//");
}

bool is_sql(std::string_view line) {
    constexpr std::array<std::string_view, 6> phrases{
        "SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE ", "PRAGMA "};
    const bool is_update = contains_whole(line, "UPDATE") && contains(line, " SET ");
    return is_update || std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
               return contains_whole(line, phrase.substr(0, phrase.size() - 1)) && contains(line, phrase);
           });
}

void check_sql(std::string_view path, std::string_view line, int number, std::vector<Finding>& found) {
    constexpr std::array<std::string_view, 2> homes{"services/store/", tests};
    if (is_cpp(path) && !starts_with_any(path, homes) && !is_comment(line) && is_sql(line))
        found.push_back(
            {number, "SQL: statements stay in services/store, where they are written once for every engine."}
        );
}

void check_waiting(std::string_view path, std::string_view line, int number, std::vector<Finding>& found) {
    constexpr std::array<std::string_view, 5> naps{"sleep_for", "sleep_until", "usleep", "nanosleep", "waitForTimeout"};
    if (!path.starts_with(tests) || contains(line, "// bounded wait")) return;
    for (const auto nap : naps)
        if (contains(line, nap))
            found.push_back(
                {number,
                 said(
                     nap,
                     "a test waits on a condition with a deadline, not for a time; the pause of such a loop is marked "
                     "`// bounded wait`"
                 )}
            );
}

void check_left_over(std::string_view line, int number, std::vector<Finding>& found) {
    constexpr std::array<std::string_view, 3> notes{"TODO", "FIXME", "XXX"};
    for (const auto note : notes)
        if (contains_whole(line, note))
            found.push_back({number, said(note, "what is left to do is an issue with a number, not a note in the tree")}
            );
    constexpr std::array<std::string_view, 4> places{"/work/", "/farm/", "/tmp/bash_jobs", "/home/"};
    for (const auto place : places)
        if (contains_whole(line, place))
            found.push_back({number, said(place, "a path of one machine means nothing on the next")});
}

// What a file may be

constexpr int longest_file_lines = 500;

void check_length(std::string_view path, int lines, std::vector<Finding>& found) {
    if (is_source(path) && lines > longest_file_lines)
        found.push_back(
            {0,
             std::to_string(lines) + " lines: a file is one concept and has at most " +
                 std::to_string(longest_file_lines) + "; split it."}
        );
}

void check_header(std::string_view path, std::string_view content, std::vector<Finding>& found) {
    if (!path.ends_with(".hpp")) return;
    if (!contains(content, "#pragma once")) found.push_back({0, "no #pragma once: a header can be included twice."});
    if (contains(content, "\nusing namespace"))
        found.push_back({0, "using namespace in a header: it would hold for everyone who includes it."});
}

}  // namespace

std::vector<Finding> check(std::string_view path, std::string_view content) {
    std::vector<Finding> found;
    check_header(path, content, found);
    int number = 0;
    while (!content.empty()) {
        const auto end = std::min(content.find('\n'), content.size());
        const auto line = content.substr(0, end);
        content.remove_prefix(std::min(end + 1, content.size()));
        ++number;
        if (is_cpp(path)) check_include(path, line, number, found);
        check_sql(path, line, number, found);
        check_waiting(path, line, number, found);
        check_left_over(line, number, found);
    }
    check_length(path, number, found);
    return found;
}

}  // namespace tidy
