#include "services/store/incoming_store.hpp"
#include "tests/unit/oversight/oversight_fixture.hpp"

using services::EventKind;
using services::Method;
using std::chrono::minutes;
using tests::OversightHall;

namespace {

struct Noted : OversightHall {
    std::optional<services::ReadLog> log{std::in_place, *db, clock};

    Noted() {
        identity.on_answer([this](const auto& request, const auto& caller, const auto& response) {
            return log->note(request, caller, response);
        });
    }
    std::vector<services::Event> events_of(EventKind kind) {
        if (log) log->wait_until_written();
        auto all = db->read([](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                         return services::EventLog{tx}.after(core::EventId{0}, 1000);
                     }).value();
        std::erase_if(all, [&](const services::Event& event) { return event.kind != kind; });
        return all;
    }
};

std::string path_of(const core::Case& one) {
    return "/sager/" + std::to_string(one.id.value);
}

}  // namespace

SCENARIO("who opens a restricted case is noted once in ten minutes, with the right they read it by", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    hall.page("jekr", path_of(one));
    hall.page("jekr", path_of(one), {{"fane", "historik"}});
    hall.page("lene", path_of(one));
    auto reads = hall.events_of(EventKind::case_read);
    REQUIRE(reads.size() == 2);
    CHECK(reads[0].actor == hall.user);
    CHECK(reads[0].in_case == one.id);
    CHECK(tests::holds(reads[0].payload, "\"caseworker\""));
    CHECK(tests::holds(reads[1].payload, "\"leader\""));
    CHECK(hall.history(one.id).size() == 1);  // readings are no part of what happened to the case

    hall.clock.advance(minutes{11});
    hall.page("jekr", path_of(one));
    CHECK(hall.events_of(EventKind::case_read).size() == 3);
}

SCENARIO("whoever is refused, and whoever opens what is not watched, is not noted", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    CHECK(hall.send("tove", Method::get, path_of(one)).has_error());
    const auto plain = hall.open(hall.user, hall.a_case()).value();
    hall.page("jekr", path_of(plain));
    CHECK(hall.events_of(EventKind::case_read).empty());

    const auto who = hall.principal(hall.user);
    hall.write([&](services::Transaction& tx) {
            return services::add_party(
                tx,
                {who, hall.clock.now()},
                {{}, plain.id, core::PartyRole::primary, "Karen Østergård", "2509484916", ""}
            );
        }
    ).value();
    hall.clock.advance(minutes{11});
    hall.page("jekr", path_of(plain));
    CHECK(hall.events_of(EventKind::case_read).size() == 1);
}

SCENARIO("a journaled letter that is opened from the mailroom is a reading of its document", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    const auto letter = hall.journal(hall.user, one).value();
    const auto item = hall.write(
                              [&](services::Transaction& tx) -> core::Result<core::IncomingId> {
                                  core::IncomingItem made;
                                  made.content = letter.content;
                                  made.file_name = "scan.pdf";
                                  made.unit = hall.unit;
                                  made.access_group = one.access_group;
                                  services::IncomingStore items{tx};
                                  const auto id = items.add(made);
                                  TRY(items.set_journaled(id, 1, letter.id));
                                  return id;
                              }
    ).value();
    services::Request request;
    request.method = Method::get;
    request.path = "/api/v1/incoming/" + std::to_string(item.value) + "/original";
    const auto token = hall.identity.sign_in("jekr", "hemmeligt", "192.0.2.1").value().token;
    const auto caller = hall.identity.caller_of(tests::with_cookie(token)).value();
    hall.log->note(request, *caller, services::text("")).value();
    const auto reads = hall.events_of(EventKind::document_read);
    REQUIRE(reads.size() == 1);
    CHECK(reads[0].subject == letter.id.value);
    CHECK(tests::holds(reads[0].payload, "original"));
}

SCENARIO("a server that stops writes what it has, and one that falls silent is missed", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    hall.page("jekr", path_of(one));
    hall.log.reset();
    CHECK(hall.events_of(EventKind::case_read).size() == 1);

    hall.log.emplace(*hall.db, hall.clock);
    CHECK(hall.events_of(EventKind::reads_missing).empty());
    // As if a server had begun and been killed.
    hall.write(
            [&](services::Transaction& tx) -> core::Result<void> {
                services::ReadWriterStore{tx}.begin(hall.clock.now());
                return core::done();
            }
    ).value();
    hall.clock.advance(minutes{5});
    const services::ReadLog next{*hall.db, hall.clock};
    CHECK_FALSE(hall.events_of(EventKind::reads_missing).empty());
}

SCENARIO("leaders and auditors see who read a case, and its caseworker does not", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    hall.page("jekr", path_of(one));
    hall.log->wait_until_written();
    const auto reads = path_of(one) + "/laesninger";
    CHECK(tests::holds(hall.page("lene", reads), "sagens sagsbehandler"));
    CHECK(tests::holds(hall.page("revi", reads), one.number));
    CHECK_FALSE(tests::holds(hall.page("revi", reads), "plejebolig"));
    CHECK(hall.send("jekr", Method::get, reads).error().code == core::ErrorCode::not_found);

    const auto printed = hall.post("lene", reads + "/udskrift", {});
    CHECK(tests::holds(std::get<std::string>(printed.body), "Jens Kristian Krogh"));
    CHECK(hall.events_of(EventKind::person_told).size() == 1);
}

SCENARIO("an auditor searches the log and looks through its chain, and nobody else does", "[oversight]") {
    Noted hall;
    const auto one = hall.a_restricted_case();
    const auto opened = hall.page("revi", "/revision", {{"slags", "case_opened"}, {"sag", one.number}});
    CHECK(tests::holds(opened, "Sag oprettet"));
    CHECK(tests::holds(opened, one.number));
    CHECK(tests::holds(hall.page("revi", "/revision", {{"person", "ingen"}}), "Der er ingen bruger"));
    CHECK(tests::holds(hall.page("revi", "/revision.csv", {{"person", "jekr"}}), "\"Sag oprettet\""));
    CHECK(tests::holds(hall.page("revi", "/revision"), "ikke efterprøvet endnu"));
    hall.post("revi", "/revision/efterproev", {});
    CHECK(tests::holds(hall.page("revi", "/revision"), "er uændrede"));
    for (const auto* path : {"/revision", "/revision.csv"})
        CHECK(hall.send("lene", Method::get, path).error().code == core::ErrorCode::forbidden);
    CHECK(hall.send("lene", Method::post, "/revision/efterproev").error().code == core::ErrorCode::forbidden);
}
