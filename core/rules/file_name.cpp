#include "core/rules/file_name.hpp"

#include <algorithm>
#include <array>

#include "core/utf8.hpp"

namespace core {

namespace {

constexpr std::size_t longest_extension = 16;  // bytes, with its dot; more is no extension

std::string_view last_part(std::string_view path) {
    const auto end = path.find_last_not_of("/\\");
    if (end == std::string_view::npos) return {};
    path = path.substr(0, end + 1);
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Shows nothing, or changes how what stands beside it is shown: controls, marks of direction, joiners, soft hyphens.
constexpr bool is_unseen(char32_t value) {
    return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0xAD || value == 0x61C || value == 0x180E ||
           (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
           (value >= 0x2060 && value <= 0x206F) || value == 0xFEFF || (value >= 0xFFF9 && value <= 0xFFFD) ||
           (value >= 0xE0000 && value <= 0xE007F);
}

/// Windows reserves these, and `"` would end the name in a header.
constexpr bool is_reserved(char32_t value) {
    return value < 0x80 && std::string_view{"<>:\"|?*"}.find(static_cast<char>(value)) != std::string_view::npos;
}

std::string only_seen(std::string_view part) {
    std::string name;
    for (std::size_t at = 0; at < part.size();) {
        const auto [value, size] = code_point_at(part, at);
        if (is_space(value)) {
            if (!name.empty() && name.back() != ' ') name += ' ';
        } else if (is_reserved(value)) {
            name += '_';
        } else if (!is_unseen(value)) {
            name += part.substr(at, size);
        }
        at += size;
    }
    return name;
}

void trim(std::string& name) {
    const auto begin = name.find_first_not_of(" .");
    name.erase(0, begin == std::string::npos ? name.size() : begin);
    const auto end = name.find_last_not_of(" .");
    name.erase(end == std::string::npos ? 0 : end + 1);
}

/// CON, NUL, COM1 and the like are devices to Windows, whatever their extension.
bool is_device(std::string_view name) {
    constexpr std::array<std::string_view, 4> devices{"con", "prn", "aux", "nul"};
    const auto stem = lower_case(name.substr(0, name.find('.')));
    if (std::ranges::find(devices, stem) != devices.end()) return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9';
}

/// Cuts at a code point, so that at most `bytes` are left.
void cut(std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
}

std::string shortened(std::string name) {
    if (name.size() <= longest_file_name) return name;
    const auto dot = name.rfind('.');
    const bool has_extension = dot != std::string::npos && name.size() - dot <= longest_extension;
    const std::string extension = has_extension ? name.substr(dot) : std::string{};
    cut(name, longest_file_name - extension.size());
    trim(name);
    return name + extension;
}

}  // namespace

std::string harmless_file_name(std::string_view raw) {
    std::string name = only_seen(last_part(raw));
    trim(name);
    if (is_device(name)) name.insert(0, 1, '_');
    name = shortened(std::move(name));
    return name.empty() ? std::string{nameless_file} : name;
}

bool promises_pages(std::string_view name) {
    constexpr std::array<std::string_view, 6> endings{".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"};
    const auto lower = lower_case(name);
    return std::ranges::any_of(endings, [&](std::string_view ending) { return lower.ends_with(ending); });
}

}  // namespace core
