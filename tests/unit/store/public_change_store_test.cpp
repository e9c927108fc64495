#include "services/store/public_change_store.hpp"

#include "services/store/access_answer_store.hpp"
#include "services/store/access_publication_store.hpp"
#include "services/store/access_request_store.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/followed_case_store.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/idea_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/references.hpp"
#include "services/store/shown_document_store.hpp"
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
    core::FollowedCaseId add_followed(HearingState state) {
        core::FollowedCase made;
        made.in_case = in_case;
        made.title = "Hegnet";
        made.summary = "Alt om hegnet.";
        made.changed_at = now;
        made.made_by = town.leader;
        made.state = state;
        if (state == HearingState::published) made.published_at = now;
        return write([&](Transaction& tx) { return services::FollowedCaseStore{tx}.add(made); });
    }
    /// A document that is shown as a whole, and was released.
    core::DocumentId add_document(services::ShownBy by, std::int64_t owner) {
        return write([&](Transaction& tx) {
            const auto id = services::DocumentStore{tx}.add(store_tests::a_document(town, in_case, ++documents));
            services::ShownDocumentStore shown{tx};
            auto wanted = shown.of(by, owner);
            wanted.push_back({.document = id, .title = "Planen"});
            shown.put(by, owner, wanted);
            for (const auto& one : shown.of(by, owner)) shown.set_seen(one.id, "seen");
            return id;
        });
    }
    /// A request that was answered, with its answer published.
    core::AccessRequestId publish_answer(const std::string& name) {
        now += 1min;
        return write([&](Transaction& tx) {
            core::AccessRequest one;
            one.in_case = services::CaseStore{tx}.add(a_case(town, ++cases_made));
            one.laws = {core::AccessLaw::public_access};
            one.asked_for = "Alt";
            one.received = one.due = core::danish_date(now);
            one.follow_hash = name;
            one.id = services::AccessRequestStore{tx}.add(one);
            services::AccessAnswer answer;
            answer.request = one.id;
            answer.ordered_by = town.leader;
            answer.id = services::AccessAnswerStore{tx}.add(answer);
            services::AccessPublication made;
            made.request = one.id;
            made.answer = answer.id;
            made.title = name;
            made.published = core::danish_date(now);
            made.published_by = town.leader;
            made.published_at = now;
            REQUIRE(services::AccessPublicationStore{tx}.publish(made));
            REQUIRE_FALSE(services::AccessPublicationStore{tx}.publish(made));
            return one.id;
        });
    }
    void take_down(core::AccessRequestId id) {
        now += 1min;
        write([&](Transaction& tx) {
            services::AccessPublication taken;
            taken.request = id;
            taken.taken_down_at = now;
            taken.taken_down_by = town.leader;
            taken.taken_down_reason = "En fejl";
            REQUIRE(services::AccessPublicationStore{tx}.take_down(taken));
            REQUIRE_FALSE(services::AccessPublicationStore{tx}.take_down(taken));
        });
    }
    std::int64_t documents = 0;
    int cases_made = 1;
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
    const auto id = add_followed(HearingState::draft);
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

SCENARIO_METHOD(ChangesFixture, "a published answer is told, and gets a new place when it is taken down", "[store]") {
    const auto first = publish_answer("Breve om stien");
    const auto second = publish_answer("Breve om havnen");
    CHECK(changed(PublicKind::access_answer) == std::vector{first.value, second.value});
    const auto behind = changes(PublicKind::access_answer).back().change;
    take_down(first);
    CHECK(changed(PublicKind::access_answer) == std::vector{second.value, first.value});
    REQUIRE(changed(PublicKind::access_answer, behind) == std::vector{first.value});
    CHECK(changes(PublicKind::access_answer, behind).front().at == now);
    const auto shown = read([&](Transaction& tx) {
        return PublicChangeStore{tx}.first_shown(PublicKind::access_answer, now - 1h, now + 1h);
    });
    CHECK(shown == std::vector{second.value});
    const auto span = read([&](Transaction& tx) { return PublicChangeStore{tx}.span(PublicKind::access_answer); });
    REQUIRE(span);
    CHECK(span->first == span->last);
    CHECK(read([](Transaction& tx) { return services::broken_references(tx).size(); }) == 0);
    write([](Transaction& tx) {
        static constexpr std::string_view lose_sql = "DELETE FROM public_changes WHERE kind = 'access_answer'";
        tx.run(lose_sql);
    });
    CHECK(read([](Transaction& tx) { return services::broken_references(tx).size(); }) == 2);
}

SCENARIO_METHOD(
    ChangesFixture, "what was public before an upgrade is told after it, and copies learn of documents", "[store]"
) {
    const auto bare = add_hearing();
    change(bare, HearingState::published);
    const auto with_material = add_hearing();
    change(with_material, HearingState::published);
    add_document(services::ShownBy::hearing, with_material.value);
    const auto followed = add_followed(HearingState::published);
    add_document(services::ShownBy::followed_case, followed.value);
    // The one with the lower number came last of all: it was taken down.
    const auto first = publish_answer("Breve om stien");
    const auto second = publish_answer("Breve om havnen");
    take_down(first);
    write([](Transaction& tx) {
        static constexpr std::string_view lose_sql = "DELETE FROM public_changes WHERE kind = 'access_answer'";
        static constexpr std::string_view series_sql =
            "UPDATE number_series SET last = (SELECT MAX(c.change) FROM public_changes AS c)"
            " WHERE name = 'public_changes'";
        static constexpr std::string_view undo_sql = "DELETE FROM migrations WHERE number = 60";
        tx.run(lose_sql);
        tx.run(series_sql);
        tx.run(undo_sql);
    });
    const auto behind = changes(PublicKind::hearing).back().change;
    const auto behind_cases = changes(PublicKind::followed_case).back().change;
    reopen();
    CHECK(changed(PublicKind::access_answer) == std::vector{second.value, first.value});
    CHECK(changes(PublicKind::access_answer).back().at == now);
    CHECK(changed(PublicKind::hearing, behind) == std::vector{with_material.value});
    CHECK(changed(PublicKind::followed_case, behind_cases) == std::vector{followed.value});
    CHECK(read([](Transaction& tx) { return services::broken_references(tx).size(); }) == 0);

    INFO("what comes after it has a place behind all of them");
    const auto last = changes(PublicKind::hearing).back().change;
    const auto last_answer = changes(PublicKind::access_answer).back().change;
    change(bare, HearingState::published);
    CHECK(changed(PublicKind::hearing, last) == std::vector{bare.value});
    const auto third = publish_answer("Breve om skolen");
    CHECK(changed(PublicKind::access_answer, last_answer) == std::vector{third.value});
}

SCENARIO_METHOD(ChangesFixture, "an upgrade of an installation where nothing is public leaves no place", "[store]") {
    write([](Transaction& tx) {
        static constexpr std::string_view undo_sql = "DELETE FROM migrations WHERE number = 60";
        tx.run(undo_sql);
    });
    reopen();
    CHECK(changed(PublicKind::access_answer).empty());
    const auto first = publish_answer("Breve om stien");
    CHECK(changes(PublicKind::access_answer).front().change == 1);
    CHECK(changed(PublicKind::access_answer) == std::vector{first.value});
}

namespace {

/// A hearing and a followed case that show a document each, of the same bytes.
struct ShowingFixture : ChangesFixture {
    core::HearingId hearing = add_hearing();
    core::FollowedCaseId followed = add_followed(HearingState::published);
    core::DocumentId material = add_document(services::ShownBy::hearing, hearing.value);
    core::DocumentId of_case = add_document(services::ShownBy::followed_case, followed.value);

    ShowingFixture() {
        change(hearing, HearingState::published);
        add_document(services::ShownBy::hearing, add_hearing().value);  // a draft, of which nothing is told
    }
    struct Told {
        bool hearing{}, followed{};
        friend bool operator==(const Told&, const Told&) = default;
    };
    /// Of which of them a copy hears by the work.
    template <class F>
    Told told_by(F work) {
        const auto of_hearings = changes(PublicKind::hearing).back().change;
        const auto of_cases = changes(PublicKind::followed_case).back().change;
        now += 1min;
        write(work);
        const auto hearings = changes(PublicKind::hearing, of_hearings);
        const auto cases = changes(PublicKind::followed_case, of_cases);
        for (const auto& one : hearings) CHECK((one.subject == hearing.value && one.at == now));
        for (const auto& one : cases) CHECK((one.subject == followed.value && one.at == now));
        return {!hearings.empty(), !cases.empty()};
    }
    bool is_case_showing() {
        return read([&](Transaction& tx) {
            services::ShownDocumentStore shown{tx};
            return shown.is_shown(shown.of(services::ShownBy::followed_case, followed.value).front().id);
        });
    }
};
using Told = ShowingFixture::Told;

}  // namespace

SCENARIO_METHOD(ShowingFixture, "what shows a document changes when everyone gets or loses it", "[store]") {
    using services::PublishedFileStore;
    INFO("one file is drawn of the same bytes");
    CHECK(told_by([&](Transaction& tx) {
              PublishedFileStore{tx}.put({town.content, {}, services::PublishedState::ready}, {}, now);
          }) == Told{true, true});
    CHECK(told_by([&](Transaction& tx) {
              services::ContentStore contents{tx};
              contents.set_read(contents.find(town.content).value(), {}, now);
          }) == Told{true, true});
    CHECK(told_by([&](Transaction& tx) { PublishedFileStore{tx}.forget(town.content, now); }) == Told{true, true});
    CHECK(told_by([&](Transaction& tx) { PublishedFileStore{tx}.forget(town.content, now); }) == Told{});
    CHECK(told_by([&](Transaction& tx) {
              core::Attachment made;
              made.document = of_case;
              made.place = 1;
              made.title = "Bilag";
              made.content = town.content;
              made.added_by = town.caseworker;
              made.added_at = now;
              services::AttachmentStore{tx}.add(made);
          }) == Told{false, true});
    CHECK(told_by([&](Transaction& tx) {
              REQUIRE(services::DocumentStore{tx}.withdraw(of_case, {now, town.leader, "Sendt forkert"}));
          }) == Told{false, true});
    CHECK(told_by([&](Transaction& tx) {
              REQUIRE_FALSE(services::DocumentStore{tx}.withdraw(of_case, {now, town.leader, "Igen"}));
          }) == Told{});
}

SCENARIO_METHOD(
    ShowingFixture, "what is taken off the post list is shown nowhere before it is shown there again", "[store]"
) {
    const auto entry = write([&](Transaction& tx) {
        services::PostListEntry made;
        made.document = of_case;
        made.unit = town.office;
        made.state = services::PostState::published;
        made.reason = "[]";
        made.listed_on = core::danish_date(now);
        made.title = "Planen";
        made.document_public = true;
        return services::PostListStore{tx}.add(made);
    });
    CHECK(is_case_showing());
    CHECK(told_by([&](Transaction& tx) {
              services::PostListStore{tx}.withhold(entry, town.leader, now);
          }) == Told{false, true});
    CHECK_FALSE(is_case_showing());
    CHECK(told_by([&](Transaction& tx) { services::PostListStore{tx}.reopen(entry, true, "[]"); }) == Told{});
    CHECK_FALSE(is_case_showing());
    CHECK(told_by([&](Transaction& tx) {
              auto decided = services::PostListStore{tx}.find(entry).value();
              decided.state = services::PostState::published;
              REQUIRE(services::PostListStore{tx}.decide(decided, town.leader, now));
          }) == Told{false, true});
    CHECK(is_case_showing());
}
