#include <catch2/catch.hpp>
#include <fstream>

#include "tests/integration/town.hpp"

using namespace tests;

namespace {

std::string subject(const std::string& number, const std::string& title, const std::string& more = {}) {
    return "<Emne><EmneNr>" + number + "</EmneNr><EmneTitel>" + title + "</EmneTitel>" + more + "</Emne>";
}

const std::string moved =
    "<EmneAdministrativInfo><OprettetDato>1988-01-01</OprettetDato><Historisk><Flyttet><FlyttetDato>2014-11-01"
    "</FlyttetDato><AfloestAf><EmneNr>91.01.00</EmneNr></AfloestAf></Flyttet></Historisk></EmneAdministrativInfo>";

/// An edition with one group, written to the installation's folder.
std::filesystem::path edition(const Saglig& house, const std::string& date, const std::string& subjects) {
    auto file = house.data() / ("kle-" + date + ".xml");
    std::ofstream{file} << "<KLE-Emneplan><UdgivelsesDato>" << date
                        << "</UdgivelsesDato><Hovedgruppe><HovedgruppeNr>91</HovedgruppeNr><HovedgruppeTitel>Prøver"
                           "</HovedgruppeTitel><Gruppe><GruppeNr>91.01</GruppeNr><GruppeTitel>Gruppe</GruppeTitel>"
                        << subjects << "</Gruppe></Hovedgruppe></KLE-Emneplan>";
    return file;
}

}  // namespace

TEST_CASE("An edition of KLE is read in beside the running server, and new cases follow it") {
    Town town;
    const auto first = edition(
        town, "2026-02-01", subject("91.01.00", "Vindmøller på havet") + subject("91.01.02", "Møllelaug", moved)
    );
    const auto imported = town.run({"kle", "import", first.string()});
    INFO(imported.output);
    REQUIRE(imported.status == 0);
    CHECK(imported.output.find("added: 4") != std::string::npos);
    CHECK(town.run({"kle", "import", first.string()}).output.find("nothing has changed") != std::string::npos);

    auto client = town.as(registrar);
    const auto found = body_of(client.get("/api/v1/subjects?q=vindm%C3%B8llerne"));
    REQUIRE(found.at("items").size() == 1);
    CHECK(found.at("items")[0].at("number") == "91.01.00");
    auto wanted = case_wanted("En vindmølle");
    wanted["subject"] = "91.01.00";
    CHECK(client.post("/api/v1/cases", wanted).status == 201);
    wanted["subject"] = "91.01.02";
    const auto refused = client.post("/api/v1/cases", wanted);
    CHECK(refused.status == 400);
    CHECK(refused.json().at("field") == "subject");
    CHECK(refused.json().at("reason").get<std::string>().find("use 91.01.00") != std::string::npos);
    CHECK(body_of(client.get("/api/v1/subjects/91.01.02")).at("in_use") == false);
    CHECK(town.run({"kle", "show", "91.01.02"}).output.find("replaced by: 91.01.00") != std::string::npos);
}

TEST_CASE("A file that is older, cut or not KL's is refused, and nothing of it is taken") {
    Town town;
    REQUIRE(town.run({"kle", "import", edition(town, "2026-02-01", subject("91.01.00", "Ny")).string()}).status == 0);
    CHECK(town.run({"kle", "import", edition(town, "2025-11-01", subject("91.01.00", "Gammel")).string()}).status == 1);
    const auto cut = town.data() / "cut.xml";
    std::ofstream{cut} << "<KLE-Emneplan><UdgivelsesDato>2026-05-01</UdgivelsesDato><Hovedgruppe>";
    CHECK(town.run({"kle", "import", cut.string()}).status == 1);
    CHECK(town.run({"kle", "import", (town.data() / "missing.xml").string()}).status == 1);
    CHECK(town.run({"kle", "show", "91.01.00"}).output.find("91.01.00 Ny") != std::string::npos);
    CHECK(town.run({"kle", "show", "91.01.09"}).status == 1);
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM scheme_editions") == "1");
}

TEST_CASE("A personal number is in no address and no log, and showing it is an event") {
    Town town;
    auto client = town.as(building_worker);
    const auto one = body_of(client.post("/api/v1/cases", case_wanted("En sag med en part")), 201);
    const auto path = "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
    const auto party =
        body_of(client.post(path + "/parties", Json{{"name", "Nancy"}, {"identifier", "251248-4916"}}), 201);
    CHECK(party.at("identifier") == "251248-••••");
    CHECK(client.get("/api/v1/parties?identifier=2512484916").status == 400);
    const auto found = body_of(client.post("/api/v1/parties/search", Json{{"identifier", "2512484916"}}));
    CHECK(found.at("items").size() == 1);
    auto stranger = town.as(school_worker);
    CHECK(body_of(stranger.post("/api/v1/parties/search", Json{{"identifier", "2512484916"}})).at("items").empty());
    const auto reveal = "/api/v1/parties/" + std::to_string(party.at("id").get<std::int64_t>()) + "/identifier";
    CHECK(stranger.post(reveal, Json::object()).status == 404);
    CHECK(body_of(client.post(reveal, Json::object())).at("identifier") == "2512484916");
    CHECK(town.log().find("2512484916") == std::string::npos);
    for (const auto* number : {"2512484916", "251248-4916"}) {
        const auto sql = std::string{"SELECT COUNT(*) FROM events WHERE payload LIKE '%"} + number + "%'";
        CHECK(asked(town.database(), sql) == "0");
    }
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind = 'identifier_shown'") == "1");
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind = 'party_looked_up'") == "2");
}
