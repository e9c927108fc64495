#include "tests/support/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace tests {

namespace {

struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeForm {
    void operator()(curl_mime* form) const { curl_mime_free(form); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
using List = std::unique_ptr<curl_slist, FreeList>;
using Form = std::unique_ptr<curl_mime, FreeForm>;

/// libcurl wants to be told once, before there are threads.
Handle new_handle() {
    static const auto is_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (is_ready != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
    return Handle{curl_easy_init()};
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(data, size * count);
    return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* into) {
    auto& headers = *static_cast<Fields*>(into);
    const std::string_view line{data, size * count};
    if (line.starts_with("HTTP/")) headers.clear();  // after a "100 Continue" comes the answer itself
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return line.size();
    std::string name{line.substr(0, colon)};
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
    headers.emplace_back(std::move(name), std::string{value});
    return line.size();
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string{} : found->second;
}

nlohmann::json HttpAnswer::json() const {
    auto parsed = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_discarded())
        throw std::runtime_error{"no JSON came but " + std::to_string(status) + ": " + body.substr(0, 500)};
    return parsed;
}

struct HttpClient::Impl {
    Impl(std::string its_base, std::string its_token) : base{std::move(its_base)}, token{std::move(its_token)} {}

    std::string base;
    std::string token;
    Handle handle{new_handle()};
    std::chrono::milliseconds patience{std::chrono::seconds{30}};
    std::string certificate;

    void prepare(const std::string& path, HttpAnswer& answer) const {
        auto* curl = handle.get();
        curl_easy_reset(curl);  // connection and cookies stay
        curl_easy_setopt(curl, CURLOPT_URL, (base + path).c_str());
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");  // keeps cookies, reads none
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.headers);
        if (!certificate.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, certificate.c_str());
    }

    List header_list(const Fields& headers, const std::string& type) const {
        List list;
        const auto add = [&](const std::string& line) {
            auto* longer = curl_slist_append(list.get(), line.c_str());
            if (longer == nullptr) throw std::bad_alloc{};
            static_cast<void>(list.release());
            list.reset(longer);
        };
        add("Expect:");
        if (!token.empty()) add("Authorization: Bearer " + token);
        if (!type.empty()) add("Content-Type: " + type);
        for (const auto& [name, value] : headers) add(name + ": " + value);
        return list;
    }

    void perform(const List& headers, HttpAnswer& answer) const {
        auto* curl = handle.get();
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
        const auto done = curl_easy_perform(curl);
        if (done != CURLE_OK) {
            answer.body = curl_easy_strerror(done);
            return;
        }
        long status = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        answer.status = static_cast<int>(status);
    }
};

HttpClient::HttpClient(std::string base, std::string token)
    : impl_{std::make_unique<Impl>(std::move(base), std::move(token))} {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpAnswer HttpClient::get(const std::string& path, const Fields& headers) {
    HttpAnswer answer;
    impl_->prepare(path, answer);
    impl_->perform(impl_->header_list(headers, {}), answer);
    return answer;
}

HttpAnswer HttpClient::post(const std::string& path, const nlohmann::json& body, const Fields& headers) {
    return send("POST", path, body.dump(), "application/json", headers);
}

HttpAnswer HttpClient::patch(const std::string& path, const nlohmann::json& body, const Fields& headers) {
    return send("PATCH", path, body.dump(), "application/json", headers);
}

HttpAnswer HttpClient::remove(const std::string& path) {
    return send("DELETE", path, {}, {});
}

HttpAnswer HttpClient::post_form(const std::string& path, const Fields& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    return send("POST", path, body, "application/x-www-form-urlencoded");
}

HttpAnswer HttpClient::upload(const std::string& path, const std::vector<FileToSend>& files) {
    HttpAnswer answer;
    impl_->prepare(path, answer);
    const Form form{curl_mime_init(impl_->handle.get())};
    for (const auto& file : files) {
        auto* part = curl_mime_addpart(form.get());
        curl_mime_name(part, "file");
        curl_mime_filename(part, file.name.c_str());
        curl_mime_data(part, file.bytes.data(), file.bytes.size());
    }
    curl_easy_setopt(impl_->handle.get(), CURLOPT_MIMEPOST, form.get());
    impl_->perform(impl_->header_list({}, {}), answer);
    return answer;
}

HttpAnswer HttpClient::send(
    const std::string& method,
    const std::string& path,
    const std::string& body,
    const std::string& type,
    const Fields& headers
) {
    HttpAnswer answer;
    impl_->prepare(path, answer);
    auto* curl = impl_->handle.get();
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    if (method != "DELETE" || !body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    impl_->perform(impl_->header_list(headers, type), answer);
    return answer;
}

void HttpClient::set_patience(std::chrono::milliseconds patience) {
    impl_->patience = patience;
}

void HttpClient::trust(const std::filesystem::path& certificate) {
    impl_->certificate = certificate.string();
}

const std::string& HttpClient::base() const {
    return impl_->base;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const unsigned char c : text) {
        if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
            encoded += static_cast<char>(c);
        } else {
            encoded += '%';
            encoded += digits[c >> 4U];
            encoded += digits[c & 15U];
        }
    }
    return encoded;
}

}  // namespace tests
