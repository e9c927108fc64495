#include "tests/support/saglig_process.hpp"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <stdexcept>

#include "tests/support/waiting.hpp"

namespace tests {

namespace {

using namespace std::chrono_literals;

constexpr auto start_limit = 60s;
constexpr std::size_t log_shown_bytes = 6000;

std::atomic<std::size_t> failures = 0;

/// "[server]\nport = 0\n" from {"server.port", "0"}; the map's order keeps a section together.
std::string toml(const Settings& settings) {
    std::string text, section;
    for (const auto& [name, value] : settings) {
        const auto dot = name.find('.');
        if (const auto its = name.substr(0, dot); its != section) {
            section = its;
            text += "[" + section + "]\n";
        }
        text += name.substr(dot + 1) + " = " + value + "\n";
    }
    return text;
}

}  // namespace

void note_failure() {
    ++failures;
}

Saglig::Saglig(Settings settings, std::filesystem::path data)
    : data_{data.empty() ? folder_.path() / "data" : std::move(data)}, failures_before_{failures} {
    if (const auto given = settings.find("server.certificate"); given != settings.end()) {
        scheme_ = "https";
        certificate_ = given->second.substr(1, given->second.size() - 2);  // without TOML's quotes
    }
    if (postgres_cluster() && !settings.contains("database.url"))
        settings["database.url"] = "\"" + postgres_.emplace().url() + "\"";
    settings.emplace("server.port", "0");
    settings.emplace("data.directory", "\"" + data_.string() + "\"");
    write_file(folder_.path() / "saglig.toml", toml(settings));
}

Saglig::~Saglig() {
    const bool has_failed = failures != failures_before_ || std::uncaught_exceptions() > 0;
    server_.reset();
    if (!has_failed) return;
    const auto all = log();
    const auto from = all.size() > log_shown_bytes ? all.size() - log_shown_bytes : 0;
    std::cerr << "---- the end of the server's log ----\n" << all.substr(from) << "----\n";
}

void Saglig::become_copy_of(const Saglig& other) const {
    std::filesystem::copy(other.data(), data(), std::filesystem::copy_options::recursive);
    if (postgres_ && other.postgres_) postgres_->become_copy_of(*other.postgres_);
}

Finished Saglig::run(const std::vector<std::string>& arguments, const std::string& input) const {
    std::vector<std::string> command{SAGLIG_BINARY, "--config", (folder_.path() / "saglig.toml").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return tests::run(command, input);
}

std::unique_ptr<ChildProcess> Saglig::begin(
    const std::vector<std::string>& arguments, const std::filesystem::path& output
) {
    std::vector<std::string> command{SAGLIG_BINARY, "--config", (folder_.path() / "saglig.toml").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return std::make_unique<ChildProcess>(ChildProcess::Order{command, output, {}});
}

void Saglig::start() {
    const auto log_position = log().size();
    server_ = begin({"serve"}, folder_.path() / "server.log");
    const bool is_ready = within(start_limit, [&] {
        if (server_->ended()) return true;
        port_ = port_from(log_position);
        return port_ != 0 && guest().get("/ready").status == 200;
    });
    if (!is_ready || server_->ended()) throw std::runtime_error{"the server does not become ready:\n" + log()};
}

std::uint16_t Saglig::port_from(std::size_t log_position) const {
    static const std::string words = "Saglig serves on port ";
    const auto printed = log();
    const auto at = printed.find(words, std::min(log_position, printed.size()));
    if (at == std::string::npos || printed.find('\n', at) == std::string::npos) return 0;
    return static_cast<std::uint16_t>(std::stoul(printed.substr(at + words.size())));
}

std::optional<int> Saglig::stop(std::chrono::milliseconds limit) {
    signal(SIGTERM);
    return wait(limit);
}

void Saglig::kill() {
    signal(SIGKILL);
    wait(10s);
}

void Saglig::signal(int number) const {
    if (server_) server_->signal(number);
}

std::optional<int> Saglig::wait(std::chrono::milliseconds limit) {
    return server_ ? server_->wait(limit) : std::nullopt;
}

std::string Saglig::base() const {
    return scheme_ + "://127.0.0.1:" + std::to_string(port_);
}

HttpClient Saglig::guest() const {
    HttpClient client{base()};
    if (!certificate_.empty()) client.trust(certificate_);
    return client;
}

std::string Saglig::token_of(const std::string& user) {
    auto& token = tokens_[user];
    if (token.empty()) {
        const auto made = run({"user", "token", user});
        if (made.status != 0) throw std::runtime_error{"no token for " + user + ": " + made.output};
        token = made.output.substr(0, made.output.find('\n'));
    }
    return token;
}

HttpClient Saglig::as(const std::string& user) {
    HttpClient client{base(), token_of(user)};
    if (!certificate_.empty()) client.trust(certificate_);
    return client;
}

HttpClient Saglig::signed_in(const std::string& user, const std::string& password) const {
    auto client = guest();
    const auto answer = client.post_form("/log-ind", {{"name", user}, {"password", password}, {"next", ""}});
    if (answer.status != 303 && answer.status != 302)
        throw std::runtime_error{user + " can't sign in: " + std::to_string(answer.status)};
    return client;
}

DatabasePlace Saglig::database() const {
    return {data_ / "saglig.db", postgres_ ? postgres_->url() : std::string{}};
}

std::size_t Saglig::uploads_left() const {
    std::size_t files = 0;
    std::error_code vanished;
    for (std::filesystem::recursive_directory_iterator entry{data_ / "files" / "uploads", vanished}, end; entry != end;
         entry.increment(vanished))
        files += entry->is_regular_file(vanished) ? 1 : 0;
    return files;
}

std::string Saglig::log() const {
    return bytes_of(folder_.path() / "server.log");
}

std::string asked(const DatabasePlace& database, const std::string& sql) {
    if (!database.url.empty()) return asked_of_postgres(database.url, sql);
    const auto answer = run({"sqlite3", "-cmd", ".timeout 10000", database.file.string(), sql});
    if (answer.status != 0) throw std::runtime_error{"sqlite3: " + answer.output};
    return answer.output.substr(0, answer.output.find_last_not_of('\n') + 1);
}

void tamper(const DatabasePlace& database, const std::string& sql) {
    const auto* freely =
        database.url.empty() ? "PRAGMA foreign_keys = OFF; " : "SET session_replication_role = replica; ";
    asked(database, freely + sql);
}

}  // namespace tests
