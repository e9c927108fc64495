// What files say where no page shows it, with the real workers.
#include "ocr/hidden.hpp"

#include <catch2/catch.hpp>

#include "ocr/reading.hpp"
#include "ocr/xml_scan.hpp"
#include "tests/unit/ocr/hidden_files.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr::HiddenPlace;
using ocr_test::Secretive;

const std::string secret = "070761-4285";

ocr::Hidden uncovered(Secretive kind) {
    const ocr_test::Folder folder;
    const auto file = folder.path() / "file";
    const auto media_type = ocr_test::write_secretive(kind, secret, file);
    return ocr_test::real_readers().uncover(file, media_type, folder.path());
}

std::string told(const ocr::Hidden& hidden) {
    std::string all = hidden.reason;
    for (const auto& one : hidden.texts) all += "\n" + std::string{ocr::name_of(one.place)} + ": " + one.text;
    return all;
}

std::optional<HiddenPlace> place_of(const ocr::Hidden& hidden, std::string_view text) {
    for (const auto& one : hidden.texts)
        if (one.text.find(text) != std::string::npos) return one.place;
    return std::nullopt;
}

}  // namespace

TEST_CASE("what is hidden in a file is found, whatever hides it", "[ocr][hidden]") {
    const auto kind = static_cast<Secretive>(GENERATE(range(0, ocr_test::secretive_kinds)));
    const auto hidden = uncovered(kind);
    INFO(ocr_test::name_of(kind) << told(hidden));
    CHECK(hidden.reason.empty());
    // Halves in two cells are parted by a space.
    CHECK(place_of(hidden, kind == Secretive::xlsx_cells ? "070761 4285" : secret).has_value());
}

TEST_CASE("what is hidden is told with its place", "[ocr][hidden]") {
    const auto [kind, place] = GENERATE(table<Secretive, HiddenPlace>(
        {{Secretive::pdf_information, HiddenPlace::properties},
         {Secretive::pdf_annotation, HiddenPlace::annotation},
         {Secretive::pdf_link, HiddenPlace::annotation},
         {Secretive::pdf_field, HiddenPlace::field},
         {Secretive::pdf_attachment, HiddenPlace::attachment},
         {Secretive::pdf_layer, HiddenPlace::layer},
         {Secretive::pdf_outside, HiddenPlace::outside},
         {Secretive::pdf_bookmark, HiddenPlace::bookmark},
         {Secretive::pdf_script, HiddenPlace::script},
         {Secretive::docx_deleted, HiddenPlace::tracked_change},
         {Secretive::docx_comment, HiddenPlace::comment},
         {Secretive::docx_hidden, HiddenPlace::hidden_text},
         {Secretive::xlsx_row, HiddenPlace::sheet},
         {Secretive::docx_link, HiddenPlace::annotation},
         {Secretive::ods_column, HiddenPlace::sheet},
         {Secretive::rtf_comment, HiddenPlace::comment},
         {Secretive::rtf_object, HiddenPlace::attachment},
         {Secretive::rtf_photograph, HiddenPlace::picture},
         {Secretive::pptx_notes, HiddenPlace::notes},
         {Secretive::pptx_slide, HiddenPlace::slide},
         {Secretive::jpeg_exif, HiddenPlace::picture}}
    ));
    const auto hidden = uncovered(kind);
    INFO(ocr_test::name_of(kind) << told(hidden));
    CHECK(place_of(hidden, secret) == place);
}

TEST_CASE("what a spreadsheet shows is not told as hidden", "[ocr][hidden]") {
    const auto hidden = uncovered(Secretive::xlsx_comment);
    INFO(told(hidden));
    CHECK_FALSE(place_of(hidden, "Budget").has_value());
    CHECK(hidden.texts.size() == 1);
}

TEST_CASE("dates, programs and names of things are no words", "[ocr][hidden]") {
    for (const auto kind : {Secretive::pdf_information, Secretive::docx_properties, Secretive::pdf_xmp}) {
        const auto hidden = uncovered(kind);
        INFO(told(hidden));
        CHECK_FALSE(place_of(hidden, "2026").has_value());
        CHECK_FALSE(place_of(hidden, "W5M0").has_value());
    }
}

TEST_CASE("a file that is cut or is something else is looked through as far as it goes", "[ocr][hidden]") {
    const ocr_test::Folder folder;
    const auto file = folder.path() / "file";
    for (int i = 0; i < ocr_test::secretive_kinds; ++i) {
        const auto media_type = ocr_test::write_secretive(static_cast<Secretive>(i), secret, file);
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
        INFO(ocr_test::name_of(static_cast<Secretive>(i)));
        CHECK_NOTHROW(ocr_test::real_readers().uncover(file, media_type, folder.path()));
        CHECK_NOTHROW(ocr_test::real_readers().uncover(file, "image/jpeg", folder.path()));
    }
}

TEST_CASE("XML is walked tag by tag, its texts decoded and nothing else expanded", "[ocr][hidden]") {
    ocr::XmlScan scan{
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a b='1 &lt; 2' c=\"d>e\">S&#248;&amp;&x;<![CDATA[<i>]]></a><f/>"};
    auto piece = scan.next();
    while (piece && piece->kind == ocr::XmlPiece::Kind::text) piece = scan.next();
    REQUIRE(piece);
    CHECK(piece->name == "a");
    CHECK(piece->attribute("b") == "1 < 2");
    CHECK(piece->attribute("c") == "d>e");
    CHECK_FALSE(piece->attribute("d").has_value());
    CHECK(scan.next()->text == "Sø&");
    CHECK(scan.next()->text == "<i>");
    CHECK(scan.next()->kind == ocr::XmlPiece::Kind::close);
    CHECK(scan.next()->is_empty);
    CHECK_FALSE(scan.next().has_value());
    CHECK_FALSE(ocr::XmlScan{"<a"}.next().has_value());
}
