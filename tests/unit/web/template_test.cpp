#include "services/web/template.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>

using services::Template;
using services::TemplateContext;
using Json = nlohmann::json;

namespace {

const TemplateContext context{
    [](std::string_view name) -> std::string_view {
        if (name == "row") return "<li>{{name}}</li>";
        if (name == "self") return "{{>self}}";
        throw std::invalid_argument{"no such partial"};
    },
    [](std::string_view danish) {
        return danish == "Side {n} af {all}" ? std::string{"Page {n} of {all}"} : std::string{danish};
    },
    [](std::string_view one, std::string_view many, bool is_one) { return std::string{is_one ? one : many}; },
};

std::string drawn(std::string_view source, const Json& data) {
    std::string out;
    Template::parse(source, context).render(data, Json::object(), out);
    return out;
}

}  // namespace

TEST_CASE("a value is escaped for text and for quoted attributes", "[web]") {
    CHECK(drawn("<a title=\"{{x}}\">", {{"x", "<b a='1'>&\""}}) == "<a title=\"&lt;b a=&#39;1&#39;&gt;&amp;&quot;\">");
    CHECK(drawn("{{{x}}}", {{"x", "<b>"}}) == "<b>");
    CHECK(drawn("{{n}} {{yes}} {{none}}", {{"n", 12}, {"yes", true}, {"none", nullptr}}) == "12 true ");
}

TEST_CASE("a section is drawn for every element, and its names are looked for from the inside outwards", "[web]") {
    const Json data{{"unit", "Byg"}, {"people", {{{"name", "Bo"}}, {{"name", "Ea"}, {"unit", "Vej"}}}}};
    CHECK(drawn("{{#people}}{{name}} {{unit}};{{/people}}", data) == "Bo Byg;Ea Vej;");
    CHECK(drawn("{{#words}}{{.}},{{/words}}", {{"words", {"a", "b"}}}) == "a,b,");
    CHECK(drawn("{{#a}}{{b.c}}{{/a}}", {{"a", {{"b", {{"c", "deep"}}}}}}) == "deep");
}

TEST_CASE("absent, false, zero and empty values draw the inverted section", "[web]") {
    const auto value = GENERATE(Json(nullptr), Json(false), Json(0), Json(""), Json::array());
    CHECK(drawn("{{#x}}yes{{/x}}{{^x}}no{{/x}}", {{"x", value}}) == "no");
    CHECK(drawn("{{#any x}}yes{{/any x}}", {{"x", value}}).empty());
    CHECK(drawn("{{^y}}no{{/y}}", {{"x", value}}) == "no");
}

TEST_CASE("what stands around the rows of an array is drawn once", "[web]") {
    CHECK(drawn("{{#any x}}<ul>{{#x}}{{.}}{{/x}}</ul>{{/any x}}", {{"x", {1, 2, 3}}}) == "<ul>123</ul>");
}

TEST_CASE("a translated text keeps its values, escaped", "[web]") {
    const Json data{{"n", "<2>"}, {"all", 8}};
    CHECK(drawn("{{#t}}Side {{n}}\n   af {{ all }}{{/t}}", data) == "Page &lt;2&gt; of 8");
}

TEST_CASE("a text goes by the number it counts", "[web]") {
    const auto source = "{{#n count}}{{count}} side|{{count}} sider{{/n}}.";
    CHECK(drawn(source, {{"count", 1}}) == "1 side.");
    CHECK(drawn(source, {{"count", 0}}) == "0 sider.");
    CHECK(drawn(source, {{"count", 12}}) == "12 sider.");
}

TEST_CASE("a partial sees the data of its place, and text after a section stays outside it", "[web]") {
    const Json data{{"items", {{{"name", "a"}}, {{"name", "b"}}}}};
    CHECK(drawn("{{#items}}{{>row}}{{/items}} end", data) == "<li>a</li><li>b</li> end");
    CHECK(drawn("{{^items}}x{{/items}}after", data) == "after");
}

TEST_CASE("a template with a mistake is refused with its line", "[web]") {
    const auto source = GENERATE(
        "a\n{{#x}}b",
        "{{/x}}",
        "{{#x}}{{/y}}",
        "{{x",
        "{{}}",
        "{{#t}}open",
        "{{#t}}{{#x}}{{/t}}",
        "{{#n x}}one{{/n}}",
        "{{>self}}"
    );
    CHECK_THROWS_AS(Template::parse(source, context), std::invalid_argument);
    CHECK_THROWS_WITH(Template::parse("a\nb\n{{/x}}", context), Catch::Contains("line 3"));
}

TEST_CASE("values that the data lacks are told", "[web]") {
    std::string out;
    std::vector<std::string> missing;
    const auto page = Template::parse("{{here}}{{gone}}{{#also_gone}}{{inner}}{{/also_gone}}", context);
    page.render({{"here", 1}}, Json::object(), out, &missing);
    CHECK(missing == std::vector<std::string>{"gone"});
}
