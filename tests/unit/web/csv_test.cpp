#include "services/web/csv.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/temporary_folder.hpp"

using services::csv_line;

TEST_CASE("cells are quoted where a spreadsheet would read them otherwise", "[web][csv]") {
    CHECK(csv_line({"a", "b"}) == "a;b\r\n");
    CHECK(csv_line({"a;b", "a,b"}) == "\"a;b\";a,b\r\n");
    CHECK(csv_line({"sagt \"nej\"", "to\r\nlinjer"}) == "\"sagt \"\"nej\"\"\";\"to\r\nlinjer\"\r\n");
    CHECK(csv_line({""}) == "\r\n");
}

TEST_CASE("a cell that begins as a formula does is made text", "[web][csv]") {
    for (const auto* cell : {"=1+1", "+45 1234", "-2", "@SUM(A1)"})
        CHECK(csv_line({cell}) == "'" + std::string{cell} + "\r\n");
    CHECK(csv_line({"\t=1"}) == "\"'\t=1\"\r\n");
    CHECK(csv_line({"=HYPERLINK(\"x\";\"y\")"}) == "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"\r\n");
    CHECK(csv_line({"2026-000123"}) == "2026-000123\r\n");
}

TEST_CASE("a list is a file with its mark and headings first, and is gone with the response", "[web][csv]") {
    const tests::TemporaryFolder folder;
    constexpr int rows = 20'000;
    auto file = services::CsvFile::create(folder.path(), {"Nummer", "Titel"}).value();
    for (int n = 0; n < rows; ++n) REQUIRE(file.add({std::to_string(n), "Ærø"}));
    CHECK(file.rows() == rows);
    std::filesystem::path path;
    {
        const auto response = std::move(file).download("sager på Ærø");
        const auto copy = response;
        path = std::get<services::FileBody>(copy.body).path;
        std::ifstream in{path};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        CHECK(text.starts_with("\xEF\xBB\xBFNummer;Titel\r\n0;Ærø\r\n1;Ærø\r\n"));
        CHECK(text.ends_with("19999;Ærø\r\n"));
    }
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a list that is not finished leaves no file behind", "[web][csv]") {
    const tests::TemporaryFolder folder;
    { auto file = services::CsvFile::create(folder.path(), {"Nummer"}).value(); }
    CHECK(std::filesystem::is_empty(folder.path()));
}
