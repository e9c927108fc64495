#pragma once

#include <string_view>
#include <vector>

#include "core/rules/finding.hpp"

/// Finds e-mail addresses, which do not belong in what everyone may read (databeskyttelsesforordningen art. 6;
/// Datatilsynet, 2 July 2021: not in public web archives from 1 January 2022). Also as people write them to hide them
/// from machines, "navn (a) domæne . dk" and "navn snabel-a domæne punktum dk", and as scanners misread them.
namespace core {

/// In order, and never overlapping. `text` need not be valid UTF-8.
std::vector<Finding> find_email_addresses(std::string_view text);

}  // namespace core
