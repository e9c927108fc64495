#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/http/language.hpp"

/// The words on the screen. They are written in Danish where they are used; the gettext catalogue
/// services/web/translations/en.po holds the English. A unit test finds texts without a translation.
namespace services {

/// "da" and "en": for lang attributes, cookies and the API.
std::string_view code_of(Language language);
/// Danish for everything that isn't "en".
Language language_coded(std::string_view code);

/// What stands for "{name}" in a text. Not escaped: templates escape.
using Values = std::vector<std::pair<std::string_view, std::string>>;

/// The text in that language; the Danish one where the catalogue lacks it.
std::string translate(Language language, std::string_view danish);
std::string translate(Language language, std::string_view danish, const Values& values);

/// One of two forms by `count`, which also stands for "{count}" with dots between thousands ("12.000").
std::string translate_count(Language language, std::string_view one, std::string_view many, std::int64_t count);

/// The form for `is_one` with its values left in place; for templates.
std::string translated_form(Language language, std::string_view one, std::string_view many, bool is_one);

/// Whether the English catalogue has the text; for the test.
bool has_english(std::string_view danish);

/// 12000 as "12.000" in Danish and "12,000" in English.
std::string spoken_number(Language language, std::int64_t number);

}  // namespace services
