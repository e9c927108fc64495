// JSON written from left to right says what a tree of the same says.
#include "services/api/json_text.hpp"

#include <catch2/catch.hpp>

#include "services/api/json.hpp"

namespace {

using Json = nlohmann::json;
using services::JsonText;

std::string written(std::string_view text) {
    JsonText out{0};
    out.value(text);
    return out.take();
}

template <class T>
Json read_back(const T& one) {
    JsonText out{0};
    out.begin_object();
    services::write_members(out, one);
    out.end_object();
    return Json::parse(out.take());
}

core::Document some_document() {
    core::Document made;
    made.id = core::DocumentId{7};
    made.in_case = core::CaseId{3};
    made.number = 2;
    made.title = "Ansøgning om \"carport\"\n\\ 2. udgave";
    made.letter_date = core::parse_iso_date("2026-11-03");
    made.received = *core::parse_iso_date("2026-11-04");
    made.file_name = "ansøgning.pdf";
    made.size_bytes = 4'000'000'000;
    made.page_count = 3;
    return made;
}

}  // namespace

TEST_CASE("Members and elements are parted by commas, at every depth", "[api][json]") {
    JsonText out{16};
    out.begin_object();
    out.key("none");
    out.begin_array();
    out.end_array();
    out.member("number", -5);
    out.key("nested");
    out.begin_array();
    out.begin_object();
    out.end_object();
    out.begin_object();
    out.member("truth", true);
    out.end_object();
    out.value(1);
    out.value(nullptr);
    out.end_array();
    out.member("absent", std::optional<std::string>{});
    out.member("there", std::optional<std::int64_t>{9});
    out.member("tree", Json{{"a", Json::array({1, 2})}, {"b", "x"}});
    out.end_object();
    CHECK(
        out.take() ==
        R"({"none":[],"number":-5,"nested":[{},{"truth":true},1,null],"absent":null,"there":9,"tree":{"a":[1,2],"b":"x"}})"
    );
}

TEST_CASE("Every character of a text comes back as it was", "[api][json]") {
    std::string all;
    for (int c = 1; c < 0x80; ++c) all += static_cast<char>(c);
    all += "æøåÆØÅ§€😀 [{:,";
    CHECK(Json::parse(written(all)).get<std::string>() == all);
    CHECK(written("a\"b\\c\td\x01") == R"("a\"b\\c\td\u0001")");
    CHECK(written("") == R"("")");
}

TEST_CASE("A text that ends like the beginning of something is no beginning", "[api][json]") {
    JsonText out{0};
    out.begin_array();
    for (const auto* text : {"[", "{", ":"}) out.value(text);
    out.end_array();
    CHECK(out.take() == R"(["[","{",":"])");
}

TEST_CASE("Cases, documents and parties are told alike as a tree and as a text", "[api][json]") {
    core::Case one;
    one.id = core::CaseId{3};
    one.number = "26/00003";
    one.title = "Byggesag, Strandvejen 27";
    one.caseworker = core::UserId{4};
    one.deadline = core::parse_iso_date("2026-12-24");
    CHECK(read_back(one) == services::to_json(one));
    one.caseworker.reset();
    one.closed_at = core::Timestamp{std::chrono::seconds{1'790'000'000}};
    CHECK(read_back(one) == services::to_json(one));

    auto document = some_document();
    CHECK(read_back(document) == services::to_json(document));
    CHECK(read_back(document)["late_reason"].is_null());
    CHECK(read_back(document)["withdrawn"].is_null());
    document.late_reason = "Kom efter lukningen";
    document.withdrawn =
        core::Withdrawal{core::Timestamp{std::chrono::seconds{1'790'000'000}}, core::UserId{4}, "Fejl"};
    CHECK(read_back(document) == services::to_json(document));
    CHECK(read_back(document)["withdrawn"]["reason"] == "Fejl");

    core::Party party{};
    party.name = "Søren Ågård Østergård";
    CHECK(read_back(party) == services::to_json(party));
}

TEST_CASE("A page of a list has its items and the cursor of the next one", "[api][json]") {
    const auto body = [](const services::Response& response) {
        return Json::parse(std::get<std::string>(response.body));
    };
    CHECK(
        body(services::list_response(std::vector<core::Document>{}, std::nullopt)) ==
        Json{{"items", Json::array()}, {"next", nullptr}}
    );
    const auto two = body(services::list_response(std::vector{some_document(), some_document()}, "2_7"));
    CHECK(two["items"].size() == 2);
    CHECK(two["items"][1] == services::to_json(some_document()));
    CHECK(two["next"] == "2_7");
}
