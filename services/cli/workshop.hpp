#pragma once

#include <map>
#include <memory>
#include <string>

#include "ocr/reading.hpp"
#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/reminders.hpp"
#include "services/cli/house.hpp"
#include "services/cli/log.hpp"
#include "services/events/webhook_sender.hpp"
#include "services/imports/imports.hpp"
#include "services/intake/reading.hpp"
#include "services/intake/scan_folder.hpp"
#include "services/post_list/post_list.hpp"
#include "services/post_list/publishing.hpp"
#include "services/post_list/recheck.hpp"
#include "services/post_list/subscriptions.hpp"
#include "services/privacy/bundles.hpp"
#include "services/sending/sendings.hpp"
#include "services/store/follower.hpp"
#include "services/store/job_runner.hpp"

namespace services {

/// What goes on without anybody asking: scanned letters are taken in, jobs run, the post list
/// follows, other systems are told. `saglig serve`
/// does it beside its pages, `saglig work` does nothing else; any number of both may share a database.
class Workshop {
  public:
    Workshop(House& house, Log& log);

    void start();
    /// What is under way is finished, in the order in which it came.
    void stop();

    std::size_t reading_processes() { return readers_.worker_ids().size(); }

  private:
    std::map<std::string, JobHandler> jobs();
    std::function<void(std::string_view)> told(const char* event);

    House& house_;
    Log& log_;
    ocr::Readers readers_;
    ReadingJob reading_;
    SendingJob sending_;
    PostListFeeder post_list_;
    SubscriptionMails subscription_mails_;
    PublishingJob publishing_;
    RecheckJob recheck_;
    BundleJob bundles_;
    AnswerJob answers_;
    AccessReminderJob reminders_;
    ImportJob imports_;
    std::unique_ptr<JobRunner> job_runner_;
    std::unique_ptr<Follower> post_list_follower_;
    std::unique_ptr<WebhookSender> webhook_sender_;
    std::unique_ptr<ScanFolder> scan_folder_;
};

}  // namespace services
