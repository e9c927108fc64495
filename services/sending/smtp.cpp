#include "services/sending/smtp.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace services {

namespace {

constexpr long patience_ms = 60'000;

struct EndCurl {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* left) {
    auto& message = *static_cast<std::string_view*>(left);
    const auto length = std::min(size * count, message.size());
    std::memcpy(to, message.data(), length);
    message.remove_prefix(length);
    return length;
}

/// Of all that the server says the last line is kept: "250 2.0.0 Ok: queued as 4F2A1", "550 5.1.1 no such user".
std::size_t hear(const char* bytes, std::size_t size, std::size_t count, void* last) {
    std::string_view line{bytes, size * count};
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    if (!line.empty() && !line.starts_with("221")) *static_cast<std::string*>(last) = line.substr(0, 500);
    return size * count;
}

void set_up(CURL* curl, const SmtpServer& server) {
    curl_easy_setopt(curl, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(server.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience_ms);
    if (server.user.empty()) return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server.password.c_str());
}

}  // namespace

SmtpAnswer send_by_smtp(
    const SmtpServer& server, const std::string& from, const std::string& to, const std::string& message
) {
    static const auto begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, EndCurl> handle{begun == CURLE_OK ? curl_easy_init() : nullptr};
    const std::unique_ptr<curl_slist, FreeList> receivers{curl_slist_append(nullptr, ("<" + to + ">").c_str())};
    if (!handle || !receivers) return {false, false, "libcurl can't be started"};
    const auto sender = "<" + from + ">";
    std::string_view left{message};
    std::string reply;
    CURL* curl = handle.get();
    set_up(curl, server);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, receivers.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &left);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
    const auto done = curl_easy_perform(curl);
    if (done == CURLE_OK) return {true, false, reply};
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    const bool is_refused = code >= 500 && code < 600;
    return {false, is_refused, code >= 400 && !reply.empty() ? reply : std::string{curl_easy_strerror(done)}};
}

}  // namespace services
