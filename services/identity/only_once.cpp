#include "services/identity/only_once.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/files/sha256.hpp"
#include "services/http/problem.hpp"
#include "services/identity/token.hpp"
#include "services/store/accompaniment.hpp"
#include "services/store/idempotency_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

using Answer = IdempotencyStore::Answer;
using Kept = IdempotencyStore::Kept;
using Named = IdempotencyStore::Named;
using Progress = IdempotencyStore::Progress;

constexpr const char* header_name = "idempotency-key";
constexpr std::size_t longest_key = 255;

/// The draft has the key in quotes; most clients send it bare. Both name the same.
Result<std::string> key_of(const Request& request) {
    auto key = request.header(header_name);
    if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
    const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
    if (key.empty() || key.size() > longest_key || !std::ranges::all_of(key, is_visible))
        return Error{ErrorCode::invalid_input, "the key is 1 to 255 visible signs of ASCII", header_name};
    return std::string{key};
}

/// Each text is preceded by its length, so that no two requests run together into the same bytes.
void add(Sha256& hash, std::string_view text) {
    hash.add(std::to_string(text.size()) + ':');
    hash.add(text);
}

/// Of what was asked. Files count by the hash that they got on their way to the disk; the boundary between the parts of
/// a form is another each time, and does not count.
std::string fingerprint_of(const Request& request) {
    Sha256 hash;
    add(hash, request.path);
    for (const auto& [name, value] : request.query) {
        add(hash, name);
        add(hash, value);
    }
    add(hash, request.body);
    for (const auto& part : request.parts) {
        if (part.name == "csrf") continue;  // another session's is another one
        add(hash, part.name);
        add(hash, part.file_name);
        add(hash, part.file.empty() ? std::string_view{part.value} : std::string_view{part.sha256});
    }
    return hash.finish().text();
}

std::string value_of(const Response& response, std::string_view name) {
    for (const auto& [known, value] : response.headers)
        if (known == name) return value;
    return {};
}

bool may_be_kept(const Response& response) {
    return std::holds_alternative<std::string>(response.body) &&
           value_of(response, "cache-control").find("no-store") == std::string::npos;
}

Answer answer_from(const Response& response) {
    auto headers = nlohmann::json::array();
    for (const auto& [name, value] : response.headers) headers.push_back({name, value});
    return {response.status, headers.dump(), std::get<std::string>(response.body)};
}

Response response_from(const Answer& answer) {
    Response response{.status = static_cast<int>(answer.status), .headers = {}, .body = answer.body};
    for (const auto& header : nlohmann::json::parse(answer.headers))
        response.add(header.at(0).get<std::string>(), header.at(1).get<std::string>());
    response.set("idempotent-replayed", "true");
    return response;
}

/// What a key was found to stand for.
struct Found {
    bool is_ours{};              ///< claimed: the work may begin
    std::optional<Kept> before;  ///< else
};

Found claim(Transaction& tx, const Named& named, const Kept& wanted) {
    IdempotencyStore keys{tx};
    if (keys.claim(named, wanted)) return {true, {}};
    auto before = keys.find(named);
    if (!before) return {keys.claim(named, wanted), {}};  // freed in between, by another node
    const bool is_over = before->claimed_at <= wanted.claimed_at - OnlyOnce::kept_for;
    const bool is_dead =
        before->progress == Progress::claimed && before->claimed_at <= wanted.claimed_at - OnlyOnce::longest_work;
    if ((is_over || is_dead) && keys.take_over(named, before->claim, wanted)) return {true, {}};
    return {false, std::move(before)};
}

Result<Response> tell_again(const Request& request, const Kept& wanted, const std::optional<Kept>& before) {
    const auto refused = [](const char* what) { return Error{ErrorCode::conflict, what, header_name}; };
    if (!before) return refused("a request with this key is under way");
    if (before->fingerprint != wanted.fingerprint)
        return problem_with_status(
            422, {ErrorCode::invalid_input, "the key was used for another request", header_name}, request
        );
    if (before->answer) return response_from(*before->answer);
    if (before->progress == Progress::not_kept)
        return refused("the request was done; its answer could not be kept and is given once only");
    if (before->claimed_at > wanted.claimed_at - OnlyOnce::longest_work)
        return refused("a request with this key is under way");
    return refused("the request was done, at least in part, but its answer was lost; look before asking anew");
}

/// One request with its claim on a key.
class Attempt {
  public:
    Attempt(Database& db, Named named, Kept wanted) : db_(db), named_(std::move(named)), wanted_(std::move(wanted)) {}

    const Kept& wanted() const { return wanted_; }

    Result<Found> begin() const {
        return db_.write([&](Transaction& tx) -> Result<Found> { return claim(tx, named_, wanted_); });
    }
    /// With each write of the work, in its transaction.
    Result<void> note_work(Transaction& tx) const {
        if (IdempotencyStore{tx}.note_work(named_, wanted_.claim)) return core::done();
        return Error{ErrorCode::conflict, "a later request with this key has taken over", header_name};
    }
    /// Frees the key, unless something was done.
    Result<bool> release() const {
        return db_.write([&](Transaction& tx) -> Result<bool> {
            return IdempotencyStore{tx}.release(named_, wanted_.claim);
        });
    }
    Result<void> keep(const Response& response) const {
        return db_.write([&](Transaction& tx) -> Result<void> {
            IdempotencyStore keys{tx};
            if (may_be_kept(response)) {
                keys.keep_answer(named_, wanted_.claim, answer_from(response));
            } else {
                keys.note_unkept(named_, wanted_.claim);
            }
            return core::done();
        });
    }

  private:
    Database& db_;
    Named named_;
    Kept wanted_;
};

Result<Response> act_noted(const Attempt& attempt, const OnlyOnce::Act& act) {
    try {
        const Accompaniment noting{[&](Transaction& tx) { return attempt.note_work(tx); }};
        return act();
    } catch (const std::exception&) {
        static_cast<void>(attempt.release());
        throw;
    }
}

}  // namespace

bool names_key(const Request& request) {
    // An empty one is a client's mistake, which must not pass for asking without: it is refused as a key.
    const auto is_key = [](const auto& field) { return field.first == header_name; };
    return request.method == Method::post && request.path.starts_with("/api/v1/") &&
           std::ranges::any_of(request.headers, is_key);
}

Result<Response> OnlyOnce::run(const Request& request, const Caller& caller, const Act& act) const {
    if (!names_key(request)) return act();
    TRY(auto key, key_of(request));
    const Attempt attempt{
        db_,
        {caller.id(), std::move(key)},
        {fingerprint_of(request), random_token(), clock_.now(), Progress::claimed, {}}};
    TRY(const auto found, attempt.begin());
    if (!found.is_ours) return tell_again(request, attempt.wanted(), found.before);

    auto outcome = act_noted(attempt, act);
    if (outcome.has_error() || outcome.value().status >= 400) {
        TRY(const bool is_free, attempt.release());
        if (is_free) return outcome;
    }
    auto response = outcome.has_value() ? std::move(outcome.value()) : problem(outcome.error(), request);
    TRY(attempt.keep(response));
    return response;
}

}  // namespace services
