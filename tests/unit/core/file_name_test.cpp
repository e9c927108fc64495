#include "core/rules/file_name.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "core/utf8.hpp"

using core::harmless_file_name;

TEST_CASE("a harmless file name is left as it is", "[file_name]") {
    const auto name = GENERATE("brev.pdf", "Ansøgning om carport (2).pdf", "år 2026.tar.gz", "a", "日本.txt");
    CHECK(harmless_file_name(name) == name);
}

TEST_CASE("what could do harm in a file name is taken out", "[file_name]") {
    using namespace std::string_literals;
    CHECK(harmless_file_name("../../etc/passwd") == "passwd");
    CHECK(harmless_file_name("C:\\Brugere\\Anne\\brev.pdf") == "brev.pdf");
    CHECK(harmless_file_name("mappe/") == "mappe");
    CHECK(harmless_file_name("brev\0.pdf"s) == "brev.pdf");
    CHECK(harmless_file_name("a\r\nb\x7F.pdf") == "a b.pdf");
    CHECK(harmless_file_name("brev\u202Efdp.exe") == "brevfdp.exe");
    CHECK(harmless_file_name("\u2066brev\u2069\u200B.pdf") == "brev.pdf");
    CHECK(harmless_file_name("br\xF8nd.pdf") == "brnd.pdf");
    CHECK(harmless_file_name("a<b>:\"c|?*.pdf") == "a_b___c___.pdf");
    CHECK(harmless_file_name("brev.pdf. . ") == "brev.pdf");
    CHECK(harmless_file_name("  .skjult") == "skjult");
    CHECK(harmless_file_name("NUL.txt") == "_NUL.txt");
    CHECK(harmless_file_name("com1") == "_com1");
}

TEST_CASE("a name with nothing left is called uden navn", "[file_name]") {
    const auto raw = GENERATE("", "/", "...", " ", "\\", "..", "\u202E", "\xFF\xFE");
    CHECK(harmless_file_name(raw) == core::nameless_file);
}

TEST_CASE("a long name is cut at a code point and keeps its extension", "[file_name]") {
    std::string raw;
    for (int i = 0; i < 300; ++i) raw += "ø";
    const auto name = harmless_file_name(raw + ".PDF");
    CHECK(name.size() <= core::longest_file_name);
    CHECK(name.size() >= core::longest_file_name - 1);
    CHECK(name.ends_with("ø.PDF"));
    CHECK(core::valid_utf8(name));
    CHECK(harmless_file_name(raw).size() == core::longest_file_name);
}

TEST_CASE("whatever bytes come in, a name comes out that stays as it is", "[file_name]") {
    std::mt19937 random{7};
    constexpr std::string_view likely = "./\\ a\xC3\xB8\xE2\x80\xAE:conul.\x01\xFF";
    for (int round = 0; round < 3000; ++round) {
        std::string raw(random() % 200, ' ');
        for (auto& c : raw)
            c = random() % 2 == 0 ? static_cast<char>(random() % 256) : likely[random() % likely.size()];
        const auto name = harmless_file_name(raw);
        REQUIRE_FALSE(name.empty());
        REQUIRE(name.size() <= core::longest_file_name);
        REQUIRE(core::valid_utf8(name));
        REQUIRE(name.find_first_of("/\\\r\n\"<>|") == std::string::npos);
        REQUIRE(harmless_file_name(name) == name);
    }
}

TEST_CASE("a name promises pages by its ending, in any case", "[file_name]") {
    for (const auto* name : {"brev.pdf", "BREV.PDF", "a.b.Tiff", "scan.tif", "foto.jpeg", "foto.JPG", ".png"}) {
        CAPTURE(name);
        CHECK(core::promises_pages(name));
    }
    for (const auto* name : {"arkiv.zip", "pdf", "brev.pdf.zip", "brev pdf", ""}) {
        CAPTURE(name);
        CHECK_FALSE(core::promises_pages(name));
    }
}
