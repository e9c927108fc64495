#include "services/web/translation.hpp"

#include <cstring>
#include <span>
#include <stdexcept>
#include <unordered_map>

#include "core/embedded.hpp"

namespace core {
std::span<const Embedded> translations();
}

namespace services {

namespace {

/// GNU gettext's compiled catalogue, little-endian: a magic number, a revision, the number of texts, and where the
/// tables of originals and translations begin (gettext manual, "The Format of GNU MO Files"). The plural forms of one
/// text follow one another with a zero byte between.
class Catalogue {
  public:
    explicit Catalogue(std::string_view bytes) : bytes_{bytes} {
        constexpr std::uint32_t magic = 0x950412de;
        if (word(0) != magic) throw std::runtime_error{"the English catalogue is damaged"};
        const auto count = word(8);
        for (std::uint32_t row = 0; row < count; ++row) {
            const auto original = text(word(12) + row * 8);
            texts_.emplace(original.substr(0, original.find('\0')), text(word(16) + row * 8));
        }
    }

    /// Of several forms the first or the last; nothing where there is no translation.
    std::string_view find(std::string_view original, bool is_one) const {
        const auto found = texts_.find(original);
        if (found == texts_.end()) return {};
        const auto bar = found->second.find('\0');
        if (bar == std::string_view::npos || is_one) return found->second.substr(0, bar);
        return found->second.substr(bar + 1);
    }

  private:
    std::uint32_t word(std::size_t at) const {
        std::uint32_t value{};
        if (at + sizeof value > bytes_.size()) throw std::runtime_error{"the English catalogue is cut short"};
        std::memcpy(&value, bytes_.data() + at, sizeof value);
        return value;
    }
    std::string_view text(std::size_t row) const { return bytes_.substr(word(row + 4), word(row)); }

    std::string_view bytes_;
    std::unordered_map<std::string_view, std::string_view> texts_;
};

const Catalogue& english() {
    static const Catalogue catalogue{core::translations().front().bytes()};
    return catalogue;
}

std::string with_values(std::string text, const Values& values) {
    for (const auto& [name, value] : values) {
        const auto mark = "{" + std::string{name} + "}";
        const auto at = text.find(mark);
        if (at != std::string::npos) text.replace(at, mark.size(), value);
    }
    return text;
}

}  // namespace

std::string_view code_of(Language language) {
    switch (language) {
        case Language::danish:
            return "da";
        case Language::english:
            return "en";
    }
    return "da";
}

Language language_coded(std::string_view code) {
    return code == "en" ? Language::english : Language::danish;
}

std::string translate(Language language, std::string_view danish) {
    if (language == Language::danish) return std::string{danish};
    const auto found = english().find(danish, true);
    return std::string{found.empty() ? danish : found};
}

std::string translate(Language language, std::string_view danish, const Values& values) {
    return with_values(translate(language, danish), values);
}

std::string translate_count(Language language, std::string_view one, std::string_view many, std::int64_t count) {
    return with_values(translated_form(language, one, many, count == 1), {{"count", spoken_number(language, count)}});
}

std::string translated_form(Language language, std::string_view one, std::string_view many, bool is_one) {
    const auto danish = is_one ? one : many;
    if (language == Language::danish) return std::string{danish};
    const auto found = english().find(one, is_one);
    return std::string{found.empty() ? danish : found};
}

bool has_english(std::string_view danish) {
    return !english().find(danish, true).empty();
}

std::string spoken_number(Language language, std::int64_t number) {
    auto digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    const char mark = language == Language::danish ? '.' : ',';
    for (auto at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, mark);
    }
    return digits;
}

}  // namespace services
