// The one place that calls other servers over HTTP.
#include <curl/curl.h>

#include <memory>

#include "services/events/webhook_sender.hpp"

namespace services {

namespace {

constexpr long patience_ms = 10'000;

struct EndCurl {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

std::size_t pass_over(const char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

std::unique_ptr<curl_slist, FreeList> headers(const std::string& signature) {
    std::unique_ptr<curl_slist, FreeList> list;
    for (const auto& line : {std::string{"Content-Type: application/json"}, "Saglig-Signature: " + signature}) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc{};
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

}  // namespace

WebhookAnswer post_webhook(const std::string& url, const std::string& body, const std::string& signature) {
    static const auto begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, EndCurl> handle{begun == CURLE_OK ? curl_easy_init() : nullptr};
    if (!handle) return {.status = 0, .error = "libcurl can't be started"};
    const auto lines = headers(signature);
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Saglig");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);  // time limits by signals and threads don't go together
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience_ms);
    curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, curl_off_t{1} << 20U);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, pass_over);
    const auto sent = curl_easy_perform(curl);
    if (sent != CURLE_OK) return {.status = 0, .error = curl_easy_strerror(sent)};
    WebhookAnswer answer;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

}  // namespace services
