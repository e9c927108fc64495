#include "services/cli/service.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/publication_set.hpp"
#include "services/administration/administration_routes.hpp"
#include "services/administration/people_api.hpp"
#include "services/api/api_pages.hpp"
#include "services/api/description.hpp"
#include "services/cases/case_api.hpp"
#include "services/cases/case_pages.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/events/events_api.hpp"
#include "services/identity/identity_routes.hpp"
#include "services/identity/only_once.hpp"
#include "services/imports/import_api.hpp"
#include "services/indexing/search_api.hpp"
#include "services/indexing/search_pages.hpp"
#include "services/letters/letter_pages.hpp"
#include "services/mailroom/mailroom_api.hpp"
#include "services/mailroom/mailroom_pages.hpp"
#include "services/oio/oio_api.hpp"
#include "services/openid/openid_routes.hpp"
#include "services/oversight/oversight.hpp"
#include "services/participation/idea_desk.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/participation/participation_sets.hpp"
#include "services/post_list/day_close.hpp"
#include "services/post_list/open_data.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/rules.hpp"
#include "services/post_list/subscriptions.hpp"
#include "services/privacy/privacy_routes.hpp"
#include "services/privacy/upkeep.hpp"
#include "services/rights/upkeep.hpp"
#include "services/sending/sending_pages.hpp"
#include "services/store/idempotency_store.hpp"
#include "services/store/pause.hpp"
#include "services/store/session_store.hpp"
#include "services/subjects/subject_routes.hpp"
#include "services/web/assets.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

HttpSettings http_settings(const Config& config, const FileStore& files) {
    HttpSettings http;
    http.address = config.server.address;
    http.port = config.server.port;
    http.certificate = config.server.certificate;
    http.private_key = config.server.private_key;
    http.workers = config.server.workers;
    http.upload_limit_bytes = std::uint64_t{config.server.upload_limit_mb} << 20U;
    http.connections = config.server.connections;
    http.trusted_proxies = config.server.trusted_proxies;
    http.upload_folder = files.uploads();
    return http;
}

bool is_for_programs(const Request& request) {
    return request.path.starts_with("/api/v1/") || request.path.starts_with("/oio/");
}

/// What they ask, and the pages on it, which are for everyone and long.
bool is_counted(const Request& request) {
    return is_for_programs(request) || request.path == "/api" || request.path.starts_with("/api/");
}

}  // namespace

Service::Service(Config config)
    : house_(std::move(config), "serve"),
      log_(house_.config.log),
      workshop_(house_, log_),
      workplace_{
          *house_.db,
          house_.clock,
          house_.config.authority.name,
          pages_,
          std::make_shared<MenuCounter>(),
          house_.config.authority.cvr},
      search_(live_index(house_.index_folder())),
      indexer_(*house_.db, house_.index_folder(), house_.config.search.shards, search_),
      read_log_(*house_.db, house_.clock),
      cors_(house_.config.api.allowed_origins),
      pace_(
          house_.clock,
          {house_.config.api.requests_per_minute, house_.config.api.guest_requests_per_minute},
          [this](const Request& request) { return house_.identity.let_in_by(request); }
      ) {
    house_.identity.on_answer([this](const Request& request, const Caller& caller, const Response& response) {
        return read_log_.note(request, caller, response);
    });
    add_routes();
    server_ =
        std::make_unique<Server>(http_settings(house_.config, house_.files), router_, [this](const RequestLine& line) {
            metrics_.count(line);
            log_.info(line);
        });
    server_->on_error([this](const core::Error& error, const Request& request) {
        auto response = error_page(error, request, house_.identity, workplace_);
        if (is_for_programs(request)) cors_.mark(request, response);
        return response;
    });
    stand_before_api();
    server_->on_failure([this](std::string_view id, std::string_view what) {
        log_.warning("request_failed", {{"id", id}, {"what", what}});
    });
}

Service::~Service() = default;

/// What holds for everything that programs ask, whatever it is. Nothing, unless a setting asks for it.
void Service::stand_before_api() {
    if (cors_.is_on())
        server_->on_options([this](const Request& request, std::string_view methods) {
            return is_for_programs(request)
                       ? cors_.preflight(request, methods)
                       : Response{.status = 204, .headers = {{"allow", std::string{methods}}}, .body = {}};
        });
    if (!cors_.is_on() && !pace_.is_on()) return;
    server_->stand_around([this](const Request& request, const Handler& handler) -> core::Result<Response> {
        auto outcome = pace_.is_on() && is_counted(request) ? pace_.answer(request, handler) : handler(request);
        if (outcome.has_value() && is_for_programs(request)) cors_.mark(request, outcome.value());
        return outcome;
    });
}

void Service::run() {
    keep_type_orders(*house_.db, house_.types);
    workshop_.start();
    index_follower_ = std::make_unique<Follower>(
        *house_.db,
        250,
        Follower::Part{
            [this] { return indexer_.position(); },
            [this](const std::vector<Event>& events) { indexer_.take(events); },
            [this](std::string_view what) {
                log_.warning("indexing_failed", {{"what", what}});
            },
        }
    );
    housekeeping_ = std::jthread{[this](const std::stop_token& stop) { keep_house(stop); }};
    log_.info("started", {{"port", server_->port()}});
    is_ready_ = true;
    server_->run();
    is_ready_ = false;

    // Nothing new comes in any more; what is under way is finished, in the order in which it came.
    workshop_.stop();
    index_follower_.reset();
    housekeeping_ = {};
    log_.info("stopped", nlohmann::json::object());
}

void Service::stop() {
    server_->stop();
}

/// Ends grants and begins substitutions when their time comes, whether or not somebody asks meanwhile.
void Service::keep_rights() {
    const auto now = house_.clock.now();
    const auto due =
        house_.db->read([](Transaction& tx) -> core::Result<std::int64_t> { return rights_state(tx).due_at; });
    if (due.value() == 0 || core::Timestamp{std::chrono::seconds{due.value()}} > now) return;
    const auto kept = house_.db->write([&](Transaction& tx) -> core::Result<void> {
        keep_rights_current(tx, now);
        return core::done();
    });
    static_cast<void>(kept);  // the work has no errors of its own
}

/// Wakes the event streams when something was committed, keeps rights current, and puts ended sessions away.
void Service::keep_house(const std::stop_token& stop) {
    auto seen = house_.db->commits();
    auto next_cleaning = std::chrono::steady_clock::now();
    auto next_look = next_cleaning;
    while (!stop.stop_requested()) {
        pause(stop, 100ms);
        if (const auto commits = house_.db->commits(); commits != seen) {
            seen = commits;
            server_->poke();
        }
        const auto now = std::chrono::steady_clock::now();
        try {
            if (now >= next_look) {
                next_look = now + 1s;
                keep_rights();
            }
            if (now < next_cleaning) continue;
            next_cleaning += 10min;
            const auto cleaned = house_.db->write([&](Transaction& tx) -> core::Result<void> {
                SessionStore{tx}.remove_ended(house_.clock.now());
                IdempotencyStore{tx}.remove_older(house_.clock.now() - OnlyOnce::kept_for);
                return core::done();
            });
            static_cast<void>(cleaned);
            if (house_.config.post_list.enabled) close_days(*house_.db, house_.clock.now());
            keep_privacy(*house_.db, house_.files, house_.clock.now());
            if (house_.config.post_list.enabled) release_due_posts(*house_.db, house_.clock.now());
            keep_subscriptions(*house_.db, house_.clock.now());
            keep_access_requests(*house_.db, house_.case_settings(), house_.clock.now());
            keep_hearings(*house_.db, house_.clock.now());
        } catch (const std::exception& e) {
            log_.warning("cleaning_failed", {{"what", e.what()}});
        }
    }
}

void Service::add_routes() {
    auto& identity = house_.identity;
    auto& db = *house_.db;
    add_operation_routes();
    add_asset_routes(router_);
    add_language_route(router_);
    add_description_route(router_);
    add_api_pages(router_, workplace_, house_.config.server.public_url);
    const auto& citizens = house_.config.citizens;
    auto staff_providers = house_.config.openid;
    std::erase_if(staff_providers, [&](const OpenIdSettings& one) { return one.key == citizens.provider; });
    openid_ = make_openid_desk(
        identity,
        workplace_,
        house_.config.server.public_url,
        staff_providers,
        [this](std::string_view provider, std::string_view problem, std::string_view detail) {
            log_.warning("openid_failed", {{"provider", provider}, {"problem", problem}, {"what", detail}});
        }
    );
    add_identity_routes(router_, identity, workplace_, openid_doors(*openid_));
    add_openid_routes(router_, *openid_);
    add_openid_link_routes(router_, *openid_);
    add_administration_routes(router_, identity, workplace_);
    add_people_api(router_, identity, db, house_.clock);
    add_case_api(router_, identity, {db, house_.files, house_.clock, house_.case_settings(), search_});
    add_draft_api(router_, identity, {db, house_.files, house_.clock});
    add_mailroom_api(router_, identity, {db, house_.files, house_.intake, house_.clock, house_.case_settings()});
    add_events_api(router_, identity, {db, house_.clock});
    add_webhook_api(router_, identity, {db, house_.clock});
    add_import_api(router_, identity, {db, house_.clock});
    add_oio_api(router_, identity, {db, house_.clock, house_.config.authority.cvr});
    add_subject_routes(router_, identity, workplace_);
    add_search_api(router_, identity, search_);
    add_oversight_api(router_, identity, db, house_.clock);
    add_oversight_pages(router_, identity, workplace_, {house_.config.cases.name_readers, &house_.types});
    add_case_pages(router_, identity, {workplace_, house_.files, search_, house_.case_settings()});
    add_mailroom_pages(router_, identity, {workplace_, house_.files, house_.intake, house_.case_settings()});
    add_draft_pages(router_, identity, {{workplace_, house_.files, search_, house_.case_settings()}});
    const auto letters = letter_desk();
    add_letter_pages(router_, identity, {{workplace_, house_.files, search_, house_.case_settings()}}, letters);
    add_letter_api(router_, identity, house_.clock, letters);
    add_privacy_pages(router_, identity, {workplace_, house_.files});
    add_privacy_api(router_, identity, {workplace_, house_.files});
    const SendingDesk sending{
        workplace_, house_.files, {!house_.config.mail.server.empty(), !house_.config.digital_post.outbox.empty()}};
    add_sending_pages(router_, identity, sending);
    add_sending_api(router_, identity, sending);
    add_search_pages(router_, identity, {workplace_, search_});
    add_openness(sending.configured);
}

/// What is for those outside the house.
void Service::add_openness(const SendingConfigured& sends) {
    auto& identity = house_.identity;
    const AccessDesk access{
        workplace_,
        house_.files,
        search_,
        {house_.case_settings(),
         house_.config.authority.name,
         house_.config.access_requests.unit,
         house_.config.access_requests.two_people},
        house_.config.server.public_url,
        sends};
    add_access_api(router_, identity, access);
    add_ask_pages(router_, access);
    add_access_pages(router_, identity, access);
    add_calendar_pages(router_, identity, access);
    add_citizens(sends);
    const ParticipationDesk participation{
        workplace_,
        house_.files,
        {{workplace_, house_.files, search_, house_.case_settings()}},
        house_.config.server.public_url};
    add_participation(router_, identity, participation);
    const PostListPages post_list{
        workplace_,
        house_.files,
        search_,
        house_.config.server.public_url,
        house_.config.post_list.shown,
        house_.config.post_list.delay_days,
        !house_.config.mail.server.empty() && !house_.config.server.public_url.empty()};
    add_post_list_pages(router_, identity, post_list);
    auto sets = post_list_data_sets(post_list);
    std::ranges::move(participation_data_sets(participation), std::back_inserter(sets));
    sets.push_back(publication_data_set(access));
    add_open_data(router_, {post_list, house_.config.post_list.licence, std::move(sets)});
    add_sitemap(router_, post_list);
}

LetterDesk Service::letter_desk() {
    const auto& config = house_.config;
    const auto& address = config.server.public_url;
    const auto own_cases = address.empty() ? std::string{"Mine sager på vores hjemmeside"} : address + "/mine-sager";
    return {
        *house_.db,
        house_.files,
        config.authority.name,
        config.data.directory / "templates",
        config.citizens.provider.empty() ? std::string{} : own_cases};
}

void Service::add_citizens(const SendingConfigured& sends) {
    const auto& config = house_.config.citizens;
    for (const auto& one : house_.config.openid)
        if (one.key == config.provider)
            citizen_provider_ = std::make_unique<OpenIdProvider>(one, house_.clock, openid_->places);
    CitizenSettings settings{
        .cpr_claim = config.cpr_claim,
        .cvr_claim = config.cvr_claim,
        .level_claim = config.level_claim,
        .levels = config.levels,
        .most = core::confidentiality_named(config.shown_up_to).value_or(core::Confidentiality::unit),
        .contact = config.contact,
        .names_caseworker = config.name_caseworker,
        .readers = readers_told_named(config.readers).value_or(ReadersTold::no),
    };
    for (const auto& one : config.readers_by_type) {
        const auto equals = one.find('=');
        settings.readers_by_type[one.substr(0, equals)] =
            readers_told_named(one.substr(equals + 1)).value_or(ReadersTold::no);
    }
    const auto on_problem = [this](std::string_view problem, std::string_view detail) {
        log_.warning("citizen_sign_in_failed", {{"problem", problem}, {"what", detail}});
    };
    CitizenDesk desk{
        workplace_,
        house_.files,
        house_.case_settings(),
        settings,
        house_.config.server.public_url,
        citizen_provider_.get(),
        on_problem,
        taken_ideas_json};
    desk.sending = sends;
    add_citizen_routes(router_, desk);
    add_idea_pages(router_, desk);
    const auto letters = letter_desk();
    const PartyViewDesk party_view{workplace_, letters, house_.case_settings(), settings.most};
    add_party_view_pages(router_, house_.identity, party_view);
    add_release_api(router_, house_.identity, party_view);
}

void Service::add_operation_routes() {
    // Alive: the process answers. Ready: it also takes in, reads and finds.
    router_.add(Method::get, "/health", [](const Request&) -> core::Result<Response> { return text("ok\n"); });
    router_.add(Method::get, "/ready", [this](const Request&) -> core::Result<Response> {
        if (!is_ready_) return core::Error{core::ErrorCode::unavailable, "starting or stopping"};
        TRY(house_.db->read([](Transaction& tx) -> core::Result<void> {
            EventLog{tx}.last();
            return core::done();
        }));
        return text("ready\n");
    });
    router_.add(Method::get, "/metrics", [this](const Request&) -> core::Result<Response> {
        TRY(house_.db->read([&](Transaction& tx) -> core::Result<void> {
            const auto jobs = JobQueue{tx}.counts();
            metrics_.set("saglig_jobs", "state", "waiting", static_cast<double>(jobs.waiting));
            metrics_.set("saglig_jobs", "state", "running", static_cast<double>(jobs.running));
            metrics_.set("saglig_jobs", "state", "dead", static_cast<double>(jobs.dead));
            const auto last = EventLog{tx}.last().value;
            const auto behind = static_cast<double>(last - search_.position().value);
            metrics_.set("saglig_follower_events_behind", "follower", "index", behind);
            return core::done();
        }));
        metrics_.set("saglig_ocr_workers", "state", "alive", static_cast<double>(workshop_.reading_processes()));
        return text(metrics_.text());
    });
}

}  // namespace services
