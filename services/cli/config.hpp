#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/openid/settings.hpp"

/// The settings: one TOML file, read and checked once at start-up. Each part of the program
/// receives its own slice; nothing else reads the file or the environment. Every setting is
/// explained in packaging/saglig.example.toml.
namespace services {

struct AuthorityConfig {
    std::string name{"Saglig Kommune"};
    std::string short_name{"Saglig"};
    std::string cvr{};  ///< eight digits, or empty
    bool operator==(const AuthorityConfig&) const = default;
};

struct ServerConfig {
    std::string address{"127.0.0.1"};
    std::uint16_t port{8080};                            ///< 0: any free one
    std::filesystem::path certificate{}, private_key{};  ///< PEM; both set: TLS
    unsigned workers{0};                                 ///< threads that run handlers; 0: 16 a core
    std::uint32_t upload_limit_mb{256};                  ///< 2^20 bytes each
    std::uint32_t connections{4096};
    std::vector<std::string> trusted_proxies{};  ///< addresses whose X-Forwarded-* are believed
    std::string public_url{};                    ///< without a slash at the end; empty: as the request says
    bool operator==(const ServerConfig&) const = default;
};

struct ApiConfig {
    std::vector<std::string> allowed_origins{};  ///< sites whose scripts may ask; none: no other site's
    std::int64_t requests_per_minute{0};         ///< of a token or session; 0: no limit
    std::int64_t guest_requests_per_minute{0};   ///< of an address without; 0: no limit
    bool operator==(const ApiConfig&) const = default;
};

struct DataConfig {
    std::filesystem::path directory{"data"};
    std::filesystem::path scan_folder{"scan"};
    std::filesystem::path file_folder{"files"};
    std::filesystem::path index_folder{"index"};
    bool operator==(const DataConfig&) const = default;
};

struct DatabaseConfig {
    std::string url{};  ///< of PostgreSQL, as libpq takes it; empty: SQLite in the data directory
    bool operator==(const DatabaseConfig&) const = default;
};

struct CasesConfig {
    std::string number_pattern{"{year}-{number:6}"};
    bool name_readers{true};  ///< to citizens: names of those who read their case, or only what they are
    bool operator==(const CasesConfig&) const = default;
};

struct PostListConfig {
    bool enabled{true};
    std::chrono::days shown{90};
    std::int64_t delay_days{0};  ///< working days, where no rule says otherwise
    std::string licence{"https://creativecommons.org/licenses/by/4.0/"};  ///< of the open data
    bool operator==(const PostListConfig&) const = default;
};

struct AccessRequestsConfig {
    std::string unit{};  ///< the name of the unit that answers what is about no case; empty: the authority's top unit
    bool two_people{};   ///< a second person approves before any answer
    bool operator==(const AccessRequestsConfig&) const = default;
};

struct CitizensConfig {
    std::string provider{};  ///< the key of the [[openid]] that citizens sign in by; empty: they can't
    std::string cpr_claim{"https://data.gov.dk/model/core/eid/cprNumber"};
    std::string cvr_claim{"https://data.gov.dk/model/core/eid/professional/cvr"};
    std::string level_claim{"https://data.gov.dk/concept/core/nsis/loa"};
    std::vector<std::string> levels{};  ///< that are enough; none: whatever level
    std::string shown_up_to{"unit"};    ///< how closely a case may be kept that its parties see
    std::string contact{};
    bool name_caseworker{true};
    std::string readers{"no"};
    std::vector<std::string> readers_by_type{};  ///< "building_permit=names"
    bool operator==(const CitizensConfig&) const = default;
};

struct MailConfig {
    std::string server{};                   ///< "smtp://host:587" or "smtps://host"; empty: no mail is sent
    std::string from{};                     ///< the authority's address
    std::string user{};                     ///< empty: without signing in
    std::filesystem::path password_file{};  ///< its first line
    bool require_tls{true};
    bool operator==(const MailConfig&) const = default;
};

struct DigitalPostConfig {
    std::filesystem::path outbox{};  ///< empty: nothing is sent
    std::string memo_version{"1.2"};
    bool operator==(const DigitalPostConfig&) const = default;
};

struct OcrConfig {
    unsigned workers{0};  ///< processes; 0: one a core
    int page_limit{2000};
    std::chrono::seconds page_time{120};  ///< wall time
    std::uint32_t memory_mb{1536};        ///< of one worker
    bool operator==(const OcrConfig&) const = default;
};

struct IdentityConfig {
    std::chrono::hours session{10};
    std::chrono::minutes idle{60};
    bool operator==(const IdentityConfig&) const = default;
};

struct LogConfig {
    std::string level{"info"};     ///< as spdlog names them
    std::filesystem::path file{};  ///< empty: standard error
    bool operator==(const LogConfig&) const = default;
};

struct SearchConfig {
    unsigned shards{2};
    bool operator==(const SearchConfig&) const = default;
};

struct Config {
    AuthorityConfig authority;
    ServerConfig server;
    ApiConfig api;
    DataConfig data;
    DatabaseConfig database;
    CasesConfig cases;
    PostListConfig post_list;
    AccessRequestsConfig access_requests;
    CitizensConfig citizens;
    MailConfig mail;
    DigitalPostConfig digital_post;
    OcrConfig ocr;
    IdentityConfig identity;
    LogConfig log;
    SearchConfig search;
    std::vector<OpenIdSettings> openid;
    bool operator==(const Config&) const = default;
};

/// Variables of the environment whose name begins with SAGLIG_.
using Environment = std::map<std::string, std::string>;
Environment process_environment();

/// The settings in `file`; the defaults where it says nothing, or where `file` is empty.
/// SAGLIG_<SECTION>_<KEY> comes before the file, lists separated by commas. Paths come out
/// absolute: relative ones begin at the file's folder (at the working directory without a file),
/// those of the data section at the data directory.
///
/// Errors: not_found without such a file, else invalid_input; the sentence names the setting, its
/// value, where it stands, and what is allowed. Unknown settings are refused.
core::Result<Config> load_config(
    const std::filesystem::path& file, const Environment& environment = process_environment()
);

/// All settings with the values in effect, as a TOML file; those that differ from the default say
/// so. A password in an address is left out. Providers of OpenID Connect are named, without their rules.
std::string explain(const Config& config);

/// Every setting there is, as "section.key", in the order of the example file.
std::vector<std::string> setting_names();

}  // namespace services
