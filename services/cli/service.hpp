#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "search/query.hpp"
#include "services/cli/house.hpp"
#include "services/cli/log.hpp"
#include "services/cli/metrics.hpp"
#include "services/cli/workshop.hpp"
#include "services/http/cors.hpp"
#include "services/http/server.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/request_pace.hpp"
#include "services/indexing/indexer.hpp"
#include "services/letters/letters.hpp"
#include "services/openid/openid_routes.hpp"
#include "services/oversight/read_log.hpp"
#include "services/store/follower.hpp"
#include "services/web/page.hpp"

/// The running service: every part, built once, in the order in which they stand on each other. This is the diagram.
namespace services {

class Service {
  public:
    explicit Service(Config config);
    ~Service();

    /// Serves until stop().
    void run();
    void stop();  ///< from any thread
    std::uint16_t port() const { return server_->port(); }

  private:
    void add_routes();
    void add_operation_routes();
    void add_openness(const SendingConfigured& sends);
    void add_citizens(const SendingConfigured& sends);
    LetterDesk letter_desk();
    void stand_before_api();
    void keep_rights();
    void keep_house(const std::stop_token& stop);

    House house_;
    Log log_;
    Workshop workshop_;
    Metrics metrics_;
    Pages pages_;
    Workplace workplace_;
    search::Reader search_;
    Indexer indexer_;
    ReadLog read_log_;
    std::unique_ptr<OpenIdDesk> openid_;
    std::unique_ptr<OpenIdProvider> citizen_provider_;
    Cors cors_;
    RequestPace pace_;
    Router router_;
    std::unique_ptr<Server> server_;
    std::unique_ptr<Follower> index_follower_;
    std::atomic<bool> is_ready_{false};
    std::jthread housekeeping_;
};

}  // namespace services
