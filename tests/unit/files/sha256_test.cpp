#include "services/files/sha256.hpp"

#include <catch2/catch.hpp>

TEST_CASE("SHA-256 is what FIPS 180-4 says", "[files]") {
    CHECK(services::sha256("").text() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(services::sha256("abc").text() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(
        services::sha256(std::string(1'000'000, 'a')).text() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    );
}

TEST_CASE("bytes in pieces have the hash of the whole", "[files]") {
    const std::string bytes(10'000, 'x');
    services::Sha256 hash;
    for (std::size_t at = 0; at < bytes.size(); at += 37) hash.add(std::string_view{bytes}.substr(at, 37));
    CHECK(hash.finish() == services::sha256(bytes));
}
