#pragma once

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/identity/identity.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "tests/support/test_clock.hpp"

namespace tests {

/// A folder of its own that goes when the test does.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "saglig-identity-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        path = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path path;
};

/// Argon2id as cheap as it goes: what is tested is what follows from its answer.
inline services::IdentitySettings cheap_settings() {
    services::IdentitySettings settings;
    settings.hash_passes = 1;
    settings.hash_memory_bytes = 8192;
    return settings;
}

/// An authority with one unit beneath it and one caseworker, "jekr", whose password is "hemmeligt".
struct House {
    TemporaryFolder folder;
    TestClock clock;
    std::unique_ptr<services::Database> db = services::open_sqlite(folder.path / "saglig.db");
    services::Identity identity{*db, clock, cheap_settings()};
    core::UnitId authority = add_unit("Eksempel Kommune", std::nullopt);
    core::UnitId unit = add_unit("Teknik og Miljø", authority);
    core::UserId user = add_user("jekr", {{core::Role::caseworker, unit}});

    core::UnitId add_unit(const std::string& name, std::optional<core::UnitId> parent) {
        return db
            ->write([&](services::Transaction& tx) -> core::Result<core::UnitId> {
                return services::UnitStore{tx}.add({{}, parent, name, name});
            })
            .value();
    }

    core::UserId add_user(const std::string& name, std::vector<core::RoleInUnit> roles) {
        services::NewUser made;
        made.name = name;
        made.full_name = "Jens Kristian Krogh";
        made.password = "hemmeligt";
        made.roles = std::move(roles);
        return identity.add_user(made, std::nullopt).value();
    }

    /// Queues work and has it fail until the queue gives it up.
    core::JobId kill_a_job() {
        return db
            ->write([&](services::Transaction& tx) -> core::Result<core::JobId> {
                services::JobQueue queue{tx};
                core::JobId id;
                auto now = clock.now();
                queue.add("read_item", 1, now);
                for (std::int64_t attempt = 0; attempt < services::max_attempts; ++attempt) {
                    const auto job = *queue.take("test", now, std::chrono::minutes{1});
                    queue.fail(job, "the worker was killed", now);
                    id = job.id;
                    now += std::chrono::hours{1};
                }
                return id;
            })
            .value();
    }

    core::Result<services::SignedIn> sign_in(const std::string& password, const std::string& client = "192.0.2.1") {
        return identity.sign_in("jekr", password, client);
    }
    std::string token() { return sign_in("hemmeligt").value().token; }
};

inline services::Request with_cookie(const std::string& token) {
    services::Request request;
    request.method = services::Method::get;
    request.path = request.raw_target = "/sager";
    request.headers = {{"cookie", "saglig_session=" + token}, {"host", "sag.example"}};
    return request;
}

inline services::Request with_bearer(const std::string& token) {
    services::Request request;
    request.path = request.raw_target = "/api/v1/me";
    request.headers = {{"authorization", "Bearer " + token}};
    return request;
}

}  // namespace tests
