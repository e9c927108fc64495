#include "services/subjects/scheme_import.hpp"

#include <nlohmann/json.hpp>

#include "kle_texts.hpp"
#include "services/store/event_log.hpp"
#include "services/subjects/subjects.hpp"
#include "tests/unit/store/store_fixture.hpp"

using namespace tests;
using core::ErrorCode;
using services::Imported;
using services::SubjectStore;
using services::Transaction;

namespace {

struct ImportFixture : store_tests::StoreFixture {
    core::Result<Imported> import(const std::string& text, const services::ImportOptions& options = {}) {
        const auto scheme = read_kle(text).value();
        return db->write([&](Transaction& tx) {
            return import_scheme(tx, store_tests::morning(), scheme, {"kle.xml", "abc"}, options);
        });
    }
    core::SchemeEntry subject(std::string_view number) {
        return read([&](Transaction& tx) { return SubjectStore{tx}.find(number).value(); });
    }
    std::int64_t events() {
        return read([](Transaction& tx) { return services::EventLog{tx}.last().value; });
    }
};

const std::string first = a_plan(
    "2026-02-01",
    a_subject("27.35.00", "Plejehjem", codes("K", "P1825D")) + a_subject("27.35.04", "Boliger", codes("B", ""))
);

}  // namespace

SCENARIO_METHOD(ImportFixture, "an edition is imported once, and the same one again changes nothing", "[subjects]") {
    const auto imported = import(first).value();
    CHECK(imported.count("added") == 4);
    CHECK(imported.changes.front().number == "27");
    CHECK(subject("27.35.00").retention == core::Retention::discard);
    CHECK(events() == 1);

    const auto again = import(first).value();
    CHECK(again.changes.empty());
    CHECK(again.unchanged == 4);
    CHECK(events() == 1);
    CHECK(read([](Transaction& tx) { return SubjectStore{tx}.editions().size(); }) == 1);
}

SCENARIO_METHOD(ImportFixture, "a newer edition tells what it added, changed and retired", "[subjects]") {
    import(first).value();
    const auto imported = import(a_plan(
                                     "2026-05-01",
                                     a_subject("27.35.00", "Plejehjem mv.", codes("K", "P1825D")) +
                                         a_subject("27.35.04", "Boliger", codes("B", "") + retired("2026-04-01")) +
                                         a_subject("27.35.08", "Nyt", codes("K", ""))
                                 ))
                              .value();
    CHECK(imported.count("added") == 1);
    CHECK(imported.count("changed") == 1);
    CHECK(imported.count("retired") == 1);
    CHECK(subject("27.35.00").title == "Plejehjem mv.");
    CHECK(core::iso_date(subject("27.35.04").retired.value()) == "2026-04-01");
    const auto changes = read([](Transaction& tx) { return SubjectStore{tx}.changes_of("27.35.00"); });
    REQUIRE(changes.size() == 2);
    CHECK(changes.front().what == "changed");
    CHECK(nlohmann::json::parse(changes.front().was) == nlohmann::json{{"title", "Plejehjem"}});
}

SCENARIO_METHOD(ImportFixture, "an older edition is refused unless it is asked for", "[subjects]") {
    import(first).value();
    const auto older = a_plan("2025-11-01", a_subject("27.35.00", "Hjem") + a_subject("27.35.04", "Boliger"));
    CHECK(import(older).error().code == ErrorCode::conflict);
    CHECK(subject("27.35.00").title == "Plejehjem");
    CHECK(import(older, {.allow_older = true}).has_value());
    CHECK(subject("27.35.00").title == "Hjem");
}

SCENARIO_METHOD(ImportFixture, "a number that is gone without a word is retired on the edition's date", "[subjects]") {
    import(first).value();
    const auto lacking = a_plan("2026-05-01", a_subject("27.35.00", "Plejehjem", codes("K", "P1825D")));
    CHECK(import(lacking).error().code == ErrorCode::conflict);
    const auto imported = import(lacking, {.allow_missing = true}).value();
    CHECK(imported.count("retired") == 1);
    CHECK(core::iso_date(subject("27.35.04").retired.value()) == "2026-05-01");
    CHECK(import(lacking).value().changes.empty());
}

SCENARIO_METHOD(ImportFixture, "a number of the authority's own is left alone", "[subjects]") {
    write([](Transaction& tx) { SubjectStore{tx}.put(services::Subject{"99.01.01", "Vores eget"}); });
    const auto imported = import(first).value();
    CHECK(imported.own == 1);
    CHECK(imported.count("retired") == 0);
    CHECK_FALSE(subject("99.01.01").retired);
}

SCENARIO_METHOD(ImportFixture, "what a layout has no place for is kept from the one before", "[subjects]") {
    import(first).value();
    const auto with_keywords =
        a_plan("2026-02-01", a_subject("27.35.00", "Plejehjem", keyword("hospice")) + a_subject("27.35.04", "Boliger"));
    const auto imported = import(with_keywords).value();
    CHECK(imported.count("changed") == 1);
    CHECK(subject("27.35.00").keywords == std::vector<std::string>{"hospice"});
    CHECK(subject("27.35.00").retention == core::Retention::discard);
    CHECK(import(first).value().changes.empty());
}

SCENARIO_METHOD(ImportFixture, "facets and subjects are editions of their own", "[subjects]") {
    import(first).value();
    const auto imported = import(facet_file("2015-05-01", a_facet("Ø54", "Kontrakter", "B"))).value();
    CHECK(imported.count("added") == 2);
    read([](Transaction& tx) {
        CHECK(SubjectStore{tx}.facets(core::Date{}).front().code == "Ø54");
        CHECK(SubjectStore{tx}.all(services::SchemeName::subjects).size() == 4);
    });
}

SCENARIO_METHOD(
    ImportFixture, "a retired number may be on no new case, and the refusal names what to use", "[subjects]"
) {
    import(a_plan(
               "2026-02-01",
               a_subject("27.35.00", "Plejehjem") +
                   a_subject(
                       "27.35.04", "Boliger", moved("2014-11-01", "<AfloestAf><EmneNr>27.35.00</EmneNr></AfloestAf>")
                   )
           ))
        .value();
    const auto today = core::parse_iso_date("2026-11-03").value();
    const auto before = core::parse_iso_date("2014-10-31").value();
    read([&](Transaction& tx) {
        CHECK(services::usable_subject(tx, "27.35.00", today).value().title == "Plejehjem");
        const auto refused = services::usable_subject(tx, "27.35.04", today);
        CHECK(refused.error().field == "subject");
        CHECK(refused.error().detail == "the KLE subject 27.35.04 was retired on 2014-11-01; use 27.35.00");
        CHECK(services::usable_subject(tx, "27.35.04", before).has_value());
        CHECK(services::usable_subject(tx, "01.01.01", today).has_error());
        const auto said = services::refused_subject_text(tx, services::Language::danish, "27.35.04", today);
        CHECK(said == "27.35.04: Udgået 1. november 2014, afløst af 27.35.00. Vælg et emne, der er i brug.");
    });
}

TEST_CASE("a case may be discarded only where subject and facet both say so", "[subjects][retention]") {
    using core::Retention;
    CHECK(core::retention_of(Retention::discard, Retention::discard_after_10) == Retention::discard_after_10);
    CHECK(core::retention_of(Retention::discard, Retention::preserve) == Retention::preserve);
    CHECK(core::retention_of(Retention::unknown, Retention::preserve) == Retention::preserve);
    CHECK(core::is_preserved(core::retention_of(Retention::discard, Retention::unknown)));
    CHECK_FALSE(core::is_preserved(core::retention_of(Retention::discard, Retention::discard)));
}

TEST_CASE("a time for deletion is read as a duration and nothing else", "[subjects][retention]") {
    CHECK(core::days_of_duration("P1825D") == 1825);
    CHECK(core::days_of_duration("P5Y") == 1825);
    CHECK(core::days_of_duration("P1Y2M3D") == 428);
    for (const auto* wrong : {"", "P", "PD", "5Y", "P5", "P5X", "P3D2M", "P-3D", "P9999999999D", "PT5M"})
        CHECK_FALSE(core::days_of_duration(wrong));
}
