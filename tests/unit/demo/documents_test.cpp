#include <poppler-document.h>
#include <poppler-page.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <sstream>

#include "services/demo/municipality.hpp"

namespace {

using namespace services;
using namespace std::chrono_literals;

constexpr core::Date today = std::chrono::sys_days{2026y / std::chrono::November / 20};

/// The words of a PDF's text layer, parted by single blanks.
std::string words_of_pdf(const std::string& bytes, int& pages) {
    std::vector<char> data{bytes.begin(), bytes.end()};
    const std::unique_ptr<poppler::document> pdf{
        poppler::document::load_from_raw_data(data.data(), static_cast<int>(data.size()))};
    REQUIRE(pdf);
    pages = pdf->pages();
    std::string words;
    for (int i = 0; i < pages; ++i) {
        const std::unique_ptr<poppler::page> page{pdf->create_page(i)};
        const auto utf8 = page->text().to_utf8();
        std::istringstream stream{std::string{utf8.begin(), utf8.end()}};
        for (std::string word; stream >> word;) words += word + " ";
    }
    return words;
}

std::size_t count_words(const std::string& text) {
    std::istringstream stream{text};
    std::size_t count = 0;
    for (std::string word; stream >> word;) ++count;
    return count;
}

}  // namespace

TEST_CASE("every word of a document can be read back from its PDF", "[demo]") {
    const Municipality municipality{7, {200, 1000}, today};
    for (DemoIndex i = 0; i < 8; ++i) {
        for (const DemoDocument& document : municipality.documents_of(municipality.case_at(i))) {
            int pages = 0;
            const std::string read = words_of_pdf(pdf_of(document), pages);
            REQUIRE(pages >= 1);
            std::istringstream stream{text_of(document)};
            for (std::string word; stream >> word;) {
                CAPTURE(document.title, word);
                REQUIRE(read.find(word) != std::string::npos);
            }
        }
    }
}

TEST_CASE("the same document gives the same PDF bytes", "[demo]") {
    const Municipality municipality{7, {200, 1000}, today};
    const DemoDocument document = municipality.documents_of(municipality.case_at(3)).front();
    REQUIRE(pdf_of(document) == pdf_of(document));
}

TEST_CASE("a text too long for one page goes on to the next", "[demo]") {
    DemoDocument document;
    document.title = "Et langt notat";
    document.direction = core::Direction::internal;
    document.received = today;
    for (int i = 1; i <= 60; ++i)
        document.blocks.push_back(
            {DemoBlock::Kind::paragraph, "Afsnit nummer " + std::to_string(i) + " i det lange notat om regnvand."}
        );
    int pages = 0;
    const std::string read = words_of_pdf(pdf_of(document), pages);
    REQUIRE(pages == 3);
    REQUIRE(read.find("Afsnit nummer 1 i") != std::string::npos);
    REQUIRE(read.find("Afsnit nummer 60 i") != std::string::npos);
}

TEST_CASE("documents are as long as letters usually are", "[demo]") {
    const Municipality municipality{7, {200, 1000}, today};
    std::size_t documents = 0;
    std::size_t words = 0;
    for (DemoIndex i = 0; i < 200; ++i)
        for (const DemoDocument& document : municipality.documents_of(municipality.case_at(i))) {
            const std::size_t length = count_words(text_of(document));
            CAPTURE(document.title);
            REQUIRE(length >= 60);
            REQUIRE(length <= 450);
            words += length;
            ++documents;
        }
    REQUIRE(words / documents >= 130);
}
