#include "services/http/chunks.hpp"

#include <catch2/catch.hpp>

using services::Body;
using services::ChunkReader;

namespace {

/// The decoded body; "refused" or "unfinished" where there is none.
std::string read(std::string_view bytes, std::size_t piece) {
    services::Request request;
    auto body = Body::of(request, Body::in_memory_max, {});
    ChunkReader reader;
    for (std::size_t at = 0; at < bytes.size() && !reader.is_done();) {
        const auto used = reader.read(bytes.substr(at, piece), body.value());
        if (!used) return "refused";
        at += used.value();
    }
    if (!reader.is_done()) return "unfinished";
    REQUIRE(body.value().finish(request));
    return request.body;
}

}  // namespace

TEST_CASE("chunks are decoded the same however they are cut up", "[http][chunks]") {
    for (std::size_t piece = 1; piece < 50; ++piece) {
        CHECK(read("3\r\nabc\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nT: v\r\n\r\nrest", piece) == "abc0123456789");
        CHECK(read("0\r\n\r\n", piece).empty());
        CHECK(read("0\r\n5", piece) == "unfinished");  // stopped the program when Beast decoded the chunks
        CHECK(read("000003\r\nabc\r\n000\r\n\r\n", piece) == "abc");
    }
}

TEST_CASE("chunks that two readers could read differently are refused", "[http][chunks]") {
    for (const std::string bytes :
         {"\r\n",
          "x\r\n",
          "-1\r\n",
          "+1\r\n",
          "0x1\r\n",
          " 1\r\na\r\n",
          "1 \r\na\r\n",
          "1\na\r\n",
          "1\ra\r\n",
          "1\r\nab\r\n",
          "1\r\na\n0\r\n\r\n",
          "1111111111111111\r\n",
          "1;a\nb\r\na\r\n",
          "0\r\n\n",
          "0\r\nno colon\r\n\r\n",
          "0\r\nContent-Length: 5\r\n\r\n",
          "0\r\nTransfer-Encoding: x\r\n\r\n",
          "0\r\nA : b\r\n\r\n",
          "0\r\n: b\r\n\r\n"})
        for (const std::size_t piece : {std::size_t{1}, bytes.size()}) {
            INFO(bytes);
            CHECK(read(bytes, piece) == "refused");
        }
    CHECK(read("1;" + std::string(2000, 'a') + "\r\n", 100) == "refused");
    std::string trailers = "0\r\n";
    for (std::size_t count = 0; count <= ChunkReader::trailer_lines_max; ++count) trailers += "T: v\r\n";
    CHECK(read(trailers + "\r\n", 100) == "refused");
}
