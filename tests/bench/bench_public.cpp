// What everybody asks for: a day of the public post list under load, against nginx that sends the same bytes from a
// file, in the same run and with the same client. nginx draws nothing and looks nothing up; the goal says how near a
// page that is always as new as the last commit comes to that.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/bench/bench_load.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/saglig_process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/waiting.hpp"

namespace {

using namespace std::chrono_literals;

constexpr auto round_time = 2000ms;
constexpr int rounds = 3;
constexpr std::uint16_t nginx_port = 18087;
constexpr const char* goal = ">= 0.15";

/// Debian puts it where those who are not root do not look.
std::string nginx_program() {
    for (const auto* path : {"/usr/sbin/nginx", "/usr/bin/nginx"})
        if (std::filesystem::exists(path)) return path;
    return {};
}

/// nginx with as many workers as there are cores, on one file.
class Nginx {
  public:
    Nginx(const std::filesystem::path& folder, const std::string& page) {
        std::filesystem::create_directories(folder / "www");
        std::ofstream{folder / "www" / "page.html", std::ios::binary} << page;
        const auto file = folder / "nginx.conf";
        // Its workers are to read a folder that is nobody else's.
        const std::string user = ::geteuid() == 0 ? "user root;\n" : "";
        std::ofstream{file} << user << "daemon off;\nworker_processes auto;\npid " << (folder / "nginx.pid").string()
                            << ";\nerror_log " << (folder / "error.log").string()
                            << ";\nevents { worker_connections 1024; }\nhttp {\n  access_log off;\n  sendfile on;\n"
                               "  tcp_nopush on;\n  keepalive_requests 100000000;\n  default_type text/html;\n"
                               "  open_file_cache max=10;\n  client_body_temp_path "
                            << (folder / "body").string() << ";\n  proxy_temp_path " << (folder / "proxy").string()
                            << ";\n  fastcgi_temp_path " << (folder / "fastcgi").string() << ";\n  uwsgi_temp_path "
                            << (folder / "uwsgi").string() << ";\n  scgi_temp_path " << (folder / "scgi").string()
                            << ";\n  server { listen 127.0.0.1:" << nginx_port << "; root " << (folder / "www").string()
                            << "; }\n}\n";
        process_ = std::make_unique<tests::ChildProcess>(tests::ChildProcess::Order{
            {nginx_program(), "-c", file.string(), "-p", folder.string()}, folder / "nginx.log", {}});
    }

  private:
    std::unique_ptr<tests::ChildProcess> process_;
};

double per_second(std::uint16_t port, const std::string& path) {
    const auto request =
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nUser-Agent: bench\r\n\r\n";
    return bench::load(
               port, [&] { return std::string_view{request}; }, round_time
    )
        .per_second;
}

void wait_for(std::uint16_t port) {
    tests::HttpClient client{"http://127.0.0.1:" + std::to_string(port)};
    const auto answers = [&] {
        try {
            return client.get("/page.html").status == 200;
        } catch (const std::exception&) {
            return false;
        }
    };
    if (!tests::within(10s, answers)) throw std::runtime_error{"nginx does not answer"};
}

/// The day that has most to show, once the list has come to rest.
std::string fullest_day(const tests::Saglig& saglig) {
    auto client = saglig.guest();
    std::map<std::string, int> days;
    std::size_t seen = 0;
    for (int second = 0; second < 60; ++second) {
        const auto list = client.get("/postliste.json?from=2000-01-01").json();
        const auto& entries = list.at("entries");
        if (!entries.empty() && entries.size() == seen) {
            for (const auto& entry : entries) ++days[entry.at("journaled").get<std::string>()];
            break;
        }
        seen = entries.size();
        std::this_thread::sleep_for(1s);  // bounded wait
    }
    std::string fullest;
    for (const auto& [day, count] : days)
        if (fullest.empty() || count > days[fullest]) fullest = day;
    if (fullest.empty()) throw std::runtime_error{"the post list stays empty"};
    return fullest;
}

void measure() {
    if (nginx_program().empty()) {
        std::printf("skipped: there is no nginx on this machine (Debian package nginx-light)\n");
        return;
    }
    const tests::TemporaryFolder folder;
    tests::Saglig saglig{{}, folder.path() / "house"};
    const auto seeded = saglig.run({"demo", "seed", "--cases", "100", "--documents", "400"});
    if (seeded.status != 0) throw std::runtime_error{seeded.output};
    saglig.start();
    const auto path = "/postliste/dag/" + fullest_day(saglig);
    auto client = saglig.guest();
    const auto page = client.get(path);
    if (page.status != 200) throw std::runtime_error{path + " is not there"};
    const Nginx nginx{folder.path() / "nginx", page.body};
    wait_for(nginx_port);
    double ours = 0;
    double peers = 0;
    for (int round = 0; round < rounds; ++round) {
        ours = std::max(ours, per_second(saglig.port(), path));
        peers = std::max(peers, per_second(nginx_port, "/page.html"));
    }
    std::printf(
        "bench\ta day of the post list (%zu KB) against nginx\t%.0f\t%.0f\trequests/s\t%.2f\t%s\n",
        page.body.size() / 1000,
        ours,
        peers,
        ours / peers,
        goal
    );
    saglig.stop();
}

}  // namespace

int main() {
    // Caught, so that the servers end with what started them.
    try {
        measure();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
