#include <algorithm>
#include <thread>

#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/complaints.hpp"
#include "services/access_requests/file_list_paper.hpp"
#include "services/cases/tasks.hpp"
#include "services/store/access_answer_store.hpp"
#include "services/store/access_complaint_store.hpp"
#include "services/store/case_sheet_store.hpp"
#include "tests/unit/access_requests/access_fixture.hpp"

using core::ErrorCode;
using services::EventKind;
using services::Transaction;
using tests::date;

namespace {

constexpr std::chrono::minutes longer_than_a_claim{3};

/// A request about which nothing is held, so that its answer is a letter alone.
struct Answering : tests::AccessOffice {
    services::LetterDesk letters{*db, files, "Eksempel Kommune"};
    services::AskedAccess asked = ask(wish()).value();
    core::AccessRequestId id = asked.request.id;
    core::CaseId on = asked.filed.id;

    core::Result<core::Document> answer(core::UserId by, std::chrono::seconds later = {}) {
        return services::send_answer(
            letters,
            access,
            {principal(by), clock.now() + later},
            id,
            {.title = "Afgørelse", .receiver = "Karen Blåbjerg", .text = "Vi har ingen dokumenter."}
        );
    }
    template <class F>
    auto look(F&& work) {
        return db->read([&](Transaction& tx) -> core::Result<decltype(work(tx))> { return work(tx); }).value();
    }
    std::vector<core::Task> tasks(bool is_done) {
        return look([&](Transaction& tx) {
            return services::TaskStore{tx}.list({.reader = user, .in_case = on, .is_done = is_done});
        });
    }
    std::int64_t letters_sent() {
        const auto documents = look([&](Transaction& tx) { return services::DocumentStore{tx}.of_case(on, 100, 50); });
        return std::ranges::count(documents, core::Direction::outgoing, &core::Document::direction);
    }
    core::AccessState state() { return file(user, id).value().request.state; }
    bool claim(const char* holder) {
        return write(
                   [&](Transaction& tx) -> core::Result<bool> {
                       return services::AccessAnswerStore{tx}.claim(id, holder, clock.now());
                   }
        ).value();
    }
    void release(const char* holder) {
        write([&](Transaction& tx) -> core::Result<void> {
            services::AccessAnswerStore{tx}.release(id, holder);
            return core::done();
        }).value();
    }
    bool has_claim(const char* holder) {
        return look([&](Transaction& tx) { return services::AccessAnswerStore{tx}.has_claim(id, holder); });
    }
    /// Karen complains, and the authority takes its decision up again.
    void take_up_again(core::UserId by) {
        services::complain_followed(
            *db,
            files,
            asked.secret,
            clock.now(),
            {.about = services::ComplaintAbout::decision, .text = "Der må være noget."}
        )
            .value();
        const auto complaint =
            look([&](Transaction& tx) { return services::AccessComplaintStore{tx}.of_request(id).front().id; });
        as(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::reopen_for_complaint(tx, acting, settings, id, complaint);
        }).value();
    }
};

}  // namespace

TEST_CASE_METHOD(Answering, "what the case waited for is done with the answer, by the one who sent it", "[access]") {
    REQUIRE(tasks(false).size() == 1);
    REQUIRE(answer(leader));
    CHECK(tasks(false).empty());
    const auto done = tasks(true);
    REQUIRE(done.size() == 1);
    CHECK(done.front().title == "Afgør anmodningen om aktindsigt");
    CHECK(done.front().done->by == leader);
    CHECK(done.front().done->at == clock.now());
    CHECK(count(on, EventKind::task_done) == 1);
    const auto all = events(on);
    const auto told = std::ranges::find(all, EventKind::task_done, &services::Event::kind);
    CHECK(told->actor == leader);
}

TEST_CASE_METHOD(Answering, "what somebody has ticked off already is not done twice", "[access]") {
    const auto task = tasks(false).front();
    as(user, [&](Transaction& tx, const services::Acting& acting) -> core::Result<void> {
        services::TaskChange change;
        change.done = true;
        TRY(services::change_task(tx, acting, task.id, task.version, change));
        return core::done();
    }).value();
    clock.advance(std::chrono::hours{1});
    REQUIRE(answer(leader));
    CHECK(count(on, EventKind::task_done) == 1);
    CHECK(tasks(true).front().done->by == user);
}

TEST_CASE_METHOD(
    Answering, "what the case waited for is done when the asker takes it back, or staff does", "[access]"
) {
    SECTION("the asker, by the link: the house does it") {
        write([&](Transaction& tx) { return services::withdraw_followed(tx, asked.secret, settings, clock.now()); }
        ).value();
        REQUIRE(tasks(true).size() == 1);
        CHECK(tasks(true).front().done->by != user);
        CHECK(tasks(true).front().done->by != leader);
    }
    SECTION("somebody of the staff, who does it") {
        as(user, [&](Transaction& tx, const services::Acting& acting) {
            return services::withdraw_access_request(tx, acting, settings, id, 0);
        }).value();
        REQUIRE(tasks(true).size() == 1);
        CHECK(tasks(true).front().done->by == user);
    }
    CHECK(tasks(false).empty());
    CHECK(count(on, EventKind::task_done) == 1);
}

TEST_CASE_METHOD(
    Answering, "a decision that is taken up again is waited for anew, by the complaint's day", "[access]"
) {
    REQUIRE(answer(user));
    at("2026-05-18");
    take_up_again(leader);
    const auto open = tasks(false);
    REQUIRE(open.size() == 1);
    CHECK(open.front().title == "Afgør anmodningen om aktindsigt");
    CHECK(open.front().due == file(user, id).value().request.due);
    CHECK(core::iso_date(open.front().due) == "2026-05-28");  // seven working days, over Whit Monday
    CHECK(open.front().made_by == leader);
    CHECK(tasks(true).size() == 1);
    INFO("it moves with the day, as the first one did");
    CHECK(extend(user, id, "2026-06-03"));
    CHECK(task_day(on) == "2026-06-03");
    INFO("and is done with the next answer");
    REQUIRE(answer(user));
    CHECK(tasks(false).empty());
    CHECK(tasks(true).size() == 2);
    CHECK(count(on, EventKind::task_added) == 2);
}

TEST_CASE_METHOD(Answering, "deadlines that a case has from a type before are not done with the answer", "[access]") {
    const auto other =
        as(user, [&](Transaction& tx, const services::Acting& acting) {
            return services::add_task(
                tx, acting, {.in_case = on, .title = "Syn", .unit = {}, .person = {}, .due = date("2026-06-01")}
            );
        }).value();
    write([&](Transaction& tx) -> core::Result<void> {
        services::CaseSheetStore{tx}.put_deadline_task(on, {"inspection", other.id});
        return core::done();
    }).value();
    REQUIRE(answer(user));
    REQUIRE(tasks(false).size() == 1);
    CHECK(tasks(false).front().id == other.id);
}

TEST_CASE_METHOD(Answering, "the right to answer is one try's, and free again after two minutes", "[access]") {
    CHECK(claim("one"));
    CHECK_FALSE(claim("other"));
    CHECK_FALSE(claim("one"));  // the same person trying again is another try
    clock.advance(std::chrono::seconds{119});
    CHECK_FALSE(claim("other"));
    clock.advance(std::chrono::seconds{2});
    CHECK(claim("other"));
    INFO("whoever has lost it can't use it, nor give back what is another's");
    CHECK_FALSE(has_claim("one"));
    release("one");
    CHECK(has_claim("other"));
    CHECK_FALSE(claim("third"));
    release("other");
    CHECK(claim("third"));
}

TEST_CASE_METHOD(Answering, "a try that fails leaves the right free, and one that another has alone", "[access]") {
    const auto unfinished = [&] {
        return services::send_answer(
            letters,
            access,
            {principal(user), clock.now()},
            id,
            {.title = "Afgørelse", .receiver = "Karen", .text = "[skriv]"}
        );
    };
    CHECK(unfinished().error().field == "unfinished");
    CHECK(claim("other"));
    CHECK(unfinished().error().field == "answering");
    CHECK(has_claim("other"));
    CHECK(letters_sent() == 0);
    CHECK(state() == core::AccessState::open);
}

TEST_CASE_METHOD(Answering, "what died while it answered is taken over after two minutes, by one of six", "[access]") {
    REQUIRE(claim("dead"));
    CHECK(answer(user).error().field == "answering");
    clock.advance(longer_than_a_claim);
    std::vector<int> sent(6);
    {
        std::vector<std::jthread> threads;
        for (std::size_t at = 0; at < sent.size(); ++at)
            threads.emplace_back([&, at, by = at % 2 == 0 ? user : leader] {
                sent[at] = answer(by).has_value() ? 1 : 0;
            });
    }
    CHECK(std::ranges::count(sent, 1) == 1);
    CHECK(letters_sent() == 1);
    CHECK(state() == core::AccessState::answered);
    CHECK(count(on, EventKind::access_answered) == 1);
    CHECK(count(on, EventKind::task_done) == 1);
    CHECK_FALSE(has_claim("dead"));
}

TEST_CASE_METHOD(Answering, "of six who each take over from the one before, one sends", "[access]") {
    // Each believes that all before it have died; most of them have only been slow.
    std::vector<int> sent(6);
    {
        std::vector<std::jthread> threads;
        for (std::size_t at = 0; at < sent.size(); ++at)
            threads.emplace_back([&, at] {
                sent[at] = answer(user, longer_than_a_claim * static_cast<int>(at)).has_value() ? 1 : 0;
            });
    }
    CHECK(std::ranges::count(sent, 1) == 1);
    CHECK(letters_sent() == 1);
    CHECK(count(on, EventKind::access_answered) == 1);
}

TEST_CASE_METHOD(Answering, "nothing is refused without the paragraph that it is refused by", "[access]") {
    const auto other = open(user, a_case()).value();
    const auto document = journal(user, other, "Brev").value();
    as(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::choose_documents(tx, acting, id, {document.id});
    }).value();
    services::NewAccessDecision held{
        .decision = core::AccessDecision::refuse, .is_extracted = true, .is_widened = true};
    CHECK(decide(user, id, document.id, held).error().field == "exemptions");
    // Decided by a paragraph that the law has no more.
    write([&](Transaction& tx) -> core::Result<void> {
        services::AccessRequestStore store{tx};
        auto one = store.document(id, document.id).value();
        one.decision = core::AccessDecision::refuse;
        one.exemptions = {"ofl-1985-10"};
        store.decide_document(one);
        return core::done();
    }).value();
    CHECK(answer(user).error().field == "grounds");
    CHECK(letters_sent() == 0);
    const auto draft = look([&](Transaction& tx) {
        const auto who = principal(user);
        const auto today = core::danish_date(clock.now());
        return services::draft_of_answer(tx, who, services::read_access_request(tx, who, id, today).value()).text;
    });
    CHECK(draft.find("udleveres ikke efter [skriv bestemmelsen].") != std::string::npos);
    held.exemptions = {"ofl-23"};
    REQUIRE(decide(user, id, document.id, held));
    CHECK(answer(user));
}

TEST_CASE("The file list says what was decided and by what, or that nothing was yet", "[access]") {
    services::FileListPaper list{
        .authority = "Eksempel Kommune",
        .number = "2026-000123",
        .asked_for = "Alt",
        .made = date("2026-05-11"),
        .rows = {}};
    list.rows.push_back(
        {.place = 1,
         .title = "Notat",
         .date = date("2026-05-01"),
         .decision = core::AccessDecision::refuse,
         .exemptions = {"ofl-23"}}
    );
    list.rows.push_back({.place = 2, .title = "Brev", .date = date("2026-05-02"), .decision = {}, .exemptions = {}});
    const auto drawn = services::drawn_file_list(list);
    REQUIRE(drawn.pages.size() == 1);
    CHECK(drawn.pages.front().find("Udleveres ikke, offentlighedslovens § 23") != std::string::npos);
    CHECK(drawn.pages.front().find("2. maj 2026 · ikke afgjort endnu") != std::string::npos);
}

TEST_CASE_METHOD(Answering, "of two who send a complaint on at the same time, one does", "[access]") {
    REQUIRE(answer(user));
    REQUIRE(services::complain_followed(
        *db,
        files,
        asked.secret,
        clock.now(),
        {.about = services::ComplaintAbout::decision, .text = "Der må være noget."}
    ));
    const auto complaint =
        look([&](Transaction& tx) { return services::AccessComplaintStore{tx}.of_request(id).front().id; });
    std::vector<int> sent(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t at = 0; at < sent.size(); ++at)
            threads.emplace_back([&, at] {
                const auto one = services::send_complaint_on(
                    letters,
                    access,
                    {principal(user), clock.now()},
                    id,
                    complaint,
                    {.title = "Klage", .receiver = "Ankestyrelsen", .text = "Hermed klagen."}
                );
                sent[at] = one.has_value() ? 1 : 0;
            });
    }
    CHECK(std::ranges::count(sent, 1) == 1);
    CHECK(letters_sent() == 2);  // the answer, and the complaint once
    CHECK(count(on, EventKind::access_complaint_settled) == 1);
}
