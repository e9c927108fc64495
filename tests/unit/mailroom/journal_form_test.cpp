#include "services/mailroom/journal_form.hpp"
#include "mailroom_fixture.hpp"

using namespace mailroom_tests;
using services::JournalForm;

namespace {

JournalForm a_form() {
    JournalForm form;
    form.version = 1;
    form.title = "Ansøgning";
    form.is_new_case = true;
    form.subject = "02.34.02";
    form.facet = "G01";
    form.case_title = "Carport";
    return form;
}

}  // namespace

TEST_CASE_METHOD(MailroomFixture, "a form that is filled in can be journaled as it stands", "[mailroom]") {
    const auto who = principal(town.registrar);
    auto form = a_form();
    form.letter_date = "2026-11-20";
    form.publication = "withheld";
    const auto checked = read([&](services::Transaction& tx) {
        return services::check_form(tx, who, form, store_tests::morning(), services::Language::danish);
    });
    REQUIRE(checked.errors.empty());
    CHECK(checked.made.document.publication == core::Publication::withheld);
    CHECK(core::iso_date(*checked.made.document.letter_date) == "2026-11-20");
    CHECK(journal(town.registrar, checked.made));
}

TEST_CASE_METHOD(MailroomFixture, "each field says what is wrong with it, and their sum stands above", "[mailroom]") {
    const auto who = principal(town.registrar);
    auto form = a_form();
    form.title = "";
    form.subject = "";
    form.subject_text = "carport";
    form.letter_date = "2026-11-23";
    auto errors = read([&](services::Transaction& tx) {
        return services::check_form(tx, who, form, store_tests::morning(), services::Language::danish).errors;
    });
    CHECK(errors.size() == 3);
    CHECK(errors["title"] == "Skriv en titel.");
    CHECK(errors["subject"] == "Vælg et KLE-emne fra listen.");
    CHECK(errors["letter_date"] == "Brevdatoen ligger i fremtiden.");
    services::summarise(errors, services::Language::danish);
    CHECK(errors["form"] == "3 felter skal rettes. Intet er journaliseret endnu.");
}

TEST_CASE_METHOD(MailroomFixture, "a case is found by its number as typed, unless it may not be read", "[mailroom]") {
    const auto id = write([&](services::Transaction& tx) {
        auto secret = store_tests::a_case(town, 7);
        secret.access_group = town.post;  // the registrars' own
        return services::CaseStore{tx}.add(secret);
    });
    auto form = a_form();
    form.is_new_case = false;
    form.case_text = "2026-7 Byggesag 7";
    const auto check = [&](core::UserId user) {
        const auto who = principal(user);
        return read([&](services::Transaction& tx) {
            return services::check_form(tx, who, form, store_tests::morning(), services::Language::danish);
        });
    };
    CHECK(check(town.registrar).made.on_case == id);
    CHECK(check(town.caseworker).errors.contains("case"));
}
