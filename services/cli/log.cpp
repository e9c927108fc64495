#include "services/cli/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "services/api/json_text.hpp"

namespace services {

namespace {

/// The members of an object without its braces, behind the time and level that the pattern writes.
std::string line(std::string_view event, const nlohmann::json& fields) {
    const auto text = fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const auto members = text.substr(1, text.size() - 2);
    return "\"event\":\"" + std::string{event} + '"' + (members.empty() ? "" : ",") + members;
}

}  // namespace

Log::Log(const LogConfig& config)
    : logger_(
          config.file.empty() ? spdlog::stderr_logger_mt("saglig")
                              : spdlog::basic_logger_mt("saglig", config.file.string())
      ) {
    logger_->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
    logger_->set_level(spdlog::level::from_str(config.level));
    logger_->flush_on(spdlog::level::warn);
    spdlog::flush_every(std::chrono::seconds{2});
}

Log::~Log() {
    spdlog::drop(logger_->name());
}

void Log::info(std::string_view event, const nlohmann::json& fields) const {
    if (logger_->should_log(spdlog::level::info)) logger_->info("{}", line(event, fields));
}

void Log::info(const RequestLine& answered) const {
    if (!logger_->should_log(spdlog::level::info)) return;
    JsonText members{256};
    members.member("event", "request");
    members.member("id", answered.request_id);
    members.member("method", answered.method);
    members.member("route", answered.pattern);
    members.member("status", answered.status);
    members.member("bytes", answered.sent_bytes);
    members.member("microseconds", answered.took.count());
    logger_->info(members.take());
}

void Log::warning(std::string_view event, const nlohmann::json& fields) const {
    logger_->warn("{}", line(event, fields));
}

}  // namespace services
