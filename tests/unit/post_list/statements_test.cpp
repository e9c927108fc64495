#include "services/post_list/statements.hpp"

#include "core/rules/exemptions.hpp"
#include "services/post_list/day_close.hpp"
#include "services/post_list/day_figures.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/takedown.hpp"
#include "tests/unit/post_list/post_list_fixture.hpp"

using core::ErrorCode;
using services::ListedPost;
using services::PostState;
using tests::PostRoom;

namespace {

struct ListRoom : PostRoom {
    core::Date today = core::danish_date(clock.now());

    std::vector<ListedPost> listed() {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<ListedPost>> {
                return services::PostListStore{tx}.listed_between(today, today, 100);
            })
            .value();
    }
    core::Result<ListedPost> take_down(core::UserId by, core::PostListId id, const services::Takedown& why) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::take_down(tx, {who, clock.now()}, id, why); });
    }
};

const services::Takedown why{"ofl-30-1", "Navnet stod i titlen"};

}  // namespace

TEST_CASE("every entry has a number of its year, without gaps, whatever becomes of it", "[post_list]") {
    ListRoom room;
    room.journaled("Afslag på carport");
    const auto held = room.journaled("Ansøger: 070761-4285");
    room.journaled("Tilladelse til skur");
    room.feed();
    auto decision = room.released(held);
    decision.state = PostState::withheld;
    decision.reason = "Privat";
    CHECK(room.decide(room.leader, held, decision).error().field == "exemption");
    decision.exemption = "ofl-30-1";
    REQUIRE(room.decide(room.leader, held, decision).has_value());
    const auto listed = room.listed();
    REQUIRE(listed.size() == 3);
    for (std::size_t i = 0; i < listed.size(); ++i) CHECK(listed[i].serial == static_cast<std::int64_t>(i) + 1);
    CHECK(listed[1].state == PostState::withheld);
    CHECK(listed[1].exemption == "ofl-30-1");
    CHECK(listed[1].title.empty());
}

TEST_CASE("what is withheld says by what, and is told apart where nothing has been decided", "[post_list]") {
    using services::Language;
    ListedPost one;
    one.state = PostState::withheld;
    CHECK(services::spoken_absence(Language::danish, one) == "Tilbageholdt");
    CHECK(services::spoken_absence(Language::english, one) == "Withheld");
    CHECK(services::is_undecided(one));
    one.exemption = "ofl-30-1";
    CHECK(services::spoken_absence(Language::danish, one) == "Tilbageholdt efter offentlighedslovens § 30, nr. 1");
    CHECK_FALSE(services::is_undecided(one));
    one = {};
    one.state = PostState::held;
    CHECK_FALSE(services::is_undecided(one));
}

TEST_CASE("a count says how much is left out and why, and its signature holds for nothing else", "[post_list]") {
    ListRoom room;
    room.journaled("Afslag på carport");
    room.journaled("Ansøger: 070761-4285");
    room.feed();
    room.take_down(room.leader, room.listed().front().id, why).value();
    const auto count = services::count_day(room.listed(), room.today, room.clock.now());
    CHECK(count.total() == 2);
    CHECK(count.held == 1);
    CHECK(count.by_exemption == std::map<std::string, std::int64_t>{{"ofl-30-1", 1}});
    CHECK(count.first_serial == 1);
    CHECK(count.last_serial == 2);
    const auto key = services::new_key_pair();
    const auto text = services::statement_text(count);
    const auto signature = services::signature_of(key, text);
    CHECK(services::is_signature_of(key.public_key, text, signature));
    CHECK_FALSE(services::is_signature_of(key.public_key, text + " ", signature));
    CHECK_FALSE(services::is_signature_of(services::new_key_pair().public_key, text, signature));
    CHECK_FALSE(services::is_signature_of(key.public_key, text, "4f1d"));
}

TEST_CASE("a line of the hash can't be forged by what stands in a title", "[post_list]") {
    ListedPost one;
    one.serial_year = 2026;
    one.serial = 1;
    one.state = PostState::published;
    one.title = "Brev\n2026-2\twithheld";
    CHECK(services::entry_line(one) == "2026-1\tpublished\tBrev 2026-2 withheld\t\tentry\n");
}

TEST_CASE("what is taken down is gone in the same moment, and a tombstone says why", "[post_list]") {
    ListRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    const auto id = room.listed().front().id;
    const auto is_public = [&] {
        return room.db
            ->read([&](services::Transaction& tx) -> core::Result<bool> {
                services::PostListStore store{tx};
                return store.public_entry(id) || store.public_document(document.id) || !store.newest_public(9).empty();
            })
            .value();
    };
    REQUIRE(is_public());
    CHECK(room.take_down(room.leader, id, {"ofl-99", "Fejl"}).error().field == "exemption");
    CHECK(room.take_down(room.leader, id, {"ofl-30-1", ""}).error().field == "reason");
    CHECK(room.take_down(room.user, id, why).error().code == ErrorCode::forbidden);
    CHECK(room.take_down(room.teacher, id, why).error().code == ErrorCode::not_found);
    const auto taken = room.take_down(room.leader, id, why).value();
    CHECK_FALSE(is_public());
    CHECK(taken.taken_down_at == room.clock.now());
    CHECK(room.take_down(room.leader, id, why).error().code == ErrorCode::conflict);
    const auto tombstones = room.db
                                ->read([&](services::Transaction& tx) -> core::Result<std::vector<ListedPost>> {
                                    return services::PostListStore{tx}.tombstones(10);
                                })
                                .value();
    REQUIRE(tombstones.size() == 1);
    CHECK(tombstones.front().title.empty());
    CHECK(services::tombstone_text(tombstones.front()).find("carport") == std::string::npos);
}

TEST_CASE("a document that is withdrawn after it was shown leaves a tombstone, too", "[post_list]") {
    ListRoom room;
    const auto document = room.journaled("Afslag på carport");
    room.feed();
    const auto who = room.principal(room.user);
    room.write([&](services::Transaction& tx) {
            return services::withdraw_document(tx, {who, room.clock.now()}, document.id, "Forkert sag");
        }
    ).value();
    CHECK(room.listed().front().state == PostState::withheld);
    CHECK(room.listed().front().taken_down_at == room.clock.now());
}

TEST_CASE("the paragraphs of the law are found by their names", "[post_list]") {
    CHECK(core::exemptions_of(core::AccessLaw::public_access).size() == 20);
    for (const auto& one : core::exemptions()) CHECK(core::exemption_named(one.name) == &one);
    CHECK(core::exemption_named("ofl-30-1")->paragraph == "§ 30, nr. 1");
    CHECK(core::exemption_named("") == nullptr);
}

TEST_CASE("a day's page tells what was signed, and what has changed since", "[post_list]") {
    ListRoom room;
    room.write(
            [&](services::Transaction& tx) -> core::Result<void> {
                services::SigningKeyStore{tx}.add(services::post_list_key, services::new_key_pair(), room.clock.now());
                return core::done();
            }
    ).value();
    room.journaled("Afslag på carport");
    room.journaled("Tilladelse til skur");
    room.journaled("Ansøger: 070761-4285");
    room.feed();
    const auto figures = [&](services::Language language = services::Language::danish) {
        return room.db
            ->read([&](services::Transaction& tx) -> core::Result<nlohmann::json> {
                return services::day_figures(tx, room.today, room.clock.now(), language);
            })
            .value();
    };
    const auto running = figures();
    CHECK(running["is_running"] == true);
    CHECK(running["total_text"] == "3 poster");
    CHECK(running["parts"].size() == 2);
    CHECK(running["signed_text"] == "");
    CHECK(running["last"].get<std::string>().ends_with("-3"));

    room.clock.advance(std::chrono::hours{24});
    CHECK(figures()["signed_text"] == "");
    services::close_days(*room.db, room.clock.now());
    const auto closed = figures();
    CHECK(closed["is_running"] == false);
    CHECK(closed["parts"] == running["parts"]);
    CHECK(closed["signed_text"].get<std::string>().starts_with("Optalt og underskrevet"));
    CHECK(closed["public_key"].get<std::string>().size() == 64);
    CHECK(closed["change_text"] == "");

    room.take_down(room.leader, room.listed().front().id, why).value();
    const auto changed = figures();
    CHECK(changed["parts"] == running["parts"]);
    CHECK(changed["change_text"].get<std::string>().find("1 er vist") == std::string::npos);
    CHECK(
        changed["change_text"].get<std::string>().find("nu er 1 vist, 1 holdt tilbage, og 1 venter") !=
        std::string::npos
    );
    const auto english = figures(services::Language::english);
    CHECK(english["total_text"] == "3 entries");
    CHECK(english["signed_text"].get<std::string>().starts_with("Counted and signed"));
    CHECK(
        english["change_text"] ==
        "Something has changed since. Shown now: 1, withheld: 1, waiting: 1. The entries' numbers are the same."
    );
    const auto tomorrow = room.db->read([&](services::Transaction& tx) -> core::Result<nlohmann::json> {
        const auto day = core::danish_date(room.clock.now()) + std::chrono::days{1};
        return services::day_figures(tx, day, room.clock.now(), services::Language::danish);
    });
    CHECK(tomorrow.value().is_null());
}

TEST_CASE("a day's figures name what is withheld as its entries do, in both languages", "[post_list]") {
    ListRoom room;
    room.journaled("Afslag på carport");
    room.feed();
    room.take_down(room.leader, room.listed().front().id, why).value();
    const auto parts = [&](services::Language language) {
        return room.db
            ->read([&](services::Transaction& tx) -> core::Result<nlohmann::json> {
                return services::day_figures(tx, room.today, room.clock.now(), language)["parts"];
            })
            .value();
    };
    CHECK(parts(services::Language::danish).at(0) == "1 er holdt tilbage efter offentlighedslovens § 30, nr. 1");
    CHECK(parts(services::Language::english).at(0) == "1 withheld under § 30, nr. 1 of offentlighedsloven");
    CHECK(parts(services::Language::english).size() == 1);
}
