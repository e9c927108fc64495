#include "services/letters/letter_paper.hpp"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page.h>

#include <catch2/catch.hpp>
#include <memory>

namespace {

services::LetterPaper a_letter() {
    return {
        .authority = "Eksempel Kommune",
        .unit = "Teknik og Miljø",
        .receiver = "Søren Ågård Østergård\nStrandvejen 27\n9999 Eksempelby",
        .case_number = "2026-000123",
        .caseworker = "Mette Lauridsen",
        .date = core::Date{std::chrono::year{2026} / 11 / 3},
        .title = "Afgørelse i din sag",
        .text = "Kære Søren\n\n# Afgørelse\n\nDu får tilladelse.\n- Carport\n- Skur",
    };
}

/// A copy of the bytes goes with the document.
std::unique_ptr<poppler::document> opened(const std::string& pdf) {
    poppler::byte_array bytes{pdf.begin(), pdf.end()};
    return std::unique_ptr<poppler::document>{poppler::document::load_from_data(&bytes)};
}

std::string text_of(poppler::document& pdf, int page) {
    const std::unique_ptr<poppler::page> one{pdf.create_page(page)};
    const auto bytes = one->text().to_utf8();
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("A letter has its head, receiver, case number, text and writer on it") {
    const auto pdf = opened(services::drawn_letter(a_letter()).pdf);
    REQUIRE(pdf);
    REQUIRE(pdf->pages() == 1);
    const auto text = text_of(*pdf, 0);
    for (const auto* words :
         {"Eksempel Kommune",
          "Teknik og Miljø",
          "Søren Ågård Østergård",
          "9999 Eksempelby",
          "3. november 2026",
          "2026-000123",
          "Afgørelse i din sag",
          "Du får tilladelse.",
          "Carport",
          "Med venlig hilsen",
          "Mette Lauridsen"})
        CHECK(text.find(words) != std::string::npos);
    CHECK(text.find("# ") == std::string::npos);
}

TEST_CASE("A letter's PDF is tagged for screen readers") {
    const auto bytes = services::drawn_letter(a_letter()).pdf;
    for (const auto* tag : {"/StructTreeRoot", "/Marked true", "/Lang", "/H1", "/H2", "/P"})
        CHECK(bytes.find(tag) != std::string::npos);
}

TEST_CASE("A long letter goes on over more pages, which bear the case's number") {
    auto letter = a_letter();
    for (int i = 0; i < 120; ++i) letter.text += "\nLinje nummer " + std::to_string(i) + " i et langt brev.";
    const auto drawn = services::drawn_letter(letter);
    const auto pdf = opened(drawn.pdf);
    REQUIRE(pdf);
    REQUIRE(pdf->pages() >= 3);
    CHECK(text_of(*pdf, 1).find("2026-000123 · 2") != std::string::npos);
    CHECK(text_of(*pdf, pdf->pages() - 1).find("Linje nummer 119") != std::string::npos);
    // What is told of each page is what a reader of the PDF finds there.
    REQUIRE(drawn.pages.size() == static_cast<std::size_t>(pdf->pages()));
    for (int page = 0; page < pdf->pages(); ++page)
        for (const auto* words : {"Søren Ågård", "Linje nummer 0 ", "Linje nummer 60 ", "Linje nummer 119 "}) {
            const bool is_told = drawn.pages[static_cast<std::size_t>(page)].find(words) != std::string::npos;
            CHECK(is_told == (text_of(*pdf, page).find(words) != std::string::npos));
        }
}

TEST_CASE("The same letter gives the same bytes") {
    CHECK(services::drawn_letter(a_letter()).pdf == services::drawn_letter(a_letter()).pdf);
}
