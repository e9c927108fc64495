#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

/// Files of every kind that is read, with a secret in one of the places that no page shows. For the tests of what is
/// found there, and for the figures of tests/bench/bench_gate.
namespace ocr_test {

enum class Secretive {
    pdf_information,
    pdf_xmp,
    pdf_annotation,
    pdf_link,
    pdf_field,
    pdf_attachment,
    pdf_layer,
    pdf_outside,
    pdf_bookmark,
    pdf_script,
    pdf_photograph,  ///< EXIF of a picture in it
    docx_deleted,
    docx_comment,
    docx_hidden,
    docx_properties,
    docx_photograph,
    docx_link,
    xlsx_sheet,
    xlsx_cells,  ///< on a hidden sheet, its two halves in cells beside one another
    xlsx_row,
    xlsx_column,
    xlsx_comment,
    pptx_notes,
    pptx_slide,
    odt_deleted,
    odt_comment,
    ods_sheet,
    ods_column,
    odp_notes,
    rtf_hidden,
    rtf_deleted,
    rtf_comment,
    rtf_properties,
    rtf_header,  ///< of a first page, where pages do not differ
    rtf_link,
    rtf_object,      ///< a text file that lies in it
    rtf_drawing,     ///< what a drawing is described as
    rtf_photograph,  ///< EXIF
    jpeg_exif,
    jpeg_comment,
    jpeg_iptc,
    jpeg_xmp,
    png_text,
    tiff_description
};
inline constexpr int secretive_kinds = static_cast<int>(Secretive::tiff_description) + 1;

/// What it is called in tables.
std::string_view name_of(Secretive kind);

/// Writes one, and says of which media type it is. `secret` is ASCII.
std::string write_secretive(Secretive kind, const std::string& secret, const std::filesystem::path& file);

/// A page, and a file that is attached to it.
std::string pdf_with_file(const std::string& name, const std::string& bytes);

/// A page with these drawing orders; /F1 is Helvetica.
std::string pdf_showing(const std::string& content);
void write_pdf(const std::string& content, const std::filesystem::path& file);
/// The same with a JPEG in its lower half.
void write_pdf_with_photograph(
    const std::string& content, const std::filesystem::path& photograph, const std::filesystem::path& file
);

}  // namespace ocr_test
