#include "services/cli/config.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

using services::Config;
using services::Environment;
using services::load_config;

namespace fs = std::filesystem;

namespace {

/// A settings file in a folder of its own, gone with the test.
class SettingsFile {
  public:
    explicit SettingsFile(const std::string& text) {
        std::string name = (fs::temp_directory_path() / "saglig-config-XXXXXX").string();
        folder_ = mkdtemp(name.data());
        std::ofstream{path()} << text;
    }
    SettingsFile(const SettingsFile&) = delete;
    SettingsFile& operator=(const SettingsFile&) = delete;
    ~SettingsFile() { fs::remove_all(folder_); }

    fs::path path() const { return folder_ / "saglig.toml"; }
    const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

Config loaded(const std::string& text, const Environment& environment = {}) {
    const SettingsFile file{text};
    const auto config = load_config(file.path(), environment);
    INFO((config ? "" : config.error().detail));
    REQUIRE(config);
    return config.value();
}

std::string refusal(const std::string& text, const Environment& environment = {}) {
    const SettingsFile file{text};
    const auto config = load_config(file.path(), environment);
    REQUIRE_FALSE(config);
    CHECK(config.error().code == core::ErrorCode::invalid_input);
    return config.error().detail;
}

std::string content_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// The settings of the example file, each with whether a comment stands above it.
std::set<std::string> explained_settings(const fs::path& file) {
    std::set<std::string> names;
    std::ifstream in{file};
    std::string section, before;
    for (std::string line; std::getline(in, line); before = line) {
        if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1);
        const auto equals = line.find(" = ");
        if (line.starts_with('#') || line.starts_with('[') || equals == std::string::npos) continue;
        INFO("line: " << line);
        CHECK(before.starts_with("# "));
        names.insert(section + "." + line.substr(0, equals));
    }
    return names;
}

}  // namespace

TEST_CASE("without a file every setting has its default", "[config]") {
    const auto config = load_config({}, {});
    REQUIRE(config);
    CHECK(config.value().server.port == 8080);
    CHECK(config.value().server.address == "127.0.0.1");
    CHECK(config.value().data.directory == fs::current_path() / "data");
    CHECK(config.value().data.scan_folder == fs::current_path() / "data" / "scan");
}

TEST_CASE("the example file says nothing but the defaults", "[config]") {
    const auto example = loaded(content_of(EXAMPLE_FILE));
    const SettingsFile empty{""};
    const SettingsFile copy{content_of(EXAMPLE_FILE)};
    auto defaults = load_config(empty.path(), {}).value();
    auto from_copy = load_config(copy.path(), {}).value();
    CHECK(from_copy.data.directory == copy.folder() / "data");
    from_copy.data = defaults.data;
    CHECK(from_copy == defaults);
}

TEST_CASE("the example file explains every setting there is", "[config]") {
    const auto names = services::setting_names();
    CHECK(explained_settings(EXAMPLE_FILE) == std::set<std::string>(names.begin(), names.end()));
}

TEST_CASE("a file's values come before the defaults", "[config]") {
    const auto config = loaded(R"(
        [authority]
        name = "Ærø Kommune"
        cvr = "28856075"
        [server]
        address = "::"
        port = 8443
        trusted_proxies = ["10.0.0.5", "fd00::5"]
        public_url = "https://sager.example.dk"
        [cases]
        number_pattern = "{number:4}/{year}"
        name_readers = false
        [post_list]
        enabled = false
        days_shown = 30
        delay_days = 3
        [identity]
        session_hours = 8
        idle_minutes = 20
    )");
    CHECK(config.authority.name == "Ærø Kommune");
    CHECK(config.authority.cvr == "28856075");
    CHECK(config.server.address == "::");
    CHECK(config.server.port == 8443);
    CHECK(config.server.trusted_proxies == std::vector<std::string>{"10.0.0.5", "fd00::5"});
    CHECK(config.server.public_url == "https://sager.example.dk");
    CHECK(config.cases.number_pattern == "{number:4}/{year}");
    CHECK_FALSE(config.cases.name_readers);
    CHECK_FALSE(config.post_list.enabled);
    CHECK(config.post_list.shown == std::chrono::days{30});
    CHECK(config.identity.session == std::chrono::hours{8});
    CHECK(config.identity.idle == std::chrono::minutes{20});
}

TEST_CASE("the environment comes before the file", "[config]") {
    const Environment environment{
        {"SAGLIG_SERVER_PORT", "9000"},
        {"SAGLIG_POST_LIST_ENABLED", "false"},
        {"SAGLIG_SERVER_TRUSTED_PROXIES", "10.0.0.5, fd00::5"},
        {"SAGLIG_AUTHORITY_NAME", "Læsø Kommune"},
        {"SAGLIG_SOMETHING_ELSE", "is nobody's business"},
    };
    const auto config = loaded("[server]\nport = 8443\nworkers = 3\n", environment);
    CHECK(config.server.port == 9000);
    CHECK(config.server.workers == 3);
    CHECK_FALSE(config.post_list.enabled);
    CHECK(config.server.trusted_proxies == std::vector<std::string>{"10.0.0.5", "fd00::5"});
    CHECK(config.authority.name == "Læsø Kommune");
}

TEST_CASE("relative paths begin at the settings file's folder", "[config]") {
    const SettingsFile file{R"(
        [data]
        directory = "."
        [server]
        certificate = "tls/cert.pem"
        private_key = "/etc/saglig/key.pem"
    )"};
    const auto config = load_config(file.path(), {}).value();
    CHECK(fs::equivalent(config.data.directory, file.folder()));
    CHECK(config.data.scan_folder.lexically_normal() == file.folder() / "scan");
    CHECK(config.server.certificate == file.folder() / "tls/cert.pem");
    CHECK(config.server.private_key == "/etc/saglig/key.pem");
    CHECK(config.log.file.empty());
}

TEST_CASE("a scan folder of its own is taken as it is", "[config]") {
    const auto config = loaded("[data]\nscan_folder = \"/srv/scanner\"\n");
    CHECK(config.data.scan_folder == "/srv/scanner");
}

TEST_CASE("a value that is not allowed is refused with setting, value, place and rule", "[config]") {
    const auto sentence = refusal("[server]\n\nport = 70000\n");
    CHECK_THAT(sentence, Catch::Contains("saglig.toml, line 3"));
    CHECK_THAT(sentence, Catch::Contains("server.port = 70000 is not allowed"));
    CHECK_THAT(sentence, Catch::Contains("from 0 (any free one) to 65535"));
}

TEST_CASE("values of every setting are checked", "[config]") {
    const auto [text, setting] = GENERATE(table<std::string, std::string>({
        {"[authority]\nname = \"\"", "authority.name"},
        {"[authority]\ncvr = \"1234567\"", "authority.cvr"},
        {"[authority]\ncvr = 12345678", "authority.cvr"},
        {"[server]\naddress = \"localhost\"", "server.address"},
        {"[server]\nport = -1", "server.port"},
        {"[server]\nport = \"8080\"", "server.port"},
        {"[server]\nport = 8080.5", "server.port"},
        {"[server]\nupload_limit_mb = 0", "server.upload_limit_mb"},
        {"[server]\ntrusted_proxies = [\"proxy\"]", "server.trusted_proxies"},
        {"[server]\ntrusted_proxies = [1, 2]", "server.trusted_proxies"},
        {"[server]\npublic_url = \"https://a.dk/\"", "server.public_url"},
        {"[server]\npublic_url = \"a.dk\"", "server.public_url"},
        {"[data]\ndirectory = \"\"", "data.directory"},
        {"[cases]\nnumber_pattern = \"{number}\"", "cases.number_pattern"},
        {"[cases]\nnumber_pattern = \"{year}-{year}-{number}\"", "cases.number_pattern"},
        {"[cases]\nnumber_pattern = \"{year}-{number:0}\"", "cases.number_pattern"},
        {"[cases]\nnumber_pattern = \"{year}-{number}{unit}\"", "cases.number_pattern"},
        {"[post_list]\nenabled = \"yes\"", "post_list.enabled"},
        {"[post_list]\ndays_shown = 0", "post_list.days_shown"},
        {"[post_list]\ndelay_days = 61", "post_list.delay_days"},
        {"[ocr]\nmemory_mb = 16", "ocr.memory_mb"},
        {"[identity]\nsession_hours = 0", "identity.session_hours"},
        {"[identity]\nsession_hours = 1\nidle_minutes = 90", "identity.idle_minutes"},
        {"[log]\nlevel = \"loud\"", "log.level"},
        {"[search]\nshards = 0", "search.shards"},
    }));
    CHECK_THAT(refusal(text), Catch::Contains(setting));
}

TEST_CASE("what is no setting is refused, not ignored", "[config]") {
    CHECK_THAT(refusal("[server]\n\nprot = 80\n"), Catch::Contains("line 3: there is no setting server.prot"));
    CHECK_THAT(refusal("[sever]\nport = 80\n"), Catch::Contains("there is no section [sever]"));
    CHECK_THAT(refusal("port = 80\n"), Catch::Contains("there is no section [port]"));
    CHECK_THAT(refusal("server = 80\n"), Catch::Contains("server has to be a section"));
    CHECK_THAT(refusal("", {{"SAGLIG_SERVER_PROT", "80"}}), Catch::Contains("variable SAGLIG_SERVER_PROT"));
}

TEST_CASE("a variable with a value that is not allowed is refused by name", "[config]") {
    CHECK_THAT(
        refusal("", {{"SAGLIG_SERVER_PORT", "80x"}}),
        Catch::Contains("SAGLIG_SERVER_PORT") && Catch::Contains("server.port = \"80x\"")
    );
    CHECK_THAT(refusal("", {{"SAGLIG_POST_LIST_ENABLED", "1"}}), Catch::Contains("true or false"));
}

TEST_CASE("a certificate needs its key", "[config]") {
    CHECK_THAT(refusal("[server]\ncertificate = \"cert.pem\"\n"), Catch::Contains("belong together"));
}

TEST_CASE("a file that is not TOML is refused with its line", "[config]") {
    CHECK_THAT(refusal("[server]\nport = \n"), Catch::Contains("line 2: this is not TOML"));
}

TEST_CASE("a file that is not there is an error of its own", "[config]") {
    const auto config = load_config("/nowhere/saglig.toml", {});
    REQUIRE_FALSE(config);
    CHECK(config.error().code == core::ErrorCode::not_found);
    CHECK_THAT(config.error().detail, Catch::Contains("/nowhere/saglig.toml"));
}

TEST_CASE("what is explained can be read again", "[config]") {
    const auto config = loaded("[server]\nport = 8443\n[authority]\nname = \"Sør\\\"by\"\n");
    const auto explained = services::explain(config);
    CHECK(loaded(explained) == config);
    CHECK_THAT(explained, Catch::Contains("port = 8443  # default: 8080\n"));
    CHECK_THAT(explained, Catch::Contains("\nworkers = 0\n"));
}

namespace {

const std::string provider = R"(
    [[openid]]
    key = "kommune"
    name = "Kommunens login"
    issuer = "https://login.example.dk/realms/kommune"
    client_id = "saglig"
)";

}  // namespace

TEST_CASE("providers of OpenID Connect are read with their rules", "[config]") {
    const auto config = loaded(provider + R"(
        client_secret_file = "openid.secret"
        scopes = ["openid", "groups"]
        [[openid.rule]]
        claim = "groups"
        equals = "teknik"
        role = "caseworker"
        unit = "Teknik"
        creates = true
        [[openid.rule]]
        claim = "groups"
        equals = "chefer"
        role = "leader"
        [[openid]]
        key = "andet"
        name = "Andet"
        issuer = "http://127.0.0.1:4711"
        client_id = "saglig")");
    REQUIRE(config.openid.size() == 2);
    const auto& first = config.openid[0];
    CHECK(first.client_secret_file.is_absolute());
    CHECK(first.scopes == std::vector<std::string>{"openid", "groups"});
    REQUIRE(first.rules.size() == 2);
    CHECK(first.rules[0] == services::OpenIdRule{"groups", "teknik", core::Role::caseworker, "Teknik", true});
    CHECK(first.rules[1] == services::OpenIdRule{"groups", "chefer", core::Role::leader, "", false});
    CHECK(config.openid[1].name_claim == "preferred_username");
    CHECK(services::explain(config).find("key = 'kommune'") != std::string::npos);
}

TEST_CASE("what a provider's settings can't be is told with its line", "[config]") {
    CHECK(
        refusal(provider + "clientid = \"x\"").find("line 7: there is no setting openid.clientid") != std::string::npos
    );
    CHECK(refusal("[[openid]]\nkey = \"Kommune\"").find("a-z") != std::string::npos);
    CHECK(refusal(provider + "scopes = [\"profile\"]").find("openid") != std::string::npos);
    CHECK(refusal(provider + provider).find("same key") != std::string::npos);
    CHECK(
        refusal(provider + "[[openid.rule]]\nclaim = \"g\"\nequals = \"x\"\nrole = \"konge\"").find("role") !=
        std::string::npos
    );
    CHECK(refusal(provider + "[[openid.rule]]\nclaim = \"g\"\nrole = \"leader\"").find("equals") != std::string::npos);
    CHECK(refusal("openid = 7").find("[[openid]]") != std::string::npos);
    auto plain = provider;
    plain.replace(plain.find("https"), 5, "http");
    CHECK(refusal(plain).find("https://") != std::string::npos);
}
