// What bad input gets: a reason in the list, and never a crash or a hang.
#include <leptonica/allheaders.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <sstream>

#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using ocr::Outcome;
using ocr_test::Folder;
using ocr_test::read;
using ocr_test::write_file;

constexpr std::string_view pdf = "application/pdf";
constexpr std::string_view tiff = "image/tiff";

std::string bytes_of(const std::filesystem::path& path) {
    std::ostringstream bytes;
    bytes << std::ifstream{path, std::ios::binary}.rdbuf();
    return bytes.str();
}

/// A PDF whose page tree stands before its pages, so that a cut leaves the first ones.
std::string handwritten_pdf(int pages, double width_points, double height_points) {
    std::ostringstream file;
    file << "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count " << pages
         << " /Kids [";
    for (int i = 0; i < pages; ++i) file << 4 + 2 * i << " 0 R ";
    file << "] >>\nendobj\n3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n";
    for (int i = 0; i < pages; ++i) {
        const std::string drawing =
            "BT /F1 24 Tf 50 100 Td (Brevets side " + std::to_string(i + 1) + " af mange) Tj ET";
        file << 4 + 2 * i << " 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " << width_points << ' '
             << height_points << "] /Resources << /Font << /F1 3 0 R >> >> /Contents " << 5 + 2 * i
             << " 0 R >>\nendobj\n"
             << 5 + 2 * i << " 0 obj\n<< /Length " << drawing.size() << " >>\nstream\n"
             << drawing << "\nendstream\nendobj\n";
    }
    file << "trailer\n<< /Root 1 0 R /Size " << 4 + 2 * pages << " >>\nstartxref\n0\n%%EOF\n";
    return file.str();
}

/// An uncompressed TIFF of one strip whose pixels are a hole in the file: as large as wished, and made at once.
void write_hollow_tiff(const std::filesystem::path& path, std::uint32_t width, std::uint32_t height, int samples) {
    std::string head = "II*";
    const auto put = [&head](std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) head += static_cast<char>(value >> (8 * i) & 0xff);
    };
    const auto entry = [&put](std::uint64_t tag, std::uint64_t type, std::uint64_t value) {
        put(tag, 2);
        put(type, 2);
        put(1, 4);
        put(value, 4);
    };
    const std::uint64_t bytes = std::uint64_t{width} * height * static_cast<std::uint64_t>(samples);
    put(0, 1);
    put(8, 4);
    put(9, 2);
    entry(256, 4, width);
    entry(257, 4, height);
    entry(258, 3, 8);                     // bits
    entry(259, 3, 1);                     // not compressed
    entry(262, 3, samples == 3 ? 2 : 0);  // colours, or nought is white
    entry(273, 4, 200);                   // where the strip begins
    entry(277, 3, static_cast<std::uint64_t>(samples));
    entry(278, 4, height);
    entry(279, 4, bytes);
    put(0, 4);
    write_file(path, head);
    std::filesystem::resize_file(path, 200 + bytes);
}

}  // namespace

TEST_CASE("an empty file is empty", "[ocr][bad]") {
    Folder folder;
    write_file(folder.path() / "a", "");
    const auto reading = read(folder, folder.path() / "a", pdf);
    CHECK(reading.outcome == Outcome::failed);
    CHECK(reading.reason == "empty");
}

TEST_CASE("a text file named as a PDF or a picture is not what it says", "[ocr][bad]") {
    Folder folder;
    write_file(folder.path() / "a.pdf", "Kære kommune, dette er bare tekst.\n");
    const auto* type = GENERATE("application/pdf", "image/tiff", "image/jpeg", "image/png", "application/octet-stream");
    CHECK(read(folder, folder.path() / "a.pdf", type).reason == "not_what_it_says");
}

TEST_CASE("kinds that are not read are unsupported", "[ocr][bad]") {
    Folder folder;
    write_file(folder.path() / "a.zip", "PK\x03\x04");
    CHECK(read(folder, folder.path() / "a.zip", "application/zip").reason == "unsupported");
    CHECK(read(folder, folder.path() / "a.zip", "text/plain").reason == "unsupported");
}

TEST_CASE("a file over the limit is too large and is not opened", "[ocr][bad]") {
    Folder folder;
    write_file(folder.path() / "a.pdf", "%PDF-");
    std::filesystem::resize_file(folder.path() / "a.pdf", 600ull << 20);
    CHECK(read(folder, folder.path() / "a.pdf", pdf).reason == "too_large");
}

TEST_CASE("an encrypted PDF that wants a password says so", "[ocr][bad]") {
    Folder folder;
    const auto plain = folder.path() / "plain.pdf";
    const auto locked = folder.path() / "locked.pdf";
    ocr_test::write_text_pdf({"hemmeligt"}, plain);
    QPDF document;
    document.processFile(plain.c_str());
    QPDFWriter writer{document, locked.c_str()};
    writer.setR6EncryptionParameters("kode", "ejer", true, true, true, true, true, true, qpdf_r3p_full, true);
    writer.write();
    const auto reading = read(folder, locked, pdf);
    CHECK(reading.outcome == Outcome::failed);
    CHECK(reading.reason == "encrypted");
}

TEST_CASE("a PDF that anyone may open is read though it is encrypted", "[ocr][bad]") {
    Folder folder;
    const auto plain = folder.path() / "plain.pdf";
    const auto restricted = folder.path() / "restricted.pdf";
    ocr_test::write_text_pdf({"Brevet må læses af alle"}, plain);
    QPDF document;
    document.processFile(plain.c_str());
    QPDFWriter writer{document, restricted.c_str()};
    writer.setR6EncryptionParameters("", "ejer", true, true, true, true, true, true, qpdf_r3p_none, true);
    writer.write();
    const auto reading = read(folder, restricted, pdf);
    CHECK(reading.outcome == Outcome::complete);
    CHECK(reading.pages.at(0).text == "Brevet må læses af alle\n");
}

TEST_CASE("a PDF cut before its end is read as far as it goes", "[ocr][bad]") {
    Folder folder;
    const std::string whole = handwritten_pdf(3, 595, 842);
    write_file(folder.path() / "cut.pdf", whole.substr(0, whole.find("8 0 obj")));
    const auto reading = read(folder, folder.path() / "cut.pdf", pdf);
    CHECK(reading.outcome == Outcome::partly);
    CHECK(reading.reason == "damaged");
    REQUIRE(reading.pages.size() == 2);
    CHECK(reading.pages.at(0).text == "Brevets side 1 af mange\n");
    CHECK(reading.pages.at(1).text == "Brevets side 2 af mange\n");
    CHECK_FALSE(reading.searchable_pdf.empty());
}

TEST_CASE("a PDF of which nothing is left but its beginning is damaged", "[ocr][bad]") {
    Folder folder;
    const auto file = folder.path() / "letter.pdf";
    ocr_test::write_text_pdf({ocr_test::danish_letter(1, 3)}, file);
    write_file(file, bytes_of(file).substr(0, 900));
    const auto reading = read(folder, file, pdf);
    CHECK(reading.outcome == Outcome::failed);
    CHECK(reading.reason == "damaged");
    CHECK(reading.searchable_pdf.empty());
}

TEST_CASE("a PDF of ten thousand pages is read up to the limit", "[ocr][bad]") {
    Folder folder;
    write_file(folder.path() / "long.pdf", handwritten_pdf(10'000, 595, 842));
    const auto reading = read(folder, folder.path() / "long.pdf", pdf);
    CHECK(reading.outcome == Outcome::partly);
    CHECK(reading.reason == "too_many_pages");
    CHECK(reading.page_count == 10'000);
    REQUIRE(reading.pages.size() == 5);
    CHECK(reading.pages[4].text == "Brevets side 5 af mange\n");
}

TEST_CASE("a page of thirty thousand pixels or points each way is too large", "[ocr][bad]") {
    Folder folder;
    SECTION("a TIFF") {
        const auto file = folder.path() / "huge.tif";
        write_hollow_tiff(file, 30'000, 30'000, 1);
        // 900 MB of holes: told apart from a file over the limit by asking with a limit that lets it in.
        ocr::Limits limits;
        limits.workers = 1;
        limits.input_bytes = 2ull << 30;
        ocr::Readers readers{ocr_test::as("ocr-worker"), limits};
        const auto reading = readers.read(file, tiff, folder.output(), {});
        CHECK(reading.outcome == Outcome::failed);
        CHECK(reading.reason == "page_too_large");
    }
    SECTION("a PDF") {
        write_file(folder.path() / "huge.pdf", handwritten_pdf(1, 30'000, 30'000));
        CHECK(read(folder, folder.path() / "huge.pdf", pdf).reason == "page_too_large");
    }
}

TEST_CASE("a TIFF of 300 MB is read", "[ocr][bad]") {
    Folder folder;
    write_hollow_tiff(folder.path() / "large.tif", 11'800, 8'800, 3);
    REQUIRE(std::filesystem::file_size(folder.path() / "large.tif") > 300'000'000);
    const auto reading = read(folder, folder.path() / "large.tif", tiff);
    CHECK(reading.outcome == Outcome::complete);
    CHECK(reading.pages.at(0).words.empty());
    CHECK_FALSE(reading.pages.at(0).thumbnail.empty());
}

TEST_CASE("a page that wants more memory than there is fails alone", "[ocr][bad]") {
    Folder folder;
    const auto file = folder.path() / "large.tif";
    write_hollow_tiff(file, 11'800, 8'800, 3);
    ocr::Limits limits;
    limits.workers = 1;
    limits.memory_bytes = 128ull << 20;
    ocr::Readers readers{ocr_test::as("ocr-worker"), limits};
    CHECK(readers.read(file, tiff, folder.output(), {}).reason == "out_of_memory");
    ocr_test::write_text_pdf({"Et kort brev"}, folder.path() / "short.pdf");
    CHECK(readers.read(folder.path() / "short.pdf", pdf, folder.output(), {}).outcome == Outcome::complete);
}

TEST_CASE("a TIFF that is cut says that it is damaged", "[ocr][bad]") {
    Folder folder;
    const auto file = folder.path() / "cut.tif";
    ocr_test::Drawing drawing;
    drawing.paragraphs = 1;
    ocr_test::draw_tiff({drawing}, file);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto reading = read(folder, file, tiff);
    CHECK(reading.reason == "damaged");
}

TEST_CASE("a JPEG that is cut is read as far as it goes", "[ocr][bad]") {
    Folder folder;
    const auto file = folder.path() / "cut.jpg";
    ocr_test::Drawing drawing;
    drawing.paragraphs = 6;
    ocr_test::draw_page(drawing, file);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    const auto reading = read(folder, file, "image/jpeg");
    CHECK(reading.outcome == Outcome::partly);
    CHECK(reading.reason == "damaged");
    CHECK(reading.pages.at(0).text.find("borger") != std::string::npos);
}
