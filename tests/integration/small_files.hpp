#pragma once

#include <string>
#include <vector>

/// Files made by hand, as small as they can be.
namespace tests {

/// A PDF of these objects, numbered from 1; the first is the catalog. `trailer` is such as "/Info 5 0 R".
inline std::string pdf_of(const std::vector<std::string>& objects, const std::string& trailer = {}) {
    std::string pdf = "%PDF-1.4\n";
    std::string table = "0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        auto offset = std::to_string(pdf.size());
        offset.insert(0, 10 - offset.size(), '0');
        table += offset + " 00000 n \n";
        pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto at = std::to_string(pdf.size());
    const auto size = std::to_string(objects.size() + 1);
    pdf += "xref\n0 " + size + "\n" + table + "trailer\n<< /Size " + size + " /Root 1 0 R " + trailer;
    return pdf + ">>\nstartxref\n" + at + "\n%%EOF\n";
}

/// A stream with what its dictionary says besides its length.
inline std::string pdf_stream(const std::string& bytes, const std::string& about = {}) {
    return "<< /Length " + std::to_string(bytes.size()) + " " + about + ">>\nstream\n" + bytes + "endstream";
}

/// What draws these lines in the font F1.
inline std::string drawn_lines(const std::vector<std::string>& lines) {
    std::string stream = "BT /F1 12 Tf 60 780 Td 16 TL\n";
    for (const auto& line : lines) stream += "(" + line + ") Tj T*\n";
    return stream + "ET\n";
}

/// A PDF with these lines in Helvetica on each of its pages: it has a text layer, and needs no recognition.
inline std::string small_pdf(const std::vector<std::string>& lines, int pages = 1) {
    std::string kids;
    for (int page = 0; page < pages; ++page) kids += std::to_string(page + 5) + " 0 R ";
    std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>",
        pdf_stream(drawn_lines(lines)),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    };
    objects.resize(
        objects.size() + static_cast<std::size_t>(pages),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    );
    return pdf_of(objects);
}

/// A zip archive that holds nothing but a comment: of a kind that is kept and not read.
inline std::string small_zip(const std::string& comment) {
    std::string zip = "PK\x05\x06";
    zip.append(16, '\0');
    zip += static_cast<char>(comment.size() & 0xFFU);
    zip += static_cast<char>((comment.size() >> 8U) & 0xFFU);
    return zip + comment;
}

}  // namespace tests
