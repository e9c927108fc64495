#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Files that lie in other files, whole: what a reader of the outer one never sees. For the tests of what is found
/// there, and for the figures of tests/bench/bench_gate.
namespace ocr_test {

/// A letter, workbook, set of slides or page that shows a text: "docx", "xlsx", "pptx", "odt", "ods", "rtf", "pdf".
std::string showing(std::string_view ending, const std::string& text);

using ZipParts = std::vector<std::pair<std::string, std::string>>;
std::string zip_of(const ZipParts& parts);
/// A letter that shows nothing of them.
std::string docx_with(const ZipParts& more);

/// A compound file ([MS-CFB]) with one stream.
std::string compound_of(std::string_view name, const std::string& stream);
/// A file as the packager of Windows keeps it, and the stream that it lies in ("\1Ole10Native").
std::string package_of(const std::string& name, const std::string& bytes);
std::string native_of(const std::string& package);
/// An object as RTF keeps it ([MS-OLEDS] § 2.2.5), and a letter with one.
std::string object_of(const std::string& kind, const std::string& bytes);
std::string rtf_with_object(const std::string& object);

/// One way for a file to lie in another. The secret is ASCII.
struct Nesting {
    std::string_view name;  ///< what it is called in tables
    std::string_view media_type;
    std::string (*bytes)(const std::string& secret);
};
const std::vector<Nesting>& nestings();

}  // namespace ocr_test
