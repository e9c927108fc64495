#include "tests/tidy/house_rules.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace {

std::string found(std::string_view path, std::string_view content) {
    std::string all;
    for (const auto& [line, message] : tidy::check(path, content)) all += std::to_string(line) + " " + message + "\n";
    return all;
}

}  // namespace

TEST_CASE("a foreign header outside its folder is found", "[tidy]") {
    const auto [path, line] = GENERATE(table<std::string, std::string>({
        {"services/cases/cases.cpp", "#include <boost/beast/http.hpp>"},
        {"services/intake/watcher.cpp", "#include <boost/asio.hpp>"},
        {"services/indexing/indexer.cpp", "#include <xapian.h>"},
        {"services/mailroom/mailroom.cpp", "#include <tesseract/baseapi.h>"},
        {"services/mailroom/mailroom.cpp", "#include <leptonica/allheaders.h>"},
        {"services/mailroom/mailroom.cpp", "#include <poppler/cpp/poppler-document.h>"},
        {"services/files/media_type.cpp", "#include <archive.h>"},
        {"services/store/case_store.cpp", "#include <sqlite3.h>"},
        {"tests/integration/kill_test.cpp", "#include <sqlite3.h>"},
    }));
    CHECK_THAT(found(path, "\n" + line + "\n"), Catch::StartsWith("2 "));
}

TEST_CASE("a foreign header in its folder is fine", "[tidy]") {
    CHECK(found("services/http/session.cpp", "#include <boost/beast/http.hpp>\n").empty());
    CHECK(found("tests/integration/client.cpp", "#include <boost/asio.hpp>\n").empty());
    CHECK(found("search/writer.cpp", "#include <xapian.h>\n").empty());
    CHECK(found("services/store/sqlite/driver.cpp", "#include <sqlite3.h>\n").empty());
    CHECK(found("tests/unit/ocr/pdf_test.cpp", "#include <poppler/cpp/poppler-page.h>\n").empty());
}

TEST_CASE("an arrow that points outwards is found", "[tidy]") {
    CHECK_THAT(
        found("core/case.cpp", "#include \"services/http/message.hpp\"\n"), Catch::Contains("core depends on nothing")
    );
    CHECK_THAT(found("search/query.cpp", "#include \"ocr/reading.hpp\"\n"), Catch::Contains("search knows core only"));
    CHECK_THAT(
        found("ocr/page.cpp", "#include \"services/files/file_store.hpp\"\n"), Catch::Contains("ocr knows core only")
    );
    CHECK(found("services/cases/cases.cpp", "#include \"search/query.hpp\"\n").empty());
}

TEST_CASE("a feature may not include another's pages or routes", "[tidy]") {
    const auto include = "#include \"services/cases/cases_routes.hpp\"\n";
    CHECK_THAT(found("services/mailroom/mailroom.cpp", include), Catch::Contains("use cases"));
    CHECK(found("services/cases/cases_routes.cpp", include).empty());
    CHECK(found("services/cli/serve.cpp", include).empty());
}

TEST_CASE("SQL outside the store is found", "[tidy]") {
    const auto statement = GENERATE(
        as<std::string>{},
        "auto rows = tx.run(\"SELECT id FROM cases\");",
        "  INSERT INTO cases (title) VALUES ($1)",
        "constexpr auto sql = \"UPDATE cases SET title = $1\";",
        "PRAGMA journal_mode = WAL"
    );
    CHECK_THAT(found("services/cases/cases.cpp", statement), Catch::Contains("SQL"));
    CHECK(found("services/store/case_store.cpp", statement).empty());
    CHECK(found("services/store/migrations/0001_start.sql", statement).empty());
}

TEST_CASE("words that only look like SQL are fine", "[tidy]") {
    CHECK(found("services/cases/cases.cpp", "// Select a case and update its set of parties.\n").empty());
}

TEST_CASE("a test that sleeps is found unless it waits in bounds", "[tidy]") {
    const std::string nap = "std::this_thread::sleep_for(10ms);";
    CHECK_THAT(found("tests/unit/http/server_test.cpp", nap), Catch::Contains("deadline"));
    CHECK(found("tests/unit/http/server_test.cpp", nap + "  // bounded wait").empty());
    CHECK(found("services/intake/watcher.cpp", nap).empty());
    CHECK_THAT(found("tests/browser/a.test.mjs", "await page.waitForTimeout(500);"), Catch::Contains("deadline"));
}

TEST_CASE("notes and paths of one machine are found in every kind of file", "[tidy]") {
    CHECK_THAT(found("services/web/site.js", "// TODO: later"), Catch::Contains("issue"));
    CHECK_THAT(found("README.md", "See /work/main for more"), Catch::Contains("machine"));
    CHECK(found("README.md", "See services/work/README.md, and autodocs").empty());
}

TEST_CASE("a file of more than 500 lines is found", "[tidy]") {
    std::string lines;
    for (int line = 0; line < 500; ++line) lines += "//\n";
    CHECK(found("core/case.cpp", lines).empty());
    CHECK_THAT(found("core/case.cpp", lines + "//\n"), Catch::Contains("501 lines"));
    CHECK(found("docs/glossary.md", lines + "//\n").empty());
}

TEST_CASE("a header guards itself and keeps namespaces closed", "[tidy]") {
    CHECK(found("core/a.hpp", "#pragma once\n").empty());
    CHECK_THAT(found("core/a.hpp", "int a();\n"), Catch::Contains("#pragma once"));
    CHECK_THAT(found("core/a.hpp", "#pragma once\nusing namespace std;\n"), Catch::Contains("using namespace"));
}

TEST_CASE("a comment may speak of SQL", "[tidy]") {
    CHECK(found("core/rules/access.cpp", "/// AND (SELECT id FROM cases)\n").empty());
}
