#include "services/store/public_change_store.hpp"

#include "services/store/case_store.hpp"
#include "services/store/followed_case_store.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/idea_store.hpp"
#include "store_fixture.hpp"

using core::HearingState;
using services::HearingStore;
using services::IdeaStore;
using services::PublicChangeStore;
using services::PublicKind;
using services::Transaction;
using store_tests::StoreFixture;
using namespace std::chrono_literals;

namespace {

struct ChangesFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);
    core::CaseId in_case = write([&](Transaction& tx) { return services::CaseStore{tx}.add(a_case(town, 1)); });
    core::Timestamp now = store_tests::morning();

    core::HearingId add_hearing() {
        core::Hearing made;
        made.in_case = in_case;
        made.title = "Havnen";
        made.text = "Hvad synes du?";
        made.takes_ideas = true;
        made.changed_at = now;
        made.made_by = town.leader;
        return write([&](Transaction& tx) { return HearingStore{tx}.add(made); });
    }
    void change(core::HearingId id, HearingState state) {
        now += 1min;
        write([&](Transaction& tx) {
            auto one = HearingStore{tx}.find(id).value();
            one.state = state;
            one.changed_at = now;
            if (state == HearingState::published) one.published_at = one.published_at.value_or(now);
            if (state == HearingState::taken_down) one.taken_down_at = now;
            REQUIRE(HearingStore{tx}.update(one, one.version));
        });
    }
    std::int64_t add_idea(core::HearingId on, std::optional<std::int64_t> answers_to = {}) {
        services::HearingIdea made;
        made.hearing = on;
        made.answers_to = answers_to;
        made.person = "somebody";
        made.name = "Karen";
        made.text = "En bænk";
        made.made_at = now;
        return write([&](Transaction& tx) { return IdeaStore{tx}.add(made); });
    }
    void judge(std::int64_t id, core::AnswerShowing state) {
        now += 1min;
        write([&](Transaction& tx) {
            auto idea = IdeaStore{tx}.find(id).value();
            idea.state = state;
            idea.shown_text = idea.text;
            idea.decided_by = town.leader;
            idea.decided_at = now;
            REQUIRE(IdeaStore{tx}.judge(idea, idea.version));
        });
    }
    std::vector<services::PublicChange> changes(PublicKind kind, std::int64_t after = 0) {
        return read([&](Transaction& tx) { return PublicChangeStore{tx}.after(kind, after, now + 1s, 100); });
    }
    std::vector<std::int64_t> changed(PublicKind kind, std::int64_t after = 0) {
        std::vector<std::int64_t> subjects;
        for (const auto& one : changes(kind, after)) subjects.push_back(one.subject);
        return subjects;
    }
};

}  // namespace

SCENARIO_METHOD(
    ChangesFixture, "what nobody has seen of a hearing is not told, and every change after that once", "[store]"
) {
    const auto first = add_hearing();
    const auto second = add_hearing();
    CHECK(changed(PublicKind::hearing).empty());
    change(first, HearingState::published);
    change(second, HearingState::published);
    CHECK(changed(PublicKind::hearing) == std::vector{first.value, second.value});
    const auto behind = changes(PublicKind::hearing).back().change;
    CHECK(changed(PublicKind::hearing, behind).empty());
    change(first, HearingState::taken_down);
    CHECK(changed(PublicKind::hearing) == std::vector{second.value, first.value});
    CHECK(changed(PublicKind::hearing, behind) == std::vector{first.value});
    CHECK(changes(PublicKind::hearing, behind).front().at == now);
    CHECK(changed(PublicKind::followed_case).empty());
    const auto shown = read([&](Transaction& tx) {
        return PublicChangeStore{tx}.first_shown(PublicKind::hearing, now - 1h, now + 1h);
    });
    CHECK(shown == std::vector{second.value});
}

SCENARIO_METHOD(ChangesFixture, "ideas come with a judgement, and go with their idea or their hearing", "[store]") {
    const auto on = add_hearing();
    change(on, HearingState::published);
    const auto idea = add_idea(on);
    const auto comment = add_idea(on, idea);
    const auto hidden = add_idea(on);
    CHECK(changed(PublicKind::idea).empty());
    judge(hidden, core::AnswerShowing::hidden);
    CHECK(changed(PublicKind::idea).empty());
    judge(idea, core::AnswerShowing::shown);
    judge(comment, core::AnswerShowing::shown);
    CHECK(changed(PublicKind::idea) == std::vector{idea, comment});
    auto behind = changes(PublicKind::idea).back().change;
    judge(idea, core::AnswerShowing::hidden);
    CHECK(changed(PublicKind::idea, behind) == std::vector{idea, comment});
    behind = changes(PublicKind::idea).back().change;
    change(on, HearingState::published);
    CHECK(changed(PublicKind::idea, behind).empty());
    change(on, HearingState::taken_down);
    CHECK(changed(PublicKind::idea, behind) == std::vector{idea, comment});
}

SCENARIO_METHOD(ChangesFixture, "a followed case is told from when everyone sees it", "[store]") {
    core::FollowedCase made;
    made.in_case = in_case;
    made.title = "Hegnet";
    made.summary = "Alt om hegnet.";
    made.changed_at = now;
    made.made_by = town.leader;
    const auto id = write([&](Transaction& tx) { return services::FollowedCaseStore{tx}.add(made); });
    CHECK(changed(PublicKind::followed_case).empty());
    write([&](Transaction& tx) {
        auto one = services::FollowedCaseStore{tx}.find(id).value();
        one.state = HearingState::published;
        one.published_at = now;
        one.steps = {{.on = {}, .kind = core::StepKind::meeting, .text = "Borgermøde"}};
        REQUIRE(services::FollowedCaseStore{tx}.update(one, one.version));
    });
    CHECK(changed(PublicKind::followed_case) == std::vector{id.value});
    const auto listed = read([&](Transaction& tx) { return services::FollowedCaseStore{tx}.listed(id); });
    REQUIRE(listed);
    CHECK(listed->followed.steps.size() == 1);
    const auto span = read([&](Transaction& tx) { return PublicChangeStore{tx}.span(PublicKind::followed_case); });
    REQUIRE(span);
    CHECK(span->first == now);
    CHECK_FALSE(read([&](Transaction& tx) { return PublicChangeStore{tx}.span(PublicKind::idea); }));
}
