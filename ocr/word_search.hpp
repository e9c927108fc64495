#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reading.hpp"

/// Finds words on a page by place and by what they say, for blacking them out and for making sure that they are gone.
/// Pure functions of a page's words as reading gave them (words_from_json). Texts are compared folded: letters and
/// digits only, in lower case, so that hyphens, spaces, line ends and soft hyphens make no difference.
namespace ocr {

/// Whether a box takes a word with it: it overlaps more of it than a sliver, for a box drawn by hand grazes what stands
/// beside it. What is left of a word that is taken must not be kept as text.
bool takes(const Box& box, const Box& word);

/// Places in `words` of those that the box takes, in their order.
std::vector<std::size_t> words_under(const std::vector<Word>& words, const Box& box);

/// Where a name, number or phrase stands: a box for each piece of a line, in reading order. It is found as whole words
/// only ("Hans" is not in "Hansen"), with or without an s for the genitive, over line ends, torn by hyphens or spaces;
/// a word that holds it along with something else ("Hansen/Jensen") is taken whole. Nothing for a phrase without a
/// letter or digit.
std::vector<Box> boxes_of(const std::vector<Word>& words, std::string_view phrase);

/// Boxes around the words from `first` up to but not with `end`: one for each piece of a line.
std::vector<Box> boxes_around(const std::vector<Word>& words, std::size_t first, std::size_t end);

/// Whether the words hold the phrase, found as boxes_of does. False for phrases of one or two letters: they are in
/// every text.
bool hold(const std::vector<Word>& words, std::string_view phrase);

/// The words of a text, of whose places nothing is known.
std::vector<Word> words_in(const std::string& text);

/// How many of the words a text holds, however a reader of PDFs joined and parted them.
int count_of(const std::vector<Word>& words, const std::string& text);

/// What is left of a word to be compared.
std::string folded(std::string_view text);

}  // namespace ocr
