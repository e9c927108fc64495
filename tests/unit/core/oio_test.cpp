#include "core/rules/oio.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

#include "core/rules/case_states.hpp"

using core::CaseState;
using core::IdentifierKind;
using core::OioInterface;

namespace {

const std::string check(64, 'a');

}  // namespace

TEST_CASE("every state has its word in each interface, and the order of the states is kept", "[oio]") {
    const std::set<std::string_view> lora{"Opstaaet", "Oplyst", "Afgjort", "Bestilt", "Udfoert", "Afsluttet"};
    const std::set<std::string_view> index{"Opstaaet", "Oplyst", "Afgjort", "Afsluttet"};
    std::set<std::string_view> met_lora, met_index;
    for (const auto state : core::case_states) {
        met_lora.insert(core::oio_state(OioInterface::lora, state));
        met_index.insert(core::oio_state(OioInterface::case_index_sf1470, state));
    }
    CHECK(met_lora == lora);
    CHECK(met_index == index);
    CHECK(core::oio_state(OioInterface::lora, CaseState::executed) == "Udfoert");
    CHECK(core::oio_state(OioInterface::case_index_sf1470, CaseState::executed) == "Afgjort");
}

TEST_CASE("a document's type tells letters that came from those that went", "[oio]") {
    core::Document document;
    document.direction = core::Direction::incoming;
    CHECK(core::oio_document_type(document) == "Brev, indgaaende");
    document.direction = core::Direction::outgoing;
    CHECK(core::oio_document_type(document) == "Brev, udgaaende");
    document.direction = core::Direction::internal;
    CHECK(core::oio_document_type(document) == "Andet");
    document.kind = core::DocumentKind::note;
    CHECK(core::oio_document_type(document) == "Internt Notat");
}

TEST_CASE("retention is told without its time", "[oio]") {
    CHECK(core::oio_retention("B") == "B");
    CHECK(core::oio_retention("K5") == "K");
    CHECK(core::oio_retention("K10") == "K");
    CHECK(core::oio_retention("").empty());
}

TEST_CASE("a party is known by its number's URN, else by its name's", "[oio]") {
    CHECK(core::oio_party_urn(IdentifierKind::cpr, "2512484916", "Nancy") == "urn:oio:cpr-nr:2512484916");
    CHECK(core::oio_party_urn(IdentifierKind::cvr, "29189714", "x") == "urn:oio:cvr-nr:29189714");
    CHECK(core::oio_party_urn(IdentifierKind::p_number, "1003388394", "x") == "urn:oio:pnr:1003388394");
    CHECK(
        core::oio_party_urn(IdentifierKind::none, "", "Åse & Co/Søn") ==
        "urn:oio:fuldtnavn:%c3%85se%20%26%20Co%2fS%c3%b8n"
    );
}

TEST_CASE("a UUID has the form of version 8 and gives back its id", "[oio]") {
    CHECK(core::oio_uuid(check, 1) == "aaaaaaaa-aaaa-8aaa-8000-000000000001");
    for (const auto id : {std::int64_t{1}, std::int64_t{4711}, (std::int64_t{1} << 62) - 1}) {
        const auto uuid = core::oio_uuid(check, id);
        CHECK(uuid.size() == 36);
        CHECK(core::id_in_oio_uuid(uuid) == id);
    }
    CHECK(core::id_in_oio_uuid("AAAAAAAA-AAAA-8AAA-8000-00000000001F") == 31);
}

TEST_CASE("what is no UUID of that form has no id in it", "[oio]") {
    for (const auto* text :
         {"",
          "12",
          "aaaaaaaa-aaaa-4aaa-8000-000000000001",
          "aaaaaaaa-aaaa-8aaa-c000-000000000001",
          "aaaaaaaa-aaaa-8aaa-8000-000000000000",
          "aaaaaaaa-aaaa-8aaa-8000-00000000000g",
          "aaaaaaaaaaaaa-8aaa-8000-000000000001",
          "aaaaaaaa-aaaa-8aaa-8000-0000000000011",
          "{aaaaaaa-aaaa-8aaa-8000-000000000001"})
        CHECK_FALSE(core::id_in_oio_uuid(text));
}
