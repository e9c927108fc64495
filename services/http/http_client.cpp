// The one place that calls other servers over HTTP.
#include "services/http/http_client.hpp"

#include <curl/curl.h>

#include <memory>
#include <new>

namespace services {

namespace {

struct EndCurl {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// An answer as it comes in.
struct Incoming {
    std::string body;
    std::size_t limit_bytes{};
    bool is_too_long{};
};

std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* to) {
    auto& incoming = *static_cast<Incoming*>(to);
    const auto length = size * count;
    if (length > incoming.limit_bytes - incoming.body.size()) {
        incoming.is_too_long = true;
        return 0;  // ends the transfer
    }
    incoming.body.append(bytes, length);
    return length;
}

std::unique_ptr<curl_slist, FreeList> lines_of(const Headers& headers) {
    std::unique_ptr<curl_slist, FreeList> list;
    for (const auto& [name, value] : headers) {
        const auto line = name + ": " + value;
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc{};
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

}  // namespace

HttpAnswer call_http(const HttpCall& call) {
    static const auto begun = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, EndCurl> handle{begun == CURLE_OK ? curl_easy_init() : nullptr};
    if (!handle) return {.status = 0, .error = "libcurl can't be started"};
    const auto lines = lines_of(call.headers);
    Incoming incoming{.body = {}, .limit_bytes = call.answer_limit_bytes, .is_too_long = false};
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (call.body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body->data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body->size()));
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Saglig");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);  // time limits by signals and threads don't go together
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(call.patience.count()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &incoming);
    const auto sent = curl_easy_perform(curl);
    if (incoming.is_too_long) return {.status = 0, .error = "the answer is longer than it may be"};
    if (sent != CURLE_OK) return {.status = 0, .error = curl_easy_strerror(sent)};
    HttpAnswer answer{.status = 0, .body = std::move(incoming.body)};
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

std::string form_encoded(std::string_view text) {
    // percent_encoded leaves only this one alone that a form does not.
    std::string encoded;
    for (const char c : percent_encoded(text)) encoded += c == '/' ? std::string{"%2F"} : std::string{c};
    return encoded;
}

}  // namespace services
