#include <csignal>
#include <iostream>

#include "services/cli/house.hpp"
#include "services/store/postgres/address.hpp"
#include "services/store/postgres/move.hpp"

namespace services {

namespace {

volatile std::sig_atomic_t is_interrupted = 0;

int refuse(const std::string& why) {
    std::cerr << "saglig: " << why << '\n';
    return 2;
}

/// A line when another table begins, and one each 100,000 rows.
class Progress {
  public:
    bool operator()(std::string_view what, const std::string& table, std::int64_t rows) {
        constexpr std::int64_t told_each = 100'000;
        if (what != what_ || table != table_ || rows / told_each != rows_ / told_each)
            std::cout << "  " << what << ' ' << table << ", " << rows << " rows" << std::endl;
        what_ = what;
        table_ = table;
        rows_ = rows;
        return is_interrupted == 0;
    }

  private:
    std::string what_, table_;
    std::int64_t rows_{0};
};

}  // namespace

int migrate_to(const Config& config, const MoveOptions& options) {
    if (!config.database.url.empty()) return refuse("database.url is set: there is no SQLite database to move");
    const auto file = config.data.directory / "saglig.db";
    if (!std::filesystem::exists(file)) return refuse("there is no database " + file.string());
    for (const auto* part : {"serve", "work"})
        if (Node::is_any_alive(config.data.directory / "nodes", part))
            return refuse("the installation is in use: stop `saglig " + std::string{part} + "` first");
    std::signal(SIGINT, [](int) { is_interrupted = 1; });
    std::signal(SIGTERM, [](int) { is_interrupted = 1; });

    const auto shown = postgres::without_password(options.url);
    std::cout << "Moving " << file.string() << " to " << shown << std::endl;
    Progress progress;
    const MoveSettings settings{
        .rows_at_once = options.rows_at_once,
        .progress = [&](auto what, const auto& table, auto rows) { return progress(what, table, rows); }};
    const auto moved = move_to_postgres(file, options.url, settings);
    if (!moved) {
        std::cout << "Stopped. The same command goes on from here.\n";
        return 1;
    }
    for (const auto& table : *moved) std::cout << table.sha256 << "  " << table.rows << "  " << table.name << '\n';
    std::cout << "Both sides hold the same. Set database.url to the new address; the files stay where they are, and "
                 "saglig.db is as it was.\n";
    return 0;
}

}  // namespace services
