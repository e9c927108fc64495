#include "services/api/documentation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "services/api/description.hpp"
#include "services/api/markdown.hpp"

using nlohmann::json;
using services::api_description_json;
using services::Described;
using services::html_from_markdown;

namespace {

Described small_document() {
    return services::json_from_yaml(R"(
info: {description: "All of it."}
tags: [{name: post list, description: What is public.}]
paths:
  /things/{id}:
    parameters:
      - {$ref: "#/components/parameters/Id"}
    put:
      operationId: putThing
      tags: [post list]
      summary: Put it
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Thing"}
      responses:
        "200":
          description: Done.
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: {type: array, items: {$ref: "#/components/schemas/Thing"}}
                  next: {type: [string, "null"]}
        "404": {$ref: "#/components/responses/NotFound"}
        default: {$ref: "#/components/responses/NotFound"}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
  responses:
    NotFound:
      description: Not here.
      content:
        application/problem+json:
          schema: {$ref: "#/components/schemas/Problem"}
  schemas:
    Thing:
      type: object
      required: [name, kind, part]
      properties:
        name: {type: string, examples: ["Kirstens 'ting'"]}
        kind: {type: string, enum: [red, blue]}
        part:
          type: object
          required: [day]
          properties:
            day: {type: string, format: date}
        note: {type: string}
    Problem: {type: object}
)");
}

json operation(const json& page, const std::string& anchor) {
    for (const auto& one : page.at("operations"))
        if (one.at("anchor") == anchor) return one;
    FAIL("no operation " << anchor);
    return {};
}

}  // namespace

TEST_CASE("plain scalars of YAML are what the core schema says, quoted ones are text", "[api]") {
    const auto read = services::json_from_yaml(
        "a: 1\nb: \"1\"\nc: true\nd: 'true'\ne: 2026-11-03\nf: null\ng: 0.5\nh: [x]\ni: infinity\nj: e\n"
    );
    CHECK(
        read.dump() ==
        R"({"a":1,"b":"1","c":true,"d":"true","e":"2026-11-03","f":null,"g":0.5,"h":["x"],"i":"infinity","j":"e"})"
    );
    CHECK_THROWS_AS(services::json_from_yaml("a: [1"), std::runtime_error);
}

TEST_CASE("paragraphs, lists and code become HTML, and nothing in them a tag", "[api]") {
    CHECK(
        html_from_markdown("One\ntwo.\n\n- first\n  goes on\n- `a < b`\n\nLast & \"least\"\n") ==
        "<p>One two.</p><ul><li>first goes on</li><li><code>a &lt; b</code></li></ul><p>Last &amp; "
        "&quot;least&quot;</p>"
    );
    CHECK(html_from_markdown("Before:\n- one") == "<p>Before:</p><ul><li>one</li></ul>");
    CHECK(html_from_markdown("").empty());
}

TEST_CASE("a route is told with what it takes, what it gives and a line for the shell", "[api]") {
    const auto page = services::documentation_of(small_document(), "post-list");
    REQUIRE(page);
    const auto put = operation(*page, "putThing");
    CHECK(put.at("method") == "PUT");
    CHECK(put.at("parameters").at("fields").at(0).at("name") == "id");
    CHECK(put.at("body").at("content").at(0).at("schema") == "Thing");
    const auto& opened = put.at("responses").at(0).at("content").at(0).at("fields");
    CHECK(opened.at(0).at("type") == "Thing[]");
    CHECK(opened.at(0).at("required") == true);
    CHECK(opened.at(1).at("type") == "string | null");
    CHECK(put.at("responses").at(2).at("status") == "");
    CHECK(
        put.at("curl") ==
        "curl -X PUT -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\\n"
        "     -d '{\"name\":\"Kirstens '\\''ting'\\''\",\"kind\":\"red\",\"part\":{\"day\":\"2026-11-03\"}}' \\\n"
        "     \"$SAGLIG/things/1\""
    );
    CHECK_FALSE(services::documentation_of(small_document(), "post list"));
    CHECK_FALSE(services::documentation_of(small_document(), "nothing"));
}

TEST_CASE("a page shows every schema that its routes mention, members of unnamed parts too", "[api]") {
    const auto page = services::documentation_of(small_document(), "post-list");
    const auto& schemas = page->at("schemas");
    REQUIRE(schemas.size() == 2);
    CHECK(schemas.at(0).at("name") == "Problem");
    std::string members;
    for (const auto& field : schemas.at(1).at("fields"))
        members += field.at("name").get<std::string>() + (field.at("required") == true ? "! " : " ");
    CHECK(members == "name! kind! part! part.day! note ");
}

TEST_CASE("every route of the description is on the page of its tag, and every link leads somewhere", "[api]") {
    const auto front = services::documentation(api_description_json());
    std::size_t shown = 0;
    for (const auto& tag : front.at("tags")) {
        const auto page = services::documentation_of(api_description_json(), tag.at("slug").get<std::string>());
        REQUIRE(page);
        shown += page->at("operations").size();
        CHECK(page->at("operations").size() == tag.at("operations").size());
        std::set<std::string> schemas{""};
        for (const auto& one : page->at("schemas")) schemas.insert(one.at("name").get<std::string>());
        for (const auto& one : page->at("operations"))
            for (const auto& response : one.at("responses"))
                for (const auto& content : response.at("content")) CHECK(schemas.contains(content.at("schema")));
    }
    std::size_t there = 0;
    for (const auto& [path, item] : api_description_json().at("paths").items())
        there += item.size() - (item.contains("parameters") ? 1 : 0);
    CHECK(shown == there);
    CHECK(front.at("errors").size() >= 8);
}
