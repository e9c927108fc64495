#include <archive.h>
#include <archive_entry.h>

#include <catch2/catch.hpp>
#include <map>

#include "services/files/file_store.hpp"
#include "services/participation/ideas.hpp"
#include "services/privacy/bundles.hpp"
#include "services/privacy/upkeep.hpp"
#include "services/store/citizen_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/party_hearing_store.hpp"
#include "services/store/post_subscription_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using namespace std::chrono_literals;
using core::ErrorCode;

namespace {

/// The files in a ZIP, by a reader that is not the one that wrote it.
std::map<std::string, std::string> unpacked(const std::filesystem::path& file) {
    std::map<std::string, std::string> files;
    archive* in = archive_read_new();
    archive_read_support_format_zip(in);
    REQUIRE(archive_read_open_filename(in, file.c_str(), 65536) == ARCHIVE_OK);
    archive_entry* entry = nullptr;
    while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
        auto& bytes = files[archive_entry_pathname_utf8(entry)];
        std::string piece(65536, '\0');
        for (la_ssize_t count = 0; (count = archive_read_data(in, piece.data(), piece.size())) > 0;)
            bytes.append(piece, 0, static_cast<std::size_t>(count));
    }
    archive_read_free(in);
    return files;
}

struct Office : tests::TownHall {
    services::FileStore files{folder.path / "files"};
    services::BundleJob job{*db, files, clock, "Eksempel Kommune"};
    core::Case on = open(user, a_case("Plejebolig til Karen <Blåbjerg>")).value();
    core::Case closed_to_us = open(teacher, a_case("Skolesag")).value();

    Office() {
        join(user, on.id, "Karen Blåbjerg", "250948-4916");
        join(user, on.id, "Jens Nabo", "");
        join(teacher, closed_to_us.id, "Karen Blåbjerg", "250948-4916");
    }
    void join(core::UserId by, core::CaseId id, const std::string& name, const std::string& number) {
        const auto who = principal(by);
        REQUIRE(write([&](services::Transaction& tx) {
            core::Party made;
            made.in_case = id;
            made.name = name;
            made.identifier = number;
            return services::add_party(tx, {who, clock.now()}, made);
        }));
    }
    void letter(const std::string& text) {
        const auto stored = files.put_bytes(text);
        const auto who = principal(user);
        REQUIRE(write([&](services::Transaction& tx) {
            services::Content content;
            content.hash = stored.hash;
            content.media_type = "text/plain";
            services::StoredPage page;
            page.number = 1;
            page.source = "text_layer";
            page.text = text;
            services::ContentStore{tx}.add_read(content, {page}, clock.now());
            services::NewDocument made;
            made.title = "Et brev";
            made.received = core::danish_date(clock.now());
            made.content = stored.hash;
            made.file_name = "brev.txt";
            return services::journal_document(tx, {who, clock.now()}, on, made);
        }));
    }
    core::Result<std::int64_t> ask(core::UserId by, services::NewBundle made) {
        if (made.reason.empty()) made.reason = "Borgeren har bedt om indsigt";
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::ask_bundle(tx, {who, clock.now()}, made); });
    }
    services::PersonBundle made(std::int64_t id) {
        services::Job work;
        work.id = core::JobId{id};
        work.kind = services::bundle_job_kind;
        work.subject = id;
        REQUIRE(job.make(work));
        return db
            ->read([&](services::Transaction& tx) -> core::Result<services::PersonBundle> {
                return *services::BundleStore{tx}.find(id);
            })
            .value();
    }
    core::Result<services::PersonBundle> fetch(core::UserId by, std::int64_t id) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::fetch_bundle(tx, {who, clock.now()}, id); });
    }
};

bool holds(const std::string& text, std::string_view word) {
    return text.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(
    Office, "a bundle holds the person's cases with their documents, in words anyone can read", "[privacy]"
) {
    letter("Kære Karen Blåbjerg, du kan få boligen.");
    const auto id = ask(leader, {.identifier = "250948-4916"}).value();
    const auto bundle = made(id);
    CHECK(bundle.state == services::BundleState::ready);
    CHECK(bundle.cases == 1);
    CHECK(bundle.total == 1);
    CHECK(bundle.unreadable == 1);
    const auto zip = unpacked(files.path_of(bundle.file));
    const auto& page = zip.at("index.html");
    CHECK(holds(page, on.number));
    CHECK(holds(page, "Plejebolig til Karen &lt;Blåbjerg&gt;"));
    CHECK(holds(page, "250948-4916"));
    CHECK(holds(page, "artikel 15"));
    CHECK_FALSE(holds(page, closed_to_us.number + ":"));
    CHECK_FALSE(holds(page, "Skolesag"));
    CHECK(zip.at("sager/" + on.number + "/1-brev.txt") == "Kære Karen Blåbjerg, du kan få boligen.");
    CHECK(holds(zip.at("sager/" + on.number + "/1-tekst.txt"), "boligen"));
    CHECK(holds(zip.at("data.json"), "\"number\": \"" + on.number + "\""));
}

TEST_CASE_METHOD(Office, "what may be about others is pointed out, and their own data are not told", "[privacy]") {
    letter("Karen Blåbjerg og Jens Nabo er uenige.");
    letter("Din mor har nummer 251248-4916.");
    letter("Dit nummer er 250948-4916.");
    const auto bundle = made(ask(leader, {.identifier = "250948-4916"}).value());
    const auto zip = unpacked(files.path_of(bundle.file));
    const auto& page = zip.at("index.html");
    CHECK(holds(page, "nævner Jens Nabo"));
    CHECK(holds(page, "et andet nummer, der ligner et CPR-nummer"));
    CHECK(holds(page, "Sagen har også andre parter (1)"));
    const auto first = page.find("et andet nummer");
    CHECK(page.find("et andet nummer", first + 1) == std::string::npos);  // her own is not somebody else's
}

TEST_CASE_METHOD(Office, "someone without a number is found by name and address, exactly", "[privacy]") {
    CHECK(made(ask(leader, {.name = "Jens Nabo"}).value()).cases == 1);
    CHECK(made(ask(leader, {.name = "jens nabo"}).value()).cases == 0);
    CHECK(made(ask(leader, {.name = "Jens Nabo", .address = "Et andet sted"}).value()).cases == 0);
}

TEST_CASE_METHOD(Office, "a bundle is for its asker, for a week, and every fetching is in the log", "[privacy]") {
    const auto id = ask(leader, {.identifier = "2509484916"}).value();
    CHECK(fetch(leader, id).error().code == ErrorCode::not_found);  // not made yet
    const auto bundle = made(id);
    CHECK(fetch(user, id).error().code == ErrorCode::not_found);
    REQUIRE(fetch(leader, id));
    const auto log =
        db->read([](services::Transaction& tx) -> core::Result<std::string> {
              std::string all;
              for (const auto& one : services::EventLog{tx}.matching({.kind = services::EventKind::person_told}))
                  all += one.payload;
              return all;
          }).value();
    CHECK(holds(log, "bundle_asked"));
    CHECK(holds(log, "bundle_fetched"));
    CHECK_FALSE(holds(log, "4916"));

    clock.advance(7 * 24h);
    CHECK(fetch(leader, id).error().code == ErrorCode::not_found);
    services::keep_privacy(*db, files, clock.now());
    clock.advance(11min);
    std::filesystem::last_write_time(
        files.path_of(bundle.file), std::filesystem::file_time_type::clock::now() - std::chrono::hours{1}
    );
    services::keep_privacy(*db, files, clock.now());
    CHECK_FALSE(files.has(bundle.file));
    const auto gone = db->read([&](services::Transaction& tx) -> core::Result<services::PersonBundle> {
                            return *services::BundleStore{tx}.find(id);
                        }).value();
    CHECK(gone.state == services::BundleState::gone);
    CHECK(gone.identifier.empty());
}

TEST_CASE_METHOD(Office, "registrars and leaders gather, and say why", "[privacy]") {
    CHECK(ask(user, {.identifier = "250948-4916"}).error().code == ErrorCode::forbidden);
    CHECK(ask(leader, {.identifier = "991399-0000"}).error().field == "identifier");
    CHECK(ask(leader, {}).error().field == "name");
    const auto who = principal(leader);
    const auto unexplained = write([&](services::Transaction& tx) {
        return services::ask_bundle(tx, {who, clock.now()}, {.identifier = "250948-4916"});
    });
    CHECK(unexplained.error().field == "reason");
}

TEST_CASE_METHOD(Office, "a bundle is made once, however often its job runs", "[privacy]") {
    const auto id = ask(leader, {.identifier = "250948-4916"}).value();
    const auto first = made(id), second = made(id);
    CHECK(first.file == second.file);
    CHECK(first.ends_at == second.ends_at);
}

namespace {

const core::CitizenNumber karen{core::IdentifierKind::cpr, "2509484916"};
const core::CitizenNumber jens{core::IdentifierKind::cpr, "0101801234"};

/// What Karen did on her own pages, and what somebody else did there.
struct OwnPages : Office {
    OwnPages() {
        write([&](services::Transaction& tx) -> core::Result<void> {
            power(tx, karen, jens, "Karen Blåbjerg", "Jens Nabo", on.id);
            power(tx, jens, karen, "Jens Nabo", "Karen Blåbjerg", std::nullopt);
            power(tx, karen, jens, "Karen Blåbjerg", "Lærer Lars", closed_to_us.id);
            power(tx, jens, {core::IdentifierKind::cvr, "12345678"}, "Jens Nabo", "Fremmed ApS", std::nullopt);
            core::Hearing hearing;
            hearing.in_case = on.id;
            hearing.title = "Badebroen";
            hearing.takes_ideas = true;
            hearing.made_by = user;
            hearing.id = services::HearingStore{tx}.add(hearing);
            idea(tx, hearing.id, karen, "Byg en badebro");
            const auto other = idea(tx, hearing.id, jens, "Byg et hegn");
            services::IdeaStore{tx}.speak_for(
                other, services::person_in(tx, hearing.id, {"cpr", karen.digits, "Karen Blåbjerg"})
            );
            services::PostSubscriptionStore subscriptions{tx};
            services::PostSubscription wanted;
            wanted.address = "karen@eksempel.dk";
            wanted.part = "\n27\nbadebro";
            wanted.token = "hemmelig";
            wanted.asked_at = clock.now();
            subscriptions.add(wanted);
            return core::done();
        }).value();
    }
    void power(
        services::Transaction& tx,
        const core::CitizenNumber& giver,
        const core::CitizenNumber& attorney,
        const std::string& giver_name,
        const std::string& attorney_name,
        std::optional<core::CaseId> in_case
    ) {
        services::GivenPower made;
        made.power.giver = giver;
        made.power.attorney = attorney;
        made.power.in_case = in_case;
        made.power.last_day = core::danish_date(clock.now()) + std::chrono::days{30};
        made.giver_name = giver_name;
        made.attorney_name = attorney_name;
        made.given_at = clock.now();
        services::CitizenStore{tx}.give_power(made);
    }
    std::int64_t idea(
        services::Transaction& tx, core::HearingId hearing, const core::CitizenNumber& who, const std::string& text
    ) {
        services::HearingIdea made;
        made.hearing = hearing;
        made.person = services::person_in(tx, hearing, {"cpr", who.digits, ""});
        made.name = "En borger";
        made.text = text;
        made.made_at = clock.now();
        return services::IdeaStore{tx}.add(made);
    }
};

}  // namespace

TEST_CASE_METHOD(
    OwnPages,
    "a bundle tells of powers of attorney, ideas and voices by number, and of subscriptions by mail",
    "[privacy]"
) {
    const auto with_mail = unpacked(
        files.path_of(made(ask(leader, {.identifier = "250948-4916", .mail = "Karen@eksempel.dk"}).value()).file)
    );
    const auto& page = with_mail.at("index.html");
    CHECK(holds(page, "Givet til Jens Nabo"));
    CHECK(holds(page, "Fået af Jens Nabo"));
    CHECK(holds(page, "Byg en badebro"));
    CHECK(holds(page, "emne 27, ordene »badebro«"));
    CHECK(with_mail.at("person.json").find("\"voices\"") != std::string::npos);
    INFO("what is another's, or on a case that the asker may not read, stays out");
    for (const auto* text :
         {"Lærer Lars",
          "Fremmed ApS",
          "0101801234",
          "Idéer og kommentarer til høringer</h3>\n<ul>\n<li>Høring »Badebroen«: Byg et hegn"})
        CHECK_FALSE(holds(page, text));

    const auto without = unpacked(files.path_of(made(ask(leader, {.identifier = "250948-4916"}).value()).file));
    CHECK_FALSE(holds(without.at("index.html"), "badebro«"));
    const auto wrong = ask(leader, {.identifier = "250948-4916", .mail = "ikke en adresse"});
    CHECK(wrong.error().field == "mail");
}
