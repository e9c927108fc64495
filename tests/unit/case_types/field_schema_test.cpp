#include "services/case_types/field_schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "services/case_types/case_type.hpp"

using Json = nlohmann::json;
using services::FieldFaultKind;

namespace {

/// The fields of a type whose "properties" are these.
std::vector<services::CaseField> fields(const std::string& properties, const std::string& required = "[]") {
    const auto file = R"({"key":"a_type","name":{"da":"Type"},"fields":{"type":"object","required":)" + required +
                      R"(,"properties":{)" + properties + "}}}";
    return services::read_case_type("a_type.json", file).value().fields;
}

std::optional<FieldFaultKind> fault(const std::string& schema, const Json& value) {
    return services::fault_of(fields(R"("f":)" + schema).front(), value);
}

Json typed(const std::string& schema, const std::string& text) {
    return services::value_from_text(fields(R"("f":)" + schema).front(), text);
}

constexpr auto text = R"({"type":"string","title":"Tekst","minLength":2,"maxLength":4})";
constexpr auto number = R"({"type":"number","title":"Tal","minimum":0,"maximum":1000000})";
constexpr auto whole = R"({"type":"integer","title":"Antal"})";
constexpr auto date = R"({"type":"string","format":"date","title":"Dato"})";
constexpr auto choice = R"({"type":"string","enum":["a","b"],"title":"Valg"})";
constexpr auto list = R"({"type":"array","items":{"type":"string","maxLength":3},"title":"Liste"})";

}  // namespace

TEST_CASE("the length of a text is counted in characters, not in bytes", "[case_types]") {
    CHECK_FALSE(fault(text, "æøåæ"));
    CHECK(fault(text, "æøåæø") == FieldFaultKind::too_long);
    CHECK(fault(text, "æ") == FieldFaultKind::too_short);
    CHECK(fault(text, 7) == FieldFaultKind::wrong_type);
}

TEST_CASE("a number keeps within its limits, and a whole one has no fraction", "[case_types]") {
    CHECK_FALSE(fault(number, 0));
    CHECK(fault(number, -0.5) == FieldFaultKind::too_small);
    CHECK(fault(number, 1000001) == FieldFaultKind::too_large);
    CHECK(fault(number, "7") == FieldFaultKind::wrong_type);
    CHECK(fault(whole, 7.5) == FieldFaultKind::wrong_type);
    CHECK(fault(whole, 2e15) == FieldFaultKind::wrong_type);
}

TEST_CASE("a date is one that exists, and a choice one of those there are", "[case_types]") {
    CHECK_FALSE(fault(date, "2028-02-29"));
    CHECK(fault(date, "2027-02-29") == FieldFaultKind::not_a_date);
    CHECK(fault(date, "0001-01-01") == FieldFaultKind::not_a_date);
    CHECK_FALSE(fault(choice, "b"));
    CHECK(fault(choice, "c") == FieldFaultKind::not_a_choice);
}

TEST_CASE("every text of a list keeps within the limits of its items", "[case_types]") {
    CHECK_FALSE(fault(list, Json::array({"abc", "d"})));
    CHECK(fault(list, Json::array({"abcd"})) == FieldFaultKind::too_long);
    CHECK(fault(list, Json::array({1})) == FieldFaultKind::wrong_type);
}

TEST_CASE("a text that must follow a pattern is refused where it does not", "[case_types]") {
    const auto cvr = R"({"type":"string","title":"CVR","pattern":"^[0-9]{8}$"})";
    CHECK_FALSE(fault(cvr, "12345678"));
    CHECK(fault(cvr, "1234567") == FieldFaultKind::not_as_pattern);
}

TEST_CASE("numbers are read as a Danish hand writes them", "[case_types]") {
    CHECK(typed(number, "1.250,50") == 1250.5);
    CHECK(typed(number, "1250.5") == 1250.5);
    CHECK(typed(number, "12.500") == 12500);
    CHECK(typed(whole, "1.000.000") == 1000000);
    CHECK(typed(whole, "syv") == "syv");
    CHECK(typed(number, "  ").is_null());
}

TEST_CASE("what a form shows of a value reads back as the same value", "[case_types]") {
    const auto all = fields(
        std::string{R"("t":)"} + text + R"(,"n":)" + number + R"(,"w":)" + whole + R"(,"d":)" + date + R"(,"l":)" +
        list + R"(,"b":{"type":"boolean","title":"Ja"})"
    );
    const Json values{{"t", "ab"}, {"n", 1250.125}, {"w", 1250}, {"d", "2026-11-03"}, {"l", {"ab", "c"}}, {"b", true}};
    for (const auto& field : all)
        CHECK(
            services::value_from_text(field, services::text_from_value(field, values[field.name])) == values[field.name]
        );
}

TEST_CASE("a change touches the fields that it names and empties those that are null", "[case_types]") {
    const auto known = fields(std::string{R"("a":)"} + text + R"(,"b":)" + text);
    std::vector<services::FieldFault> faults;
    const auto after =
        services::changed_values(known, {{"a", "xx"}, {"b", "yy"}}, {{"a", nullptr}, {"b", "zz"}}, faults);
    CHECK(faults.empty());
    CHECK(after == Json{{"b", "zz"}});
}

TEST_CASE("a required field that is empty afterwards is a fault, said once", "[case_types]") {
    const auto known = fields(std::string{R"("a":)"} + text + R"(,"b":)" + text, R"(["a","b"])");
    std::vector<services::FieldFault> faults;
    services::changed_values(known, Json::object(), {{"a", "too long"}}, faults);
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].kind == FieldFaultKind::too_long);
    CHECK(faults[1].field == "b");
    CHECK(faults[1].kind == FieldFaultKind::missing);
}

TEST_CASE(
    "values of fields that the type has no more are kept, and new ones of such fields are refused", "[case_types]"
) {
    const auto known = fields(std::string{R"("a":)"} + text);
    std::vector<services::FieldFault> faults;
    const Json before{{"gone", 7}};
    CHECK(
        services::changed_values(known, before, {{"a", "xx"}, {"gone", 7}}, faults) == Json{{"a", "xx"}, {"gone", 7}}
    );
    CHECK(faults.empty());
    services::changed_values(known, before, {{"gone", 8}}, faults);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].kind == FieldFaultKind::unknown_field);
}
