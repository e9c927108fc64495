#include "tests/unit/ocr/older_files.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "ocr/reading.hpp"

namespace ocr_test {
namespace {

namespace fs = std::filesystem;

/// OpenDocument in one file (1.2 part 1 § 3.1.2).
std::string flat(
    const std::string& kind, const std::string& secret, const std::string& styles, const std::string& body
) {
    std::string spaces;
    for (const auto* name : {"office", "style", "text", "table", "presentation", "meta"})
        spaces += std::string{" xmlns:"} + name + "=\"urn:oasis:names:tc:opendocument:xmlns:" + name + ":1.0\"";
    return R"(<?xml version="1.0" encoding="UTF-8"?><office:document)" + spaces +
           R"( xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")"
           R"( xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0")"
           R"( xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0")"
           R"( xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" office:mimetype=")"
           R"(application/vnd.oasis.opendocument.)" +
           kind + "\"><office:meta><dc:subject>Emne " + secret + "</dc:subject></office:meta>" + styles +
           "<office:body><office:" + kind + ">" + body + "</office:" + kind + "></office:body></office:document>";
}

std::string paragraph(const std::string& text) {
    return "<text:p>" + text + "</text:p>";
}

std::string note(const std::string& secret) {
    return R"(<office:annotation svg:x="1cm" svg:y="1cm" svg:width="4cm" svg:height="2cm"><dc:creator>A</dc:creator>)"
           "<dc:date>2026-01-01T12:00:00</dc:date>" +
           paragraph("Kommentar " + secret) + "</office:annotation>";
}

std::string letter(const std::string& secret) {
    const std::string change = R"(<office:change-info><dc:creator>A</dc:creator><dc:date>2026-01-01T12:00:00</dc:date>)"
                               "</office:change-info>";
    return flat(
        "text",
        secret,
        R"(<office:automatic-styles><style:style style:name="T1" style:family="text">)"
        R"(<style:text-properties text:display="none"/></style:style></office:automatic-styles>)",
        R"(<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>)" + change +
            paragraph("Slettet " + secret) + "</text:deletion></text:changed-region></text:tracked-changes>" +
            paragraph("Til Borgmester Mikkelsen" + note(secret)) +
            paragraph(R"(Om sagen <text:change text:change-id="c1"/>og dens parter)") +
            paragraph(R"(Med hilsen <text:span text:style-name="T1">Skjult )" + secret + "</text:span>")
    );
}

std::string cell(const std::string& text) {
    return R"(<table:table-cell office:value-type="string">)" + text + "</table:table-cell>";
}

std::string workbook(const std::string& secret) {
    const auto row = [](const std::string& attributes, const std::string& cells) {
        return "<table:table-row" + attributes + ">" + cells + "</table:table-row>";
    };
    return flat(
        "spreadsheet",
        secret,
        R"(<office:automatic-styles><style:style style:name="ta2" style:family="table">)"
        R"(<style:table-properties table:display="false"/></style:style></office:automatic-styles>)",
        R"(<table:table table:name="Budget"><table:table-column/>)"
        R"(<table:table-column table:visibility="collapse"/>)" +
            row("", cell(note(secret) + paragraph("Budget")) + cell(paragraph("Kolonne " + secret))) +
            row(R"( table:visibility="collapse")", cell(paragraph("Linje " + secret))) +
            R"(</table:table><table:table table:name="Data" table:style-name="ta2"><table:table-column/>)" +
            row("", cell(paragraph("Ark " + secret))) + "</table:table>"
    );
}

std::string frame(const std::string& attributes, const std::string& text) {
    return "<draw:frame" + attributes +
           R"( svg:width="12cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box>)" + paragraph(text) +
           "</draw:text-box></draw:frame>";
}

std::string slides(const std::string& secret) {
    return flat(
        "presentation",
        secret,
        R"(<office:automatic-styles><style:page-layout style:name="L1">)"
        R"(<style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout>)"
        R"(<style:style style:name="dp1" style:family="drawing-page">)"
        R"(<style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles>)"
        R"(<office:master-styles><style:master-page style:name="Default" style:page-layout-name="L1"/>)"
        R"(</office:master-styles>)",
        R"(<draw:page draw:name="d1" draw:master-page-name="Default">)" + frame("", "Budget") + note(secret) +
            "<presentation:notes>" + frame(R"( presentation:class="notes")", "Noter " + secret) +
            R"(</presentation:notes></draw:page>)"
            R"(<draw:page draw:name="d2" draw:style-name="dp1" draw:master-page-name="Default">)" +
            frame("", "Dias " + secret) + "</draw:page>"
    );
}

}  // namespace

fs::path write_older(std::string_view ending, const std::string& secret, const fs::path& folder) {
    const auto source = folder / (ending == "doc" ? "a.fodt" : ending == "xls" ? "a.fods" : "a.fodp");
    std::ofstream{source} << (ending == "doc" ? letter(secret) : ending == "xls" ? workbook(secret) : slides(secret));
    const auto made = folder / ("a." + std::string{ending});
    const auto command = ocr::office_program().string() + " -env:UserInstallation=file://" +
                         (folder / "profile").string() + " --headless --norestore --convert-to " + std::string{ending} +
                         " --outdir " + folder.string() + " " + source.string() + " >/dev/null 2>&1";
    // Having made its profile it wants to be started again.
    for (int start = 0; start < 3 && !fs::exists(made); ++start)
        if (std::system(command.c_str()) < 0) break;
    if (!fs::exists(made)) throw std::runtime_error{"LibreOffice has not made " + made.string()};
    return made;
}

}  // namespace ocr_test
