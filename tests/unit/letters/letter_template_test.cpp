#include "services/letters/letter_template.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/unit/identity/identity_fixture.hpp"

using services::left_to_write;
using services::merged;

namespace {

const services::LetterTemplate& of_key(const std::vector<services::LetterTemplate>& all, std::string_view key) {
    const auto found = std::ranges::find(all, key, &services::LetterTemplate::key);
    REQUIRE(found != all.end());
    return *found;
}

void write(const std::filesystem::path& file, std::string_view text) {
    std::ofstream{file, std::ios::binary} << text;
}

}  // namespace

TEST_CASE("The templates that come with the program have names, and the empty letter is first") {
    const auto all = services::letter_templates("/nonexistent");
    REQUIRE(all.size() == 5);
    CHECK(all.front().key == "brev");
    for (const auto& one : all) {
        CHECK_FALSE(one.name.empty());
        CHECK(one.text.find("{{modtager}}") != std::string::npos);
    }
    CHECK(of_key(all, "partshoering").title == "Høring, før vi afgør din sag");
}

TEST_CASE(
    "An authority's own template takes the place of one with the same name, and what is no template is passed over"
) {
    const tests::TemporaryFolder folder;
    write(folder.path / "afgoerelse.txt", "Navn: Vores afgørelse\nTitel: Sådan blev det\n\nHej {{modtager}}\n");
    write(folder.path / "nyt.txt", "Navn: Et nyt\r\nTitel: Nyt\r\n\r\nTekst\r\n");
    write(folder.path / "noter.txt", "Bare en note\n");
    write(folder.path / "latin.txt", "Navn: S\xF8ren\nTitel: x\n\ny\n");
    const auto all = services::letter_templates(folder.path);
    CHECK(all.size() == 6);
    CHECK(of_key(all, "afgoerelse").text == "Hej {{modtager}}\n");
    CHECK(of_key(all, "nyt").name == "Et nyt");
}

TEST_CASE("Merge fields are filled in, and one that is not known stays for the writer to see") {
    const services::MergeFields fields{{"modtager", "Søren {{sagsnummer}}"}, {"sagsnummer", "2026-000123"}};
    CHECK(merged("Kære {{modtager}}: {{sagsnummer}}", fields) == "Kære Søren {{sagsnummer}}: 2026-000123");
    CHECK(merged("{{ukendt}} og {{modtager", fields) == "{{ukendt}} og {{modtager");
    CHECK(merged("", fields).empty());
}

TEST_CASE("What is left to write is found until it has been written") {
    CHECK(left_to_write("Svar senest [skriv datoen].") == "[skriv datoen]");
    CHECK(left_to_write("Kære {{ukendt}}") == "{{ukendt}}");
    CHECK(left_to_write("Svar senest [skriv") == "[skriv");
    CHECK(left_to_write("Se bilag [1] og § 19.").empty());
}
