#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

bool listens(const Saglig& town) {
    try {
        RawClient probe{town.port()};
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// Of incoming items; the demonstration has others for its documents, which are due later.
std::string waiting_jobs(const Saglig& town) {
    return asked(town.database(), "SELECT count(*) FROM jobs WHERE kind = 'read_item'");
}

}  // namespace

TEST_CASE("Under TLS browsers are told to stay with it, and the cookie is for TLS alone") {
    const TemporaryFolder folder;
    const auto certificate = (folder.path() / "certificate.pem").string();
    const auto key = (folder.path() / "key.pem").string();
    const auto made = run(
        {"openssl",
         "req",
         "-x509",
         "-newkey",
         "ec",
         "-pkeyopt",
         "ec_paramgen_curve:P-256",
         "-nodes",
         "-days",
         "1",
         "-subj",
         "/CN=localhost",
         "-addext",
         "subjectAltName=IP:127.0.0.1",
         "-keyout",
         key,
         "-out",
         certificate}
    );
    INFO(made.output);
    REQUIRE(made.status == 0);
    Town town{{{"server.certificate", "\"" + certificate + "\""}, {"server.private_key", "\"" + key + "\""}}};
    CHECK(HttpClient{town.base()}.get("/health").status == 0);  // the certificate is nobody's that is known

    auto browser = town.guest();
    const auto page = browser.get("/log-ind");
    CHECK(page.status == 200);
    CHECK(page.header("strict-transport-security").find("max-age=") != std::string::npos);
    const auto answer = browser.post_form("/log-ind", {{"name", registrar}, {"password", everyones_password}});
    const auto cookie = answer.header("set-cookie");
    CHECK(cookie.starts_with("__Host-saglig_session="));
    for (const auto* word : {"; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"})
        CHECK(cookie.find(word) != std::string::npos);
    CHECK(browser.get("/sager").status == 200);
    auto client = town.as(registrar);
    CHECK(taken_in(client, {"krypteret vej.zip", small_zip(std::string(60'000, 'x'))}) > 0);
    CHECK(town.stop() == 0);
}

TEST_CASE("Without TLS nothing promises it, and pages carry their security headers") {
    Town town;
    auto browser = town.signed_in(registrar, everyones_password);
    const auto page = browser.get("/sager", {{"Accept", "text/html"}});
    REQUIRE(page.status == 200);
    CHECK(page.header("strict-transport-security").empty());
    CHECK(page.header("x-content-type-options") == "nosniff");
    const auto policy = page.header("content-security-policy");
    CHECK(policy.find("frame-ancestors") != std::string::npos);
    CHECK(policy.find("'unsafe-inline'") == std::string::npos);
    CHECK(page.body.find("<script>") == std::string::npos);
}

TEST_CASE("A stop that is asked for lets an upload under way end well") {
    Town town;
    const auto bytes = small_zip(std::string(60'000, 'u'));
    const std::string begin =
        "--graense\r\nContent-Disposition: form-data; name=\"file\"; filename=\"under vejs.zip\"\r\n\r\n";
    const auto body = begin + bytes + "\r\n--graense--\r\n";
    const auto head = "POST /api/v1/intake HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                      town.token_of(registrar) +
                      "\r\nContent-Type: multipart/form-data; boundary=\"graense\"\r\nContent-Length: " +
                      std::to_string(body.size()) + "\r\n\r\n";
    RawClient client{town.port()};
    REQUIRE(client.send(head + body.substr(0, 30'000)));
    // The request is under way once its bytes arrive in the folder of uploads.
    REQUIRE(within(30s, [&] { return town.uploads_left() > 0; }));
    town.signal(SIGTERM);
    CHECK(within(30s, [&] { return !listens(town); }));
    REQUIRE(client.send(body.substr(30'000)));
    const auto answer = client.receive();
    REQUIRE(answer.has_value());
    INFO(answer->body);
    CHECK(answer->status == 201);
    CHECK(town.wait(30s) == 0);

    town.start();
    auto again = town.as(registrar);
    const auto id = Json::parse(answer->body).at("id").get<std::int64_t>();
    const auto item = settled_item(again, id);
    CHECK(item.at("file_name") == "under vejs.zip");
    CHECK(again.get("/api/v1/incoming/" + std::to_string(id) + "/original").body == bytes);
}

TEST_CASE("Reading that a stop interrupts is done after the next start") {
    Town town;
    auto client = town.as(registrar);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto drawn = letter(i);
        ids.push_back(taken_in(client, {drawn.file_name, drawn.bytes}));
    }
    CHECK(town.stop() == 0);
    town.start();
    auto again = town.as(registrar);
    for (const auto id : ids) CHECK(settled_item(again, id).at("state") == "ready");
    const bool is_all_done = within(30s, [&] { return waiting_jobs(town) == "0"; });
    if (!is_all_done) UNSCOPED_INFO(asked(town.database(), "SELECT * FROM jobs"));
    CHECK(is_all_done);
}

TEST_CASE("The settings that are wrong are named, and the server does not start") {
    Saglig town{{{"server.prot", "8080"}}};
    const auto checked = town.run({"config", "check"});
    CHECK(checked.status == 2);
    CHECK(checked.output.find("server.prot") != std::string::npos);
    CHECK_THROWS(town.start());
}
