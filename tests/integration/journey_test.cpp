#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

namespace fs = std::filesystem;

/// As a scanner does: under a name that is passed over until the file is whole.
void scan(const Town& town, const std::string& name, const std::string& bytes) {
    fs::create_directories(town.scan_folder());
    write_file(town.scan_folder() / (name + ".part"), bytes);
    fs::rename(town.scan_folder() / (name + ".part"), town.scan_folder() / name);
}

/// The item that a scanned file becomes.
Json scanned_item(HttpClient& client, const std::string& file_name) {
    Json found;
    const bool is_there = within(30s, [&] {
        for (const auto& item : all_of(client, "/api/v1/incoming?limit=50"))
            if (item.at("file_name") == file_name) found = item;
        return !found.is_null();
    });
    if (!is_there) throw std::runtime_error{file_name + " does not become an item"};
    return found;
}

Json on_new_case(const std::string& title, const std::string& publication) {
    return {
        {"new_case", case_wanted("Sag om " + title)},
        {"title", title},
        {"public_title", title},
        {"direction", "incoming"},
        {"correspondent", "Ejnar Holm"},
        {"letter_date", "2026-01-15"},
        {"publication", publication},
    };
}

std::optional<Json> public_entry(HttpClient& citizen, const std::string& title) {
    const auto list = body_of(citizen.get("/postliste.json"));
    for (const auto& entry : list.at("entries"))
        if (entry.at("title") == title) return entry;
    return std::nullopt;
}

/// The path of the form that releases the entry of this title; others wait for review too.
std::string release_path(const std::string& page, const std::string& title) {
    const auto end = page.find("/frigiv\"", page.find(title));
    if (end == std::string::npos) return {};
    const auto begin = page.rfind('"', end) + 1;
    return page.substr(begin, end - begin) + "/frigiv";
}

/// What stands in the same form: which state of the entry is decided on.
std::string seen_on(const std::string& page, const std::string& title) {
    static const std::string mark = "name=\"seen\" value=\"";
    const auto begin = page.find(mark, page.find("/frigiv\"", page.find(title))) + mark.size();
    return page.substr(begin, page.find('"', begin) - begin);
}

}  // namespace

TEST_CASE("A scanned letter is read, found, journaled and published") {
    Town town;
    auto client = town.as(registrar);
    auto stranger = town.as(school_worker);
    auto citizen = town.guest();
    const auto drawn = letter(0);

    scan(town, drawn.file_name, drawn.bytes);
    const auto id = scanned_item(client, drawn.file_name).at("id").get<std::int64_t>();
    const auto item = settled_item(client, id);
    REQUIRE(item.at("state") == "ready");
    CHECK(within(30s, [&] { return fs::exists(town.scan_folder() / "taken" / drawn.file_name); }));
    CHECK_FALSE(fs::exists(town.scan_folder() / drawn.file_name));
    CHECK(client.get("/api/v1/incoming/" + std::to_string(id) + "/original").body == drawn.bytes);

    const auto words = recognised_words(drawn.text, item.at("text").get<std::string>());
    REQUIRE_FALSE(words.empty());
    const auto& word = words.front();
    INFO("searched for " << word);
    CHECK(within(30s, [&] { return finds(client, word, "incoming", id); }));
    CHECK_FALSE(finds(stranger, word, "incoming", id));
    CHECK(stranger.get("/api/v1/incoming/" + std::to_string(id)).status == 404);
    CHECK(stranger.get("/api/v1/incoming/" + std::to_string(id) + "/original").status == 404);

    const auto title = "Brev om rejsen fra scanner til postliste"s;
    const auto journaled = body_of(
        client.post("/api/v1/incoming/" + std::to_string(id) + "/journal", on_new_case(title, "document")), 201
    );
    const auto journaled_at = std::chrono::steady_clock::now();
    const auto document = journaled.at("document").at("id").get<std::int64_t>();
    CHECK(journaled.at("document").at("number") == 1);
    CHECK(within(30s, [&] { return finds(client, word, "document", document); }));
    CHECK(std::chrono::steady_clock::now() - journaled_at < 2s);
    CHECK(within(30s, [&] { return !finds(client, word, "incoming", id); }));
    const auto journaled_item = body_of(client.get("/api/v1/incoming/" + std::to_string(id)));
    CHECK(journaled_item.at("state") == "journaled");
    CHECK(journaled_item.at("document") == document);

    // There is an address on it: a person lets it out, and says why.
    auto browser = town.signed_in(registrar, everyones_password);
    std::string page;
    REQUIRE(within(30s, [&] {
        page = browser.get("/postliste/gennemsyn").body;
        return page.find(title) != std::string::npos;
    }));
    const auto path = release_path(page, title);
    const auto hits = browser.get(path.substr(0, path.rfind('/'))).body;
    CHECK(hits.find("<mark>") != std::string::npos);
    Fields form{{"public_title", title}, {"publication", "document"}, {"csrf", csrf_on(page)}};
    form.emplace_back("seen", seen_on(page, title));
    CHECK(browser.post_form(path, form).status == 422);
    form.emplace_back("reason", "Adressen er en virksomheds");
    CHECK(browser.post_form(path, form).status == 303);
    std::optional<Json> entry;
    REQUIRE(within(30s, [&] { return (entry = public_entry(citizen, title)).has_value(); }));
    CHECK(entry->at("case_number") == journaled.at("case").at("number"));
    CHECK(citizen.get("/postliste").body.find(title) != std::string::npos);
    const auto feed = citizen.get("/postliste.atom");
    CHECK(feed.header("content-type").starts_with("application/atom+xml"));
    CHECK(feed.body.find(title) != std::string::npos);
    // It is drawn anew first.
    HttpAnswer public_pdf;
    CHECK(within(60s, [&] {
        public_pdf = citizen.get("/postliste/dokumenter/" + std::to_string(document) + "/pdf");
        return public_pdf.status == 200;
    }));
    CHECK(public_pdf.body.starts_with("%PDF-"));
    CHECK(citizen.get("/api/v1/documents/" + std::to_string(document)).status == 401);
}

TEST_CASE("A letter with a CPR number is held back until a person releases it") {
    Town town;
    auto client = town.as(registrar);
    auto citizen = town.guest();
    const auto drawn = letter(GENERATE(std::size_t{7}, std::size_t{22}));

    const auto id = taken_in(client, {drawn.file_name, drawn.bytes});
    REQUIRE(settled_item(client, id).at("state") == "ready");
    const auto title = "Henvendelse med noget, der skal ses efter"s;
    const auto journaled = body_of(
        client.post("/api/v1/incoming/" + std::to_string(id) + "/journal", on_new_case(title, "document")), 201
    );
    const auto document = std::to_string(journaled.at("document").at("id").get<std::int64_t>());

    auto browser = town.signed_in(registrar, everyones_password);
    std::string page;
    REQUIRE(within(30s, [&] {
        page = browser.get("/postliste/gennemsyn").body;
        return page.find(title) != std::string::npos;
    }));
    CHECK_FALSE(public_entry(citizen, title).has_value());
    CHECK(citizen.get("/postliste.atom").body.find(title) == std::string::npos);
    CHECK(citizen.get("/postliste").body.find(title) == std::string::npos);
    CHECK(citizen.get("/postliste/dokumenter/" + document).status == 404);
    CHECK(citizen.get("/postliste/dokumenter/" + document + "/pdf").status == 404);

    Fields form{{"public_title", title}, {"public_correspondent", ""}, {"publication", "entry"}};
    CHECK(browser.post_form(release_path(page, title), form).status == 403);  // no CSRF token: nobody meant it
    CHECK_FALSE(public_entry(citizen, title).has_value());
    form.emplace_back("csrf", csrf_on(page));
    CHECK(browser.post_form(release_path(page, title), form).status == 422);  // nor says what was seen
    form.emplace_back("seen", seen_on(page, title));
    CHECK(browser.post_form(release_path(page, title), form).status == 303);
    CHECK(within(30s, [&] { return public_entry(citizen, title).has_value(); }));
    CHECK(citizen.get("/postliste/dokumenter/" + document + "/pdf").status == 404);
}
