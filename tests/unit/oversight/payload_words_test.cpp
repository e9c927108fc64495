// What an event holds, as the auditor reads it.
#include "services/oversight/payload_words.hpp"

#include <catch2/catch.hpp>

using services::EventKind;
using services::Language;
using services::payload_text;

TEST_CASE("what an event holds is a line of names and values", "[oversight]") {
    CHECK(
        payload_text(
            Language::danish, EventKind::document_journaled, R"({"number":9,"title":"Carport","public":true})"
        ) == "Nummer: 9 · public: ja · Titel: Carport"
    );
    CHECK(payload_text(Language::english, EventKind::document_journaled, R"({"title":"Carport"})") == "Title: Carport");
    CHECK(payload_text(Language::danish, EventKind::document_journaled, "{}").empty());
}

TEST_CASE("a pair is what was before and what came after", "[oversight]") {
    CHECK(
        payload_text(
            Language::danish, EventKind::case_changed, R"({"unit":[3,4],"caseworker":[null,17],"title":["","Carport"]})"
        ) == "Sagsbehandler: – → 17 · Titel: – → Carport · Enhed: 3 → 4"
    );
}

TEST_CASE("two things are a list where the event tells of no change", "[oversight]") {
    CHECK(
        payload_text(Language::danish, EventKind::party_corrected, R"({"fields":["name","address"]})") ==
        "fields: name, address"
    );
    CHECK(
        payload_text(
            Language::danish,
            EventKind::case_fields_changed,
            R"({"fields":["Leverandør","Udløber"],"type":["","aftale"]})"
        ) == "fields: Leverandør, Udløber · type: – → aftale"
    );
    CHECK(payload_text(Language::danish, EventKind::user_changed, R"({"roles":[1,2]})") == "Roller: 1, 2");
}

TEST_CASE("what is inside of something stands in brackets", "[oversight]") {
    CHECK(
        payload_text(
            Language::danish,
            EventKind::document_journaled,
            R"({"findings":[{"page":1,"what":"cpr"}],"list":[1,2,3],"rows":[]})"
        ) == "Fund: (Side: 1, Hvad: cpr) · Liste: 1, 2, 3 · Rækker: –"
    );
}

TEST_CASE("a file is told by the beginning of its hash, and what is no JSON is shown as it is", "[oversight]") {
    const std::string hash(64, 'a');
    CHECK(
        payload_text(Language::danish, EventKind::document_journaled, R"({"content":")" + hash + R"("})") ==
        "Fil: aaaaaaaaaaaa…"
    );
    CHECK(payload_text(Language::danish, EventKind::document_journaled, "{\"title\":") == "{\"title\":");
}
