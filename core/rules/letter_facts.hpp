#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace core {

/// What a letter's first page seems to say of itself: suggestions for the one who journals it, empty where unsure.
struct LetterFacts {
    std::optional<Date> letter_date;
    std::string letter_date_quote;  ///< the date as the letter has it
    std::string sender;             ///< the name under the closing words
    std::string title;              ///< what stands after "Vedr.", or a line that looks like a heading
};

/// The letter date is the most likely of the dates that lie between five years before `received` and the day after it:
/// near the top, after "den" or "Dato:", and not one that the sentence says is another letter's or a time limit's.
LetterFacts facts_in(std::string_view first_page_text, Date received);

}  // namespace core
