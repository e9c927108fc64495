#include "services/post_list/subscriptions.hpp"
#include "services/post_list/takedown.hpp"
#include "tests/support/mail_text.hpp"
#include "tests/unit/post_list/post_list_fixture.hpp"

using services::PublicFilter;
using services::Transaction;
using namespace std::chrono_literals;

namespace {

/// Somebody who follows a part of the post list, and a mail server that keeps what it is given.
struct FollowedRoom : tests::PostRoom {
    std::vector<std::string> mails;
    services::SubscriptionMails subscriptions{
        *db,
        clock,
        {.letterhead = {.authority = "Eksempel Kommune", .address = "post@eksempel.example"},
         .smtp =
             [this](const std::string&, const std::string&, const std::string& message) {
                 mails.push_back(tests::decoded_text(message));
                 return services::SmtpAnswer{.is_taken = true, .is_refused = false, .reply = {}};
             },
         .public_url = "https://post.eksempel.example",
         .index_folder = {}}};

    services::Job follow(const PublicFilter& filter) {
        const auto id =
            write([&](Transaction& tx) -> core::Result<std::int64_t> {
                services::PostSubscriptionStore store{tx};
                services::PostSubscription made;
                made.address = "karen@eksempel.example";
                made.part = services::part_of(filter);
                made.token = "token of " + made.part;
                made.asked_at = clock.now();
                const auto added = store.add(made).value();
                store.confirm(added, services::PostChangeStore{tx}.newest(), core::danish_date(clock.now()));
                return added;
            }).value();
        services::Job job;
        job.subject = id;
        return job;
    }
    /// Published letters, as the mail finds them once they have settled.
    void publish(int count) {
        for (int at = 0; at < count; ++at) letters.push_back(journaled("Tak for sidst nummer " + std::to_string(at)));
        for (auto fed = feeder.position(); feed(), fed != feeder.position();) fed = feeder.position();
        clock.advance(10min);
    }
    std::vector<core::Document> letters;
};

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("a mail names the first hundred of what is new, counts the rest, and leads to all of it", "[post_list]") {
    FollowedRoom room;
    const auto job = room.follow({});
    constexpr int more_than_one_step = 620;
    room.publish(more_than_one_step);
    room.subscriptions.digest(job).value();
    REQUIRE(room.mails.size() == 1);
    CHECK(count_of(room.mails[0], "/postliste/poster/") == services::digest_names);
    CHECK(room.mails[0].find("Og 520 flere. Se dem alle:") != std::string::npos);
    const auto day = core::iso_date(core::danish_date(room.clock.now()));
    CHECK(
        room.mails[0].find("https://post.eksempel.example/postliste?from=" + day + "&to=" + day) != std::string::npos
    );

    INFO("all of it was told: nothing comes again, and what is taken down is told of whatever its place was");
    room.subscriptions.digest(job).value();
    CHECK(room.mails.size() == 1);
    const auto who = room.principal(room.leader);
    const auto entry = room.entry_of(room.letters.at(300)).value().id;
    room.write([&](Transaction& tx) {
            return services::take_down(tx, {who, room.clock.now()}, entry, {"ofl-30-1", "Privat"});
        }
    ).value();
    room.feed();
    room.clock.advance(10min);
    room.subscriptions.digest(job).value();
    REQUIRE(room.mails.size() == 2);
    CHECK(count_of(room.mails[1], "er ikke længere på postlisten") == 1);
    CHECK(room.mails[1].find("/postliste/poster/" + std::to_string(entry.value)) != std::string::npos);
}

TEST_CASE("who follows a unit is told of the units below it, unless they asked for it alone", "[post_list]") {
    FollowedRoom room;
    PublicFilter whole;
    whole.unit = room.authority;
    auto alone = whole;
    alone.unit_alone = true;
    CHECK(services::filter_of_part(services::part_of(alone)).unit_alone);
    CHECK(services::filter_of_part(services::part_of(whole)).unit == whole.unit);
    CHECK_FALSE(services::filter_of_part(services::part_of(whole)).unit_alone);
    const auto of_whole = room.follow(whole);
    const auto of_alone = room.follow(alone);
    room.publish(2);
    room.subscriptions.digest(of_whole).value();
    REQUIRE(room.mails.size() == 1);
    CHECK(count_of(room.mails[0], "/postliste/poster/") == 2);
    room.subscriptions.digest(of_alone).value();
    CHECK(room.mails.size() == 1);
}
