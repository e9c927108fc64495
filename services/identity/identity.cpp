#include "services/identity/identity.hpp"

#include "services/identity/identity_impl.hpp"
#include "services/identity/sign_in_pace.hpp"
#include "services/identity/token.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/event_log.hpp"
#include "services/store/session_store.hpp"

namespace services {

namespace {

core::Error nobody() {
    return {core::ErrorCode::not_signed_in, "nobody is signed in, or the session has ended"};
}

core::Error wrong() {
    return {core::ErrorCode::not_signed_in, "name or password is wrong"};
}

/// What a request shows to say who sends it.
struct Credential {
    std::string_view token;
    bool is_api_token{};
};

bool is_bearer(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";  // in any case (RFC 9110 § 11.1)
    if (authorization.size() <= scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((authorization[i] >= 'A' && authorization[i] <= 'Z' ? authorization[i] + 32 : authorization[i]) !=
            scheme[i])
            return false;
    return true;
}

Credential credential_of(const Request& request) {
    const auto authorization = request.header("authorization");
    if (is_bearer(authorization)) return {authorization.substr(std::string_view{"bearer "}.size()), true};
    return {session_token(request), false};
}

/// What a token opens, and until when.
struct Opened {
    Session session;
    TokenScopes scopes;
};

/// By the hash of the token. An API token has no CSRF to fear, and lasts until its end, however seldom it is used.
std::optional<Opened> session_of(Transaction& tx, const std::string& hash, bool is_api_token) {
    if (!is_api_token) {
        auto session = SessionStore{tx}.find(hash);
        return session ? std::optional{Opened{std::move(*session), {}}} : std::nullopt;
    }
    const auto token = SessionStore{tx}.api_token(hash);
    if (!token) return std::nullopt;
    const auto ends_at = token->ends_at.value_or(core::Timestamp::max());
    return Opened{{token->user, {}, {}, token->used_at.value_or(core::Timestamp{}), ends_at}, token->scopes};
}

bool is_over(const KeptCallers::Kept& kept, core::Timestamp now, std::chrono::seconds idle_limit) {
    if (kept.ends_at <= now) return true;
    return !kept.caller->by_token && now - kept.seen_at >= idle_limit;
}

/// One attempt to sign in, by the keys that slow it down.
struct Attempt {
    Attempt(std::string_view typed, std::string_view client)
        : name(sign_in_name(typed)), name_key("name:" + name), by_address(address_key(client)) {}

    SignInPace name_pace(Transaction& tx, const IdentitySettings& settings) const {
        return {tx, name_key, settings.free_failures_by_name};
    }
    SignInPace address_pace(Transaction& tx, const IdentitySettings& settings) const {
        return {tx, by_address, settings.free_failures_by_address};
    }
    std::chrono::seconds wait(Transaction& tx, const IdentitySettings& settings, core::Timestamp now) const {
        return std::max(name_pace(tx, settings).wait(now), address_pace(tx, settings).wait(now));
    }

    std::string name, name_key, by_address;
};

/// Whom a name belongs to, as far as signing in is concerned. Nobody: the id is zero and the hash empty.
struct Claimed {
    core::UserId user;
    std::string hash;
};

Claimed claimed_by(Transaction& tx, const std::string& name) {
    const auto user = name.empty() ? std::nullopt : UserStore{tx}.find_by_name(name);
    if (!user || !user->active) return {};
    return {user->id, UserStore{tx}.password_hash(user->id)};
}

/// Counts the attempt, unless it comes too early.
core::Result<Claimed> claim(
    Transaction& tx, const Attempt& attempt, const IdentitySettings& settings, core::Timestamp now
) {
    const auto wait = attempt.wait(tx, settings, now);
    if (wait.count() > 0)
        return core::Error{
            core::ErrorCode::too_many,
            "failed too often lately; try again in " + std::to_string(wait.count()) + " seconds"};
    attempt.name_pace(tx, settings).count_attempt(now);
    attempt.address_pace(tx, settings).count_attempt(now);
    return claimed_by(tx, attempt.name);
}

/// Reads when all rights are as they should be at this moment; gives the version of the rights.
core::Result<void> read_with_current_rights(
    Database& db, core::Timestamp now, const std::function<core::Result<void>(Transaction&, std::int64_t)>& work
) {
    bool is_due = false;
    const auto look = [&](Transaction& tx) -> core::Result<void> {
        const auto state = rights_state(tx);
        is_due = state.due_at != 0 && core::Timestamp{std::chrono::seconds{state.due_at}} <= now;
        return is_due ? core::done() : work(tx, state.version);
    };
    TRY(db.read_with(look));
    if (!is_due) return core::done();
    // Once in a blue moon, when somebody's grant runs out: the first who asks afterwards sees to it.
    TRY(db.write_with([&](Transaction& tx) -> core::Result<void> {
        keep_rights_current(tx, now);
        return core::done();
    }));
    return db.read_with([&](Transaction& tx) { return work(tx, rights_version(tx)); });
}

}  // namespace

SignedIn begin_session(Transaction& tx, core::UserId user, const IdentitySettings& settings, core::Timestamp now) {
    SignedIn made{random_token(), settings.session_length};
    SessionStore{tx}.remove_ended(now);
    SessionStore{tx}.add(token_hash(made.token), {user, random_token(), now, now, now + settings.session_length});
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::signed_in,
        .subject_kind = SubjectKind::user,
        .subject = user.value,
        .actor = user,
    });
    return made;
}

Identity::Identity(Database& db, const core::Clock& clock, IdentitySettings settings)
    : impl_(std::make_unique<Impl>(db, clock, settings)) {}

Identity::~Identity() = default;

void Identity::on_answer(OnAnswer heard) {
    impl_->on_answer = std::move(heard);
}

core::Result<Response> Identity::answer(const Request& request, const Caller& caller, const CallerHandler& handler)
    const {
    // Asked first, as nearly every request is one that only reads.
    auto outcome = names_key(request) ? impl_->only_once.run(request, caller, [&] { return handler(request, caller); })
                                      : handler(request, caller);
    TRY(auto response, std::move(outcome));
    if (impl_->on_answer) {
        TRY(impl_->on_answer(request, caller, response));
    }
    return response;
}

std::chrono::seconds Identity::wait_for(std::string_view name, std::string_view client) const {
    const Attempt attempt{name, client};
    const auto wait = impl_->db.read([&](Transaction& tx) -> core::Result<std::chrono::seconds> {
        return attempt.wait(tx, impl_->settings, impl_->clock.now());
    });
    return wait.value();
}

core::Result<SignedIn> Identity::sign_in(std::string_view name, std::string_view password, std::string_view client) {
    const Attempt attempt{name, client};
    const auto now = impl_->clock.now();
    const auto& settings = impl_->settings;
    TRY(const auto place, impl_->passwords.place());
    TRY(const auto claimed, impl_->db.write([&](Transaction& tx) { return claim(tx, attempt, settings, now); }));
    if (!impl_->passwords.fits(place, claimed.hash, password)) return wrong();

    return impl_->db.write([&](Transaction& tx) -> core::Result<SignedIn> {
        // The password may have been changed, or the person shut out, while it was being checked.
        if (claimed_by(tx, attempt.name).hash != claimed.hash) return wrong();
        attempt.name_pace(tx, settings).clear();
        attempt.address_pace(tx, settings).take_back(now);
        SessionStore{tx}.forget_failures(now - forgiven_after);
        return begin_session(tx, claimed.user, settings, now);
    });
}

void Identity::sign_out(std::string_view token) {
    if (token.empty()) return;
    const auto hash = token_hash(token);
    const auto ended = impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        if (!SessionStore{tx}.find(hash)) return core::done();
        SessionStore{tx}.end(hash);
        raise_rights_version(tx);  // other nodes may have kept the caller
        return core::done();
    });
    (void)ended;  // the work has no errors of its own
    impl_->kept.forget(hash);
}

std::string Identity::let_in_by(const Request& request) const {
    const auto shown = credential_of(request);
    if (shown.token.empty()) return {};
    auto hash = token_hash(shown.token);
    return impl_->kept.find(hash) ? hash : std::string{};
}

core::Result<std::shared_ptr<const Caller>> Identity::caller_of(const Request& request) {
    const auto shown = credential_of(request);
    if (shown.token.empty()) return nobody();
    const auto hash = token_hash(shown.token);
    const auto now = impl_->clock.now();

    const auto before = impl_->kept.find(hash);
    std::optional<KeptCallers::Kept> kept;
    TRY(read_with_current_rights(impl_->db, now, [&](Transaction& tx, std::int64_t version) -> core::Result<void> {
        if (before && before->caller->by_token == shown.is_api_token && before->caller->rights_version == version &&
            !is_over(*before, now, impl_->settings.idle_limit)) {
            kept = before;
            return core::done();
        }
        const auto opened = session_of(tx, hash, shown.is_api_token);
        if (!opened) return core::done();
        const auto& session = opened->session;
        auto principal = UserStore{tx}.principal(session.user);
        auto user = UserStore{tx}.find(session.user);
        if (!principal || !user) return core::done();
        std::vector<std::string> absent;
        for (const auto other : principal->stands_in_for)
            if (const auto person = UserStore{tx}.find(other)) absent.push_back(person->full_name);
        // The database hears of use once a minute, so what was kept may know better.
        const auto seen_at = before ? std::max(before->seen_at, session.seen_at) : session.seen_at;
        kept = KeptCallers::Kept{
            std::make_shared<const Caller>(Caller{
                std::move(*principal),
                std::move(*user),
                session.csrf,
                version,
                shown.is_api_token,
                opened->scopes,
                std::move(absent)}),
            session.ends_at,
            seen_at,
            session.seen_at};
        return core::done();
    }));

    if (!kept || is_over(*kept, now, impl_->settings.idle_limit)) {
        if (before) impl_->kept.forget(hash);
        return nobody();
    }
    if (!before || before->caller != kept->caller) impl_->kept.keep(hash, *kept);
    if (impl_->kept.see(hash, now)) impl_->seen.note(hash, now);
    return std::move(kept->caller);
}

}  // namespace services
