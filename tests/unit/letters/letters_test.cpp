#include "services/letters/letters.hpp"

#include <nlohmann/json.hpp>

#include "services/store/attachment_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/job_queue.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using namespace tests;

namespace {

struct LetterHall : TownHall {
    services::FileStore files{folder.path / "files"};
    services::LetterDesk desk{*db, files, "Eksempel Kommune"};

    static services::NewLetter a_letter() {
        services::NewLetter made;
        made.title = "Vi har modtaget din henvendelse";
        made.receiver = "Søren Ågård\nStrandvejen 27\n9999 Eksempelby";
        made.text = "Kære Søren\n\nTak for brevet.";
        return made;
    }
    core::Result<core::Document> send(core::UserId by, core::CaseId on, const services::NewLetter& made) {
        const auto who = principal(by);
        return services::journal_letter(desk, {who, clock.now()}, on, made);
    }
};

}  // namespace

TEST_CASE("A letter is journaled as an outgoing PDF of today, its text known and its pictures to be drawn") {
    LetterHall town;
    const auto on = town.open(town.user, town.a_case()).value();
    const auto sent = town.send(town.user, on.id, LetterHall::a_letter()).value();
    CHECK(sent.direction == core::Direction::outgoing);
    CHECK(sent.correspondent == "Søren Ågård");
    CHECK(sent.letter_date == core::danish_date(town.clock.now()));
    CHECK(town.files.has(sent.content));
    const auto read = town.read_document(town.user, sent.id).value();
    CHECK(read.media_type == "application/pdf");
    const auto known = town.write([&](services::Transaction& tx) -> core::Result<services::Content> {
        CHECK(services::ContentStore{tx}.page(sent.content, 1)->text.find("Tak for brevet.") != std::string::npos);
        return services::ContentStore{tx}.find(sent.content).value();
    });
    CHECK(known.value().outcome == services::ReadOutcome::complete);
    CHECK(known.value().pdf == sent.content);
    const auto job = town.write([&](services::Transaction& tx) -> core::Result<std::string> {
        return services::JobQueue{tx}.take("test", town.clock.now(), std::chrono::minutes{1}).value().kind;
    });
    CHECK(job.value() == "read_document");
}

TEST_CASE("A letter is journaled with what belongs to it, or not at all") {
    LetterHall town;
    const auto on = town.open(town.user, town.a_case()).value();
    const auto who = town.principal(town.user);
    const auto refused = services::journal_letter(
        town.desk,
        {who, town.clock.now()},
        on.id,
        LetterHall::a_letter(),
        [](services::Transaction&, const core::Document&) -> core::Result<void> {
            return core::Error{ErrorCode::conflict, "not now", "elsewhere"};
        }
    );
    CHECK(refused.error().field == "elsewhere");
    const auto documents = [&] {
        return town.db
            ->read([&](services::Transaction& tx) -> core::Result<std::size_t> {
                return services::DocumentStore{tx}.of_case(on.id, 100, 10).size();
            })
            .value();
    };
    CHECK(documents() == 0);
    CHECK(town.send(town.user, on.id, LetterHall::a_letter()).value().number == 1);
    CHECK(documents() == 1);
}

TEST_CASE("A letter in which something is left to write is refused, and so is one without receiver or title") {
    LetterHall town;
    const auto on = town.open(town.user, town.a_case()).value();
    auto made = LetterHall::a_letter();
    made.text += " Svar senest [skriv datoen].";
    CHECK(town.send(town.user, on.id, made).error().field == "unfinished");
    made = LetterHall::a_letter();
    made.receiver = " \n";
    CHECK(town.send(town.user, on.id, made).error().field == "receiver");
    made = LetterHall::a_letter();
    made.title = "";
    CHECK(town.send(town.user, on.id, made).error().field == "title");
}

TEST_CASE("Who may not journal on a case writes no letters on it") {
    LetterHall town;
    auto open_to_all = town.a_case();
    open_to_all.confidentiality = core::Confidentiality::open;
    const auto shown = town.open(town.user, open_to_all).value();
    CHECK(town.send(town.teacher, shown.id, LetterHall::a_letter()).error().code == ErrorCode::forbidden);
    const auto hidden = town.open(town.user, town.a_case()).value();
    CHECK(town.send(town.teacher, hidden.id, LetterHall::a_letter()).error().code == ErrorCode::not_found);
}

TEST_CASE("A template is merged with what the case knows") {
    LetterHall town;
    const auto on = town.open(town.user, town.a_case()).value();
    const auto who = town.principal(town.user);
    const auto fields =
        town.db
            ->read([&](services::Transaction& tx) -> core::Result<services::MergeFields> {
                return services::merge_fields(tx, town.desk, {who, town.clock.now()}, on, "Søren\nVej 1");
            })
            .value();
    CHECK(
        services::merged("{{modtager}} {{sagsnummer}} {{dato}} {{enhed}} {{sagsbehandler}} {{myndighed}}", fields) ==
        "Søren " + on.number + " 3. november 2026 Teknik og Miljø Jens Kristian Krogh Eksempel Kommune"
    );
}

TEST_CASE("What goes with a letter is attached to its document, and named on it") {
    LetterHall town;
    const auto on = town.open(town.user, town.a_case()).value();
    const auto other = town.open(town.user, town.a_case("En anden sag")).value();
    const auto drawing = town.journal(town.user, on, "Tegning").value();
    const auto strange = town.journal(town.user, other, "Fremmed").value();
    auto made = LetterHall::a_letter();
    made.attachments = {{.document = drawing.id}};
    const auto sent = town.send(town.user, on.id, made).value();
    town.write(
            [&](services::Transaction& tx) -> core::Result<void> {
                const auto attached = services::AttachmentStore{tx}.of_document(sent.id);
                REQUIRE(attached.size() == 1);
                CHECK(attached[0].title == "Tegning");
                CHECK(attached[0].content == drawing.content);
                const auto told = services::EventLog{tx}.last_of(
                    services::SubjectKind::document, sent.id.value, services::EventKind::attachment_added
                );
                REQUIRE(told);
                CHECK(told->actor == town.user);
                const auto payload = nlohmann::json::parse(told->payload);
                CHECK(payload.at("attachment") == 1);
                CHECK(payload.at("number") == sent.number);
                CHECK(payload.at("content") == drawing.content.text());
                CHECK(services::ContentStore{tx}.page(sent.content, 1)->text.find("1.  Tegning") != std::string::npos);
                return core::done();
            }
    ).value();
    made.attachments = {{.document = strange.id}};
    CHECK(town.send(town.user, on.id, made).error().field == "attachments");
}
