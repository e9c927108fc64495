#include "services/subjects/kle_reader.hpp"

#include <catch2/catch.hpp>

#include "kle_texts.hpp"

using core::SchemeKind;
using namespace tests;

namespace {

const core::SchemeEntry& entry(const services::Scheme& scheme, std::string_view number) {
    const auto found = std::ranges::find(scheme.entries, number, &core::SchemeEntry::number);
    REQUIRE(found != scheme.entries.end());
    return *found;
}

std::string fault(const std::string& text) {
    const auto read = read_kle(text);
    REQUIRE(read.has_error());
    CHECK(read.error().code == core::ErrorCode::unreadable);
    return read.error().detail;
}

}  // namespace

TEST_CASE("the three levels of the subject scheme are read with their numbers and titles", "[subjects][kle]") {
    const auto scheme = read_kle(a_plan("2026-02-01", a_subject("27.35.00", "Boliger i almindelighed"))).value();
    CHECK(scheme.name == services::SchemeName::subjects);
    CHECK(core::iso_date(scheme.published) == "2026-02-01");
    REQUIRE(scheme.entries.size() == 3);
    CHECK(entry(scheme, "27").kind == SchemeKind::main_group);
    CHECK(entry(scheme, "27").title == "Boliger");
    CHECK(entry(scheme, "27.35").kind == SchemeKind::group);
    CHECK(entry(scheme, "27.35.00").kind == SchemeKind::subject);
    CHECK(entry(scheme, "27.35.00").title == "Boliger i almindelighed");
}

TEST_CASE("retention and deletion are read as codes, and a missing code is unknown", "[subjects][kle]") {
    const auto scheme = read_kle(a_plan(
                                     "2026-02-01",
                                     a_subject("27.35.00", "A", codes("K5", "P1825D")) +
                                         a_subject("27.35.01", "B", codes("tom", "")) + a_subject("27.35.02", "C")
                                 ))
                            .value();
    CHECK(scheme.has_retention);
    CHECK_FALSE(scheme.has_keywords);
    CHECK(entry(scheme, "27.35.00").retention == core::Retention::discard_after_5);
    CHECK(entry(scheme, "27.35.00").deletion == "P1825D");
    CHECK(entry(scheme, "27.35.01").retention == core::Retention::unknown);
    CHECK(entry(scheme, "27.35.02").retention == core::Retention::unknown);
}

TEST_CASE("a retired number has its date, and a moved one the numbers that took its place", "[subjects][kle]") {
    const auto to = "<AfloestAf><EmneNr>15.40.00</EmneNr></AfloestAf><AfloestAf><GruppeNr>15.41</GruppeNr></AfloestAf>";
    const auto scheme = read_kle(a_plan(
                                     "2026-02-01",
                                     a_subject("27.35.00", "Plejehjem [udgået]", retired("2011-05-01")) +
                                         a_subject("27.35.01", "Integration", moved("2014-11-01", to))
                                 ))
                            .value();
    CHECK(entry(scheme, "27.35.00").title == "Plejehjem");
    CHECK(entry(scheme, "27.35.00").note == "udgået");
    CHECK(core::iso_date(entry(scheme, "27.35.00").retired.value()) == "2011-05-01");
    CHECK(entry(scheme, "27.35.00").successors.empty());
    CHECK(entry(scheme, "27.35.01").number == "27.35.01");
    CHECK(entry(scheme, "27.35.01").successors == std::vector<std::string>{"15.40.00", "15.41"});
    CHECK(core::iso_date(entry(scheme, "27.35.01").retired.value()) == "2014-11-01");
}

TEST_CASE("what stands in brackets after a title is a warning and no part of it", "[subjects][kle]") {
    const auto scheme = read_kle(a_plan("2026-02-01", a_subject("27.35.00", "Sporanlæg [udgår 2026]"))).value();
    CHECK(entry(scheme, "27.35.00").title == "Sporanlæg");
    CHECK(entry(scheme, "27.35.00").note == "udgår 2026");
    CHECK_FALSE(entry(scheme, "27.35.00").retired);
    const auto with_stop = read_kle(a_plan("2026-02-01", a_subject("27.35.00", "Udbud [udgået]. "))).value();
    CHECK(entry(with_stop, "27.35.00").title == "Udbud");
    CHECK(entry(with_stop, "27.35.00").retired == with_stop.published);
}

TEST_CASE("guidance keeps its paragraphs and the items of its lists", "[subjects][kle]") {
    const auto scheme =
        read_kle(a_plan(
                     "2026-02-01",
                     a_subject(
                         "27.35.00",
                         "A",
                         "<EmneVejledning><VejledningTekst><p>Bruges <b>kun</b> til:\n<ul><li>plejehjem</li>\n"
                         "<li>ældre &amp; unge</li></ul> og lignende.</p><p>Se også 27.36.</p></VejledningTekst>"
                         "</EmneVejledning><EmneRetskildeReference><RetskildeTitel>Serviceloven</RetskildeTitel>"
                         "<ParagrafEllerKapitel>§ 83</ParagrafEllerKapitel><RetsinfoAccessionsNr>A1</"
                         "RetsinfoAccessionsNr></EmneRetskildeReference>"
                     )
                 ))
            .value();
    CHECK(
        entry(scheme, "27.35.00").guidance ==
        "Bruges kun til:\n- plejehjem\n- ældre & unge\nog lignende.\nSe også 27.36."
    );
    CHECK(entry(scheme, "27.35.00").sources == "Serviceloven, § 83");
    CHECK(entry(scheme, "27.35.00").title == "A");
}

TEST_CASE("the layout with keywords and a namespace is read too", "[subjects][kle]") {
    const std::string text =
        "<k:KLE-Emneplan xmlns:k=\"http://www.kle-online.dk/rest/resources/emneplan\"><k:UdgivelsesDato>2016-05-01"
        "</k:UdgivelsesDato><k:Hovedgruppe><k:HovedgruppeNr>27</k:HovedgruppeNr><k:HovedgruppeTitel>Boliger"
        "</k:HovedgruppeTitel><k:UUID>ABCD</k:UUID><k:Gruppe><k:GruppeNr>27.35</k:GruppeNr><k:GruppeTitel>Ældre"
        "</k:GruppeTitel><k:UUID/><k:Emne><k:EmneNr>27.35.00</k:EmneNr><k:EmneTitel>Bolig</k:EmneTitel><k:EmneStikord>"
        "<k:Orden>1</k:Orden><k:Tekst>plejehjem</k:Tekst></k:EmneStikord><k:EmneOgHandlingsfacetStikord><k:Orden>2"
        "</k:Orden><k:Tekst>venteliste</k:Tekst><k:HandlingsfacetNr>G01</k:HandlingsfacetNr>"
        "</k:EmneOgHandlingsfacetStikord><k:UUID>0f</k:UUID></k:Emne></k:Gruppe></k:Hovedgruppe></k:KLE-Emneplan>";
    const auto scheme = read_kle(text).value();
    CHECK(scheme.has_keywords);
    CHECK_FALSE(scheme.has_retention);
    CHECK(entry(scheme, "27.35.00").keywords == std::vector<std::string>{"plejehjem", "venteliste"});
    CHECK(entry(scheme, "27.35.00").uuid == "0f");
    CHECK(entry(scheme, "27").uuid == "abcd");
    CHECK(entry(scheme, "27").title == "Boliger");
}

TEST_CASE("facets are read, also those of the two-byte letter", "[subjects][kle]") {
    const auto scheme = read_kle(facet_file("2015-05-01", a_facet("Ø54", "Kontrakter", "K10"))).value();
    CHECK(scheme.name == services::SchemeName::facets);
    CHECK(entry(scheme, "Ø").kind == SchemeKind::facet_category);
    CHECK(entry(scheme, "Ø54").retention == core::Retention::discard_after_10);
}

TEST_CASE("bytes that come one at a time give the same scheme", "[subjects][kle]") {
    const auto text = a_plan("2026-02-01", a_subject("27.35.00", "Ældreboliger", codes("B", "P360D")));
    services::KleReader reader;
    for (const char byte : text) REQUIRE(reader.feed({&byte, 1}).has_value());
    CHECK(reader.finish().value().entries == read_kle(text).value().entries);
}

TEST_CASE("a document type declaration is refused, and with it every entity", "[subjects][kle]") {
    const auto text = "<!DOCTYPE KLE-Emneplan [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" +
                      a_plan("2026-02-01", a_subject("27.35.00", "&a;")).substr(39);
    CHECK(fault(text).find("document type declaration") != std::string::npos);
}

TEST_CASE("a file that is not KL's, or is cut or wrong, is refused with its line", "[subjects][kle]") {
    CHECK(fault("<html/>") == "line 1: the file is neither KLE-Emneplan nor KLE-Handlingsfacetter");
    CHECK(fault("").starts_with("line 1: "));
    const auto whole = a_plan("2026-02-01", a_subject("27.35.00", "A"));
    CHECK_FALSE(fault(whole.substr(0, whole.size() - 30)).empty());
    CHECK(fault(a_plan("i går", a_subject("27.35.00", "A"))).starts_with("line 2: not a date"));
    CHECK(fault(a_plan("2026-02-01", a_subject("27.35", "A"))).find("line 5: not the number of a subject") == 0);
    CHECK(fault(a_plan("2026-02-01", a_subject("27.35.00", ""))).find("has no title") != std::string::npos);
    CHECK(
        fault(a_plan("2026-02-01", a_subject("27.35.00", "A") + a_subject("27.35.00", "B"))).find("there twice") !=
        std::string::npos
    );
    CHECK(
        fault(a_plan("2026-02-01", a_subject("27.35.00", "A", codes("X", "")))).find("code for preserving") !=
        std::string::npos
    );
    CHECK(
        fault(a_plan("2026-02-01", a_subject("27.35.00", "A", codes("B", "5 år")))).find("not a duration") !=
        std::string::npos
    );
    CHECK(fault(a_plan("2026-02-01", a_facet("P19", "A", "B"))).find("does not belong") != std::string::npos);
}

TEST_CASE("nesting and text without end are refused", "[subjects][kle]") {
    std::string deep = "<KLE-Emneplan>";
    for (int i = 0; i < 100; ++i) deep += "<a>";
    CHECK(fault(deep).find("nested too deeply") != std::string::npos);
    CHECK(
        fault(a_plan("2026-02-01", a_subject("27.35.00", std::string(70'000, 'a')))).find("longer than 64 KiB") !=
        std::string::npos
    );
}
