#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Letters that are begun for the writer.
namespace services {

/// A template is a text file: "Navn: …" and "Titel: …" on the first two lines, an empty line, and the text. In the text
/// "{{sagsnummer}}" is a merge field, "[skriv datoen]" something that the writer must replace, a line that begins with
/// "# " a heading, and one that begins with "- " an item of a list.
struct LetterTemplate {
    std::string key;    ///< the file's name without ".txt"
    std::string name;   ///< in the list that one chooses from
    std::string title;  ///< of the letter
    std::string text;
};

/// Those that come with the program, and the authority's own from `own_folder`, which take the place of one with the
/// same key. The empty letter comes first, the others by name. A file that is no template is passed over.
std::vector<LetterTemplate> letter_templates(const std::filesystem::path& own_folder);

using MergeFields = std::map<std::string, std::string, std::less<>>;
/// The text with its merge fields filled in. A field that is not known stays as it is, for the writer to see.
std::string merged(std::string_view text, const MergeFields& fields);

/// The first place that the writer has yet to fill in, as it stands: "[skriv datoen]"; empty if there is none.
std::string_view left_to_write(std::string_view text);

}  // namespace services
