// Office files from before 2007: LibreOffice makes them into what is looked through.
#include <catch2/catch.hpp>

#include "ocr/hidden.hpp"
#include "ocr/reading.hpp"
#include "tests/unit/ocr/older_files.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

namespace fs = std::filesystem;

const std::string secret = "070761-4285";

bool has_office() {
    if (!ocr::office_program().empty()) return true;
    WARN("skipped: LibreOffice is not installed here (libreoffice-writer, -calc and -impress)");
    return false;
}

ocr::Hidden uncovered(const fs::path& file, const fs::path& folder) {
    ocr::Limits limits;
    limits.workers = 1;
    limits.office = ocr::office_program();
    ocr::Readers readers{ocr_test::as("ocr-worker"), limits};
    return readers.uncover(file, "application/x-ole-storage", folder);
}

std::string told(const ocr::Hidden& hidden) {
    std::string all = hidden.reason;
    for (const auto& one : hidden.texts) all += "\n" + std::string{ocr::name_of(one.place)} + ": " + one.text;
    return all;
}

}  // namespace

TEST_CASE("what a DOC, XLS or PPT hides is found with its place", "[ocr][hidden][office]") {
    if (!has_office()) return;
    for (const std::string ending : {"doc", "xls", "ppt"}) {
        ocr_test::Folder folder;
        const auto file = ocr_test::write_older(ending, secret, folder.path());
        const auto hidden = uncovered(file, folder.output());
        INFO(ending << told(hidden));
        CHECK(hidden.reason.empty());
        for (const auto& place : ocr_test::older_places) {
            if (place.ending != ending) continue;
            const auto wanted = std::string{place.marker} + " " + secret;
            INFO(place.name);
            CHECK(std::any_of(hidden.texts.begin(), hidden.texts.end(), [&](const ocr::HiddenText& one) {
                const auto at = one.text.find(wanted);
                if (one.place != place.place || at == std::string::npos) return false;
                // Nothing runs into the number, or it would not be known for one.
                const auto after = at + wanted.size();
                return after == one.text.size() || one.text[after] == ' ' || one.text[after] == '\n';
            }));
        }
    }
}

TEST_CASE("that a file's hidden parts could not be read is told among them", "[ocr][hidden]") {
    ocr_test::Folder folder;
    const auto file = folder.path() / "a.doc";
    const std::string name{"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0\0\0", 26};
    ocr_test::write_file(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0') + name);
    const auto without_office = ocr_test::real_readers().uncover(file, "application/x-ole-storage", folder.output());
    CHECK(without_office.reason == "no_office");
    REQUIRE(without_office.texts.size() == 1);
    CHECK(without_office.texts[0].place == ocr::HiddenPlace::unread);
    ocr_test::write_file(file, "PK\x03\x04" + std::string(200, '\xFF'));
    const auto cut = ocr_test::real_readers().uncover(
        file, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", folder.output()
    );
    REQUIRE(cut.texts.size() == 1);
    CHECK(cut.texts[0].place == ocr::HiddenPlace::unread);
    CHECK(ocr_test::real_readers().uncover(file, "text/plain", folder.output()).texts.empty());
    if (!has_office()) return;
    ocr_test::write_file(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0') + name);
    const auto broken = uncovered(file, folder.output());
    REQUIRE(broken.texts.size() == 1);
    CHECK(broken.texts[0].place == ocr::HiddenPlace::unread);
}
