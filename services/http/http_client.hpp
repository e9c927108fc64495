#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/message.hpp"

/// Calls to other servers, by libcurl: HTTP and HTTPS, whose certificates are checked against those the machine trusts.
namespace services {

struct HttpCall {
    std::string url;
    std::optional<std::string> body{};  ///< absent: GET, else POST
    Headers headers{};                  ///< as they are to be sent; none of them comes from outside
    std::chrono::milliseconds patience{10'000};
    std::size_t answer_limit_bytes{std::size_t{1} << 20U};  ///< a longer answer is no answer
};

struct HttpAnswer {
    long status{};        ///< 0: none came
    std::string body{};   ///< empty where none came
    std::string error{};  ///< why none came; an English phrase
};

using HttpCaller = std::function<HttpAnswer(const HttpCall&)>;

/// Waits for the whole answer. Redirects are not followed: who is called is what the settings say.
HttpAnswer call_http(const HttpCall& call);

/// For a value of application/x-www-form-urlencoded: escapes all but what RFC 3986 § 2.3 calls unreserved.
std::string form_encoded(std::string_view text);

}  // namespace services
