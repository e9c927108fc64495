#include "services/post_list/rules.hpp"

#include "services/store/public_list_store.hpp"
#include "services/store/publication_rule_store.hpp"
#include "tests/unit/post_list/post_list_fixture.hpp"

using core::PublicationRule;
using services::PostState;
using tests::PostRoom;
using tests::Texts;

namespace {

PublicationRule a_rule(std::string name = "En regel") {
    PublicationRule rule;
    rule.name = std::move(name);
    return rule;
}

struct RuleRoom : PostRoom {
    void keep_rule(const PublicationRule& rule) {
        write([&](services::Transaction& tx) -> core::Result<void> {
            services::PublicationRuleStore{tx}.add(rule, leader, clock.now());
            return core::done();
        }).value();
    }
    core::Result<PublicationRule> add(core::UserId by, const PublicationRule& rule) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::add_rule(tx, {who, clock.now()}, rule); });
    }
    services::PostListEntry fed(const core::Document& document) {
        feed();
        return entry_of(document).value();
    }
};

}  // namespace

TEST_CASE("what a rule keeps off the list is counted with the rule's ground", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.is_listed = false;
    rule.exemption = "ofl-30-1";
    room.keep_rule(rule);
    const auto document = room.journaled("Afslag på carport");
    CHECK(room.fed(document).state == PostState::withheld);
    const auto listed = room.db
                            ->read([&](services::Transaction& tx) -> core::Result<services::ListedPost> {
                                const services::PostListStore entries{tx};
                                return *entries.listed_entry(entries.of_document(document.id)->id);
                            })
                            .value();
    CHECK(listed.exemption == "ofl-30-1");
    CHECK(listed.serial == 1);
}

TEST_CASE("a rule words the entry, and keeps the document back", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.words = core::ListedWords::fixed;
    rule.text = "Henvendelse om {emne}, {retning}";
    rule.hides_correspondent = true;
    rule.on_request = true;
    room.keep_rule(rule);
    auto made = room.a_letter(room.keep("Ring på 20 30 40 50"));
    made.public_correspondent = "Karen";
    const auto entry = room.fed(room.journaled(made));
    CHECK(entry.state == PostState::published);
    CHECK(entry.title.starts_with("Henvendelse om "));
    CHECK(entry.title.ends_with(", indgående"));
    CHECK(entry.correspondent.empty());
    CHECK_FALSE(entry.document_public);
}

TEST_CASE("the machine looks at what a rule lets out", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.words = core::ListedWords::case_title;
    room.keep_rule(rule);
    services::CaseChange change;
    change.public_title = "Sag om 070761-4285";
    room.change(room.user, room.on.id, room.read(room.user, room.on.id).value().version, change).value();
    const auto document = room.journaled("Afslag på carport");
    CHECK(room.fed(document).state == PostState::held);
    CHECK(room.found_in(document) == Texts{"cpr in title", "cpr in case_title"});
}

TEST_CASE("an entry with a delay is held until its working day, and then let out by itself", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.delay_days = 3;
    room.keep_rule(rule);
    const auto document = room.journaled("Afslag på carport");
    const auto entry = room.fed(document);
    CHECK(entry.state == PostState::held);
    REQUIRE(entry.public_from);
    CHECK(core::WorkCalendar{}.working_days_between(entry.listed_on, *entry.public_from) == 3);
    services::release_due_posts(*room.db, core::danish_midnight(*entry.public_from) - std::chrono::hours{1});
    CHECK(room.entry_of(document).value().state == PostState::held);
    services::release_due_posts(*room.db, core::danish_midnight(*entry.public_from) + std::chrono::hours{1});
    CHECK(room.entry_of(document).value().state == PostState::published);
    CHECK_FALSE(room.entry_of(document).value().public_from);
}

TEST_CASE("what has come to an entry while it waited for its day is found before it is let out", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.delay_days = 1;
    room.keep_rule(rule);
    const auto document = room.journaled("Afslag på carport");
    const auto entry = room.fed(document);
    room.attach(document.id, room.keep("Ansøger: 070761-4285"));
    services::release_due_posts(*room.db, core::danish_midnight(*entry.public_from) + std::chrono::hours{1});
    CHECK(room.entry_of(document).value().state == PostState::held);
    CHECK(room.found_in(document) == Texts{"cpr in text"});
}

TEST_CASE("what a reviewer lets out before its day waits for the day alone", "[post_list]") {
    RuleRoom room;
    auto rule = a_rule();
    rule.delay_days = 2;
    room.keep_rule(rule);
    const auto document = room.journaled("Ansøger: 070761-4285");
    const auto entry = room.fed(document);
    auto decision = room.released(document);
    decision.reason = "Nummeret er opdigtet";
    REQUIRE(room.decide(room.leader, document, decision).has_value());
    CHECK(room.entry_of(document).value().state == PostState::held);
    CHECK(room.entry_of(document).value().is_cleared);
    CHECK(
        room.db
            ->read([&](services::Transaction& tx) -> core::Result<std::int64_t> {
                return services::PostListStore{tx}.count_held(room.leader);
            })
            .value() == 0
    );
    services::release_due_posts(*room.db, core::danish_midnight(*entry.public_from) + std::chrono::hours{1});
    CHECK(room.entry_of(document).value().state == PostState::published);
}

TEST_CASE("a rule that can't be followed is refused by its field", "[post_list]") {
    RuleRoom room;
    const auto keeper = room.add_user("anne", {{core::Role::administrator, room.unit}});
    const auto refused = [&](const PublicationRule& rule) { return room.add(keeper, rule).error().field; };
    CHECK(refused(a_rule("")) == "name");
    auto rule = a_rule();
    rule.subject = "27,35";
    CHECK(refused(rule) == "subject");
    rule = a_rule();
    rule.is_listed = false;
    CHECK(refused(rule) == "exemption");
    rule = a_rule();
    rule.words = core::ListedWords::fixed;
    CHECK(refused(rule) == "text");
    rule.text = "Fra {navn}";
    CHECK(refused(rule) == "text");
    rule = a_rule();
    rule.delay_days = 61;
    CHECK(refused(rule) == "delay_days");
    rule = a_rule();
    rule.unit = core::UnitId{9999};
    CHECK(refused(rule) == "unit");
    CHECK(room.add(room.user, a_rule()).error().code == core::ErrorCode::forbidden);
    CHECK(room.add(room.leader, a_rule()).error().code == core::ErrorCode::forbidden);  // of one unit only
    CHECK(room.add(keeper, a_rule()).has_value());
}

TEST_CASE("a trial tells what the rules would have done, and changes nothing", "[post_list]") {
    RuleRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    auto rule = a_rule("Udgående");
    rule.direction = core::Direction::outgoing;
    room.keep_rule(rule);
    rule = a_rule("Resten");
    rule.is_listed = false;
    rule.exemption = "ofl-30-1";
    room.keep_rule(rule);
    const auto who = room.principal(room.leader);
    const auto trial =
        room.db->read([&](services::Transaction& tx) {
                   return services::try_rules(tx, {who, room.clock.now()}, 30, 0);
               }
        ).value();
    CHECK(trial.looked_at == 1);
    CHECK(trial.withheld == 1);
    REQUIRE(trial.entries.size() == 1);
    CHECK(trial.entries[0].rule->name == "Resten");
    CHECK(trial.entries[0].passed_over == std::vector{core::RuleMiss::direction});
    CHECK(trial.entries[0].is_other());
    CHECK(room.entry_of(document).value().state == PostState::published);
}

TEST_CASE("what a caseworker has withheld stays withheld whatever the rules say, in a trial, too", "[post_list]") {
    RuleRoom room;
    auto made = room.a_letter(room.keep("Afslag på carport"));
    made.publication = core::Publication::withheld;
    const auto document = room.journaled(made);
    room.keep_rule(a_rule("Alt vises"));
    room.feed();
    const auto entry = room.entry_of(document).value();
    CHECK(entry.state == PostState::withheld);
    CHECK(entry.title.empty());
    const auto who = room.principal(room.leader);
    const auto trial =
        room.db->read([&](services::Transaction& tx) {
                   return services::try_rules(tx, {who, room.clock.now()}, 30, 0);
               }
        ).value();
    CHECK(trial.withheld == 1);
    REQUIRE(trial.entries.size() == 1);
    CHECK_FALSE(trial.entries[0].rule);
    CHECK_FALSE(trial.entries[0].is_other());
}
