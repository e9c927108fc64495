#include <catch2/catch.hpp>

#include "folder.hpp"
#include "services/files/file_store.hpp"

TEST_CASE("a file's media type follows from its bytes, whatever it is called", "[files]") {
    using namespace std::string_literals;
    const std::vector<std::pair<std::string, std::string>> files{
        {"%PDF-1.7\n", "application/pdf"},
        {"\xEF\xBB\xBF\n\n%PDF-1.4\n", "application/pdf"},
        {"II*\0\x08\0\0\0"s, "image/tiff"},
        {"MM\0*\0\0\0\x08"s, "image/tiff"},
        {"\xFF\xD8\xFF\xE0\0\x10JFIF"s, "image/jpeg"},
        {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s, "image/png"},
        {"PK\x03\x04"s + std::string(26, '\0'), "application/zip"},
        {"Kære kommune,\nher er et brev på dansk.\n", "text/plain"},
        {"From: karen@eksempel.dk\r\nSubject: Hegn\r\n\r\nHej", "message/rfc822"},
        {"Received: from a\n\tby b\nX-Spam: nej\nMessage-ID: <1@b>\n\nHej", "message/rfc822"},
        {"From karen Tue Nov 3\nReturn-Path: <a@b>\nDate: i dag\n", "message/rfc822"},
        {"Emne: Hegn\nDato: i dag\n\nKære kommune", "text/plain"},
        {"Subject: kun en linje\n\nHej", "text/plain"},
        {"\x00\x01\x02\x03\xFE\xFA"s, "application/octet-stream"},
        {"", "application/x-empty"}};
    const files_tests::Folder folder;
    for (const auto& [bytes, media_type] : files)
        for (const auto* name : {"brev.pdf", "brev.txt", "uden-endelse"}) {
            CAPTURE(bytes, name);
            CHECK(services::media_type_of(folder.file(name, bytes)) == media_type);
        }
}

TEST_CASE("a PDF mark beyond the first kilobyte makes no PDF", "[files]") {
    const files_tests::Folder folder;
    const auto text = std::string(2000, 'a') + "%PDF-1.7";
    CHECK(services::media_type_of(folder.file("a.pdf", text)) == "text/plain");
}

TEST_CASE("the media type of a file that is not there is an error", "[files]") {
    const files_tests::Folder folder;
    CHECK_THROWS_AS(services::media_type_of(folder.path() / "nothing"), std::system_error);
}
