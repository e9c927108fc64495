#pragma once

#include "services/http/message.hpp"

namespace services {

enum class Language { danish, english };

/// By the language cookie, else by the first of da and en that Accept-Language names with the greatest weight.
Language language_of(const Request& request);

}  // namespace services
