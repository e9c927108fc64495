#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "services/case_types/case_type.hpp"
#include "tests/support/temporary_folder.hpp"

using services::CaseTypes;

namespace {

std::string fault(const std::string& file) {
    const auto read = services::read_case_type("a_type.json", file);
    REQUIRE(read.has_error());
    CHECK(read.error().code == core::ErrorCode::invalid_input);
    return read.error().detail;
}

const services::CaseType& built_in(std::string_view key) {
    const auto* type = CaseTypes::built_in().find(key);
    REQUIRE(type != nullptr);
    return *type;
}

core::Date date(const char* text) {
    return core::parse_iso_date(text).value();
}

const services::CaseDeadline& deadline(const services::CaseType& type, std::string_view key) {
    const auto found = std::ranges::find(type.deadlines, key, &services::CaseDeadline::key);
    REQUIRE(found != type.deadlines.end());
    return *found;
}

}  // namespace

TEST_CASE("eight types come with the program, each with its words in both languages", "[case_types]") {
    const auto& all = CaseTypes::built_in().all();
    CHECK(all.size() == 8);
    CHECK(all.front().key == services::general_type);
    for (const auto& type : all) {
        CAPTURE(type.key);
        CHECK_FALSE(type.name.english.empty());
        for (const auto& field : type.fields) CHECK_FALSE(field.title.english.empty());
        for (const auto& one : type.deadlines) {
            CHECK_FALSE(one.task.english.empty());
            CHECK_FALSE(one.source.empty());
            CHECK(one.told.danish.empty() == one.told.english.empty());
            CHECK(one.told.danish != one.task.danish);
        }
        for (const auto& phase : type.phases) CHECK(phase.told.danish.empty() == phase.told.english.empty());
        for (const auto& phase : type.phases)
            for (const auto& item : phase.checklist) CHECK_FALSE(item.words.english.empty());
    }
}

TEST_CASE("a case's KLE number suggests its type, the closest fit first", "[case_types]") {
    const auto& types = CaseTypes::built_in();
    CHECK(types.suggested("02.34.02", "P19").key == "building_permit");
    CHECK(types.suggested("02.34.02", "A53").key == "building_permit");
    CHECK(types.suggested("27.35.00", "A53").key == "access_request");
    CHECK(types.suggested("27.35.00", "Ø54").key == "contract");
    CHECK(types.suggested("27.35.00", "G01").key == "general");
}

TEST_CASE("a deadline in working days counts from the first of its days that is known", "[case_types]") {
    services::CaseDeadline one;
    one.from = {"received_on", "opened"};
    one.count = 7;
    one.unit = services::CaseDeadline::Unit::working_days;
    CHECK(due_on(one, date("2026-05-12"), {{"received_on", "2026-05-11"}}) == date("2026-05-21"));
    CHECK(due_on(one, date("2026-05-11"), nlohmann::json::object()) == date("2026-05-21"));
}

TEST_CASE("a request for access is due when its clock says", "[case_types]") {
    const auto& decide = deadline(built_in("access_request"), "decide");
    CHECK(due_on(decide, date("2026-05-12"), {{"due_on", "2026-05-21"}}) == date("2026-05-21"));
    CHECK_FALSE(due_on(decide, date("2026-05-12"), nlohmann::json::object()));
}

TEST_CASE("a deadline that counts from a field waits for the field", "[case_types]") {
    const auto& review = deadline(built_in("contract"), "review");
    CHECK_FALSE(due_on(review, date("2026-01-01"), nlohmann::json::object()));
    CHECK(due_on(review, date("2026-01-01"), {{"expires_on", "2027-12-31"}}) == date("2027-03-31"));
}

TEST_CASE("months after the last day of a long month end with the shorter one", "[case_types]") {
    services::CaseDeadline one;
    one.from = {"opened"};
    one.count = 1;
    one.unit = services::CaseDeadline::Unit::months;
    CHECK(due_on(one, date("2027-01-31"), nlohmann::json::object()) == date("2027-02-28"));
}

TEST_CASE("a file that is not JSON is refused with file and line", "[case_types]") {
    CHECK(fault("{\n \"key\": \n}").starts_with("a_type.json: line 3: this is not JSON"));
}

TEST_CASE("a file that says something wrong is refused with file and place", "[case_types]") {
    const auto field = [](const std::string& schema) {
        return R"({"key":"a","name":{"da":"A"},"fields":{"type":"object","properties":{"f":)" + schema + "}}}";
    };
    CHECK(
        fault(field(R"({"type":"text","title":"F"})")) ==
        "a_type.json: fields.properties.f.type: has to be one of string, number, integer, boolean, array."
    );
    CHECK(
        fault(field(R"({"type":"string","title":"F","format":"email"})")) ==
        "a_type.json: fields.properties.f.format: \"date\" is the only format."
    );
    CHECK(
        fault(field(R"({"type":"string","title":"F","multipleOf":2})")) ==
        "a_type.json: fields.properties.f: \"multipleOf\" is not understood here."
    );
    CHECK(fault(field(R"({"type":"string"})")) == "a_type.json: fields.properties.f: \"title\" is missing.");
    CHECK(
        fault(R"({"key":"a","name":{"da":"A"},"deadlines":[
        {"key":"d","task":{"da":"D"},"from":["gone"],"count":1,"unit":"months"}]})") ==
        "a_type.json: deadlines[0].from[0]: there is no field \"gone\"."
    );
    CHECK(
        fault(R"({"key":"a","name":{"da":"A"},"phases":[{"key":"p","name":{"da":"P"}},{"key":"p","name":{"da":"P"}}]})"
        ) == "a_type.json: phases[1].key: stands there twice."
    );
    CHECK(
        fault(R"({"key":"a","name":{"da":"A"},"deadlines":[{"key":"d","task":{"da":"D"},"from":["opened"],"count":1,
                  "unit":"months","told":{"da":"Snart"}}]})") ==
        "a_type.json: deadlines[0].told: has to hold {day}, where the day is to stand."
    );
    CHECK(
        fault(R"({"key":"a","name":{"da":"A"},"deadlines":[{"key":"d","task":{"da":"D"},"from":["opened"],"count":1,
                  "unit":"months","told":{"da":"Senest {day}"},"told_in":["gone"]}]})") ==
        "a_type.json: deadlines[0].told_in[0]: there is no phase \"gone\"."
    );
    CHECK(fault(R"({"key":"A-1","name":{"da":"A"}})").starts_with("a_type.json: key: has to be a name"));
    CHECK(fault(R"([])").starts_with("a_type.json: has to be an object"));
}

TEST_CASE("an authority's own file adds a type, or takes the place of a built-in one", "[case_types]") {
    const tests::TemporaryFolder folder;
    tests::write_file(folder.path() / "own.json", R"({"key":"tilskud","name":{"da":"Tilskud"}})");
    tests::write_file(folder.path() / "hearing.json", R"({"key":"hearing","name":{"da":"Høring hos os"}})");
    tests::write_file(folder.path() / "read.me", "not a type");
    const auto types = CaseTypes::with_own(folder.path()).value();
    CHECK(types.all().size() == 9);
    CHECK(types.find("tilskud")->name.in(services::Language::english) == "Tilskud");
    CHECK(types.find("hearing")->name.danish == "Høring hos os");
    CHECK(types.find("hearing")->fields.empty());
}

TEST_CASE("a folder of types that is not there holds none, and a wrong file in it is named", "[case_types]") {
    const tests::TemporaryFolder folder;
    CHECK(CaseTypes::with_own(folder.path() / "none").value().all().size() == 8);
    tests::write_file(folder.path() / "bad.json", "{");
    const auto read = CaseTypes::with_own(folder.path());
    REQUIRE(read.has_error());
    CHECK(read.error().detail.starts_with("case_types/bad.json: line 1:"));
}
