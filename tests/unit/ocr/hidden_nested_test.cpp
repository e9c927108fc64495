// What lies in a file inside another: all of it is hidden, and what could not be looked into is said.
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "ocr/compound_file.hpp"
#include "ocr/hidden_texts.hpp"
#include "ocr/reading.hpp"
#include "tests/unit/ocr/hidden_files.hpp"
#include "tests/unit/ocr/nested_files.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using namespace std::string_literals;
using ocr::HiddenPlace;

const std::string secret = "070761-4285";
constexpr const char* docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

std::string told(const ocr::Hidden& hidden) {
    std::string all = hidden.reason;
    for (const auto& one : hidden.texts) all += "\n" + std::string{ocr::name_of(one.place)} + ": " + one.text;
    return all;
}

/// What is told of one, looked into as a file that lies in another.
struct Looked {
    std::string text{};
    bool has_missed{};
};
Looked looked_into(std::string_view bytes) {
    ocr::HiddenTexts texts;
    ocr::look_into_inner(bytes, texts);
    Looked looked{{}, texts.has_missed()};
    for (const auto& one : texts.take()) {
        CHECK((one.place == HiddenPlace::attachment || one.place == HiddenPlace::location));
        looked.text += one.text + "|";
    }
    return looked;
}

bool has(const Looked& looked, const std::string& text) {
    return looked.text.find(text) != std::string::npos;
}

std::string written(ocr_test::Secretive kind) {
    const ocr_test::Folder folder;
    ocr_test::write_secretive(kind, secret, folder.path() / "file");
    std::ifstream in{folder.path() / "file", std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("what a file in a file says is found, whichever holds which", "[ocr][hidden]") {
    const auto& nesting = GENERATE(from_range(ocr_test::nestings()));
    const ocr_test::Folder folder;
    const auto file = folder.path() / "file";
    ocr_test::write_file(file, nesting.bytes(secret));
    const auto hidden = ocr_test::real_readers().uncover(file, nesting.media_type, folder.path());
    INFO(nesting.name << ": " << told(hidden));
    CHECK(hidden.reason.empty());
    CHECK(std::any_of(hidden.texts.begin(), hidden.texts.end(), [](const ocr::HiddenText& one) {
        return one.place == HiddenPlace::attachment && one.text.find(secret) != std::string::npos;
    }));
}

TEST_CASE("what hides in a file that lies in another is found there as well", "[ocr][hidden]") {
    const auto kind = static_cast<ocr_test::Secretive>(GENERATE(range(0, ocr_test::secretive_kinds)));
    const auto looked = looked_into(written(kind));
    INFO(ocr_test::name_of(kind) << ": " << looked.text);
    CHECK(has(looked, kind == ocr_test::Secretive::xlsx_cells ? "070761 4285" : secret));
    // What is to be seen on a picture is not read.
    CHECK(looked.has_missed == (kind >= ocr_test::Secretive::jpeg_exif));
}

TEST_CASE("the sheets of a workbook in a file are told whole, and what they are called", "[ocr][hidden]") {
    const auto looked = looked_into(written(ocr_test::Secretive::xlsx_comment));
    CHECK(has(looked, "Budget|"));
    CHECK(has(looked, "Data|"));
    CHECK_FALSE(looked.has_missed);
}

TEST_CASE("a file in a file is taken for what it is, not for what it is called", "[ocr][hidden]") {
    const auto pdf = ocr_test::docx_with({{"customXml/noter.xml", ocr_test::showing("pdf", secret)}});
    const ocr_test::Folder folder;
    ocr_test::write_file(folder.path() / "file", pdf);
    const auto hidden = ocr_test::real_readers().uncover(folder.path() / "file", docx_type, folder.path());
    INFO(told(hidden));
    CHECK(told(hidden).find(secret) != std::string::npos);
    CHECK(told(hidden).find("noter.xml") != std::string::npos);
}

TEST_CASE("text in a file is read in the character set that it is written in", "[ocr][hidden]") {
    CHECK(looked_into("S\xF8ren").text == "S\u00F8ren|");
    CHECK(looked_into("\xFF\xFES\0\xF8\0r\0"s).text == "S\u00F8r|");
    CHECK_FALSE(looked_into("S\u00F8ren").has_missed);
    CHECK(looked_into("Content-Transfer-Encoding: Base64\n\nMDcw").has_missed);
    CHECK_FALSE(looked_into("").has_missed);
}

TEST_CASE("what of a file in a file could not be looked into is said", "[ocr][hidden]") {
    const auto docx = ocr_test::showing("docx", secret);
    const auto scan = ocr_test::pdf_showing("q 10 0 0 10 50 60 cm Q\n");
    for (const auto& bytes :
         {docx.substr(0, docx.size() / 3),
          ocr_test::zip_of({{"a.txt", secret}}),
          ocr_test::zip_of({{"content.xml", "x"}, {"META-INF/manifest.xml", "<manifest:encryption-data/>"}}),
          ocr_test::zip_of({{"word/document.xml", "<w:document/>"}, {"word/media/image1.emf", "x"}}),
          ocr_test::zip_of({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.bin", "x"}}),
          ocr_test::docx_with({{"word/embeddings/oleObject1.bin", "\1\2\3"s}}),
          scan,
          "%PDF-1.7\n"s,
          "\1\2\3\4"s})
        CHECK(looked_into(bytes).has_missed);
    CHECK_FALSE(looked_into(docx).has_missed);

    const ocr_test::Folder folder;
    ocr_test::write_file(folder.path() / "file", ocr_test::pdf_with_file("a.bin", "\1\2\3"s));
    const auto hidden = ocr_test::real_readers().uncover(folder.path() / "file", "application/pdf", folder.path());
    CHECK(hidden.reason == "inner_file");
    REQUIRE_FALSE(hidden.texts.empty());
    CHECK(hidden.texts.back().place == HiddenPlace::unread);
    CHECK(told(hidden).find("a.bin") != std::string::npos);
}

TEST_CASE("files in files are followed as deep, as many and as large as the limits say", "[ocr][hidden]") {
    const ocr::HiddenLimits limits;
    const auto within = [](const std::string& inner) { return ocr_test::pdf_with_file("a.pdf", inner); };
    // looked_into() is one deep itself.
    const auto deep = looked_into(within(ocr_test::showing("pdf", secret)));
    CHECK(has(deep, secret));
    CHECK_FALSE(deep.has_missed);
    const auto too_deep = looked_into(within(within(ocr_test::showing("pdf", secret))));
    CHECK_FALSE(has(too_deep, secret));
    CHECK(too_deep.has_missed);

    ocr::HiddenTexts texts;
    for (std::size_t i = 0; i < limits.inner_files; ++i) ocr::look_into_inner("text " + std::to_string(i), texts);
    CHECK_FALSE(texts.has_missed());
    ocr::look_into_inner("one more", texts);
    CHECK(texts.has_missed());
    CHECK(texts.take().size() == limits.inner_files);

    ocr::HiddenTexts large;
    bool is_looked_at = false;
    large.go_into(limits.inner_bytes, [] {});
    CHECK_FALSE(large.has_missed());
    large.go_into(1, [&] { is_looked_at = true; });
    CHECK(large.has_missed());
    CHECK_FALSE(is_looked_at);
}

TEST_CASE("a compound file gives what was put into it, short or long", "[ocr][hidden]") {
    for (const std::size_t size : {1U, 64U, 4095U, 4096U, 100'000U}) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 31 >> 3U);
        const auto streams = ocr::streams_of(ocr_test::compound_of("\1Ole10Native", bytes));
        REQUIRE(streams.size() == 1);
        CHECK(streams[0].name == "\1Ole10Native");
        CHECK(streams[0].bytes == bytes);
    }
}

TEST_CASE("a compound file that is cut or goes round in circles is given up", "[ocr][hidden]") {
    const auto whole = ocr_test::compound_of("Package", std::string(5'000, 'x'));
    for (std::size_t size = 0; size < whole.size() - 512; size += 64)
        CHECK_THROWS_AS(ocr::streams_of(whole.substr(0, size)), std::runtime_error);
    auto circle = whole;
    constexpr std::size_t table = 512;
    constexpr std::size_t first_of_stream = 3;
    for (std::size_t i = first_of_stream; i < 20; ++i) circle[table + 4 * i] = '\3';
    auto larger = whole;
    constexpr std::size_t size_of_stream = 512 + 512 + 128 + 120;
    larger[size_of_stream + 2] = '\x7F';
    CHECK_THROWS_AS(ocr::streams_of(larger), std::runtime_error);
    CHECK(ocr::streams_of(circle).front().bytes.size() == 5'000);  // read as far as it says, and no further
    larger = circle;
    larger[size_of_stream + 2] = '\x7F';
    CHECK_THROWS_AS(ocr::streams_of(larger), std::runtime_error);
}

TEST_CASE("objects that hold no file are no reason to hold a letter back", "[ocr][hidden]") {
    const auto looked = looked_into(
        ocr_test::docx_with({{"word/embeddings/oleObject1.bin", ocr_test::compound_of("Equation Native", "x")}})
    );
    CHECK_FALSE(looked.has_missed);
    CHECK(looked_into(ocr_test::docx_with({{"word/embeddings/a.bin", ocr_test::compound_of("Workbook", "x")}})
    ).has_missed);
}
