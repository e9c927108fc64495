// Every Danish text must have its English: those in templates, and those that C++ passes to translate().
#include "services/web/translation.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "services/web/template.hpp"

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::set<std::string> texts_in_templates() {
    std::set<std::string> texts;
    const services::TemplateContext context{
        [](std::string_view) { return std::string_view{}; },  // partials are files of their own
        [&texts](std::string_view danish) {
            texts.emplace(danish);
            return std::string{danish};
        },
        [&texts](std::string_view one, std::string_view many, bool) {
            texts.emplace(one);
            return std::string{many};
        },
    };
    for (const auto& entry : fs::recursive_directory_iterator{SAGLIG_SOURCE_DIR "/services"})
        if (entry.path().extension() == ".mustache") services::Template::parse(content_of(entry.path()), context);
    return texts;
}

/// String literals that directly follow `translate(language,` or `translate_count(language,`, joined where they are
/// split over lines.
std::set<std::string> texts_in_code() {
    const std::regex call{R"re(translate(?:_count)?\(\s*[\w.>()-]+,\s*((?:"(?:[^"\\]|\\.)*"\s*)+))re"};
    const std::regex seam{R"re("\s*")re"};
    std::set<std::string> texts;
    for (const auto& entry : fs::recursive_directory_iterator{SAGLIG_SOURCE_DIR "/services"}) {
        if (entry.path().extension() != ".cpp") continue;
        const auto code = content_of(entry.path());
        for (std::sregex_iterator at{code.begin(), code.end(), call}, end; at != end; ++at) {
            auto text = std::regex_replace((*at)[1].str(), seam, "");
            text = text.substr(1, text.find_last_of('"') - 1);
            texts.insert(std::regex_replace(text, std::regex{R"(\\")"}, "\""));
        }
    }
    return texts;
}

std::string without_english(const std::set<std::string>& texts) {
    std::string list;
    for (const auto& text : texts)
        if (!services::has_english(text)) list += "\nmsgid \"" + text + "\"";
    return list;
}

}  // namespace

TEST_CASE("every text in the templates has an English translation", "[web]") {
    const auto texts = texts_in_templates();
    REQUIRE(texts.size() > 150);
    CHECK(without_english(texts) == "");
}

TEST_CASE("every text that code translates has an English translation", "[web]") {
    const auto texts = texts_in_code();
    REQUIRE(texts.size() > 30);
    CHECK(without_english(texts) == "");
}
