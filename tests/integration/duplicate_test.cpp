#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"

using namespace tests;

TEST_CASE("The same bytes twice are two items, and the second is shown as a duplicate of the first") {
    Town town;
    auto client = town.as(registrar);
    const auto bytes = small_pdf({"Klage over et afslag paa en byggetilladelse til et udhus"});
    const auto first = body_of(client.upload("/api/v1/intake", {{"klage.pdf", bytes}}), 201);
    const auto second = body_of(client.upload("/api/v1/intake", {{"klage igen.pdf", bytes}}), 201);
    CHECK(first.at("duplicate_of").is_null());
    CHECK(second.at("duplicate_of") == first.at("id"));
    CHECK(first.at("sha256") == second.at("sha256"));

    const auto listed = all_of(client, "/api/v1/incoming?limit=10");
    const auto is_listed = [&](const Json& one) {
        return std::ranges::any_of(listed, [&](const Json& item) { return item.at("id") == one.at("id"); });
    };
    CHECK(is_listed(first));
    CHECK(is_listed(second));
    const auto read_first = settled_item(client, first.at("id").get<std::int64_t>());
    const auto read_second = settled_item(client, second.at("id").get<std::int64_t>());
    CHECK(read_first.at("state") == "ready");
    CHECK(read_second.at("state") == "ready");
    CHECK(read_first.at("text") == read_second.at("text"));
    CHECK(read_second.at("duplicate_of") == first.at("id"));
}

TEST_CASE("Several files in one request become as many items, in their order") {
    Town town;
    auto client = town.as(registrar);
    const auto answer = body_of(
        client.upload(
            "/api/v1/intake", {{"a.zip", small_zip("a")}, {"b.zip", small_zip("b")}, {"c.zip", small_zip("c")}}
        ),
        201
    );
    REQUIRE(answer.at("items").size() == 3);
    const char* names[] = {"a.zip", "b.zip", "c.zip"};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto item = settled_item(client, answer["items"][i]["id"].get<std::int64_t>());
        CHECK(item.at("file_name") == names[i]);
    }
}

TEST_CASE("Files named on the command line become items while the server serves") {
    Town town;
    auto client = town.as(registrar);
    const TemporaryFolder folder;
    const auto file = folder.path() / "brev fra disken.pdf";
    write_file(file, small_pdf({"Ansoegning om tilskud til foreningens arbejde med unge"}));
    CHECK(town.run({"intake", file.string()}).status == 0);
    CHECK(std::filesystem::exists(file));
    const auto listed = all_of(client, "/api/v1/incoming?limit=10");
    REQUIRE(listed.size() == 1);
    CHECK(listed.front().at("channel") == "command_line");
    CHECK(settled_item(client, listed.front().at("id").get<std::int64_t>()).at("state") == "ready");
}
