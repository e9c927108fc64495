// Holds the whole tree against the house rules: house_rules ROOT.

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/tidy/house_rules.hpp"

namespace {

namespace fs = std::filesystem;

/// What is made by tools, or by others, and this folder, whose tests show what is forbidden.
bool is_skipped(const fs::path& relative) {
    constexpr std::array<std::string_view, 6> skipped{".git", "build", "node_modules", "data", ".cache", "tests/tidy"};
    for (const auto name : skipped)
        if (relative == name) return true;
    return relative.filename().string().starts_with("build-");
}

bool is_checked(const fs::path& path) {
    constexpr std::array<std::string_view, 15> endings{
        ".cpp",
        ".hpp",
        ".cmake",
        ".txt",
        ".md",
        ".sh",
        ".mjs",
        ".js",
        ".css",
        ".sql",
        ".toml",
        ".po",
        ".yaml",
        ".json",
        ".mustache"};
    for (const auto ending : endings)
        if (path.extension() == ending) return true;
    return path.extension().empty();  // scripts
}

std::string content_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}

struct Count {
    int files{}, findings{};
};

void check_file(const fs::path& root, const fs::path& file, Count& count) {
    const auto relative = file.lexically_relative(root).generic_string();
    const auto content = content_of(file);
    if (content.find('\0') != std::string::npos) return;
    ++count.files;
    for (const auto& [line, message] : tidy::check(relative, content)) {
        std::printf("%s:%d: %s\n", relative.c_str(), line, message.c_str());
        ++count.findings;
    }
}

Count check_tree(const fs::path& root) {
    Count count;
    auto entries = fs::recursive_directory_iterator{root};
    for (const auto& entry : entries) {
        if (is_skipped(entry.path().lexically_relative(root))) {
            if (entry.is_directory()) entries.disable_recursion_pending();
        } else if (entry.is_regular_file() && is_checked(entry.path())) {
            check_file(root, entry.path(), count);
        }
    }
    return count;
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::fputs("Usage: house_rules ROOT\n", stderr);
        return 2;
    }
    const auto count = check_tree(fs::canonical(arguments[1]));
    std::printf("%d files, %d findings\n", count.files, count.findings);
    if (count.files == 0) {
        std::fputs("There is nothing to check: is this the root of the repository?\n", stderr);
        return 2;
    }
    return count.findings == 0 ? 0 : 1;
}
