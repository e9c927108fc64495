#include "tests/unit/ocr/nested_files.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <stdexcept>

#include "tests/unit/ocr/hidden_files.hpp"

namespace ocr_test {
namespace {

using namespace std::string_literals;

constexpr std::string_view docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
constexpr std::string_view odt = "application/vnd.oasis.opendocument.text";
constexpr std::string_view rtf = "application/rtf";
constexpr std::string_view pdf = "application/pdf";

const std::pair<std::string, std::string> content_types{"[Content_Types].xml", "<Types/>"};

std::string number(std::uint64_t value, std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> 8 * i & 0xFFU);
    return bytes;
}

std::string filled(std::string bytes, std::size_t unit) {
    bytes.resize((bytes.size() + unit - 1) / unit * unit, '\0');
    return bytes;
}

std::string counted(const std::string& text) {
    return number(text.size() + 1, 4) + text + '\0';
}

ZipParts letter(const std::string& text) {
    return {
        content_types,
        // Word parts a line as it likes, also within a number.
        {"word/document.xml",
         "<w:document><w:body><w:p><w:r><w:t>" + text.substr(0, 4) +
             "</w:t></w:r><w:drawing><wp:posOffset>0</wp:posOffset></w:drawing><w:r><w:t>" + text.substr(4) +
             "</w:t></w:r></w:p></w:body></w:document>"}};
}

ZipParts workbook(const std::string& text) {
    return {
        content_types,
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/sharedStrings.xml", "<sst><si><t>" + text + "</t></si></sst>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>"}};
}

ZipParts slides(const std::string& text) {
    return {
        content_types,
        {"ppt/presentation.xml", "<p:presentation/>"},
        {"ppt/slides/slide1.xml", "<p:sld><a:p><a:r><a:t>" + text + "</a:t></a:r></a:p></p:sld>"}};
}

std::string open_content(const std::string& text) {
    return "<office:document-content><office:body><text:h>Oversigt</text:h><text:p>" + text +
           "</text:p></office:body></office:document-content>";
}

std::string entry(std::string_view name, char kind, std::uint64_t start, std::uint64_t size) {
    constexpr std::uint64_t none = 0xFFFFFFFF;
    std::string wide;
    for (const char letter : name) wide += {letter, '\0'};
    wide.resize(64, '\0');
    const auto length = name.empty() ? 0 : (name.size() + 1) * 2;
    const auto child = kind == '\5' ? 1 : none;
    return wide + number(length, 2) + kind + '\1' + number(none, 4) + number(none, 4) + number(child, 4) +
           std::string(36, '\0') + number(start, 4) + number(size, 8);
}

std::string xlsx_object(const std::string& secret) {
    return compound_of("Package", showing("xlsx", secret));
}

}  // namespace

std::string zip_of(const ZipParts& parts) {
    std::string bytes(std::size_t{1} << 20U, '\0');
    std::size_t used = 0;
    archive* out = archive_write_new();
    archive_write_set_format_zip(out);
    if (archive_write_open_memory(out, bytes.data(), bytes.size(), &used) != ARCHIVE_OK)
        throw std::runtime_error{"zip"};
    for (const auto& [name, part] : parts) {
        archive_entry* made = archive_entry_new();
        archive_entry_set_pathname(made, name.c_str());
        archive_entry_set_size(made, static_cast<la_int64_t>(part.size()));
        archive_entry_set_filetype(made, AE_IFREG);
        archive_entry_set_perm(made, 0644);
        archive_write_header(out, made);
        archive_write_data(out, part.data(), part.size());
        archive_entry_free(made);
    }
    if (archive_write_close(out) != ARCHIVE_OK) throw std::runtime_error{"zip"};
    archive_write_free(out);
    bytes.resize(used);
    return bytes;
}

std::string docx_with(const ZipParts& more) {
    auto parts = letter("Til Borgmester Mikkelsen");
    parts.insert(parts.end(), more.begin(), more.end());
    return zip_of(parts);
}

std::string showing(std::string_view ending, const std::string& text) {
    if (ending == "docx") return zip_of(letter(text));
    if (ending == "xlsx") return zip_of(workbook(text));
    if (ending == "pptx") return zip_of(slides(text));
    if (ending == "odt") return zip_of({{"mimetype", std::string{odt}}, {"content.xml", open_content(text)}});
    if (ending == "rtf") return "{\\rtf1\\ansi\\pard " + text.substr(0, 4) + "{\\b " + text.substr(4) + "}\\par}";
    return pdf_showing("BT /F1 14 Tf 72 700 Td (" + text + ") Tj ET\n");
}

/// Sectors of 512 bytes: the table, the directory, the table of small sectors, and the stream, which is kept in small
/// sectors where it is short.
std::string compound_of(std::string_view name, const std::string& stream) {
    constexpr std::uint64_t sector = 512;
    constexpr std::uint64_t free = 0xFFFFFFFF;
    constexpr std::uint64_t end = 0xFFFFFFFE;
    constexpr std::uint64_t is_table = 0xFFFFFFFD;
    constexpr std::uint64_t per_table = sector / 4;
    const bool is_small = stream.size() < 4096;
    const auto body = filled(stream, is_small ? 64 : sector);
    const auto data = filled(body, sector);
    const auto count = data.size() / sector;
    std::uint64_t tables = 1;
    while (tables * per_table < tables + 2 + count) ++tables;
    const auto first = tables + 2;
    std::string table;
    for (std::uint64_t i = 0; i < tables; ++i) table += number(is_table, 4);
    table += number(end, 4) + number(end, 4);
    for (std::uint64_t i = 0; i < count; ++i) table += number(i + 1 < count ? first + i + 1 : end, 4);
    while (table.size() < tables * sector) table += number(free, 4);
    std::string small;
    for (std::uint64_t i = 0; is_small && i < body.size() / 64; ++i)
        small += number((i + 1) * 64 < body.size() ? i + 1 : end, 4);
    while (small.size() < sector) small += number(free, 4);
    const auto directory = entry("Root Entry", '\5', is_small ? first : end, is_small ? body.size() : 0) +
                           entry(name, '\2', is_small ? 0 : first, stream.size()) + entry("", '\0', 0, 0) +
                           entry("", '\0', 0, 0);
    auto header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(16, '\0') + number(0x3E, 2) + number(3, 2) +
                  number(0xFFFE, 2) + number(9, 2) + number(6, 2) + std::string(10, '\0') + number(tables, 4) +
                  number(tables, 4) + number(0, 4) + number(4096, 4) + number(tables + 1, 4) + number(1, 4) +
                  number(end, 4) + number(0, 4);
    for (std::uint64_t i = 0; header.size() < sector; ++i) header += number(i < tables ? i : free, 4);
    return header + table + directory + small + data;
}

std::string package_of(const std::string& name, const std::string& bytes) {
    return number(2, 2) + name + '\0' + "C:\\" + name + '\0' + number(0, 2) + number(3, 2) + counted("C:\\" + name) +
           number(bytes.size(), 4) + bytes;
}

std::string native_of(const std::string& package) {
    return number(package.size(), 4) + package;
}

std::string object_of(const std::string& kind, const std::string& bytes) {
    return number(0x501, 4) + number(2, 4) + counted(kind) + number(0, 4) + number(0, 4) + number(bytes.size(), 4) +
           bytes;
}

std::string rtf_with_object(const std::string& object) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char byte : object)
        hex += {digits[static_cast<unsigned char>(byte) >> 4U], digits[static_cast<unsigned char>(byte) & 15U]};
    return "{\\rtf1\\ansi\\pard Til Borgmester Mikkelsen\\par {\\object\\objemb{\\*\\objdata " + hex +
           "}{\\result Ikon}}\\par}";
}

const std::vector<Nesting>& nestings() {
    using Text = const std::string&;
    static const std::vector<Nesting> all{
        {"DOCX: XLSX i filen",
         docx,
         [](Text secret) {
             return docx_with({{"word/embeddings/Microsoft_Excel_Sheet1.xlsx", showing("xlsx", secret)}});
         }},
        {"DOCX: XLSX i et OLE-objekt",
         docx,
         [](Text secret) {
             return docx_with({{"word/embeddings/oleObject1.bin", xlsx_object(secret)}});
         }},
        {"DOCX: RTF i en OLE-pakke",
         docx,
         [](Text secret) {
             const auto package = package_of("bilag.rtf", showing("rtf", secret));
             return docx_with({{"word/embeddings/oleObject1.bin", compound_of("\1Ole10Native", native_of(package))}});
         }},
        {"XLSX: DOCX i filen",
         xlsx,
         [](Text secret) {
             auto parts = workbook("Budget");
             parts.emplace_back("xl/embeddings/Microsoft_Word_Document1.docx", showing("docx", secret));
             return zip_of(parts);
         }},
        {"PPTX: PPTX i filen",
         pptx,
         [](Text secret) {
             auto parts = slides("Budget");
             parts.emplace_back("ppt/embeddings/Microsoft_PowerPoint_Presentation1.pptx", showing("pptx", secret));
             return zip_of(parts);
         }},
        {"ODT: regneark i filen",
         odt,
         [](Text secret) {
             return zip_of(
                 {{"mimetype", std::string{odt}},
                  {"content.xml", open_content("Budget")},
                  {"Object 1/content.xml", open_content(secret)}}
             );
         }},
        {"ODT: XLSX i et OLE-objekt",
         odt,
         [](Text secret) {
             return zip_of(
                 {{"mimetype", std::string{odt}},
                  {"content.xml", open_content("Budget")},
                  {"Object 1", xlsx_object(secret)}}
             );
         }},
        {"RTF: XLSX i et OLE-objekt",
         rtf,
         [](Text secret) { return rtf_with_object(object_of("Excel.Sheet.12", xlsx_object(secret))); }},
        {"RTF: PDF i en OLE-pakke",
         rtf,
         [](Text secret) {
             return rtf_with_object(object_of("Package", package_of("bilag.pdf", showing("pdf", secret))));
         }},
        {"PDF: PDF i filen", pdf, [](Text secret) { return pdf_with_file("bilag.pdf", showing("pdf", secret)); }},
        {"PDF: DOCX i filen", pdf, [](Text secret) { return pdf_with_file("bilag.docx", showing("docx", secret)); }},
        {"PDF: ODT i filen", pdf, [](Text secret) { return pdf_with_file("bilag.odt", showing("odt", secret)); }},
        {"PDF: RTF i filen", pdf, [](Text secret) { return pdf_with_file("bilag.rtf", showing("rtf", secret)); }},
        {"PDF: XLSX i en DOCX i filen", pdf, [](Text secret) {
             return pdf_with_file("bilag.docx", docx_with({{"word/embeddings/oleObject1.bin", xlsx_object(secret)}}));
         }}};
    return all;
}

}  // namespace ocr_test
