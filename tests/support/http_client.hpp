#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An HTTP client for tests, on libcurl: an implementation of the protocol that is not ours.
namespace tests {

struct HttpAnswer {
    int status{};                                              ///< 0: no whole answer came; `body` says why
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;

    bool came() const { return status != 0; }
    /// Empty if there is none.
    std::string header(std::string_view name) const;
    /// Throws std::runtime_error, with status and body, if the body is no JSON.
    nlohmann::json json() const;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

struct FileToSend {
    std::string name;
    std::string bytes;
};

/// One connection, kept alive, with its own cookies. Not to be used by two threads at once; each has its own.
class HttpClient {
  public:
    /// `base` is such as "http://127.0.0.1:8080". With a token every request is made as its owner.
    explicit HttpClient(std::string base, std::string token = {});
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    HttpAnswer get(const std::string& path, const Fields& headers = {});
    HttpAnswer post(const std::string& path, const nlohmann::json& body, const Fields& headers = {});
    HttpAnswer patch(const std::string& path, const nlohmann::json& body, const Fields& headers = {});
    HttpAnswer remove(const std::string& path);
    /// As a form on a page is sent.
    HttpAnswer post_form(const std::string& path, const Fields& fields);
    /// Each file as multipart field "file".
    HttpAnswer upload(const std::string& path, const std::vector<FileToSend>& files);
    /// Any body at all; `type` is its Content-Type.
    HttpAnswer send(
        const std::string& method,
        const std::string& path,
        const std::string& body,
        const std::string& type,
        const Fields& headers = {}
    );

    /// How long an answer may take; half a minute if nothing else is said.
    void set_patience(std::chrono::milliseconds patience);
    /// The one certificate that is believed under https.
    void trust(const std::filesystem::path& certificate);

    const std::string& base() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// For a query's value.
std::string percent_encoded(std::string_view text);

}  // namespace tests
