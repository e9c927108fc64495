#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "services/citizens/citizen_desk.hpp"
#include "services/identity/token.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/sending_store.hpp"
#include "services/store/task_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

/// Random cases with random parties, documents, attachments, releases, sendings, tasks and powers of attorney. What
/// each person sees is worked out by the pure policy from what was written here, and asked of the store, and of the
/// pages themselves, whose text is searched for every word that belongs to somebody else.

namespace {

using core::CitizenNumber;
using core::IdentifierKind;
using services::Transaction;

const std::array pool{
    CitizenNumber{IdentifierKind::cpr, "0101801234"},
    CitizenNumber{IdentifierKind::cpr, "0202751235"},
    CitizenNumber{IdentifierKind::cpr, "0303851236"},
    CitizenNumber{IdentifierKind::cvr, "12345678"},
    CitizenNumber{IdentifierKind::cvr, "87654321"},
    CitizenNumber{IdentifierKind::p_number, "0101801234"},  // a place with a person's digits
};
constexpr std::size_t people = 5;  ///< of them can sign in

const services::Pages& all_pages() {
    static const services::Pages pages;
    return pages;
}

struct WorldAttachment {
    core::AttachmentId id;
    core::Timestamp added_at{};
    std::string title;
};

struct WorldDocument {
    core::DocumentId id;
    core::PartyDocument policy;
    std::map<CitizenNumber, std::set<std::string>> words;  ///< by whom they are told
    std::string own_title;
    std::vector<WorldAttachment> attachments{};
};

struct World : tests::TownHall {
    std::mt19937 random;
    services::FileStore files{folder.path / "files"};
    services::Workplace workplace{*db, clock, "Eksempel Kommune", all_pages()};
    services::OpenIdPlaces places{4};
    services::OpenIdSettings provider_settings{
        .key = "borger", .name = "MitID", .issuer = "https://login.example", .client_id = "x"};
    services::OpenIdProvider provider{provider_settings, clock, places};
    services::CitizenDesk desk{workplace, files, {}, {}, "", &provider, {}};
    services::Router router;
    core::Date today = core::danish_date(clock.now());
    std::vector<core::PartyCase> cases;
    std::map<core::CaseId, std::vector<WorldDocument>> documents;
    std::vector<core::PowerOfAttorney> powers;
    std::map<std::string, std::set<CitizenNumber>> secrets;  ///< a word, and who may meet it
    std::map<CitizenNumber, std::string> tokens;
    int words{};

    explicit World(unsigned seed) : random(seed) {
        services::add_citizen_routes(router, desk);
        for (std::size_t i = 0; i < people; ++i) sign_in(pool[i]);
        for (int i = 0; i < 12; ++i) make_case();
        for (int i = 0; i < 14; ++i) make_power();
    }

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    std::string word(const char* what) { return what + std::to_string(1000 + ++words) + "q"; }
    template <class F>
    void keep(F&& work) {
        write([&](Transaction& tx) -> core::Result<void> {
            work(tx);
            return core::done();
        }).value();
    }

    void sign_in(const CitizenNumber& who) {
        tokens[who] = services::random_token();
        keep([&](Transaction& tx) {
            services::CitizenSessionStore{tx}.add(
                services::token_hash(tokens[who]),
                {.number = who,
                 .name = "Den der ser",
                 .csrf = "csrf",
                 .id_token = "",
                 .created_at = clock.now(),
                 .seen_at = clock.now(),
                 .ends_at = clock.now() + std::chrono::hours{1}}
            );
        });
    }

    void make_case() {
        auto wanted = a_case(word("rigtigtitel"));
        secrets[wanted.title];
        wanted.public_title = "Sag om noget";
        wanted.caseworker = user;
        wanted.confidentiality = std::array{
            core::Confidentiality::open, core::Confidentiality::unit, core::Confidentiality::restricted}[below(3)];
        if (chance(50)) {
            wanted.type = "building_permit";
            wanted.fields =
                nlohmann::json{
                    {"property", word("ejendom")},
                    {"work", "detached_house"},
                    {"complete_on", "2026-01-0" + std::to_string(1 + below(9))}}
                    .dump();
            secrets[nlohmann::json::parse(wanted.fields).at("property")];
        }
        const auto made = open(user, wanted).value();
        add_task(made);
        services::CaseChange waits;
        if (chance(50)) waits.waiting_for = word("venter");
        if (waits.waiting_for) secrets[*waits.waiting_for];
        const auto one = change(user, made.id, made.version, waits).value();
        core::PartyCase known{one.id, one.confidentiality, false, {}};
        for (auto count = 1 + below(3); count > 0; --count) add_party(known);
        if (chance(15)) close(known, std::nullopt);
        if (chance(25)) close(known, known.parties[below(known.parties.size())].number);
        cases.push_back(known);
        for (auto count = below(5); count > 0; --count) add_document(one, known);
    }

    /// What is to be done on the case, in the words of those who do it.
    void add_task(const core::Case& on) {
        core::Task task{};
        task.in_case = on.id;
        task.title = word("opgave");
        secrets[task.title];
        task.unit = on.unit;
        task.due = task.remind_on = today;
        task.access_group = on.access_group;
        task.made_at = clock.now();
        task.made_by = user;
        keep([&](Transaction& tx) { services::TaskStore{tx}.add(task); });
    }

    void add_party(core::PartyCase& known) {
        constexpr std::array roles{
            core::PartyRole::primary,
            core::PartyRole::other,
            core::PartyRole::other,
            core::PartyRole::representative,
            core::PartyRole::sender,
            core::PartyRole::receiver};
        core::Party party;
        party.in_case = known.id;
        party.role = roles[below(roles.size())];
        const auto& number = pool[below(pool.size())];
        party.identifier = number.digits;
        party.identifier_kind = number.kind;
        party.name = word("partnavn");
        party.address = word("adresse");
        secrets[party.name].insert(number);
        secrets[party.address];
        known.parties.push_back({party.role, number, false});
        keep([&](Transaction& tx) { services::CaseStore{tx}.add_party(party); });
    }

    void close(core::PartyCase& known, const std::optional<CitizenNumber>& party) {
        if (!party) known.is_kept_back = true;
        for (auto& standing : known.parties)
            if (party && standing.number == *party) standing.is_kept_back = true;
        const services::PartyClosing made{party.value_or(CitizenNumber{}), word("hemmelig"), user, clock.now()};
        secrets[made.reason];
        keep([&](Transaction& tx) { services::CitizenStore{tx}.keep_back(known.id, made); });
    }

    void add_document(const core::Case& on, const core::PartyCase& known) {
        const auto title = word("dokument");
        secrets[title];
        auto journaled = journal(user, on, title).value();
        WorldDocument made{journaled.id, {on.id, journaled.direction, false, {}}, {}, title, {}};
        for (auto place = std::int64_t{1}; chance(50) && place < 4; ++place) attach(journaled, made, place);
        for (auto count = below(4); count > 0; --count) {
            // Also to people who are no party here.
            const auto& whom =
                chance(70) ? known.parties[below(known.parties.size())].number : pool[below(pool.size())];
            const auto label = word("vist");
            secrets[label];
            if (chance(50))
                send(on, made, whom, label);
            else
                release(on, made, whom, label);
        }
        if (chance(15)) {
            made.policy.is_withdrawn = true;
            const auto who = principal(user);
            write([&](Transaction& tx) {
                return services::withdraw_document(tx, {who, clock.now()}, made.id, word("fortrudt"));
            }).value();
        }
        documents[on.id].push_back(std::move(made));
    }

    /// A minute before, with, or a minute after what is sent.
    void attach(const core::Document& to, WorldDocument& made, std::int64_t place) {
        core::Attachment file{};
        file.document = to.id;
        file.place = place;
        file.title = word("bilag");
        secrets[file.title];
        file.content = to.content;
        file.file_name = "bilag.pdf";
        file.added_by = user;
        file.added_at = clock.now() + std::chrono::minutes{static_cast<int>(below(3)) - 1};
        keep([&](Transaction& tx) { file.id = services::AttachmentStore{tx}.add(file); });
        made.attachments.push_back({file.id, file.added_at, file.title});
    }

    void send(const core::Case& on, WorldDocument& made, const CitizenNumber& whom, const std::string& label) {
        core::Sending sending;
        sending.document = made.id;
        sending.in_case = on.id;
        sending.channel = core::SendingChannel::digital_post;
        sending.receiver = whom.digits;
        sending.receiver_kind = whom.kind;
        sending.receiver_name = word("modtager");
        secrets[sending.receiver_name];
        sending.label = label;
        sending.message_id = word("besked");
        sending.ordered_by = user;
        sending.ordered_at = clock.now();
        constexpr std::array states{
            core::SendingState::waiting,
            core::SendingState::sent,
            core::SendingState::handed_over,
            core::SendingState::delivered,
            core::SendingState::failed};
        const auto state = states[below(states.size())];
        keep([&](Transaction& tx) {
            services::SendingStore store{tx};
            sending.id = store.add(sending);
            auto after = sending;
            after.state = state;
            after.ended_at = clock.now();
            if (state != core::SendingState::waiting) store.update(after, core::SendingState::waiting);
        });
        if (state == core::SendingState::waiting || state == core::SendingState::failed) return;
        made.policy.grounds.push_back({core::PartyGround::sent, whom, sending.ordered_at});
        made.words[whom].insert(label);
    }

    void release(const core::Case& on, WorldDocument& made, const CitizenNumber& whom, const std::string& label) {
        services::PartyDocumentNote note;
        // The document may have lain on another case then.
        const bool is_elsewhere = cases.front().id != on.id && chance(20);
        note.in_case = is_elsewhere ? cases.front().id : on.id;
        note.document = made.id;
        note.party = whom;
        note.ground = chance(70) ? core::PartyGround::released : core::PartyGround::written;
        note.title = label;
        note.noted_at = clock.now();
        if (note.ground == core::PartyGround::released)
            for (const auto& attached : made.attachments)
                if (chance(50)) note.attachments.push_back(attached.id);
        const bool is_taken_back = note.ground == core::PartyGround::released && chance(30);
        keep([&](Transaction& tx) {
            services::CitizenStore store{tx};
            note.id = store.add_document(note);
            if (is_taken_back) store.take_back(note.id, user, clock.now(), "fejl");
        });
        if (is_taken_back || (is_elsewhere && note.ground == core::PartyGround::released)) return;
        made.policy.grounds.push_back({note.ground, whom, note.noted_at, note.attachments});
        made.words[whom].insert(label);
    }

    void make_power() {
        services::GivenPower made;
        made.power.giver = pool[below(people)];
        made.power.attorney = pool[below(people)];
        if (made.power.giver == made.power.attorney) return;
        if (chance(60)) made.power.in_case = cases[below(cases.size())].id;
        made.power.last_day = today + std::chrono::days{static_cast<int>(below(3)) - 1};
        made.attorney_name = word("fuldmægtig");
        made.giver_name = word("giver");
        secrets[made.attorney_name];
        secrets[made.giver_name];
        made.given_at = clock.now();
        made.power.is_withdrawn = chance(20);
        keep([&](Transaction& tx) {
            services::CitizenStore store{tx};
            made.power.id = store.give_power(made);
            if (made.power.is_withdrawn) store.withdraw_power(made.power.id, clock.now());
        });
        powers.push_back(made.power);
    }

    std::vector<services::SeenCase> policy_says(const CitizenNumber& who) const {
        std::vector<services::SeenCase> seen;
        for (const auto& one : cases)
            for (const auto& as : core::standpoints(who, one, powers, today, desk.settings.most))
                seen.push_back({one.id, as});
        std::ranges::sort(seen);
        return seen;
    }

    services::Response ask(const CitizenNumber& who, const std::string& path) {
        const auto query = path.find('?');
        const auto match = router.find(services::Method::get, path.substr(0, query));
        REQUIRE(match.handler != nullptr);
        services::Request request;
        request.path = path.substr(0, query);
        request.raw_target = path;
        request.path_parameters = match.parameters;
        if (query != std::string::npos) {
            const auto equals = path.find('=', query);
            request.query.emplace_back(path.substr(query + 1, equals - query - 1), path.substr(equals + 1));
        }
        request.headers.emplace_back("cookie", "saglig_citizen=" + tokens.at(who));
        const auto answer = (*match.handler)(request);
        if (answer.has_error()) {
            services::Response refused;
            refused.status = services::status_of(answer.error().code);
            return refused;
        }
        return answer.value();
    }

    /// Every word of the page that the one who looks as `as` may not meet.
    std::vector<std::string> leaks(const std::string& page, const std::set<std::string>& allowed) const {
        std::vector<std::string> found;
        for (const auto& [text, owners] : secrets)
            if (!allowed.contains(text) && page.find(text) != std::string::npos) found.push_back(text);
        for (const auto& number : pool)
            if (page.find(number.digits) != std::string::npos && number.kind == IdentifierKind::cpr)
                found.push_back(number.digits);
        return found;
    }
};

std::string body_of(const services::Response& response) {
    return std::get<std::string>(response.body);
}

/// What belongs to documents: the store says what the policy says.
void check_attachments(World& world, core::CaseId in_case, const CitizenNumber& party) {
    const auto seen = world.db->read([&](Transaction& tx) -> core::Result<std::vector<services::SeenAttachment>> {
        return services::CitizenStore{tx}.attachments(in_case, party);
    });
    std::map<core::AttachmentId, core::PartyGround> shown;
    for (const auto& one : seen.value()) CHECK(shown.emplace(one.attachment, one.ground).second);
    std::size_t expected = 0;
    for (const auto& document : world.documents[in_case])
        for (const auto& attached : document.attachments) {
            const auto ground = core::ground_to_show(document.policy, in_case, party, attached.id, attached.added_at);
            CHECK(shown.contains(attached.id) == ground.has_value());
            if (ground && shown.contains(attached.id)) CHECK(shown.at(attached.id) == *ground);
            expected += ground ? 1 : 0;
        }
    CHECK(shown.size() == expected);
}

}  // namespace

TEST_CASE("In random worlds the store shows what the policy shows, and no page tells of a third person") {
    for (unsigned seed = 1; seed <= 6; ++seed) {
        INFO("seed " << seed);
        World world{seed};
        for (std::size_t person = 0; person < people; ++person) {
            const auto& who = pool[person];
            const auto expected = world.policy_says(who);
            const auto seen = world.db->read([&](Transaction& tx) -> core::Result<std::vector<services::SeenCase>> {
                return services::CitizenStore{tx}.seen_by(who, world.today, world.desk.settings.most);
            });
            CHECK(seen.value() == expected);

            std::set<std::string> names_on_list;
            for (const auto& one : expected)
                for (const auto& [text, owners] : world.secrets)
                    if (one.as.power != 0 && owners.contains(one.as.party)) names_on_list.insert(text);
            CHECK(world.leaks(body_of(world.ask(who, "/mine-sager")), names_on_list).empty());

            for (const auto& known : world.cases) {
                const auto path = "/mine-sager/" + std::to_string(known.id.value);
                const auto standpoints =
                    core::standpoints(who, known, world.powers, world.today, world.desk.settings.most);
                if (standpoints.empty()) CHECK(world.ask(who, path).status == 404);
                for (const auto& as : standpoints) {
                    const auto query = as.power == 0 ? "" : "?fuldmagt=" + std::to_string(as.power);
                    std::set<std::string> allowed;
                    for (const auto& [text, owners] : world.secrets)
                        if (owners.contains(as.party)) allowed.insert(text);
                    for (const auto& document : world.documents[known.id]) {
                        if (core::ground_to_show(document.policy, known.id, as.party))
                            allowed.insert(document.words.at(as.party).begin(), document.words.at(as.party).end());
                        for (const auto& attached : document.attachments)
                            if (core::ground_to_show(
                                    document.policy, known.id, as.party, attached.id, attached.added_at
                                ))
                                allowed.insert(attached.title);
                    }
                    const auto page = world.ask(who, path + query);
                    REQUIRE(page.status == 200);
                    CHECK(world.leaks(body_of(page), allowed).empty());
                    const auto listed =
                        world.db->read([&](Transaction& tx) -> core::Result<std::vector<services::SeenDocument>> {
                            return services::CitizenStore{tx}.documents(known.id, as.party);
                        });
                    std::map<core::DocumentId, core::PartyGround> shown;
                    for (const auto& one : listed.value()) shown.emplace(one.document, one.ground);
                    for (const auto& document : world.documents[known.id]) {
                        const auto ground = core::ground_to_show(document.policy, known.id, as.party);
                        CHECK(shown.contains(document.id) == ground.has_value());
                        if (ground && shown.contains(document.id)) CHECK(shown.at(document.id) == *ground);
                    }
                    check_attachments(world, known.id, as.party);
                }
                // By id, one by one, whether or not a page names it.
                for (const auto& document : world.documents[known.id]) {
                    const bool may_see = !standpoints.empty() &&
                                         core::ground_to_show(document.policy, known.id, standpoints.front().party);
                    const auto file = world.ask(who, path + "/dokumenter/" + std::to_string(document.id.value));
                    if (!may_see) CHECK(file.status == 404);
                    for (std::size_t i = 0; i < document.attachments.size(); ++i) {
                        const auto& attached = document.attachments[i];
                        const bool may_read =
                            may_see &&
                            core::ground_to_show(
                                document.policy, known.id, standpoints.front().party, attached.id, attached.added_at
                            );
                        const auto bytes = world.ask(
                            who,
                            path + "/dokumenter/" + std::to_string(document.id.value) + "/bilag/" +
                                std::to_string(i + 1)
                        );
                        if (!may_read) CHECK(bytes.status == 404);
                    }
                }
            }
        }
    }
}

TEST_CASE("Numbers are met by nobody: neither in an address nor in an event") {
    World world{99};
    world.ask(pool[0], "/mine-sager");
    for (const auto& known : world.cases) world.ask(pool[0], "/mine-sager/" + std::to_string(known.id.value));
    std::int64_t read = 0;
    world.keep([&](Transaction& tx) {
        for (const auto& event : services::EventLog{tx}.after(core::EventId{0}, 10'000)) {
            read += event.kind == services::EventKind::citizen_read ? 1 : 0;
            for (const auto& number : pool) CHECK(event.payload.find(number.digits) == std::string::npos);
        }
    });
    CHECK(read == static_cast<std::int64_t>(std::ranges::count_if(world.cases, [&](const core::PartyCase& one) {
              return !core::standpoints(pool[0], one, world.powers, world.today, world.desk.settings.most).empty();
          })));
}
