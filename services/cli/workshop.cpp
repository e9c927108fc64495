#include "services/cli/workshop.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

namespace services {

using namespace std::chrono_literals;

namespace {

unsigned cores() {
    return std::max(1U, std::thread::hardware_concurrency());
}

/// The first line of the file. Throws std::runtime_error where it can't be read: a server that is set up to send shall
/// not find out with the first letter.
std::string password_in(const std::filesystem::path& path) {
    if (path.empty()) return {};
    std::ifstream file{path};
    std::string line;
    if (!std::getline(file, line)) throw std::runtime_error{"mail.password_file can't be read: " + path.string()};
    return line;
}

SendingJob::Settings sending_settings(const Config& config) {
    SendingJob::Settings settings;
    settings.letterhead = {
        .authority = config.authority.name,
        .address = config.mail.from,
        .cvr = config.authority.cvr,
        .memo_version = config.digital_post.memo_version,
    };
    settings.outbox = config.digital_post.outbox;
    if (config.mail.server.empty()) return settings;
    const SmtpServer server{
        .url = config.mail.server,
        .user = config.mail.user,
        .password = password_in(config.mail.password_file),
        .require_tls = config.mail.require_tls,
    };
    settings.smtp = [server](const std::string& from, const std::string& to, const std::string& message) {
        return send_by_smtp(server, from, to, message);
    };
    return settings;
}

SubscriptionMails::Settings subscription_settings(const Config& config) {
    auto sending = sending_settings(config);
    return {std::move(sending.letterhead), std::move(sending.smtp), config.server.public_url, config.data.index_folder};
}

ocr::Limits limits_of(const OcrConfig& config) {
    ocr::Limits limits;
    limits.workers = static_cast<int>(config.workers == 0 ? cores() : config.workers);
    limits.pages = config.page_limit;
    limits.page_wall = config.page_time;
    limits.memory_bytes = std::uint64_t{config.memory_mb} << 20U;
    limits.office = ocr::office_program();
    return limits;
}

}  // namespace

Workshop::Workshop(House& house, Log& log)
    : house_(house),
      log_(log),
      readers_({"/proc/self/exe", "ocr-worker"}, limits_of(house.config.ocr)),
      reading_(*house.db, house.files, house.clock, readers_),
      sending_(*house.db, house.files, house.clock, sending_settings(house.config)),
      post_list_(*house.db, house.clock, house.config.post_list.delay_days),
      subscription_mails_(*house.db, house.clock, subscription_settings(house.config)),
      publishing_(*house.db, house.files, house.clock, readers_),
      recheck_(*house.db, house.clock),
      bundles_(*house.db, house.files, house.clock, house.config.authority.name),
      answers_(*house.db, house.files, readers_, house.config.authority.name),
      reminders_(*house.db, house.clock),
      imports_(*house.db, house.clock, house.case_settings()) {}

void Workshop::start() {
    job_runner_ = std::make_unique<JobRunner>(
        *house_.db,
        house_.clock,
        jobs(),
        JobRunner::Settings{
            .worker = house_.node.name(),
            .threads = static_cast<unsigned>(limits_of(house_.config.ocr).workers),
            .lease = 300s,
            .on_failure =
                [this](const Job& job, std::string_view what) {
                    log_.warning("job_failed", {{"job", job.id.value}, {"kind", job.kind}, {"what", what}});
                },
        }
    );
    if (house_.config.post_list.enabled)
        post_list_follower_ = std::make_unique<Follower>(
            *house_.db,
            250,
            Follower::Part{
                [this] { return post_list_.position(); },
                [this](const std::vector<Event>& events) { post_list_.take(events); },
                told("post_list_failed"),
            }
        );
    webhook_sender_ = std::make_unique<WebhookSender>(
        *house_.db, house_.clock, WebhookSender::Settings{.on_failure = told("webhooks_failed")}
    );
    scan_folder_ = std::make_unique<ScanFolder>(
        house_.intake,
        ScanSettings{
            .folder = house_.config.data.scan_folder,
            .size_limit_bytes = std::uint64_t{house_.config.server.upload_limit_mb} << 20U,
        },
        [this](std::string_view what) {
            log_.info("scan_folder", {{"what", what}});
        }
    );
}

void Workshop::stop() {
    scan_folder_.reset();
    job_runner_.reset();
    webhook_sender_.reset();
    post_list_follower_.reset();
}

std::function<void(std::string_view)> Workshop::told(const char* event) {
    return [this, event](std::string_view what) { log_.warning(event, {{"what", what}}); };
}

std::map<std::string, JobHandler> Workshop::jobs() {
    return {
        {"read_item", [this](const Job& job) { return reading_.read_item(job); }},
        {"read_version", [this](const Job& job) { return reading_.read_version(job); }},
        {"read_attachment", [this](const Job& job) { return reading_.read_attachment(job); }},
        {"send_document", [this](const Job& job) { return sending_(job); }},
        {"read_document", [this](const Job& job) { return reading_.read_document(job); }},
        {answer_job_kind, [this](const Job& job) { return answers_.make(job); }},
        {access_reminder_kind, [this](const Job& job) { return reminders_(job); }},
        {import_job_kind, [this](const Job& job, const std::stop_token& stop) { return imports_(job, stop); }},
        {recheck_job_kind, [this](const Job& job, const std::stop_token& stop) { return recheck_(job, stop); }},
        {subscription_mail_kind, [this](const Job& job) { return subscription_mails_.confirm(job); }},
        {digest_kind, [this](const Job& job) { return subscription_mails_.digest(job); }},
        {publish_job_kind, [this](const Job& job) { return publishing_(job); }},
        {bundle_job_kind, [this](const Job& job) { return bundles_.make(job); }},
    };
}

}  // namespace services
