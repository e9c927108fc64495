#include "services/access_requests/access_requests.hpp"

#include "services/access_requests/access_statistics.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/calendar.hpp"
#include "services/store/case_sheet_store.hpp"
#include "services/store/privacy_store.hpp"
#include "tests/unit/access_requests/access_fixture.hpp"

using core::AccessLaw;
using core::AccessState;
using core::ErrorCode;
using services::Transaction;

using Office = tests::AccessOffice;
using tests::date;

TEST_CASE_METHOD(Office, "a guest's request becomes a case with the request as its first document", "[access]") {
    const auto asked = ask(wish()).value();
    CHECK(core::iso_date(asked.request.due) == "2026-05-21");
    CHECK(asked.secret.size() == 43);
    const auto on = read(user, asked.filed.id).value();
    CHECK(on.unit == unit);
    CHECK(on.facet == "A53");
    CHECK(on.confidentiality == core::Confidentiality::unit);
    const auto documents = db->read([&](Transaction& tx) -> core::Result<std::vector<core::Document>> {
                                 return services::DocumentStore{tx}.of_case(on.id, 100, 10);
                             }).value();
    REQUIRE(documents.size() == 1);
    CHECK(documents.front().direction == core::Direction::incoming);
    CHECK(documents.front().publication == core::Publication::withheld);
    CHECK(documents.front().correspondent == "Karen Blåbjerg");
    CHECK(task_day(on.id) == "2026-05-21");
    CHECK(count(on.id, services::EventKind::access_requested) == 1);
    for (const auto& event : events(on.id)) CHECK(event.payload.find("Karen") == std::string::npos);
}

TEST_CASE_METHOD(Office, "what a request lacks is told by its field, and nothing is filed", "[access]") {
    const auto refused = [&](const services::NewAccessRequest& made) { return ask(made).error().field; };
    auto made = wish();
    made.asked_for = " \n";
    CHECK(refused(made) == "asked_for");
    made = wish();
    made.asker.mail = "karen";
    CHECK(refused(made) == "mail");
    made = wish();
    made.laws = {AccessLaw::own_data};
    made.asker.name = "";
    CHECK(refused(made) == "name");
    const auto none = db->read([&](Transaction& tx) -> core::Result<bool> {
                            return services::AccessRequestStore{tx}.open_after({}, 1).empty();
                        }).value();
    CHECK(none);
}

TEST_CASE_METHOD(Office, "the link follows the request, and nobody finds it by guessing", "[access]") {
    const auto asked = ask(wish()).value();
    const auto today = core::danish_date(clock.now());
    const auto followed = [&](const std::string& secret) {
        return db->read([&](Transaction& tx) { return services::follow_access_request(tx, secret, today); });
    };
    CHECK(followed(asked.secret).value().case_number == asked.filed.number);
    CHECK(followed(asked.request.follow_hash).error().code == ErrorCode::not_found);
    CHECK(followed("").error().code == ErrorCode::not_found);
}

TEST_CASE_METHOD(
    Office, "only those who may read the case read the request, and only its unit works on it", "[access]"
) {
    const auto asked = ask(wish()).value();
    CHECK(file(user, asked.request.id).value().may_work);
    CHECK(file(teacher, asked.request.id).error().code == ErrorCode::not_found);
    CHECK(file(boss, asked.request.id).error().code == ErrorCode::not_found);
    CHECK(pause(teacher, asked.request.id, "2026-05-11").error().code == ErrorCode::not_found);
    const auto listed = [&](core::UserId reader) {
        return db
            ->read([&](Transaction& tx) -> core::Result<std::size_t> {
                return services::AccessRequestStore{tx}.list({.reader = reader}).size();
            })
            .value();
    };
    CHECK(listed(user) == 1);
    CHECK(listed(teacher) == 0);
}

TEST_CASE_METHOD(Office, "a pause moves the day, its task and the case, and each move says why", "[access]") {
    const auto asked = ask(wish()).value();
    const auto id = asked.request.id;
    at("2026-05-12");
    CHECK(pause(user, id, "2026-05-12"));
    CHECK(pause(user, id, "2026-05-12").error().code == ErrorCode::conflict);
    at("2026-05-20");
    services::keep_access_requests(*db, settings, clock.now());
    CHECK(file(user, id).value().clock.standing == core::ClockStanding::paused);
    CHECK(task_day(asked.filed.id) == "2026-05-29");  // six working days from today, over Whit Monday
    CHECK(resume(user, id, "2026-05-19"));
    CHECK(core::iso_date(file(user, id).value().request.due) == "2026-05-28");
    CHECK(task_day(asked.filed.id) == "2026-05-28");
    CHECK(count(asked.filed.id, services::EventKind::access_due_moved) == 2);
    CHECK(resume(user, id, "2026-05-19").error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(Office, "an extension has to be later than what holds, and within the law", "[access]") {
    const auto id = ask(wish()).value().request.id;
    CHECK(extend(user, id, "2026-05-21").error().field == "until");
    CHECK(extend(user, id, "2026-06-05"));
    CHECK(core::iso_date(file(user, id).value().clock.due) == "2026-06-05");
    auto own = wish();
    own.laws = {AccessLaw::own_data};
    const auto data = ask(own).value().request.id;
    CHECK(extend(user, data, "2026-08-12").error().field == "until");
    CHECK(extend(user, data, "2026-08-11"));
}

TEST_CASE_METHOD(Office, "a change of the calendar moves what is open, and what is ended stays", "[access]") {
    const auto open = ask(wish()).value();
    const auto ended = ask(wish()).value();
    CHECK(as(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::withdraw_access_request(tx, acting, settings, ended.request.id, 0);
    }));
    const auto close = [&](core::UserId by, const char* day) {
        return as(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::change_calendar(tx, acting, settings, {.date = date(day), .name = "Lukkedag"});
        });
    };
    CHECK(close(user, "2026-05-15").error().code == ErrorCode::forbidden);
    CHECK(close(boss, "2026-05-14").error().field == "date");  // Ascension Day is off already
    CHECK(close(boss, "2026-05-16").error().field == "date");  // a Saturday
    CHECK(close(boss, "2026-05-15"));
    CHECK(core::iso_date(file(user, open.request.id).value().request.due) == "2026-05-22");
    CHECK(core::iso_date(file(user, ended.request.id).value().request.due) == "2026-05-21");
    CHECK(task_day(open.filed.id) == "2026-05-22");
    const auto why = events(open.filed.id);
    const auto moved = std::find_if(why.begin(), why.end(), [](const services::Event& event) {
        return event.kind == services::EventKind::access_due_moved;
    });
    REQUIRE(moved != why.end());
    CHECK(moved->payload.find("calendar") != std::string::npos);
    CHECK(as(boss, [&](Transaction& tx, const services::Acting& acting) {
        return services::undo_calendar_change(tx, acting, settings, services::CalendarStore{tx}.all().front().id);
    }));
    CHECK(core::iso_date(file(user, open.request.id).value().request.due) == "2026-05-21");
}

TEST_CASE_METHOD(Office, "whoever works from an older page is told", "[access]") {
    const auto asked = ask(wish()).value();
    const auto version = file(user, asked.request.id).value().request.version;
    CHECK(pause(user, asked.request.id, "2026-05-11"));
    const auto late = as(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::change_access_request(
            tx, acting, settings, asked.request.id, version, {.size = core::AccessSize::large}
        );
    });
    CHECK(late.error().code == ErrorCode::conflict);
}

TEST_CASE_METHOD(
    Office, "documents are chosen in order, folded where they are the same, and decided one by one", "[access]"
) {
    const auto id = ask(wish()).value().request.id;
    const auto other = open(user, a_case()).value();
    const auto first = journal(user, other, "Brev om plejebolig").value();
    const auto second = journal(user, other, "Notat").value();
    const auto secret = open(teacher, a_case("Skolens sag")).value();
    const auto hidden = journal(teacher, secret, "Elevens brev").value();
    const auto choose = [&](core::UserId by, const std::vector<core::DocumentId>& documents) {
        return as(by, [&](Transaction& tx, const services::Acting& acting) {
            return services::choose_documents(tx, acting, id, documents);
        });
    };
    CHECK(choose(user, {second.id}).value() == 1);
    CHECK(choose(user, {hidden.id}).error().code == ErrorCode::not_found);
    const auto all = as(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::choose_case(tx, acting, id, other.id);
    });
    CHECK(all.value() == 1);
    const auto places = [&] {
        const auto who = principal(user);
        return db
            ->read([&](Transaction& tx) -> core::Result<std::vector<std::int64_t>> {
                std::vector<std::int64_t> ids;
                for (const auto& row : services::access_documents(tx, who, id)) ids.push_back(row.document->id.value);
                return ids;
            })
            .value();
    };
    CHECK(places() == std::vector{second.id.value, first.id.value});

    CHECK(decide(user, id, first.id, {.decision = core::AccessDecision::refuse}).error().field == "exemptions");
    services::NewAccessDecision held{
        .decision = core::AccessDecision::refuse, .exemptions = {"ofl-23"}, .reason = "Internt arbejdspapir"};
    CHECK(decide(user, id, first.id, held).error().field == "is_widened");
    held.is_widened = true;
    CHECK(decide(user, id, first.id, held).error().field == "is_extracted");
    held.is_extracted = true;
    CHECK(decide(user, id, first.id, held));
    const auto outcome = [&] {
        return db
            ->read([&](Transaction& tx) -> core::Result<std::optional<core::AccessOutcome>> {
                return core::outcome_of(services::AccessRequestStore{tx}.documents(id));
            })
            .value();
    };
    CHECK_FALSE(outcome());
    CHECK(decide(user, id, second.id, {.decision = core::AccessDecision::give}));
    CHECK(outcome() == core::AccessOutcome::partial);
    CHECK(as(user, [&](Transaction& tx, const services::Acting& acting) {
        return services::leave_document(tx, acting, id, second.id);
    }));
    CHECK(outcome() == core::AccessOutcome::refused);
    CHECK(places() == std::vector{first.id.value});
}

TEST_CASE_METHOD(Office, "an asker who takes it back ends it, and a year later mail and address are gone", "[access]") {
    auto made = wish();
    made.asker.address = "Lindeallé 8, 5000 Odense C";
    const auto asked = ask(made).value();
    const auto withdraw = [&] {
        return write([&](Transaction& tx) {
            return services::withdraw_followed(tx, asked.secret, settings, clock.now());
        });
    };
    CHECK(withdraw());
    CHECK(withdraw().error().code == ErrorCode::conflict);
    at("2027-05-10");
    services::keep_access_requests(*db, settings, clock.now());
    CHECK(file(user, asked.request.id).value().request.asker.mail == "karen@example.dk");
    at("2027-05-12");
    services::keep_access_requests(*db, settings, clock.now());
    const auto left = file(user, asked.request.id).value().request;
    CHECK(left.asker.mail.empty());
    CHECK(left.asker.address.empty());
    CHECK(left.state == AccessState::withdrawn);
}

TEST_CASE_METHOD(Office, "an asker who is erased as a party is forgotten by the request, too", "[access]") {
    const auto asked = ask(wish()).value();
    write([&](Transaction& tx) -> core::Result<void> {
        const auto parties = services::CaseStore{tx}.parties(asked.filed.id);
        REQUIRE(parties.size() == 1);
        services::ErasureStore{tx}.blank_party(parties.front().id, "Slettet");
        return core::done();
    }).value();
    const auto left = file(user, asked.request.id).value().request.asker;
    CHECK(left.name.empty());
    CHECK(left.mail.empty());
}

TEST_CASE_METHOD(Office, "the explanation ends in the day itself", "[access]") {
    const auto asked = ask(wish()).value();
    const auto clock_now = file(user, asked.request.id).value().clock;
    const auto sentences = services::explained(services::Language::danish, clock_now);
    REQUIRE(sentences.size() == 4);
    CHECK(sentences[2] == "Kristi himmelfartsdag, torsdag den 14. maj 2026, er ikke en arbejdsdag.");
    CHECK(sentences[3] == "Derfor er fristen torsdag den 21. maj 2026.");
}

TEST_CASE_METHOD(Office, "a letter that asks becomes a request on the case that it was journaled on", "[access]") {
    auto made = a_case("Brev fra Karen");
    made.subject = "27.35.00";
    const auto on = open(user, made).value();
    const auto begin = [&](core::UserId by) {
        return as(by, [&](Transaction& tx, const services::Acting& acting) {
            auto letter = wish();
            letter.channel = core::AskChannel::letter;
            letter.received = date("2026-05-08");
            return services::begin_access_request(tx, acting, access, on.id, letter);
        });
    };
    CHECK(begin(teacher).error().code == ErrorCode::not_found);
    CHECK(core::iso_date(begin(user).value().request.due) == "2026-05-20");
    CHECK(begin(user).error().code == ErrorCode::conflict);
    CHECK(task_day(on.id) == "2026-05-20");
}

TEST_CASE("the median and nine of ten are days that somebody really waited", "[access]") {
    CHECK_FALSE(services::percentile({}, 50));
    CHECK(services::percentile({4}, 90) == 4);
    CHECK(services::percentile({9, 1, 5}, 50) == 5);
    CHECK(services::percentile({4, 3, 2, 1}, 50) == 2);
    CHECK(services::percentile({1, 2, 3, 4, 5, 6, 7, 8, 9, 40}, 90) == 9);
    CHECK(services::percentile({1, 2, 3, 4, 5, 6, 7, 8, 40}, 90) == 40);
}

TEST_CASE_METHOD(
    Office, "a year in figures counts what is received and answered, and not what was withdrawn", "[access]"
) {
    const auto first = ask(wish()).value();
    at("2026-06-01");
    const auto second = ask(wish()).value();
    at("2026-06-03");
    const auto answered = as(user, [&](Transaction& tx, const services::Acting& acting) -> core::Result<void> {
        const auto one = services::AccessRequestStore{tx}.find(second.request.id).value();
        services::end_answered(tx, settings, one, user, acting.now);
        return services::withdraw_access_request(tx, acting, settings, first.request.id, 0);
    });
    REQUIRE(answered.has_value());
    const auto figures = db->read([&](Transaction& tx) -> core::Result<services::AccessStatistics> {
                               return services::access_statistics(tx, user, {.year = 2026});
                           }).value();
    CHECK(figures.year.received == 2);
    CHECK(figures.months[4].received == 1);
    CHECK(figures.months[5].answered == 1);
    CHECK(figures.months[5].in_seven_days == 1);
    CHECK(figures.months[5].median == 2);
    CHECK(figures.months[5].nothing_held == 1);
    CHECK(figures.year.answered == 1);
    INFO("another year has none of them, nor a law by which nobody asked");
    const auto other =
        db->read([&](Transaction& tx) -> core::Result<services::AccessStatistics> {
              return services::access_statistics(tx, user, {.year = 2026, .law = core::AccessLaw::environment});
          }).value();
    CHECK(other.year.received == 0);
    CHECK(other.year.answered == 0);
}
