#include "search/page_words.hpp"

#include <algorithm>
#include <utility>

#include "search/danish_text.hpp"
#include "search/parse.hpp"

namespace search {

namespace {

std::vector<Pattern> patterns_on_pages(std::string_view query) {
    auto parsed = parse(query, Xapian::Database{});
    if (!parsed) return {};
    auto patterns = std::move(parsed.value().patterns);
    std::erase_if(patterns, [](const Pattern& pattern) { return pattern.only_metadata; });
    return patterns;
}

}  // namespace

struct PageWords::Impl {
    explicit Impl(Matcher made) : matcher(std::move(made)) {}
    Matcher matcher;
};

PageWords::PageWords(std::string_view query) : impl_(std::make_unique<Impl>(Matcher{patterns_on_pages(query)})) {}
PageWords::PageWords(PageWords&&) noexcept = default;
PageWords& PageWords::operator=(PageWords&&) noexcept = default;
PageWords::~PageWords() = default;

bool PageWords::empty() const {
    return impl_->matcher.patterns().empty();
}

bool PageWords::match(std::string_view word) const {
    const auto matches = [&](const std::string& part) { return !part.empty() && impl_->matcher.match(part) >= 0; };
    const auto tidied = lower(tidy(word));
    std::string part;
    for (std::string_view rest = tidied; !rest.empty();) {
        const auto point = first_of(rest);
        if (is_letter_or_digit(point.value)) {
            part.append(rest.substr(0, point.bytes));
        } else {
            if (matches(part)) return true;
            part.clear();
        }
        rest.remove_prefix(point.bytes);
    }
    return matches(part);
}

}  // namespace search
