#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <unistd.h>

#include "services/http/server.hpp"

namespace tests {

/// An empty folder that goes with its object.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "saglig-http-XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder"};
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator{path_}, std::filesystem::directory_iterator{})
        );
    }

  private:
    std::filesystem::path path_;
};

/// A real server on a free port, for as long as the object lives.
class RunningServer {
  public:
    using Adjust = std::function<void(services::HttpSettings&)>;

    explicit RunningServer(const services::Router& router, const Adjust& adjust = {})
        : server_{settings(adjust), router, {}}, thread_{[this] { server_.run(); }} {}
    ~RunningServer() { stop(); }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    void stop() {
        if (!thread_.joinable()) return;
        server_.stop();
        thread_.join();
    }
    services::Server& server() { return server_; }
    std::uint16_t port() const { return server_.port(); }
    const TemporaryFolder& uploads() const { return uploads_; }

  private:
    services::HttpSettings settings(const Adjust& adjust) {
        services::HttpSettings made;
        made.port = 0;
        made.workers = 4;
        made.io_threads = 2;
        made.upload_folder = uploads_.path();
        if (adjust) adjust(made);
        return made;
    }

    TemporaryFolder uploads_;
    services::Server server_;
    std::thread thread_;
};

}  // namespace tests
