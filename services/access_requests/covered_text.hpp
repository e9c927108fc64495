#pragma once

#include <string>
#include <vector>

#include "services/store/access_review_store.hpp"

/// Documents that are text without pages, such as notes: words are covered in them wherever they stand.
namespace services {

struct TextPiece {
    std::string text;
    std::string exemption{};  ///< by which it is covered; empty: it is not
};
/// The whole of a text in order. A phrase is found as on a page (ocr::boxes_of): whole words, also in the genitive.
std::vector<TextPiece> pieces_of(const std::string& text, const std::vector<AccessTextBlackout>& covered);
bool holds_phrase(const std::string& text, const std::string& phrase);
/// As it is given: what is covered is a bar of one length with its paragraph, so that it does not tell how long it was.
std::string text_with_bars(const std::string& text, const std::vector<AccessTextBlackout>& covered);

/// The text of a document or of the attachment at that place; nothing where it has pages to see.
std::optional<std::string> text_without_pages(Transaction& tx, const core::ContentHash& content);

}  // namespace services
