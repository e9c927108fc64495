#include "services/post_list/public_cache.hpp"

#include "services/files/sha256.hpp"

namespace services {

using core::Result;

namespace {

constexpr std::chrono::seconds kept_for{30};
constexpr std::size_t largest_bytes = 2U << 20U;
constexpr std::size_t all_bytes = 64U << 20U;
constexpr std::size_t etag_digits = 32;

/// What an answer is drawn by: what is asked for, in which language, and the addresses that it names.
std::string key_of(const Request& request) {
    std::string key{request.is_tls ? "s" : "p"};
    key.append(request.cookie("language")).append("\n").append(request.header("host")).append("\n");
    return key + request.raw_target;
}

bool has_it(const Request& request, const std::string& etag) {
    return request.header("if-none-match").find(etag) != std::string_view::npos;
}

Response not_changed(const Response& kept) {
    Response response{.status = 304, .headers = {}, .body = std::string{}};
    for (const auto& [name, value] : kept.headers)
        if (name == "etag" || name == "cache-control" || name == "vary") response.set(name, value);
    return response;
}

}  // namespace

Result<Response> PublicCache::answer(
    const Request& request, std::uint64_t version, const std::function<Result<Response>()>& draw
) {
    const auto key = key_of(request);
    std::shared_ptr<const Kept> known;
    {
        const std::lock_guard lock{mutex_};
        if (const auto found = kept_.find(key); found != kept_.end()) known = found->second;
    }
    if (known && known->version == version && Clock::now() < known->until)
        return has_it(request, known->etag) ? not_changed(known->response) : known->response;
    TRY(auto response, draw());
    const auto* body = std::get_if<std::string>(&response.body);
    if (response.status != 200 || body == nullptr || body->size() > largest_bytes) return response;
    const auto etag = "\"" + sha256(*body).text().substr(0, etag_digits) + "\"";
    response.set("etag", etag);
    response.set("vary", "cookie");
    bool is_told = false;
    for (const auto& [name, value] : response.headers) is_told = is_told || name == "cache-control";
    if (!is_told) response.set("cache-control", "no-cache");  // kept, and asked about each time
    keep(key, {version, Clock::now() + kept_for, etag, response});
    return has_it(request, etag) ? not_changed(response) : std::move(response);
}

void PublicCache::keep(const std::string& key, Kept kept) {
    const auto size = key.size() + std::get<std::string>(kept.response.body).size();
    auto shared = std::make_shared<const Kept>(std::move(kept));
    const std::lock_guard lock{mutex_};
    // Whoever asks for one address after the other fills it; then it begins anew.
    if (bytes_ + size > all_bytes) {
        kept_.clear();
        bytes_ = 0;
    }
    auto& place = kept_[key];
    if (place) bytes_ -= key.size() + std::get<std::string>(place->response.body).size();
    place = std::move(shared);
    bytes_ += size;
}

}  // namespace services
