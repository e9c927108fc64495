#pragma once

#include <string>

#include "services/web/translation.hpp"

namespace services {

/// What a case type calls something, in both languages.
struct TypeWords {
    std::string danish;
    std::string english;  ///< empty: as in Danish

    const std::string& in(Language language) const {
        return language == Language::english && !english.empty() ? english : danish;
    }
    bool operator==(const TypeWords&) const = default;
};

}  // namespace services
