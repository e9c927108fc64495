#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>
#include <system_error>
#include <thread>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

/// A receiver of webhooks on a port of this machine. It answers every request with 204 and keeps what it was sent;
/// while there is none, its port refuses.
class Receiver {
  public:
    explicit Receiver(std::uint16_t port = 0) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const int one = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, plain, size) != 0 || ::listen(socket_, 16) != 0 ||
            ::getsockname(socket_, plain, &size) != 0)
            throw std::system_error{errno, std::system_category(), "a receiver's port"};
        port_ = ntohs(address.sin_port);
        thread_ = std::jthread{[this](const std::stop_token& stop) { serve(stop); }};
    }
    ~Receiver() {
        thread_.request_stop();
        thread_.join();
        ::close(socket_);
    }
    Receiver(Receiver&&) = delete;
    Receiver& operator=(Receiver&&) = delete;

    std::uint16_t port() const { return port_; }
    std::vector<std::string> requests() {
        const std::lock_guard lock{mutex_};
        return requests_;
    }

  private:
    static bool is_whole(const std::string& request) {
        const auto head = request.find("\r\n\r\n");
        const auto length = request.find("Content-Length: ");
        if (head == std::string::npos || length == std::string::npos) return false;
        return request.size() >= head + 4 + std::stoul(request.substr(length + 16));
    }
    static bool is_readable(int descriptor) {
        pollfd waiting{descriptor, POLLIN, 0};
        return ::poll(&waiting, 1, 100) == 1;
    }
    void serve(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (!is_readable(socket_)) continue;
            const int client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
            std::string request;
            std::array<char, 65536> bytes{};
            while (!stop.stop_requested() && !is_whole(request)) {
                if (!is_readable(client)) continue;
                const auto got = ::recv(client, bytes.data(), bytes.size(), 0);
                if (got <= 0) break;
                request.append(bytes.data(), static_cast<std::size_t>(got));
            }
            {
                const std::lock_guard lock{mutex_};
                requests_.push_back(request);
            }
            constexpr std::string_view answer = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
            static_cast<void>(::send(client, answer.data(), answer.size(), MSG_NOSIGNAL));  // a client may have gone
            ::close(client);
        }
    }

    int socket_;
    std::uint16_t port_{};
    std::mutex mutex_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

std::vector<std::int64_t> cases_in(const std::vector<std::string>& requests) {
    std::vector<std::int64_t> ids;
    for (const auto& request : requests) {
        const auto sent = Json::parse(request.substr(request.find("\r\n\r\n") + 4));
        for (const auto& event : sent.at("events")) ids.push_back(event.at("case").get<std::int64_t>());
    }
    return ids;
}

}  // namespace

TEST_CASE("Other systems read every event of what they may read, once and in order") {
    Town town;
    auto worker = town.as(building_worker);
    std::string after = "0";
    std::int64_t last = 0;
    for (bool is_at_end = false; !is_at_end;) {
        const auto page = body_of(worker.get("/api/v1/events?limit=20&after=" + after));
        for (const auto& event : page.at("items")) {
            CHECK(event.at("id").get<std::int64_t>() > last);
            last = event.at("id").get<std::int64_t>();
        }
        is_at_end = page.at("is_at_end").get<bool>();
        after = page.at("next").get<std::string>();
    }
    CHECK(last > 0);
    const auto opened = body_of(worker.post("/api/v1/cases", case_wanted("Sag til andre systemer")), 201);
    const auto heard = body_of(worker.get("/api/v1/events?after=" + after));
    const auto is_it = [&](const Json& event) {
        return event.at("kind") == "case_opened" && event.at("case") == opened.at("id");
    };
    CHECK(std::ranges::count_if(heard.at("items"), is_it) == 1);
    const auto elsewhere = body_of(town.as(school_worker).get("/api/v1/events?after=" + after)).at("items");
    CHECK(std::ranges::none_of(elsewhere, is_it));

    CHECK(town.guest().get("/api/v1/events").status == 401);
    CHECK(worker.get("/api/v1/events?wait=61").status == 400);
    CHECK(worker.get("/api/v1/events?after=nu").status == 400);
}

TEST_CASE("A request that waits is answered when something happens, or when its time is out") {
    Town town;
    auto worker = town.as(building_worker);
    std::string after = "0";
    const auto ask = [&after](HttpClient& client, const char* wait) {
        auto page = body_of(client.get("/api/v1/events?limit=200&after=" + after + wait));
        after = page.at("next").get<std::string>();
        return page;
    };
    // The house follows up on what the demonstration holds, and is silent then.
    REQUIRE(within(30s, [&] { return ask(worker, "&wait=2").at("items").empty(); }));

    auto listener = town.as(building_worker);
    std::vector<Json> told;
    std::jthread listening{[&] {
        // A change of rights, such as the first case of its kind brings, ends the waiting too: one asks again.
        for (int asked = 0; asked < 5 && told.empty(); ++asked)
            for (const auto page = ask(listener, "&wait=20"); const auto& event : page.at("items"))
                told.push_back(event);
    }};
    const auto opened = body_of(worker.post("/api/v1/cases", case_wanted("Sag, der ventes på")), 201);
    listening.join();
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("case") == opened.at("id"));
}

TEST_CASE("A receiver of webhooks that was away, and a house that was restarted, miss nothing") {
    auto receiver = std::make_unique<Receiver>();
    const auto port = receiver->port();
    Town town;
    auto office = town.as(administrator);
    const auto user = body_of(town.as(building_worker).get("/api/v1/me")).at("id");
    const Json wanted{
        {"url", "http://127.0.0.1:" + std::to_string(port) + "/saglig"}, {"user", user}, {"kinds", {"case_opened"}}};
    const auto hook = body_of(office.post("/api/v1/webhooks", wanted), 201);
    CHECK(hook.at("secret").get<std::string>().size() == 43);
    const auto path = "/api/v1/webhooks/" + std::to_string(hook.at("id").get<std::int64_t>());
    CHECK(town.as(building_worker).get("/api/v1/webhooks").status == 403);

    auto worker = town.as(building_worker);
    std::vector<std::int64_t> opened;
    const auto open = [&] {
        const auto title = "Sag " + std::to_string(opened.size());
        opened.push_back(body_of(worker.post("/api/v1/cases", case_wanted(title)), 201).at("id").get<std::int64_t>());
    };
    open();
    REQUIRE(within(30s, [&] { return cases_in(receiver->requests()) == opened; }));
    const auto first = receiver->requests().front();
    CHECK(first.find("POST /saglig HTTP/1.1") == 0);
    CHECK(first.find("Saglig-Signature: t=") != std::string::npos);

    receiver.reset();
    for (int i = 0; i < 5; ++i) open();
    REQUIRE(within(30s, [&] {
        const auto made = body_of(office.get(path + "/deliveries")).at("items");
        return made.size() >= 2 && made[0].at("error").is_string();
    }));
    town.kill();
    town.start();
    office = town.as(administrator);
    worker = town.as(building_worker);
    open();
    receiver = std::make_unique<Receiver>(port);
    CHECK(office.post(path + "/retry", Json::object()).status == 204);
    opened.erase(opened.begin());
    REQUIRE(within(30s, [&] { return cases_in(receiver->requests()).size() >= opened.size(); }));
    CHECK(cases_in(receiver->requests()) == opened);
    CHECK(office.remove(path).status == 204);
    CHECK(office.get(path + "/deliveries").status == 404);
}
