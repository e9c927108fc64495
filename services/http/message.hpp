#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

/// A request and a response as handlers see them: plain data, without a socket or Beast in sight.
namespace services {

enum class Method { get, head, post, put, patch, delete_, options };

using Headers = std::vector<std::pair<std::string, std::string>>;  ///< names in lower case

/// A part of a multipart/form-data body. A part with a file name was streamed to `file`, hashed on the way; others are
/// in `value`. The file is removed with the request unless someone has moved it away.
struct FormPart {
    std::string name;
    std::string file_name;   ///< as sent, not yet made harmless; empty for plain fields
    std::string media_type;  ///< as claimed
    std::string value;
    std::filesystem::path file;
    std::string sha256;  ///< of `file`, hexadecimal
    std::uint64_t size_bytes{};
};

struct Request {
    Method method{};
    std::string path;        ///< decoded, begins with '/', no "." or ".."; "%2F" and "%25" stay encoded
    std::string raw_target;  ///< as sent, for links back
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> path_parameters;
    Headers headers;
    std::string body;             ///< bodies up to the small limit (1 MiB), but not multipart ones
    std::vector<FormPart> parts;  ///< multipart/form-data and application/x-www-form-urlencoded fields
    std::string client;           ///< address; of the proxy's client where a trusted proxy says so
    std::string id;               ///< request id, in logs and X-Request-Id
    bool is_tls{};                ///< or the trusted proxy says so

    std::string_view header(std::string_view lower_case_name) const;
    std::string_view cookie(std::string_view name) const;
    std::optional<std::string> query_value(std::string_view name) const;
    const FormPart* part(std::string_view name) const;
    std::string form_value(std::string_view name) const;  ///< empty where absent
    /// Of a route's `{name}` or `{name:id}`; asserts that the route has it.
    std::string_view parameter(std::string_view name) const;
    std::int64_t id_parameter(std::string_view name) const;
};

/// A file sent as body, with Range, ETag and conditional requests handled by the transport.
struct FileBody {
    std::filesystem::path path;
    std::string etag;  ///< strong, without quotes; a content hash fits
    /// Of a file that goes when the response does: shared by the copies of the response.
    std::shared_ptr<const void> keeps{};
};

/// Bytes that live as long as the program (embedded assets).
struct StaticBody {
    std::string_view bytes;
    std::string etag;
};

/// Server-sent events. The transport calls `poll` on the worker pool whenever the hub is poked and at least every
/// `EventStream::heartbeat`; it returns what is new as complete event frames ("event: x\ndata: y\n\n"), or nothing.
/// nullopt ends the stream. After an answer that says something it is called again at once, so that it can end what it
/// has said all of. `poll` is never called twice at once.
struct EventStream {
    static constexpr std::chrono::seconds heartbeat{15};  ///< a comment line is sent where there is nothing new
    std::function<std::optional<std::string>()> poll;
    std::chrono::milliseconds longest_pause{heartbeat};  ///< between two calls
};

struct Response {
    int status{200};
    Headers headers;
    std::variant<std::string, FileBody, StaticBody, EventStream> body;

    Response& set(std::string name, std::string value);  ///< replaces; the name in lower case
    Response& add(std::string name, std::string value);  ///< beside what is there (set-cookie)
};

Response html(std::string body, int status = 200);
Response json(std::string body, int status = 200);
Response text(std::string body, int status = 200);
Response redirect(std::string location, int status = 303);
Response file(std::filesystem::path path, std::string media_type, std::string etag);

/// RFC 9457 problem details: {"type", "title", "status", "detail", "instance", "field"?}.
/// "reason" is the error's own sentence, where telling it gives nothing away. Danish or English by the language cookie
/// ("da", "en"), else by Accept-Language, else Danish.
Response problem(const core::Error& error, const Request& request);
int status_of(core::ErrorCode code);

/// For a value in a query, or a file name in a header: escapes all but '/' and what RFC 3986 § 2.3 calls unreserved.
std::string percent_encoded(std::string_view text);

/// A handler reads downwards: parse, decide, answer. It runs on the worker pool and may block, unless its route says
/// that it is quick (router.hpp).
using Handler = std::function<core::Result<Response>(const Request&)>;

}  // namespace services
