#pragma once

#include <string_view>
#include <vector>

#include "ocr/picture.hpp"
#include "ocr/reading.hpp"
#include "ocr/recogniser.hpp"

namespace ocr {

/// The Danish model has hardly ever seen "@" and reads it as "/d", "(ø" or nothing. Words that end as an e-mail address
/// does are looked at once more with the English model, and taken from it where it sees the sign. `level` is the
/// picture that the boxes belong to.
void read_addresses_again(Recogniser& recogniser, Pix* level, double dpi, std::vector<Word>& words);

/// Whether a word may be an address whose sign was misread: it ends with a dot and a country or "com".
bool may_be_address(std::string_view text);

}  // namespace ocr
