#include "search/hit.hpp"

#include "search/best_page.hpp"
#include "search/fields.hpp"
#include "search/snippet.hpp"
#include "search/stored_entry.hpp"

namespace search {
namespace {

std::string text_of(const Xapian::Database& database, const StoredEntry& entry, const PagePlace& page) {
    std::string text;
    if (page.chunk == 0) {
        text = entry.text;
    } else {
        const auto term = chunk_term(entry.kind, entry.id, page.chunk);
        const auto found = database.postlist_begin(term);
        if (found != database.postlist_end(term)) text = database.get_document(*found).get_data();
    }
    if (page.offset > text.size()) return {};
    return text.substr(page.offset, page.bytes);
}

std::string metadata_of(const StoredEntry& entry) {
    std::string text = entry.title;
    const auto add = [&](const std::string& part) {
        if (!text.empty() && !part.empty()) text += " · ";
        text += part;
    };
    add(entry.case_number);
    for (const auto& person : entry.people) add(person);
    return text;
}

/// With one page the snippet itself finds out whether a word is on it.
const PagePlace* page_to_show(
    const Xapian::Database& database, Xapian::docid document, const StoredEntry& entry, const Matcher& matcher
) {
    if (entry.pages.size() == 1) return &entry.pages.front();
    return best_page(database, document, entry, matcher);
}

}  // namespace

Hit make_hit(const Xapian::Database& database, Xapian::docid document, const Matcher& matcher) {
    auto entry = decode(database.get_document(document).get_data());
    Hit hit;
    const auto* page = page_to_show(database, document, entry, matcher);
    Snippet snippet;
    if (page != nullptr) {
        snippet = make_snippet(text_of(database, entry, *page), matcher, Source::page);
        if (snippet.has_match) hit.page = page->number;
    }
    if (!snippet.has_match) {
        // Found by its metadata, or by no word at all: then the text's beginning says more than the title again.
        auto metadata = make_snippet(metadata_of(entry), matcher, Source::metadata);
        if (metadata.has_match) {
            snippet = std::move(metadata);
        } else if (page == nullptr && !entry.pages.empty()) {
            snippet = make_snippet(text_of(database, entry, entry.pages.front()), matcher, Source::page);
        }
    }
    hit.kind = entry.kind;
    hit.id = entry.id;
    hit.in_case = entry.in_case;
    hit.title = std::move(entry.title);
    hit.case_number = std::move(entry.case_number);
    hit.people = std::move(entry.people);
    hit.date = entry.date;
    hit.unit = entry.unit;
    hit.snippet = std::move(snippet.parts);
    return hit;
}

}  // namespace search
