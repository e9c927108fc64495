#pragma once

#include <string_view>
#include <vector>

#include "core/rules/finding.hpp"
#include "core/rules/text_tokens.hpp"

/// Finds addresses as Danes write them: street and number, with floor and door where there are ("Vejnavn 12B, 3. th"),
/// and postal code and town ("8000 Aarhus C"); together as one where they stand together. A street is told by how its
/// name ends. That a private person lives there can't be seen from the text, so that every address is found.
namespace core {

/// In order, and never overlapping. `text` need not be valid UTF-8.
std::vector<Finding> find_home_addresses(std::string_view text);
/// The same for one who has tokens_of(text) already.
std::vector<Finding> find_home_addresses(std::string_view text, const std::vector<TextToken>& tokens);

}  // namespace core
