#include <catch2/catch.hpp>

#include <sys/mount.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <random>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t upload_bytes = 2U << 20U;
constexpr std::size_t ballast_bytes = 16U << 20U;

/// A disk of 96 MB in memory, where the test may mount one.
class SmallDisk {
  public:
    SmallDisk() {
        fs::create_directory(path());
        is_mounted_ = ::mount("tmpfs", path().c_str(), "tmpfs", 0, "size=96m") == 0;
    }
    ~SmallDisk() {
        if (is_mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    SmallDisk(SmallDisk&&) = delete;
    SmallDisk& operator=(SmallDisk&&) = delete;

    bool is_mounted() const { return is_mounted_; }
    fs::path path() const { return folder_.path() / "disk"; }

    /// Takes the last byte there is.
    void fill() const {
        std::ofstream out{path() / "the rest", std::ios::binary};
        const std::string block(4096, 'x');
        while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }

  private:
    TemporaryFolder folder_;
    bool is_mounted_{};
};

std::string noise(std::mt19937& random) {
    std::string bytes = small_zip("");
    bytes.reserve(upload_bytes);
    while (bytes.size() < upload_bytes) bytes += static_cast<char>(random());
    return bytes;
}

}  // namespace

TEST_CASE("On a full disk uploads get 507, what was acknowledged stays, and room lets the server go on") {
    const SmallDisk disk;
    if (!disk.is_mounted()) {
        WARN("no small disk can be mounted here (needs root): not tested");
        return;
    }
    Saglig town{{}, disk.path() / "data"};
    REQUIRE(town.run({"demo", "seed", "--cases", "2", "--documents", "4", "--no-letters"}).status == 0);
    write_file(disk.path() / "ballast", std::string(ballast_bytes, 'b'));
    town.start();
    auto client = town.as(registrar);
    std::mt19937 random{11};
    std::vector<std::pair<std::int64_t, std::string>> acknowledged;
    HttpAnswer answer;
    for (int i = 0; i < 60; ++i) {
        auto bytes = noise(random);
        answer = client.upload("/api/v1/intake", {{"stor.zip", bytes}});
        if (answer.status != 201) break;
        acknowledged.emplace_back(answer.json().at("id").get<std::int64_t>(), std::move(bytes));
    }
    INFO(answer.body);
    CHECK(answer.status == 507);
    CHECK(answer.header("content-type") == "application/problem+json");
    REQUIRE(acknowledged.size() > 5);

    disk.fill();
    for (int i = 0; i < 5; ++i) {
        answer = client.upload("/api/v1/intake", {{"lille.zip", small_zip("nummer " + std::to_string(i))}});
        INFO(answer.body);
        CHECK((answer.status == 507 || answer.status == 201));
        if (answer.status == 201)
            acknowledged.emplace_back(
                answer.json().at("id").get<std::int64_t>(), small_zip("nummer " + std::to_string(i))
            );
    }
    const auto opened = client.post("/api/v1/cases", case_wanted("Sag på en fuld disk"));
    INFO(opened.body);
    CHECK((opened.status == 507 || opened.status == 201));
    CHECK(town.guest().get("/health").status == 200);
    CHECK(client.get("/api/v1/cases").status == 200);

    fs::remove(disk.path() / "the rest");
    fs::remove(disk.path() / "ballast");
    CHECK(client.upload("/api/v1/intake", {{"igen.zip", small_zip("der er plads igen")}}).status == 201);
    const auto later = body_of(client.post("/api/v1/cases", case_wanted("Sag med havudsigt")), 201);
    CHECK(within(60s, [&] { return finds(client, "havudsigt", "case", later.at("id").get<std::int64_t>()); }));
    for (const auto& [id, bytes] : acknowledged) {
        const auto original = client.get("/api/v1/incoming/" + std::to_string(id) + "/original");
        CHECK(original.status == 200);
        CHECK(original.body == bytes);
    }
    CHECK(town.stop() == 0);
    const auto whole = town.run({"verify"});
    INFO(whole.output);
    CHECK(whole.status == 0);
}
