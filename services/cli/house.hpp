#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/time.hpp"
#include "services/cases/cases.hpp"
#include "services/cli/config.hpp"
#include "services/cli/node.hpp"
#include "services/files/file_store.hpp"
#include "services/identity/identity.hpp"
#include "services/intake/intake.hpp"
#include "services/store/database.hpp"

/// What every subcommand that touches the data stands on: the database, the file store and who may use them, made from
/// the settings.
namespace services {

struct House {
    /// `part` is what this process is ("serve", "work", or "command" for those that come and go), see Node.
    explicit House(Config settings, std::string_view part = "command");

    Config config;
    Node node;
    CaseTypes types;
    core::SystemClock clock;
    std::unique_ptr<Database> db;
    FileStore files;
    Identity identity;
    Intake intake;

    const std::filesystem::path& index_folder() const { return config.data.index_folder; }
    CaseSettings case_settings() const { return {config.cases.number_pattern, &types}; }
};

/// Where an authority's own types of cases lie.
std::filesystem::path own_case_types(const Config& config);

/// The subcommands. Each returns the exit status of the program: 0 done, 1 not done, 2 used wrongly.
int serve(Config config);
int work(Config config);
int intake_files(Config config, const std::vector<std::filesystem::path>& files);
int rebuild_search(Config config);
int verify(Config config);
/// All events as JSON lines, for whoever wants to verify the chain by other means, or keep it elsewhere.
int export_log(Config config, const std::filesystem::path& file);

struct MoveOptions {
    std::string url;
    std::int64_t rows_at_once{5000};
};
/// Moves an installation from SQLite to PostgreSQL.
int migrate_to(const Config& config, const MoveOptions& options);

struct KleOptions {
    bool allow_older{};
    bool allow_missing{};
};
int import_kle(Config config, const std::vector<std::filesystem::path>& files, const KleOptions& options);
int show_kle(Config config, const std::string& number);

struct SeedOptions {
    std::uint64_t seed{1};
    std::size_t cases{200};
    std::size_t documents{1000};
    bool brief{false};     ///< short texts instead of letters, for very many cases
    bool letters{true};    ///< puts the forty drawn letters into the scanner folder
    bool requests{false};  ///< requests for access to what it holds
};
int seed_demo(Config config, const SeedOptions& options);

struct UserOptions {
    std::string name;
    std::string full_name;
    std::string email;
    std::string unit;  ///< name; made beneath the top unit if there is none; empty: the top unit
    std::vector<std::string> roles;
    bool password_from_input{true};  ///< else one is made up and printed
};
int add_user(Config config, const UserOptions& options);
int set_password(Config config, const std::string& name);
int print_token(Config config, const std::string& name);
int list_users(Config config);

/// The password that every demonstration user has.
inline constexpr const char* demo_password = "saglig-demo";

}  // namespace services
