#include "core/rules/danish_order.hpp"

#include <array>

namespace core {

namespace {

struct Letter {
    std::string_view letter;
    char place;  ///< the signs after 'z' in ASCII
};
constexpr std::array letters{
    Letter{"Æ", '{'},
    Letter{"æ", '{'},
    Letter{"Ø", '|'},
    Letter{"ø", '|'},
    Letter{"Å", '}'},
    Letter{"å", '}'},
};

std::size_t bytes_of_character(unsigned char first) {
    if (first < 0xC0) return 1;
    if (first < 0xE0) return 2;
    return first < 0xF0 ? 3 : 4;
}

}  // namespace

std::string danish_order_key(std::string_view title) {
    std::string key;
    for (std::size_t characters = 0; !title.empty() && characters < danish_order_characters; ++characters) {
        const auto size = bytes_of_character(static_cast<unsigned char>(title.front()));
        const auto character = title.substr(0, size);
        title.remove_prefix(character.size());
        std::string placed{character};
        for (const auto& [letter, place] : letters)
            if (letter == character) placed = place;
        if (placed.size() == 1 && placed.front() >= 'A' && placed.front() <= 'Z')
            placed.front() = static_cast<char>(placed.front() - 'A' + 'a');
        key += placed;
    }
    return key;
}

}  // namespace core
