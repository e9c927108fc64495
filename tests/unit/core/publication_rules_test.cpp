#include "core/rules/publication_rules.hpp"

#include <catch2/catch.hpp>

using namespace core;

namespace {

const RuledDocument about_children{
    "27.35.00", Direction::incoming, PaperKind::letter, {UnitId{7}, UnitId{2}, UnitId{1}}};

PublicationRule named(std::string name) {
    PublicationRule rule;
    rule.name = std::move(name);
    return rule;
}

}  // namespace

TEST_CASE("a rule that asks for nothing fits everything", "[post_list]") {
    CHECK(missed_by(named("alt"), about_children) == RuleMiss::none);
}

TEST_CASE("a rule fits a subject and what lies under it, by whole numbers", "[post_list]") {
    auto rule = named("emne");
    for (const auto* subject : {"27", "27.35", "27.35.00"}) {
        rule.subject = subject;
        CHECK(missed_by(rule, about_children) == RuleMiss::none);
    }
    for (const auto* subject : {"2", "27.3", "28", "27.35.01"}) {
        rule.subject = subject;
        CHECK(missed_by(rule, about_children) == RuleMiss::subject);
    }
}

TEST_CASE("a rule for a unit fits the units below it", "[post_list]") {
    auto rule = named("enhed");
    rule.unit = UnitId{2};
    CHECK(missed_by(rule, about_children) == RuleMiss::none);
    rule.unit = UnitId{9};
    CHECK(missed_by(rule, about_children) == RuleMiss::unit);
}

TEST_CASE("direction and kind must both be right", "[post_list]") {
    auto rule = named("retning");
    rule.direction = Direction::outgoing;
    rule.kind = PaperKind::mail;
    CHECK(missed_by(rule, about_children) == RuleMiss::direction);
    rule.direction = Direction::incoming;
    CHECK(missed_by(rule, about_children) == RuleMiss::kind);
    rule.kind = PaperKind::letter;
    CHECK(missed_by(rule, about_children) == RuleMiss::none);
}

TEST_CASE("the first rule that fits decides, and those before it say why they did not", "[post_list]") {
    auto outgoing = named("udgående");
    outgoing.direction = Direction::outgoing;
    auto schools = named("skoler");
    schools.subject = "17";
    const std::vector rules{outgoing, schools, named("resten"), named("aldrig")};
    const auto choice = choose_rule(rules, about_children);
    REQUIRE(choice.rule != nullptr);
    CHECK(choice.rule->name == "resten");
    CHECK(choice.passed_over == std::vector{RuleMiss::direction, RuleMiss::subject});
    CHECK(choose_rule({outgoing}, about_children).rule == nullptr);
    CHECK(choose_rule({}, about_children).passed_over.empty());
}

TEST_CASE("a text is filled in, and what it can't be filled in with is named", "[post_list]") {
    const RuleWords words{"hjælpemidler", "Hjælpemidler til borger", "indgående"};
    CHECK(worded("Henvendelse om {emne}", words) == "Henvendelse om hjælpemidler");
    CHECK(
        worded("{retning} brev: {sag}{sag}", words) == "indgående brev: Hjælpemidler til borgerHjælpemidler til borger"
    );
    CHECK(worded("ingen {", words) == "ingen {");
    CHECK(worded("", words).empty());
    CHECK(unknown_placeholder("{emne} {sag} {retning}").empty());
    CHECK(unknown_placeholder("Fra {navn}") == "{navn}");
    CHECK(unknown_placeholder("{}") == "{}");
}

TEST_CASE("what a document is made of is told by what it is", "[post_list]") {
    Document document;
    document.media_type = "application/pdf";
    CHECK(paper_kind_of(document) == PaperKind::letter);
    document.media_type = "message/rfc822";
    CHECK(paper_kind_of(document) == PaperKind::mail);
    document.kind = DocumentKind::note;
    CHECK(paper_kind_of(document) == PaperKind::note);
    for (const auto kind : {PaperKind::letter, PaperKind::mail, PaperKind::note})
        CHECK(paper_kind_named(name_of(kind)) == kind);
    for (const auto word : {ListedWords::own, ListedWords::case_title, ListedWords::fixed})
        CHECK(listed_words_named(name_of(word)) == word);
}
