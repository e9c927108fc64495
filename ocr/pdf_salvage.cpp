#include "ocr/pdf_salvage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace ocr {
namespace {

constexpr std::size_t pages_max = 10'000;
constexpr std::size_t dictionary_bytes_max = 4'096;
/// The highest object number of PDF 1.7 (appendix C), less the two that are added.
constexpr int object_number_max = 8'388'605;

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads a number backwards that ends before `end`; moves `end` to its beginning. Nothing if there is none.
std::optional<int> number_before(std::string_view pdf, std::size_t& end) {
    const std::size_t spaces = end;
    while (end > 0 && is_space(pdf[end - 1])) --end;
    if (end == spaces) return std::nullopt;
    int value = 0;
    int place = 1;
    const std::size_t last = end;
    while (end > 0 && is_digit(pdf[end - 1]) && last - end < 7) {
        value += (pdf[end - 1] - '0') * place;
        place *= 10;
        --end;
    }
    if (end == last) return std::nullopt;
    return value;
}

struct Object {
    int number{};
    int generation{};
};

/// The object that the word "obj" at `at` begins.
std::optional<Object> object_at(std::string_view pdf, std::size_t at) {
    const auto generation = number_before(pdf, at);
    if (!generation) return std::nullopt;
    const auto number = number_before(pdf, at);
    if (!number || *number < 1 || *number > object_number_max) return std::nullopt;
    return Object{*number, *generation};
}

/// "/Type /Page", but not "/Type /Pages".
bool is_page(std::string_view dictionary) {
    constexpr std::string_view type = "/Type";
    constexpr std::string_view page = "/Page";
    for (std::size_t at = 0; (at = dictionary.find(type, at)) != std::string_view::npos;) {
        at += type.size();
        std::size_t value = at;
        while (value < dictionary.size() && is_space(dictionary[value])) ++value;
        if (dictionary.substr(value, page.size()) != page) continue;
        value += page.size();
        if (value >= dictionary.size() || is_space(dictionary[value]) || dictionary[value] == '/' ||
            dictionary[value] == '>')
            return true;
    }
    return false;
}

}  // namespace

std::optional<std::string> with_new_ending(std::string_view pdf) {
    std::set<int> seen;
    std::string kids;
    int highest = 0;
    constexpr std::string_view word = "obj";
    for (std::size_t at = 0; (at = pdf.find(word, at)) != std::string_view::npos; at += word.size()) {
        const auto object = object_at(pdf, at);
        if (!object) continue;
        highest = std::max(highest, object->number);
        std::string_view body = pdf.substr(at + word.size(), dictionary_bytes_max);
        // A page that was cut in two has lost what it needs.
        const std::size_t end = body.find("endobj");
        if (end == std::string_view::npos) continue;
        body = body.substr(0, std::min(end, body.find("stream")));
        if (seen.size() < pages_max && is_page(body) && seen.insert(object->number).second)
            kids += fmt::format("{} {} R ", object->number, object->generation);
    }
    if (seen.empty()) return std::nullopt;
    return fmt::format(
        "{0}\nendstream\nendobj\n{1} 0 obj\n<< /Type /Catalog /Pages {2} 0 R >>\nendobj\n"
        "{2} 0 obj\n<< /Type /Pages /Count {3} /MediaBox [0 0 595 842] /Kids [{4}] >>\nendobj\n"
        "trailer\n<< /Root {1} 0 R /Size {5} >>\nstartxref\n0\n%%EOF\n",
        pdf,
        highest + 1,
        highest + 2,
        seen.size(),
        kids,
        highest + 3
    );
}

}  // namespace ocr
