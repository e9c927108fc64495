#include "tests/unit/ocr/hidden_files.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <leptonica/allheaders.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/unit/ocr/nested_files.hpp"

namespace ocr_test {
namespace {

using namespace std::string_literals;
using Parts = std::vector<std::pair<std::string, std::string>>;

struct Named {
    Secretive kind;
    std::string_view name;
};
constexpr std::array<Named, secretive_kinds> names{{
    {Secretive::pdf_information, "PDF: egenskaber"},
    {Secretive::pdf_xmp, "PDF: XMP"},
    {Secretive::pdf_annotation, "PDF: note"},
    {Secretive::pdf_link, "PDF: link"},
    {Secretive::pdf_field, "PDF: formularfelt"},
    {Secretive::pdf_attachment, "PDF: vedhæftet fil"},
    {Secretive::pdf_layer, "PDF: skjult lag"},
    {Secretive::pdf_outside, "PDF: uden for siden"},
    {Secretive::pdf_bookmark, "PDF: bogmærke"},
    {Secretive::pdf_script, "PDF: script"},
    {Secretive::pdf_photograph, "PDF: EXIF i et billede"},
    {Secretive::docx_deleted, "DOCX: slettet tekst, der er gemt"},
    {Secretive::docx_comment, "DOCX: kommentar"},
    {Secretive::docx_hidden, "DOCX: skjult tekst"},
    {Secretive::docx_properties, "DOCX: egenskaber"},
    {Secretive::docx_photograph, "DOCX: EXIF i et billede"},
    {Secretive::docx_link, "DOCX: link"},
    {Secretive::xlsx_sheet, "XLSX: skjult ark"},
    {Secretive::xlsx_cells, "XLSX: to celler på et skjult ark"},
    {Secretive::xlsx_row, "XLSX: skjult række"},
    {Secretive::xlsx_column, "XLSX: skjult kolonne"},
    {Secretive::xlsx_comment, "XLSX: kommentar"},
    {Secretive::pptx_notes, "PPTX: noter"},
    {Secretive::pptx_slide, "PPTX: skjult dias"},
    {Secretive::odt_deleted, "ODT: slettet tekst, der er gemt"},
    {Secretive::odt_comment, "ODT: kommentar"},
    {Secretive::ods_sheet, "ODS: skjult ark"},
    {Secretive::ods_column, "ODS: skjult kolonne"},
    {Secretive::odp_notes, "ODP: noter"},
    {Secretive::rtf_hidden, "RTF: skjult tekst"},
    {Secretive::rtf_deleted, "RTF: slettet tekst, der er gemt"},
    {Secretive::rtf_comment, "RTF: kommentar"},
    {Secretive::rtf_properties, "RTF: egenskaber"},
    {Secretive::rtf_header, "RTF: sidehoved, der ikke vises"},
    {Secretive::rtf_link, "RTF: link"},
    {Secretive::rtf_object, "RTF: indlagt fil"},
    {Secretive::rtf_drawing, "RTF: beskrivelse af en tegning"},
    {Secretive::rtf_photograph, "RTF: EXIF i et billede"},
    {Secretive::jpeg_exif, "JPEG: EXIF"},
    {Secretive::jpeg_comment, "JPEG: kommentar"},
    {Secretive::jpeg_iptc, "JPEG: IPTC"},
    {Secretive::jpeg_xmp, "JPEG: XMP"},
    {Secretive::png_text, "PNG: tekst"},
    {Secretive::tiff_description, "TIFF: beskrivelse"},
}};

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out{file, std::ios::binary};
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) throw std::runtime_error{file.string()};
}

// Pictures. Whoever looks for what they say needs no pixels.

std::string number(std::uint64_t value, std::size_t size, bool is_little) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) {
        const auto shift = 8 * (is_little ? i : size - 1 - i);
        bytes += static_cast<char>(value >> shift & 0xFFU);
    }
    return bytes;
}

/// One folder with a description, as an old camera writes it.
std::string tiff_with(const std::string& secret, bool is_little = false) {
    const auto text = secret + '\0';
    const auto n = [&](std::uint64_t value, std::size_t size) { return number(value, size, is_little); };
    constexpr std::uint64_t folder = 8;
    constexpr std::uint64_t after = folder + 2 + 12 + 4;
    return (is_little ? "II" : "MM") + n(42, 2) + n(folder, 4) + n(1, 2) + n(0x10E, 2) + n(2, 2) + n(text.size(), 4) +
           n(after, 4) + n(0, 4) + text;
}

std::string segment(char marker, const std::string& bytes) {
    return "\xFF"s + marker + number(bytes.size() + 2, 2, false) + bytes;
}

std::string xmp_with(const std::string& secret) {
    return "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
           "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
           "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:description><rdf:Alt><rdf:li xml:lang='x-default'>" +
           secret + "</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>";
}

std::string jpeg_with(const std::string& segments) {
    return "\xFF\xD8"s + segment('\xE0', "JFIF\0\1\1\0\0\1\0\1\0\0"s) + segments + "\xFF\xDA"s + "\0\2"s + "\xFF\xD9"s;
}

std::string jpeg_with_exif(const std::string& secret) {
    return jpeg_with(segment('\xE1', "Exif\0\0"s + tiff_with(secret)));
}

std::string png_with(const std::string& secret) {
    const auto chunk = [](const std::string& kind, const std::string& bytes) {
        return number(bytes.size(), 4, false) + kind + bytes + "\0\0\0\0"s;  // nobody checks the sum
    };
    return "\x89PNG\r\n\x1A\n"s + chunk("IHDR", "\0\0\0\1\0\0\0\1\10\0\0\0\0"s) +
           chunk("tEXt", "Description\0"s + secret) + chunk("IEND", "");
}

// PDFs, written by hand: a page with a line, and what is added to it.

struct PdfParts {
    std::string root{}, page{}, trailer{}, resources{};
    std::string content{"BT /F1 14 Tf 72 700 Td (Til Borgmester Mikkelsen) Tj ET\n"};
    std::vector<std::string> more{};  ///< objects from 6 on
};

std::string stream(const std::string& bytes, const std::string& entries = "") {
    return "<< " + entries + "/Length " + std::to_string(bytes.size()) + " >>\nstream\n" + bytes + "\nendstream";
}

std::string pdf_of(const PdfParts& parts) {
    std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R " + parts.root + ">>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        stream(parts.content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R " + parts.page +
            "/Resources << /Font << /F1 4 0 R >> " + parts.resources + ">> >>"};
    objects.insert(objects.end(), parts.more.begin(), parts.more.end());
    std::string pdf = "%PDF-1.7\n";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places.push_back(pdf.size());
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto table = pdf.size();
    pdf += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
    for (const auto place : places) {
        const auto digits = std::to_string(place);
        pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    return pdf + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R " + parts.trailer +
           ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string line_at(const std::string& text, int x, int y) {
    return "BT /F1 14 Tf 1 0 0 1 " + std::to_string(x) + " " + std::to_string(y) + " Tm (" + text + ") Tj ET\n";
}

std::string pdf_with(Secretive kind, const std::string& secret) {
    PdfParts parts;
    const auto string = "(" + secret + ")";
    switch (kind) {
        case Secretive::pdf_information:
            parts.trailer = "/Info 6 0 R ";
            parts.more = {"<< /Title (Referat) /Keywords " + string + " /CreationDate (D:20260101120000) >>"};
            break;
        case Secretive::pdf_xmp:
            parts.root = "/Metadata 6 0 R ";
            parts.more = {stream(xmp_with(secret), "/Type /Metadata /Subtype /XML ")};
            break;
        case Secretive::pdf_annotation:
            parts.page = "/Annots [6 0 R] ";
            parts.more = {"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /F 2 /Contents " + string + " >>"};
            break;
        case Secretive::pdf_link:
            parts.page = "/Annots [6 0 R] ";
            parts.more = {
                "<< /Type /Annot /Subtype /Link /Rect [70 690 300 720] /A << /S /URI /URI (https://eksempel.dk/" +
                secret + ") >> >>"};
            break;
        case Secretive::pdf_field:
            parts.root = "/AcroForm << /Fields [6 0 R] >> ";
            parts.page = "/Annots [6 0 R] ";
            parts.more = {
                "<< /Type /Annot /Subtype /Widget /FT /Tx /F 2 /T (felt) /Rect [9 9 99 30] /V " + string + " >>"};
            break;
        case Secretive::pdf_attachment:
            parts.root = "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >> ";
            parts.more = {
                "<< /Type /Filespec /F (bilag.txt) /EF << /F 7 0 R >> >>",
                stream("Vedlagt: " + secret + "\n", "/Type /EmbeddedFile ")};
            break;
        case Secretive::pdf_layer:
            parts.root = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> ";
            parts.resources = "/Properties << /Lag 6 0 R >> ";
            parts.content += "/OC /Lag BDC " + line_at(secret, 72, 600) + "EMC\n";
            parts.more = {"<< /Type /OCG /Name (Lag) >>"};
            break;
        case Secretive::pdf_outside:
            parts.page = "/CropBox [50 400 550 800] ";
            parts.content += line_at(secret, 72, 100);
            break;
        case Secretive::pdf_bookmark:
            parts.root = "/Outlines 6 0 R ";
            parts.more = {
                "<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
                "<< /Parent 6 0 R /Title " + string + " /Dest [5 0 R /Fit] >>"};
            break;
        case Secretive::pdf_script:
            parts.root = "/OpenAction << /S /JavaScript /JS (var x = '" + secret + "';) >> ";
            break;
        default:
            parts.page = "/Thumb 6 0 R ";
            parts.more = {stream(
                jpeg_with_exif(secret),
                "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                "/Filter /DCTDecode "
            )};
    }
    return pdf_of(parts);
}

// Office files: the parts that matter.

void zip(const std::filesystem::path& file, const Parts& parts) {
    archive* out = archive_write_new();
    archive_write_set_format_zip(out);
    if (archive_write_open_filename(out, file.c_str()) != ARCHIVE_OK) throw std::runtime_error{file.string()};
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
}

const std::pair<std::string, std::string> content_types{"[Content_Types].xml", "<Types/>"};

Parts word_with(Secretive kind, const std::string& secret) {
    std::string body = "<w:p><w:r><w:t>Til Borgmester Mikkelsen</w:t></w:r></w:p>";
    Parts parts{content_types};
    if (kind == Secretive::docx_deleted)
        body += "<w:p><w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText>" + secret + "</w:delText></w:r></w:del></w:p>";
    if (kind == Secretive::docx_hidden)
        body += "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>" + secret + "</w:t></w:r></w:p>";
    if (kind == Secretive::docx_comment)
        parts.emplace_back(
            "word/comments.xml",
            "<w:comments><w:comment w:id=\"0\"><w:p><w:r><w:t>" + secret + "</w:t></w:r></w:p></w:comment></w:comments>"
        );
    if (kind == Secretive::docx_properties)
        parts.emplace_back(
            "docProps/core.xml",
            "<cp:coreProperties><dc:subject>" + secret +
                "</dc:subject><dcterms:created>2026-01-01T12:00:00Z</dcterms:created></cp:coreProperties>"
        );
    if (kind == Secretive::docx_photograph) parts.emplace_back("word/media/image1.jpeg", jpeg_with_exif(secret));
    if (kind == Secretive::docx_link)
        parts.emplace_back(
            "word/_rels/document.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"https://eksempel.dk/" + secret +
                "\" TargetMode=\"External\"/></Relationships>"
        );
    parts.emplace_back("word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>");
    return parts;
}

std::string cell(const std::string& at, const std::string& text) {
    return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

Parts workbook_with(Secretive kind, const std::string& secret) {
    const bool is_hidden = kind == Secretive::xlsx_sheet || kind == Secretive::xlsx_cells;
    std::string second = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c></row></sheetData>";
    if (kind == Secretive::xlsx_cells)
        second = "<sheetData><row r=\"1\">" + cell("A1", secret.substr(0, 6)) +
                 cell("B1", secret.substr(secret.size() - 4)) + "</row></sheetData>";
    std::string first = "<sheetData><row r=\"1\">" + cell("A1", "Budget") + "</row></sheetData>";
    if (kind == Secretive::xlsx_row)
        first = "<sheetData><row r=\"1\" hidden=\"1\">" + cell("A1", secret) + "</row></sheetData>";
    if (kind == Secretive::xlsx_column)
        first = "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\">" + cell("A1", "Budget") +
                cell("B1", secret) + "</row></sheetData>";
    Parts parts{
        content_types,
        {"xl/workbook.xml",
         "<workbook><sheets><sheet name=\"Budget\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Data\" sheetId=\"2\" "s +
             (is_hidden ? "state=\"veryHidden\" " : "") + "r:id=\"rId2\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
         "Target=\"worksheets/sheet2.xml\"/></Relationships>"},
        {"xl/sharedStrings.xml", "<sst><si><t>Overskrift</t></si><si><t>" + secret + "</t></si></sst>"},
        {"xl/worksheets/sheet1.xml", "<worksheet>" + first + "</worksheet>"},
        {"xl/worksheets/sheet2.xml", "<worksheet>" + second + "</worksheet>"}};
    if (kind == Secretive::xlsx_comment)
        parts.emplace_back(
            "xl/comments1.xml",
            "<comments><commentList><comment ref=\"A1\"><text><t>" + secret +
                "</t></text></comment></commentList></comments>"
        );
    return parts;
}

Parts slides_with(Secretive kind, const std::string& secret) {
    Parts parts{content_types, {"ppt/presentation.xml", "<p:presentation/>"}};
    const auto text = "<a:p><a:r><a:t>" + secret + "</a:t></a:r></a:p>";
    if (kind == Secretive::pptx_notes)
        parts.emplace_back("ppt/notesSlides/notesSlide1.xml", "<p:notes>" + text + "</p:notes>");
    else
        parts.emplace_back("ppt/slides/slide2.xml", "<p:sld show=\"0\">" + text + "</p:sld>");
    return parts;
}

Parts open_document_with(Secretive kind, const std::string& secret, const std::string& media_type) {
    const auto paragraph = "<text:p>" + secret + "</text:p>";
    std::string body;
    std::string styles;
    if (kind == Secretive::odt_deleted)
        body = "<text:tracked-changes><text:changed-region><text:deletion>" + paragraph +
               "</text:deletion></text:changed-region></text:tracked-changes>";
    if (kind == Secretive::odt_comment)
        body = "<text:p><office:annotation>" + paragraph + "</office:annotation></text:p>";
    if (kind == Secretive::odp_notes)
        body = "<draw:page><presentation:notes>" + paragraph + "</presentation:notes></draw:page>";
    if (kind == Secretive::ods_sheet) {
        styles =
            "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties "
            "table:display=\"false\"/></style:style>";
        body = "<table:table table:name=\"Data\" table:style-name=\"ta2\"><table:table-row><table:table-cell>" +
               paragraph + "</table:table-cell></table:table-row></table:table>";
    }
    if (kind == Secretive::ods_column)
        body =
            "<table:table><table:table-column table:number-columns-repeated=\"2\"/><table:table-column "
            "table:visibility=\"collapse\"/><table:table-row><table:table-cell "
            "table:number-columns-repeated=\"2\"/><table:table-cell>" +
            paragraph + "</table:table-cell></table:table-row></table:table>";
    return {
        {"mimetype", media_type},
        {"content.xml",
         "<office:document-content><office:automatic-styles>" + styles + "</office:automatic-styles><office:body>" +
             body + "</office:body></office:document-content>"}};
}

std::string hex_of(const std::string& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += {digits[value >> 4U], digits[value & 15U]};
    }
    return text;
}

/// What stands in it, as Word writes it.
std::string rtf_with(Secretive kind, const std::string& secret) {
    std::string before;
    std::string body;
    if (kind == Secretive::rtf_hidden) body = "Se {\\v nummer " + secret + "}\\par";
    if (kind == Secretive::rtf_deleted) body = "Se {\\deleted\\revauthdel1 nummer " + secret + "}her\\par";
    if (kind == Secretive::rtf_comment)
        body = "Se{\\*\\atnid A}{\\*\\atnauthor Anna}\\chatn{\\*\\annotation{\\*\\atndate 1}\\pard\\plain nummer " +
               secret + "}\\par";
    if (kind == Secretive::rtf_properties)
        before = "{\\info{\\title Brev}{\\doccomm " + secret + "}{\\creatim\\yr2026\\mo1}}";
    if (kind == Secretive::rtf_header) before = "{\\headerf\\pard " + secret + "\\par}";
    if (kind == Secretive::rtf_link)
        body = "{\\field{\\*\\fldinst HYPERLINK \"https://eksempel.dk/" + secret + "\"}{\\fldrslt Se her}}\\par";
    if (kind == Secretive::rtf_object)
        body = "{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata 0105000002000000\n" +
               hex_of(object_of("Package", package_of("bilag.txt", secret))).substr(16) + "}{\\result Ikon}}\\par";
    if (kind == Secretive::rtf_drawing)
        body = "{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv " + secret + "}}}}\\par";
    if (kind == Secretive::rtf_photograph)
        body = "{\\*\\shppict{\\pict\\jpegblip\\picw1\\pich1 " + hex_of(jpeg_with_exif(secret)) + "}}\\par";
    return "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\stylesheet{\\s0 Normal;}}{\\*\\generator Word;}" +
           before + "\\pard Til Borgmester Mikkelsen\\par " + body + "}";
}

std::string picture_with(Secretive kind, const std::string& secret) {
    if (kind == Secretive::jpeg_exif) return jpeg_with_exif(secret);
    if (kind == Secretive::jpeg_comment) return jpeg_with(segment('\xFE', secret));
    if (kind == Secretive::jpeg_iptc)
        return jpeg_with(segment(
            '\xED',
            "Photoshop 3.0\0"s + "8BIM\4\4\0\0"s + number(5 + secret.size(), 4, false) + "\x1C\x02\x78"s +
                number(secret.size(), 2, false) + secret
        ));
    if (kind == Secretive::jpeg_xmp)
        return jpeg_with(segment('\xE1', "http://ns.adobe.com/xap/1.0/\0"s + xmp_with(secret)));
    if (kind == Secretive::png_text) return png_with(secret);
    return tiff_with(secret, /*is_little=*/true);
}

const std::string ooxml = "application/vnd.openxmlformats-officedocument.";
const std::string open_document = "application/vnd.oasis.opendocument.";

}  // namespace

std::string_view name_of(Secretive kind) {
    for (const auto& one : names)
        if (one.kind == kind) return one.name;
    return {};
}

std::string write_secretive(Secretive kind, const std::string& secret, const std::filesystem::path& file) {
    if (kind <= Secretive::pdf_photograph) {
        write(file, pdf_with(kind, secret));
        return "application/pdf";
    }
    if (kind <= Secretive::docx_link) {
        zip(file, word_with(kind, secret));
        return ooxml + "wordprocessingml.document";
    }
    if (kind <= Secretive::xlsx_comment) {
        zip(file, workbook_with(kind, secret));
        return ooxml + "spreadsheetml.sheet";
    }
    if (kind <= Secretive::pptx_slide) {
        zip(file, slides_with(kind, secret));
        return ooxml + "presentationml.presentation";
    }
    if (kind <= Secretive::odp_notes) {
        const auto media_type =
            open_document + (kind == Secretive::ods_sheet || kind == Secretive::ods_column ? "spreadsheet"
                             : kind == Secretive::odp_notes                                ? "presentation"
                                                                                           : "text");
        zip(file, open_document_with(kind, secret, media_type));
        return media_type;
    }
    if (kind <= Secretive::rtf_photograph) {
        write(file, rtf_with(kind, secret));
        return "application/rtf";
    }
    write(file, picture_with(kind, secret));
    if (kind == Secretive::png_text) return "image/png";
    return kind == Secretive::tiff_description ? "image/tiff" : "image/jpeg";
}

std::string pdf_with_file(const std::string& name, const std::string& bytes) {
    PdfParts parts;
    parts.root = "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >> ";
    parts.more = {"<< /Type /Filespec /F (" + name + ") /EF << /F 7 0 R >> >>", stream(bytes)};
    return pdf_of(parts);
}

std::string pdf_showing(const std::string& content) {
    PdfParts parts;
    parts.content = content;
    return pdf_of(parts);
}

void write_pdf(const std::string& content, const std::filesystem::path& file) {
    write(file, pdf_showing(content));
}

void write_pdf_with_photograph(
    const std::string& content, const std::filesystem::path& photograph, const std::filesystem::path& file
) {
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 channels = 0;
    if (pixReadHeader(photograph.c_str(), nullptr, &width, &height, nullptr, &channels, nullptr) != 0)
        throw std::runtime_error{photograph.string()};
    std::ifstream in{photograph, std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    PdfParts parts;
    parts.content = content + "q 280 0 0 396 150 60 cm /Foto Do Q\n";
    parts.resources = "/XObject << /Foto 6 0 R >> ";
    parts.more = {stream(
        bytes,
        "/Type /XObject /Subtype /Image /Width " + std::to_string(width) + " /Height " + std::to_string(height) +
            " /ColorSpace " + (channels == 1 ? "/DeviceGray" : "/DeviceRGB") +
            " /BitsPerComponent 8 /Filter /DCTDecode "
    )};
    write(file, pdf_of(parts));
}

}  // namespace ocr_test
