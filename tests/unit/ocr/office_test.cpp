// Office files: told apart by what they hold, and drawn by LibreOffice where it is installed.
#include "ocr/office_kind.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <utility>
#include <vector>

#include "ocr/reading.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

namespace fs = std::filesystem;

using Parts = std::vector<std::pair<std::string, std::string>>;

fs::path zip_of(const fs::path& file, const Parts& parts) {
    archive* out = archive_write_new();
    archive_write_set_format_zip(out);
    archive_write_zip_set_compression_store(out);
    REQUIRE(archive_write_open_filename(out, file.c_str()) == ARCHIVE_OK);
    for (const auto& [name, bytes] : parts) {
        archive_entry* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(bytes.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_write_header(out, entry);
        archive_write_data(out, bytes.data(), bytes.size());
        archive_entry_free(entry);
    }
    archive_write_close(out);
    archive_write_free(out);
    return file;
}

fs::path file_with(const fs::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
    return file;
}

std::string wide(std::string_view name) {
    std::string text;
    for (const char letter : name) text += std::string{letter} + std::string(1, '\0');
    return text + std::string(2, '\0');
}

std::string compound_with(std::string_view stream) {
    return "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0') + wide(stream) + std::string(64, '\0');
}

constexpr const char* letter = R"({\rtf1\ansi\deff0 K\'e6re Karen Bl\'e5bjerg\par Skuret er flyttet to meter.\par})";

/// An OpenDocument text that wants another file of the machine to be drawn into it.
Parts document_that_reads(const fs::path& other) {
    return {
        {"mimetype", "application/vnd.oasis.opendocument.text"},
        {"META-INF/manifest.xml",
         R"(<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" )"
         R"(manifest:version="1.2"><manifest:file-entry manifest:full-path="/" )"
         R"(manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry )"
         R"(manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>)"},
        {"content.xml",
         R"(<?xml version="1.0"?><office:document-content )"
         R"(xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" )"
         R"(xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" )"
         R"(xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body><office:text>)"
         R"(<text:p>Det synlige</text:p><text:section text:name="S"><text:section-source xlink:href="file://)" +
             other.string() +
             R"("/><text:p>Her</text:p></text:section></office:text></office:body>)"
             R"(</office:document-content>)"},
    };
}

/// Reads as the pool does, with LibreOffice or, where `limits` has none, without.
ocr::Reading read(const fs::path& file, std::string_view media_type, const fs::path& output, ocr::Limits limits) {
    limits.workers = 1;
    ocr::Readers readers{ocr_test::as("ocr-worker"), std::move(limits)};
    fs::create_directories(output);
    return readers.read(file, media_type, output, {});
}

ocr::Limits with_office() {
    ocr::Limits limits;
    limits.office = ocr::office_program();
    return limits;
}

/// False, with a sentence, where there is no LibreOffice to try.
bool has_office() {
    if (!ocr::office_program().empty()) return true;
    WARN("skipped: LibreOffice is not installed here (libreoffice-writer, -calc and -impress)");
    return false;
}

}  // namespace

TEST_CASE("an office file is told by what it holds", "[ocr][office]") {
    const tests::TemporaryFolder folder;
    const auto kind = [&](const Parts& parts) {
        return ocr::office_kind_of(zip_of(folder.path() / "a", parts), "application/zip").media_type;
    };
    CHECK(kind({{"[Content_Types].xml", ""}, {"_rels/.rels", ""}, {"word/document.xml", ""}}
    ).ends_with("wordprocessingml.document"));
    CHECK(kind({{"xl/workbook.xml", ""}, {"[Content_Types].xml", ""}}).ends_with("spreadsheetml.sheet"));
    CHECK(kind({{"[Content_Types].xml", ""}, {"ppt/presentation.xml", ""}}).ends_with("presentationml.presentation"));
    CHECK(kind({{"mimetype", "application/vnd.oasis.opendocument.text"}}) == "application/vnd.oasis.opendocument.text");
    CHECK(kind({{"mimetype", "application/epub+zip"}}).empty());
    CHECK(kind({{"word/document.xml", ""}}).empty());
    CHECK(kind({{"billeder/skur.jpg", "x"}}).empty());
    const auto compound = [&](std::string_view stream) {
        return ocr::office_kind_of(file_with(folder.path() / "b", compound_with(stream)), "application/x-ole-storage");
    };
    CHECK(compound("WordDocument").media_type == "application/msword");
    CHECK(compound("Workbook").media_type == "application/vnd.ms-excel");
    CHECK(compound("PowerPoint Document").media_type == "application/vnd.ms-powerpoint");
    CHECK(compound("EncryptedPackage").reason == "encrypted");
    CHECK(compound("__substg1.0_0037001F").media_type.empty());
}

TEST_CASE("an archive that is cut off or no office file is kept and not drawn", "[ocr][office]") {
    const tests::TemporaryFolder folder;
    const auto zip = zip_of(folder.path() / "a.zip", {{"billeder/skur.jpg", "x"}});
    CHECK(read(zip, "application/zip", folder.path() / "one", with_office()).reason == "unsupported");
    const auto cut = file_with(folder.path() / "b.zip", "PK\x03\x04" + std::string(200, '\xFF'));
    const auto reading = read(cut, "application/zip", folder.path() / "two", with_office());
    CHECK(reading.outcome == ocr::Outcome::failed);
    CHECK((reading.reason == "damaged" || reading.reason == "unsupported"));
}

TEST_CASE("without LibreOffice an office file is recognised and kept without a preview", "[ocr][office]") {
    const tests::TemporaryFolder folder;
    const auto reading = read(file_with(folder.path() / "a.rtf", letter), "application/rtf", folder.path() / "out", {});
    CHECK(reading.outcome == ocr::Outcome::failed);
    CHECK(reading.reason == "no_office");
    CHECK(reading.media_type == "application/rtf");
}

TEST_CASE("LibreOffice draws a letter, and its words are read", "[ocr][office]") {
    if (!has_office()) return;
    const tests::TemporaryFolder folder;
    const auto file = file_with(folder.path() / "a.rtf", letter);
    const auto reading = read(file, "application/rtf", folder.path() / "out", with_office());
    REQUIRE(reading.outcome == ocr::Outcome::complete);
    REQUIRE(reading.pages.size() == 1);
    CHECK(reading.pages.front().text.find("Kære Karen Blåbjerg") != std::string::npos);
    CHECK(reading.pages.front().source == ocr::TextSource::text_layer);
    CHECK(fs::exists(reading.searchable_pdf));
}

TEST_CASE("a document can't have another file of the machine drawn into it", "[ocr][office]") {
    if (!has_office()) return;
    const tests::TemporaryFolder folder;
    const auto secret = file_with(folder.path() / "hemmelig.txt", "Adgangskoden er solsikke\n");
    const auto file = zip_of(folder.path() / "a.odt", document_that_reads(secret));
    const auto reading = read(file, "application/zip", folder.path() / "out", with_office());
    REQUIRE(reading.outcome == ocr::Outcome::complete);
    CHECK(reading.pages.front().text.find("Det synlige") != std::string::npos);
    CHECK(reading.pages.front().text.find("solsikke") == std::string::npos);
}

TEST_CASE("LibreOffice is stopped when its time is out, and what it may take is limited", "[ocr][office]") {
    if (!has_office()) return;
    const tests::TemporaryFolder folder;
    const auto file = file_with(folder.path() / "a.rtf", letter);
    auto limits = with_office();
    SECTION("time") {
        limits.office_wall = std::chrono::seconds{0};
        CHECK(read(file, "application/rtf", folder.path() / "out", limits).reason == "office_too_slow");
    }
    SECTION("memory") {
        limits.office_memory_bytes = 64U << 20U;
        CHECK(read(file, "application/rtf", folder.path() / "out", limits).outcome == ocr::Outcome::failed);
    }
    SECTION("output") {
        limits.output_bytes = 512;
        CHECK(read(file, "application/rtf", folder.path() / "out", limits).outcome == ocr::Outcome::failed);
    }
}
