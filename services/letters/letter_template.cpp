#include "services/letters/letter_template.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/embedded.hpp"
#include "core/utf8.hpp"

namespace core {
std::span<const Embedded> letter_template_files();
}

namespace services {

namespace {

constexpr std::string_view empty_letter = "brev";
constexpr std::string_view ending = ".txt";
constexpr std::uintmax_t most_bytes = 1U << 20U;

/// The rest of a line that begins with `name`.
std::optional<std::string> line_with(std::string_view& text, std::string_view name) {
    if (!text.starts_with(name)) return std::nullopt;
    const auto end = std::min(text.find('\n'), text.size());
    auto value = core::on_one_line(std::string{text.substr(name.size(), end - name.size())});
    text.remove_prefix(std::min(end + 1, text.size()));
    return value;
}

std::optional<LetterTemplate> template_from(std::string_view key, std::string_view text) {
    LetterTemplate made{.key = std::string{key}, .name = {}, .title = {}, .text = {}};
    const auto name = line_with(text, "Navn:");
    const auto title = line_with(text, "Titel:");
    if (!name || name->empty() || !title) return std::nullopt;
    made.name = *name;
    made.title = *title;
    made.text = text.substr(std::min(text.find_first_not_of("\r\n"), text.size()));
    return made;
}

void put(std::vector<LetterTemplate>& templates, std::optional<LetterTemplate> made) {
    if (!made) return;
    const auto same = std::ranges::find(templates, made->key, &LetterTemplate::key);
    if (same == templates.end())
        templates.push_back(std::move(*made));
    else
        *same = std::move(*made);
}

std::string_view key_of(std::string_view file_name) {
    return file_name.substr(0, file_name.size() - ending.size());
}

void put_own(std::vector<LetterTemplate>& templates, const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{folder, ignored}) {
        if (entry.path().extension() != ending || entry.file_size(ignored) > most_bytes) continue;
        std::ostringstream text;
        text << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
        if (core::valid_utf8(text.str())) put(templates, template_from(entry.path().stem().string(), text.str()));
    }
}

}  // namespace

std::vector<LetterTemplate> letter_templates(const std::filesystem::path& own_folder) {
    std::vector<LetterTemplate> templates;
    for (const auto& file : core::letter_template_files())
        put(templates, template_from(key_of(file.name), file.bytes()));
    put_own(templates, own_folder);
    std::ranges::sort(templates, {}, [](const LetterTemplate& one) {
        return std::pair{one.key != empty_letter, one.name};
    });
    return templates;
}

std::string merged(std::string_view text, const MergeFields& fields) {
    std::string out;
    while (!text.empty()) {
        const auto begin = std::min(text.find("{{"), text.size());
        out += text.substr(0, begin);
        text.remove_prefix(begin);
        const auto end = text.find("}}");
        if (text.empty() || end == std::string_view::npos) break;
        const auto field = fields.find(text.substr(2, end - 2));
        out += field == fields.end() ? std::string{text.substr(0, end + 2)} : field->second;
        text.remove_prefix(end + 2);
    }
    return out += text;
}

std::string_view left_to_write(std::string_view text) {
    for (const auto mark : {"[skriv", "{{"}) {
        const auto begin = text.find(mark);
        if (begin == std::string_view::npos) continue;
        const auto end = text.find_first_of("]}\n", begin + 2);
        return text.substr(begin, end == std::string_view::npos ? end : end - begin + (mark[0] == '{' ? 2 : 1));
    }
    return {};
}

}  // namespace services
