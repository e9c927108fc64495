#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

std::string encrypted_pdf() {
    const TemporaryFolder folder;
    const auto plain = folder.path() / "plain.pdf";
    const auto locked = folder.path() / "locked.pdf";
    write_file(plain, small_pdf({"Kun for den, der kender koden"}));
    const auto made = run({"qpdf", "--encrypt", "hemmelig", "ejer", "256", "--", plain.string(), locked.string()});
    if (made.status != 0) throw std::runtime_error{"qpdf: " + made.output};
    return bytes_of(locked);
}

/// A letter as PDF with its end cut off.
std::string truncated_pdf() {
    for (std::size_t i = 0; i < services::demo_letter_count; ++i)
        if (const auto drawn = letter(i); drawn.file_name.ends_with(".pdf"))
            return drawn.bytes.substr(0, drawn.bytes.size() / 2);
    throw std::runtime_error{"no letter is a PDF"};
}

void append_number(std::string& to, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) to += static_cast<char>((number >> (8 * i)) & 0xFFU);
}

/// A grey TIFF of one page that is not compressed: a scan of 17,400 by 17,400 dots is 303 MB.
std::string large_tiff(std::uint32_t side) {
    struct Field {
        std::uint16_t tag, type;
        std::uint32_t value;
    };
    constexpr std::uint16_t word = 3, number = 4;
    const std::array fields{
        Field{256, number, side},         // width
        Field{257, number, side},         // height
        Field{258, word, 8},              // bits a sample
        Field{259, word, 1},              // not compressed
        Field{262, word, 1},              // 0 is black
        Field{273, number, 256},          // where the one strip begins
        Field{277, word, 1},              // samples a dot
        Field{278, number, side},         // rows a strip
        Field{279, number, side * side},  // bytes of the strip
    };
    std::string tiff{"II*\0\x08\0\0\0", 8};
    append_number(tiff, static_cast<std::uint32_t>(fields.size()), 2);
    for (const auto& field : fields) {
        append_number(tiff, field.tag, 2);
        append_number(tiff, field.type, 2);
        append_number(tiff, 1, 4);
        append_number(tiff, field.value, 4);
    }
    append_number(tiff, 0, 4);  // no further page
    tiff.resize(256, '\0');
    tiff.append(std::size_t{side} * side, '\xFF');
    return tiff;
}

struct BadFile {
    std::string what, name, bytes, reason;
};

std::vector<BadFile> bad_files() {
    return {
        {"an empty file", "tom.pdf", "", "empty"},
        {"text that calls itself a PDF", "notat.pdf", "Kære kommune\nDette er ikke en PDF.\n", "not_what_it_says"},
        {"an encrypted PDF", "hemmelig.pdf", encrypted_pdf(), "encrypted"},
        {"a zip archive", "arkiv.zip", small_zip("pakket"), "unsupported"},
        {"half a PDF", "halv.pdf", truncated_pdf(), ""},
    };
}

bool is_healthy(const Saglig& town) {
    return town.guest().get("/health").status == 200 && town.guest().get("/ready").status == 200;
}

}  // namespace

TEST_CASE("What can't be read becomes an item that says why and keeps its original") {
    Town town;
    auto client = town.as(registrar);
    for (const auto& bad : bad_files()) {
        INFO(bad.what);
        const auto id = taken_in(client, {bad.name, bad.bytes});
        const auto item = settled_item(client, id);
        INFO(item.dump());
        CHECK((item.at("state") == "failed" || item.at("state") == "partly_read"));
        CHECK_FALSE(item.at("reason").get<std::string>().empty());
        if (!bad.reason.empty()) CHECK(item.at("reason") == bad.reason);
        const auto original = client.get("/api/v1/incoming/" + std::to_string(id) + "/original");
        CHECK(original.status == 200);
        CHECK(original.body == bad.bytes);
        CHECK(is_healthy(town));
    }
    SECTION("and can be journaled as it is") {
        const auto waiting = all_of(client, "/api/v1/incoming?limit=2");
        REQUIRE(waiting.size() == bad_files().size());
        const auto on = body_of(client.post("/api/v1/cases", case_wanted("Det, der ikke kunne læses")), 201);
        for (const auto& item : waiting) {
            const auto path = "/api/v1/incoming/" + std::to_string(item.at("id").get<std::int64_t>()) + "/journal";
            CHECK(client.post(path, journaling_on(on, "Ulæselig fil")).status == 201);
        }
    }
}

TEST_CASE("Of ten thousand pages those within the limit are read, and the item says that there are more") {
    Town town{{{"ocr.page_limit", "40"}}};
    auto client = town.as(registrar);
    const auto pdf = small_pdf({"Bilag til lokalplanen"}, 10'000);
    const auto id = taken_in(client, {"bilag.pdf", pdf});
    const auto item = settled_item(client, id, 120s);
    CHECK(item.at("state") == "partly_read");
    CHECK(item.at("reason") == "too_many_pages");
    CHECK(item.at("page_count") == 10'000);
    CHECK(item.at("pages").size() == 40);
    CHECK(client.get("/api/v1/incoming/" + std::to_string(id) + "/original").body == pdf);
    const auto page = town.signed_in(registrar, everyones_password).get("/postbakke/" + std::to_string(id));
    CHECK(page.status == 200);
    CHECK(page.body.find("flere sider, end der læses") != std::string::npos);
    CHECK(is_healthy(town));
}

TEST_CASE("A picture of 300 MB is kept, and the item says that it is too large to be read") {
    Town town{{{"server.upload_limit_mb", "512"}}};
    auto client = town.as(registrar);
    client.set_patience(180s);
    const auto tiff = large_tiff(17'400);
    const auto id = taken_in(client, {"tegning.tif", tiff});
    const auto item = settled_item(client, id, 120s);
    CHECK(item.at("state") == "failed");
    CHECK(item.at("reason") == "page_too_large");
    const auto original = client.get("/api/v1/incoming/" + std::to_string(id) + "/original");
    CHECK(original.status == 200);
    CHECK((original.body == tiff));  // not to be printed
    const auto page = town.signed_in(registrar, everyones_password).get("/postbakke/" + std::to_string(id));
    CHECK(page.status == 200);
    CHECK(page.body.find("større, end der kan læses") != std::string::npos);
    CHECK(is_healthy(town));
}

TEST_CASE("A file's name is made harmless and its bytes are kept") {
    Town town;
    auto client = town.as(registrar);
    const std::string bytes = small_zip("navn");
    const auto name = GENERATE(
        std::string{"../../../etc/passwd.zip"},
        std::string{"C:\\Windows\\brev.zip"},
        std::string{"brev\x01\x07\x1b[31m.zip"},
        std::string(300, 'a') + ".zip",
        std::string{"æøå-"} + std::string(150, 'x') + "ø.zip"
    );
    const auto id = taken_in(client, {name, bytes});
    const auto item = body_of(client.get("/api/v1/incoming/" + std::to_string(id)));
    const auto kept = item.at("file_name").get<std::string>();
    INFO(kept);
    CHECK_FALSE(kept.empty());
    CHECK(kept.size() <= 150);
    CHECK(kept.find_first_of("/\\") == std::string::npos);
    CHECK(std::ranges::none_of(kept, [](unsigned char c) { return c < 0x20 || c == 0x7F; }));
    CHECK(kept.ends_with(".zip"));
    const auto original = client.get("/api/v1/incoming/" + std::to_string(id) + "/original");
    CHECK(original.body == bytes);
    CHECK(original.header("content-disposition").starts_with("attachment"));
    CHECK(is_healthy(town));
}

TEST_CASE("A file over the limit is refused, and nothing of it stays") {
    Town town{{{"server.upload_limit_mb", "1"}}};
    auto client = town.as(registrar);
    std::string tiff{"II*\0", 4};
    tiff.append(3U << 20U, 'x');
    const auto answer = client.upload("/api/v1/intake", {{"stor.tif", tiff}});
    CHECK(answer.status == 413);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(all_of(client, "/api/v1/incoming?limit=10").empty());
    CHECK(within(30s, [&] { return town.uploads_left() == 0; }));
    CHECK(is_healthy(town));
    CHECK(client.upload("/api/v1/intake", {{"lille.zip", small_zip("lille")}}).status == 201);
}

TEST_CASE("An upload without a file is refused with the field's name") {
    Town town;
    auto client = town.as(registrar);
    const auto answer =
        client.send("POST", "/api/v1/intake", "--x\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x");
    CHECK(answer.status == 400);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(client.send("POST", "/api/v1/intake", "hej", "text/plain").status >= 400);
    CHECK(all_of(client, "/api/v1/incoming?limit=10").empty());
}

TEST_CASE("What a scanner can't have meant goes to the rejected, with the reason beside it") {
    Town town{{{"server.upload_limit_mb", "1"}}};
    auto client = town.as(registrar);
    std::string tiff{"II*\0", 4};
    tiff.append(2U << 20U, 'x');
    write_file(town.scan_folder() / "arkiv.zip", small_zip("pakket"));
    write_file(town.scan_folder() / "notat.pdf", "Bare tekst, som kalder sig PDF.\n");
    write_file(town.scan_folder() / "stor.tif", tiff);
    write_file(town.scan_folder() / ".skjult.pdf", "ses ikke");
    const auto rejected = town.scan_folder() / "rejected";
    // Text that calls itself a PDF may be one that is still being written: it is looked at for half a minute.
    for (const auto* name : {"arkiv.zip", "notat.pdf", "stor.tif"}) {
        INFO(name);
        CHECK(within(45s, [&] { return fs::exists(rejected / (std::string{name} + ".grund.txt")); }));
        CHECK(fs::exists(rejected / name));
        CHECK_FALSE(fs::exists(town.scan_folder() / name));
        CHECK(bytes_of(rejected / (std::string{name} + ".grund.txt")).size() > 20);
    }
    CHECK(bytes_of(rejected / "stor.tif") == tiff);
    CHECK(fs::exists(town.scan_folder() / ".skjult.pdf"));
    CHECK(all_of(client, "/api/v1/incoming?limit=10").empty());
    CHECK(is_healthy(town));
}
