#include "services/http/multipart.hpp"

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "tests/unit/http/running_server.hpp"

using core::ErrorCode;
using services::boundary_in;
using services::FormPart;
using services::MultipartParser;

namespace {

using Outcome = core::Result<std::vector<FormPart>>;

Outcome read(std::string_view body, const std::filesystem::path& folder, std::size_t piece = std::string_view::npos) {
    MultipartParser parser{"xyz", folder};
    while (!body.empty()) {
        TRY(parser.feed(body.substr(0, piece)));
        body.remove_prefix(std::min(piece, body.size()));
    }
    return parser.take();
}

std::string field(std::string_view name, std::string_view value) {
    return "--xyz\r\nContent-Disposition: form-data; name=\"" + std::string{name} + "\"\r\n\r\n" + std::string{value} +
           "\r\n";
}

std::string file(std::string_view name, std::string_view file_name, std::string_view content) {
    return "--xyz\r\nContent-Disposition: form-data; name=\"" + std::string{name} + "\"; filename=\"" +
           std::string{file_name} + "\"\r\nContent-Type: application/pdf\r\n\r\n" + std::string{content} + "\r\n";
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

ErrorCode error_of(std::string_view body, const std::filesystem::path& folder) {
    const auto outcome = read(body, folder);
    REQUIRE_FALSE(outcome);
    return outcome.error().code;
}

}  // namespace

TEST_CASE("a multipart body is read the same however it is cut up", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    // The content looks like the beginning of a boundary again and again.
    const std::string content =
        "\r\n--xy\r\n--x\r\n-\r\r\n--xy\0\r\n\r\n"
        "--XYZ\r"
        "--xyz";
    const auto body = "preamble\r\n" + field("title", "Brev til dig\r\n") + file("file", "a.pdf", content) +
                      field("empty", "") + "--xyz--\r\nepilogue --xyz";
    for (const std::size_t piece : {1u, 2u, 3u, 5u, 7u, 64u, 10000u}) {
        auto parts = read(body, folder.path(), piece);
        REQUIRE(parts);
        REQUIRE(parts.value().size() == 3);
        CHECK(parts.value()[0].value == "Brev til dig\r\n");
        CHECK(parts.value()[1].file_name == "a.pdf");
        CHECK(parts.value()[1].media_type == "application/pdf");
        CHECK(parts.value()[1].size_bytes == content.size());
        CHECK(content_of(parts.value()[1].file) == content);
        CHECK(parts.value()[2].value.empty());
        std::filesystem::remove(parts.value()[1].file);
    }
    CHECK(folder.files() == 0);
}

TEST_CASE("a file's hash is that of its bytes", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    const auto parts = read(file("file", "a", "abc") + "--xyz--", folder.path(), 1);
    REQUIRE(parts);
    CHECK(parts.value()[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("names are read as browsers write them", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    const auto name_of = [&](std::string_view parameters) {
        const auto parts = read(
            "--xyz\r\ncontent-disposition:form-data;" + std::string{parameters} + "\r\n\r\nx\r\n--xyz--", folder.path()
        );
        REQUIRE(parts);
        const auto& part = parts.value()[0];
        if (!part.file.empty()) std::filesystem::remove(part.file);
        return part.name + "|" + part.file_name;
    };
    CHECK(name_of(" name=\"a\"") == "a|");
    CHECK(name_of("name=a; filename=b.pdf") == "a|b.pdf");
    CHECK(name_of("name=\"a\"; filename=\"say %22hi%22.pdf\"") == "a|say \"hi\".pdf");
    CHECK(name_of("name=\"a\"; filename=\"say \\\"hi\\\".pdf\"") == "a|say \"hi\".pdf");
    CHECK(name_of("name=\"a\"; filename=\"C:\\Breve\\b.pdf\"") == "a|C:\\Breve\\b.pdf");
    CHECK(name_of("name=\"a\"; filename=\"a;b=c.pdf\"; size=3") == "a|a;b=c.pdf");
    CHECK(name_of("name=\"a\"; filename=\"\"") == "a|");
}

TEST_CASE("a malformed multipart body is refused and leaves no file", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    const auto invalid = [&](std::string_view body) {
        CHECK(error_of(body, folder.path()) == ErrorCode::invalid_input);
        CHECK(folder.files() == 0);
    };
    invalid("");
    invalid("--xyz");
    invalid("nothing here");
    invalid(file("file", "a.pdf", "cut off"));
    invalid(file("file", "a.pdf", "whole") + "--xyz");
    invalid(field("a", "1") + "--xyzz\r\n");
    invalid("--xyz\r\n\r\nno header\r\n--xyz--");
    invalid("--xyz\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: form-data; name=\xff\r\n\r\nx\r\n--xyz--");
    invalid("--xyz\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--xyz--");
}

TEST_CASE("a multipart body has limits", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    const std::string largest(MultipartParser::field_bytes_max, 'a');
    CHECK(read(field("a", largest) + "--xyz--", folder.path()));
    CHECK(error_of(field("a", largest + "a") + "--xyz--", folder.path()) == ErrorCode::too_large);
    std::string fields;
    for (int count = 0; count < 5; ++count) fields += field("a", largest);
    CHECK(error_of(fields + "--xyz--", folder.path()) == ErrorCode::too_large);
    std::string parts;
    for (std::size_t count = 0; count < MultipartParser::parts_max; ++count) parts += field("a", "1");
    CHECK(read(parts + "--xyz--", folder.path()));
    CHECK(error_of(parts + field("a", "1") + "--xyz--", folder.path()) == ErrorCode::invalid_input);
    const std::string long_name(MultipartParser::part_header_bytes_max, 'a');
    CHECK(error_of(field(long_name, "1") + "--xyz--", folder.path()) == ErrorCode::invalid_input);
}

TEST_CASE("a file the disk has no room for is refused and removed", "[http][multipart]") {
    const tests::TemporaryFolder folder;
    // The largest file a process may write stands in for a full disk: write() fails in the same place.
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto old_action = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small{64 << 10, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto code = error_of(file("file", "a", std::string(128 << 10, 'a')) + "--xyz--", folder.path());
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old_action);
    CHECK(code == ErrorCode::out_of_space);
    CHECK(folder.files() == 0);
}

TEST_CASE("a folder that is not there is an exception, not an answer", "[http][multipart]") {
    CHECK_THROWS_AS(read(file("file", "a", "x") + "--xyz--", "/nowhere/at/all"), std::system_error);
}

TEST_CASE("a boundary is one to seventy of certain characters", "[http][multipart]") {
    CHECK(boundary_in("multipart/form-data; boundary=xyz") == "xyz");
    CHECK(boundary_in("Multipart/Form-Data; charset=utf-8; Boundary=\"a b?c\"") == "a b?c");
    CHECK(boundary_in("multipart/form-data; boundary=" + std::string(70, 'a')));
    CHECK_FALSE(boundary_in("multipart/form-data; boundary=" + std::string(71, 'a')));
    for (const auto* type :
         {"multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=\"a \"",
          "multipart/form-data; boundary=a\xc3\xa6",
          "multipart/form-data; boundary=\"a",
          "text/plain; boundary=x",
          "multipart/mixed; boundary=x",
          "multipart/form-data; boundary=a@b"})
        CHECK_FALSE(boundary_in(type));
}
