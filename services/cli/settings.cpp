#include "services/cli/settings.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <regex>
#include <type_traits>

#include "services/http/cors.hpp"

namespace services {

namespace {

bool is_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(AF_INET, text.c_str(), address.data()) == 1 ||
           inet_pton(AF_INET6, text.c_str(), address.data()) == 1;
}

bool matches(const std::string& text, const char* pattern) {
    return std::regex_match(text, std::regex{pattern, std::regex::ECMAScript});
}

bool is_anything(const std::string&) {
    return true;
}
bool is_given(const std::string& text) {
    return !text.empty();
}
bool is_cvr(const std::string& text) {
    return matches(text, "([0-9]{8})?");
}
bool is_public_url(const std::string& text) {
    return matches(text, "(https?://[^\\s/?#]+)?");
}
bool is_database_url(const std::string& text) {
    return matches(text, "(postgres(ql)?://\\S+)?");
}
bool is_mail_server(const std::string& text) {
    return matches(text, "(smtps?://[A-Za-z0-9.:\\[\\]-]+)?");
}
bool is_sender(const std::string& text) {
    return matches(text, "([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?");
}
bool is_memo_version(const std::string& text) {
    return text == "1.1" || text == "1.2";
}
bool is_confidentiality(const std::string& text) {
    return core::confidentiality_named(text).has_value();
}
bool tells_readers(const std::string& text) {
    return matches(text, "no|roles|names");
}
bool tells_readers_of_type(const std::string& text) {
    return matches(text, "[a-z0-9_]+=(no|roles|names)");
}
bool is_line(const std::string& text) {
    return text.size() <= 255 && text.find_first_of("\r\n") == std::string::npos;
}
bool is_log_level(const std::string& text) {
    return matches(text, "trace|debug|info|warn|error");
}

/// {year} and {number} or {number:WIDTH}, once each, in any order, with plain signs around them.
bool is_number_pattern(const std::string& text) {
    constexpr const char* sign = "[A-Za-z0-9ÆØÅæøå ./_-]*";
    const std::string year = "\\{year\\}", number = "\\{number(:[1-9])?\\}";
    const std::string either = "(" + year + sign + number + "|" + number + sign + year + ")";
    return matches(text, (sign + either + sign).c_str());
}

/// The type that a pointer to a member leads to.
template <auto member>
struct MemberOf;
template <class Owner, class Type, Type Owner::*member>
struct MemberOf<member> {
    using type = Type;
};

template <auto section, auto member>
using FieldType = typename MemberOf<member>::type;

/// A text or a path that `is_allowed` accepts.
template <auto section, auto member, bool (*is_allowed)(const std::string&)>
constexpr Setting text(std::string_view section_name, std::string_view key, std::string_view allowed) {
    return {
        section_name,
        key,
        allowed,
        [](Config& config, const SettingValue& value) {
            const auto* given = std::get_if<std::string>(&value);
            if (given == nullptr || !is_allowed(*given)) return false;
            config.*section.*member = *given;
            return true;
        },
        [](const Config& config) -> SettingValue {
            if constexpr (std::is_same_v<FieldType<section, member>, std::string>) {
                return config.*section.*member;
            } else {
                return (config.*section.*member).string();
            }
        }};
}

/// A whole number or a duration, in the unit of its field, from `lowest` to `highest`.
template <auto section, auto member, std::int64_t lowest, std::int64_t highest>
constexpr Setting number(std::string_view section_name, std::string_view key, std::string_view allowed) {
    using Field = FieldType<section, member>;
    return {
        section_name,
        key,
        allowed,
        [](Config& config, const SettingValue& value) {
            const auto* given = std::get_if<std::int64_t>(&value);
            if (given == nullptr || *given < lowest || *given > highest) return false;
            config.*section.*member = static_cast<Field>(*given);
            return true;
        },
        [](const Config& config) -> SettingValue {
            if constexpr (std::is_arithmetic_v<Field>) {
                return static_cast<std::int64_t>(config.*section.*member);
            } else {
                return std::int64_t{(config.*section.*member).count()};
            }
        }};
}

template <auto section, auto member>
constexpr Setting flag(std::string_view section_name, std::string_view key) {
    return {
        section_name,
        key,
        "true or false",
        [](Config& config, const SettingValue& value) {
            const auto* given = std::get_if<bool>(&value);
            if (given == nullptr) return false;
            config.*section.*member = *given;
            return true;
        },
        [](const Config& config) -> SettingValue { return config.*section.*member; }};
}

/// At least `fewest` texts, each of which `is_allowed` accepts.
template <auto section, auto member, std::size_t fewest, bool (*is_allowed)(const std::string&)>
constexpr Setting list(std::string_view section_name, std::string_view key, std::string_view allowed) {
    return {
        section_name,
        key,
        allowed,
        [](Config& config, const SettingValue& value) {
            const auto* given = std::get_if<std::vector<std::string>>(&value);
            if (given == nullptr || given->size() < fewest) return false;
            if (!std::all_of(given->begin(), given->end(), is_allowed)) return false;
            config.*section.*member = *given;
            return true;
        },
        [](const Config& config) -> SettingValue { return config.*section.*member; }};
}

constexpr auto authority = &Config::authority;
constexpr auto server = &Config::server;
constexpr auto api = &Config::api;
constexpr auto data = &Config::data;
constexpr auto database = &Config::database;
constexpr auto cases = &Config::cases;
constexpr auto post_list = &Config::post_list;
constexpr auto access_requests = &Config::access_requests;
constexpr auto citizens = &Config::citizens;
constexpr auto mail = &Config::mail;
constexpr auto digital_post = &Config::digital_post;
constexpr auto ocr = &Config::ocr;
constexpr auto identity = &Config::identity;
constexpr auto log = &Config::log;
constexpr auto search = &Config::search;

// clang-format off
constexpr std::array table{
    text<authority, &AuthorityConfig::name, is_given>("authority", "name", "the authority's name"),
    text<authority, &AuthorityConfig::short_name, is_given>("authority", "short_name", "a short name"),
    text<authority, &AuthorityConfig::cvr, is_cvr>("authority", "cvr", "eight digits, or empty"),

    text<server, &ServerConfig::address, is_address>("server", "address", "an IPv4 or IPv6 address, such as \"127.0.0.1\" or \"::\""),
    number<server, &ServerConfig::port, 0, 65535>("server", "port", "a whole number from 0 (any free one) to 65535"),
    text<server, &ServerConfig::certificate, is_anything>("server", "certificate", "a path in quotes, or empty"),
    text<server, &ServerConfig::private_key, is_anything>("server", "private_key", "a path in quotes, or empty"),
    number<server, &ServerConfig::workers, 0, 1024>("server", "workers", "a whole number from 0 (four a core) to 1024"),
    number<server, &ServerConfig::upload_limit_mb, 1, 65536>("server", "upload_limit_mb", "a whole number from 1 to 65536"),
    number<server, &ServerConfig::connections, 1, 1'000'000>("server", "connections", "a whole number from 1 to 1000000"),
    list<server, &ServerConfig::trusted_proxies, 0, is_address>("server", "trusted_proxies", "a list of IP addresses, such as [\"10.0.0.5\"]"),
    text<server, &ServerConfig::public_url, is_public_url>("server", "public_url", "an address such as \"https://sager.example.dk\", without a path, or empty"),

    list<api, &ApiConfig::allowed_origins, 0, is_origin>("api", "allowed_origins", "a list of sites, such as [\"https://app.example.dk\"]; each is named, without a path"),
    number<api, &ApiConfig::requests_per_minute, 0, 1'000'000>("api", "requests_per_minute", "a whole number from 0 (no limit) to 1000000"),
    number<api, &ApiConfig::guest_requests_per_minute, 0, 1'000'000>("api", "guest_requests_per_minute", "a whole number from 0 (no limit) to 1000000"),

    text<data, &DataConfig::directory, is_given>("data", "directory", "the path of a folder, in quotes"),
    text<data, &DataConfig::scan_folder, is_given>("data", "scan_folder", "the path of a folder, in quotes"),
    text<data, &DataConfig::file_folder, is_given>("data", "file_folder", "the path of a folder, in quotes"),
    text<data, &DataConfig::index_folder, is_given>("data", "index_folder", "the path of a folder, in quotes"),

    text<database, &DatabaseConfig::url, is_database_url>("database", "url", "an address such as \"postgres://saglig@db.example.dk/saglig\", or empty"),

    text<cases, &CasesConfig::number_pattern, is_number_pattern>("cases", "number_pattern", "a pattern with {year} and {number} once each, such as \"{year}-{number:6}\""),
    flag<cases, &CasesConfig::name_readers>("cases", "name_readers"),

    text<access_requests, &AccessRequestsConfig::unit, is_anything>("access_requests", "unit", "the name of a unit, or empty"),
    flag<access_requests, &AccessRequestsConfig::two_people>("access_requests", "two_people"),
    flag<post_list, &PostListConfig::enabled>("post_list", "enabled"),
    number<post_list, &PostListConfig::shown, 1, 36500>("post_list", "days_shown", "a whole number from 1 to 36500"),
    number<post_list, &PostListConfig::delay_days, 0, 60>("post_list", "delay_days", "a whole number from 0 to 60"),
    text<post_list, &PostListConfig::licence, is_given>("post_list", "licence", "the address of a licence"),

    text<citizens, &CitizensConfig::provider, is_anything>("citizens", "provider", "the key of an [[openid]], or empty"),
    text<citizens, &CitizensConfig::cpr_claim, is_given>("citizens", "cpr_claim", "the name of a claim"),
    text<citizens, &CitizensConfig::cvr_claim, is_given>("citizens", "cvr_claim", "the name of a claim"),
    text<citizens, &CitizensConfig::level_claim, is_given>("citizens", "level_claim", "the name of a claim"),
    list<citizens, &CitizensConfig::levels, 0, is_given>("citizens", "levels", "a list of levels, such as [\"Substantial\", \"High\"]"),
    text<citizens, &CitizensConfig::shown_up_to, is_confidentiality>("citizens", "shown_up_to", "one of \"open\", \"unit\", \"restricted\""),
    text<citizens, &CitizensConfig::contact, is_line>("citizens", "contact", "one line, or empty"),
    flag<citizens, &CitizensConfig::name_caseworker>("citizens", "name_caseworker"),
    text<citizens, &CitizensConfig::readers, tells_readers>("citizens", "readers", "one of \"no\", \"roles\", \"names\""),
    list<citizens, &CitizensConfig::readers_by_type, 0, tells_readers_of_type>("citizens", "readers_by_type", "a list of types with \"no\", \"roles\" or \"names\", such as [\"building_permit=names\"]"),

    text<mail, &MailConfig::server, is_mail_server>("mail", "server", "an address such as \"smtp://mail.example.dk:587\" or \"smtps://mail.example.dk\", or empty"),
    text<mail, &MailConfig::from, is_sender>("mail", "from", "a mail address, or empty"),
    text<mail, &MailConfig::user, is_anything>("mail", "user", "a name, or empty"),
    text<mail, &MailConfig::password_file, is_anything>("mail", "password_file", "a path in quotes, or empty"),
    flag<mail, &MailConfig::require_tls>("mail", "require_tls"),

    text<digital_post, &DigitalPostConfig::outbox, is_anything>("digital_post", "outbox", "the path of a folder in quotes, or empty"),
    text<digital_post, &DigitalPostConfig::memo_version, is_memo_version>("digital_post", "memo_version", "\"1.1\" or \"1.2\""),

    number<ocr, &OcrConfig::workers, 0, 256>("ocr", "workers", "a whole number from 0 (one a core) to 256"),
    number<ocr, &OcrConfig::page_limit, 1, 100'000>("ocr", "page_limit", "a whole number from 1 to 100000"),
    number<ocr, &OcrConfig::page_time, 1, 3600>("ocr", "page_seconds", "a whole number from 1 to 3600"),
    number<ocr, &OcrConfig::memory_mb, 256, 65536>("ocr", "memory_mb", "a whole number from 256 to 65536"),

    number<identity, &IdentityConfig::session, 1, 168>("identity", "session_hours", "a whole number from 1 to 168"),
    number<identity, &IdentityConfig::idle, 1, 1440>("identity", "idle_minutes", "a whole number from 1 to 1440"),

    text<log, &LogConfig::level, is_log_level>("log", "level", "one of \"trace\", \"debug\", \"info\", \"warn\", \"error\""),
    text<log, &LogConfig::file, is_anything>("log", "file", "a path in quotes, or empty"),

    number<search, &SearchConfig::shards, 1, 64>("search", "shards", "a whole number from 1 to 64"),
};
// clang-format on

}  // namespace

std::span<const Setting> settings() {
    return table;
}

const Setting* find_setting(std::string_view section, std::string_view key) {
    const auto row = std::find_if(table.begin(), table.end(), [&](const Setting& setting) {
        return setting.section == section && setting.key == key;
    });
    return row == table.end() ? nullptr : &*row;
}

}  // namespace services
