#pragma once

#include <string_view>
#include <vector>

#include "core/rules/finding.hpp"
#include "core/rules/text_tokens.hpp"

/// Finds words that tell of what is nobody else's business: health, abuse, sex life, religion, ethnic origin and trade
/// unions (databeskyttelsesforordningen art. 9), offences (databeskyttelsesloven § 8), and purely private social and
/// economic matters (offentlighedsloven § 30, nr. 1). By stems, so that inflections and compounds ("alkoholmisbrug",
/// "depressionsbehandling") are found; words that only look alike ("bekræftet") are not.
namespace core {

/// In order, and never overlapping; each is a whole word. Certain for words that can hardly mean anything else.
std::vector<Finding> find_sensitive_words(const std::vector<TextToken>& tokens);
std::vector<Finding> find_sensitive_words(std::string_view text);

}  // namespace core
