#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "ocr/reading.hpp"
#include "search/query.hpp"
#include "services/cli/house.hpp"
#include "services/cli/log.hpp"
#include "services/cli/metrics.hpp"
#include "services/events/webhook_sender.hpp"
#include "services/http/server.hpp"
#include "services/identity/frame.hpp"
#include "services/indexing/indexer.hpp"
#include "services/intake/reading.hpp"
#include "services/intake/scan_folder.hpp"
#include "services/post_list/post_list.hpp"
#include "services/store/follower.hpp"
#include "services/store/job_runner.hpp"
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
    std::map<std::string, JobHandler> jobs();
    void keep_house(const std::stop_token& stop);

    House house_;
    Log log_;
    Metrics metrics_;
    Pages pages_;
    Workplace workplace_;
    ocr::Readers readers_;
    search::Reader search_;
    ReadingJob reading_;
    Indexer indexer_;
    PostListFeeder post_list_;
    Router router_;
    std::unique_ptr<Server> server_;
    std::unique_ptr<JobRunner> job_runner_;
    std::unique_ptr<Follower> index_follower_, post_list_follower_;
    std::unique_ptr<WebhookSender> webhook_sender_;
    std::unique_ptr<ScanFolder> scan_folder_;
    std::atomic<bool> is_ready_{false};
    std::jthread housekeeping_;
};

}  // namespace services
