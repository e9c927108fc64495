#include <algorithm>
#include <functional>
#include <limits>
#include <stdexcept>

#include "services/access_requests/house_acting.hpp"
#include "services/cli/seed.hpp"
#include "services/participation/answers.hpp"
#include "services/participation/followed_cases.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"

/// What the demonstration municipality asks everyone about: a hearing that is open, one that has ended with a summary,
/// and a case to follow. Made by the use cases, so that all of it has passed the gate.
namespace services {

using core::Result;
using std::chrono::days;

namespace {

constexpr const char* subject = "01.02.05";
/// What stands above the text of a paper of ours: what everyone will see is all that was read.
const std::string letterhead =
    "Solbakke Kommune\nRådhusgade 1\n9991 Solbakke\nTlf. 09 91 00 00\nraadhus@solbakke.example\n\n";
constexpr const char* released_because = "Kommunens egne oplysninger";

template <class T>
T settled(Result<T> outcome) {
    if (outcome.has_error()) throw std::runtime_error(outcome.error().detail);
    return std::move(outcome).value();
}
void settled(const Result<void>& outcome) {
    if (outcome.has_error()) throw std::runtime_error(outcome.error().detail);
}

DemoDocument paper(std::int64_t number, const std::string& title, core::Date day, std::vector<std::string> paragraphs) {
    DemoDocument made{};
    made.number = number;
    made.title = made.public_title = title;
    made.direction = core::Direction::outgoing;
    made.correspondent = "Alle";
    made.letter_date = made.received = day;
    made.publication = core::Publication::withheld;  // it is shown with its hearing
    made.file_name = "dokument-" + std::to_string(number) + ".pdf";
    made.unit_name = "Plan og By";
    made.caseworker_name = "Planafdelingen";
    made.blocks.push_back({DemoBlock::Kind::heading, title});
    for (auto& text : paragraphs) made.blocks.push_back({DemoBlock::Kind::paragraph, std::move(text)});
    return made;
}

NewHearingAnswer answer(std::string name, std::string organisation, std::string text) {
    NewHearingAnswer made;
    made.name = std::move(name);
    made.organisation = std::move(organisation);
    made.text = std::move(text);
    return made;
}

std::vector<ShownPick> picks_on(Transaction& tx, core::CaseId on) {
    std::vector<ShownPick> picks;
    for (const auto& one : DocumentStore{tx}.of_case(on, std::numeric_limits<std::int64_t>::max(), 10))
        if (one.direction == core::Direction::outgoing) picks.push_back({one.id, one.title});
    std::ranges::reverse(picks);
    return picks;
}

}  // namespace

core::CaseId Seeder::open_case_with(const std::string& title, core::Date opened, std::vector<DemoDocument> papers) {
    // The last one, so that those who show the house around have nothing new in their own lists.
    std::size_t by = 0;
    for (std::size_t i = 0; i < town_.users().size(); ++i)
        if (town_.users()[i].roles.front().role == core::Role::caseworker) by = i;
    std::vector<Made> documents;
    for (auto& one : papers) {
        one.journaled_by = by;
        auto text = letterhead + text_of(one);
        const auto stored = house_.files.put_bytes(pdf_of(one));
        documents.push_back({std::move(one), std::move(text), stored, "application/pdf"});
    }
    core::Case made{};
    made.title = made.public_title = title;
    made.subject = subject;
    made.facet = "P16";
    made.state = core::CaseState::informed;
    made.unit = units_[town_.users()[by].roles.front().unit];
    made.caseworker = users_[by];
    made.confidentiality = core::Confidentiality::open;
    made.opened_at = made.changed_at = core::danish_midnight(opened) + std::chrono::hours{9};
    settled(house_.db->write([&](Transaction& tx) -> Result<void> {
        file_new_case(tx, house_.case_settings(), made, made.caseworker);
        for (const auto& one : documents) add_document(tx, made, one);
        return core::done();
    }));
    documents_ += documents.size();
    return made.id;
}

void Seeder::as_caseworker(
    core::CaseId on, core::Timestamp now, const std::function<Result<void>(Transaction&, const Acting&)>& act
) {
    settled(house_.db->write([&](Transaction& tx) -> Result<void> {
        const auto found = CaseStore{tx}.find(on).value();
        auto who = house_on(tx, found, now);
        who.user = found.caseworker.value_or(who.user);
        return act(tx, {who, now});
    }));
}

core::HearingId Seeder::add_hearing(core::CaseId on, const HearingWords& words, core::Timestamp now) {
    core::HearingId id{};
    as_caseworker(on, now, [&](Transaction& tx, const Acting& acting) -> Result<void> {
        auto with_material = words;
        with_material.material = picks_on(tx, on);
        TRY(id, open_hearing(tx, acting, on, with_material));
        return publish_hearing(tx, acting, id, 1, released_because);
    });
    return id;
}

void Seeder::take_answer(
    core::CaseId on, core::HearingId id, const NewHearingAnswer& made, core::Timestamp now, bool is_shown
) {
    const auto taken = settled(answer_hearing(*house_.db, house_.files, house_.config.authority.name, id, made, now));
    if (!is_shown) return;
    as_caseworker(on, now + std::chrono::hours{3}, [&](Transaction& tx, const Acting& acting) {
        const AnswerJudgement judgement{
            .state = core::AnswerShowing::shown,
            .name = made.organisation.empty() ? made.name : made.organisation,
            .text = made.text,
            .shows_files = false,
            .reason = released_because};
        return judge_answer(tx, acting, id, taken.number, 1, judgement);
    });
}

core::CaseId Seeder::add_open_hearing(core::Timestamp now) {
    const auto today = core::danish_date(now);
    const auto harbour = open_case_with(
        "Lokalplan for den gamle havn",
        today - days{60},
        {paper(
             1,
             "Forslag til lokalplan for den gamle havn",
             today - days{20},
             {"Byrådet vil give plads til omkring 40 boliger, et lille torv og en offentlig sti langs kajen.",
              "Husene må være højst tre etager. Mod vandet skal der være åbent mellem husene, så man kan se havnen.",
              "Der skal være en parkeringsplads til hver bolig, og stien skal være åben for alle hele året."}
         ),
         paper(
             2,
             "Sådan påvirker planen miljøet",
             today - days{18},
             {"Planen vurderes ikke at skade natur eller vandmiljø væsentligt.",
              "Trafikken på havnegaden ventes at stige lidt i myldretiden. Støj fra værftet er målt og er under "
              "grænsen."}
         )}
    );
    const auto open = add_hearing(
        harbour,
        {.title = "Boliger på den gamle havn",
         .text =
             "Kommunen vil lade der bygge omkring 40 boliger på den gamle havn.\n\nVi vil gerne vide, hvad du synes om "
             "højden på husene, stien langs vandet og torvet. Byrådet læser alle svar, før det beslutter noget.",
         .asked = "Grundejerforeningen Strandlyst\nHavnens Sejlklub\nHandelsforeningen",
         .opens = today - days{9},
         .closes = today + days{19},
         .takes_late = true,
         .material = {}},
        now - days{9}
    );
    take_answer(
        harbour,
        open,
        answer(
            "Inger Lund",
            "Havnens Sejlklub",
            "Stien langs kajen er god, men der skal stadig være plads til at tage både op om efteråret."
        ),
        now - days{6},
        true
    );
    take_answer(
        harbour,
        open,
        answer("Bo Vester", "", "Tre etager er for højt. To er nok, hvis man stadig skal kunne se vandet fra torvet."),
        now - days{4},
        true
    );
    take_answer(
        harbour,
        open,
        answer(
            "Lis Dam",
            "Grundejerforeningen Strandlyst",
            "Vi er bekymrede for trafikken på havnegaden og foreslår, at der kun må køres 30."
        ),
        now - days{1},
        false
    );
    return harbour;
}

void Seeder::add_closed_hearing(core::Timestamp now) {
    const auto today = core::danish_date(now);
    const auto library = open_case_with(
        "Åbningstider på bibliotekerne",
        today - days{120},
        {paper(
            1,
            "Forslag til nye åbningstider",
            today - days{80},
            {"Bibliotekerne foreslås åbne fra morgen til aften på hverdage, med betjening fra middag.",
             "Til gengæld lukker det lille bibliotek om søndagen."}
        )}
    );
    const auto closed = add_hearing(
        library,
        {.title = "Nye åbningstider på bibliotekerne",
         .text = "Hvornår skal bibliotekerne have åbent? Vi foreslår længere åbent på hverdage og lukket om søndagen "
                 "på det mindste.",
         .asked = "Biblioteksbrugerne\nSkolebestyrelserne",
         .opens = today - days{75},
         .closes = today - days{40},
         .takes_late = false,
         .material = {}},
        now - days{75}
    );
    take_answer(
        library,
        closed,
        answer("Mona Kjær", "", "Søndag er den eneste dag, vi kan nå derhen med børnene."),
        now - days{60},
        true
    );
    take_answer(
        library,
        closed,
        answer("Per Grøn", "Skolebestyrelserne", "Længere åbent på hverdage er godt for eleverne."),
        now - days{45},
        true
    );
    as_caseworker(library, now - days{30}, [&](Transaction& tx, const Acting& acting) {
        const HearingSummary summary{
            .text =
                "Der kom 2 svar på høringen.\n\nSvarene handlede især om søndagen og om elevernes muligheder.\n\nDet "
                "har "
                "kommunen gjort ved dem: Det mindste bibliotek holder åbent hver anden søndag, og alle har længere "
                "åbent "
                "på hverdage.",
            .documents = {},
            .is_shown = true};
        return sum_up_hearing(tx, acting, closed, 2, summary, released_because);
    });
}

void Seeder::add_openness() {
    const auto now = house_.clock.now();
    const auto today = core::danish_date(now);
    const auto harbour = add_open_hearing(now);
    add_closed_hearing(now);
    as_caseworker(harbour, now - days{8}, [&](Transaction& tx, const Acting& acting) {
        const FollowedWords words{
            .title = "Boliger på den gamle havn",
            .summary =
                "Den gamle havn står tom. Kommunen laver en plan, så der kan bygges boliger, og så alle stadig kan "
                "komme "
                "til vandet.\n\nByrådet beslutter til foråret, om planen skal gælde.",
            .contact = "Plan og By",
            .steps =
                {{today - days{30}, core::StepKind::decision, "Byrådet sendte forslaget i høring"},
                 {today + days{45}, core::StepKind::meeting, "Udvalget behandler høringssvarene"},
                 {today + days{70}, core::StepKind::meeting, "Byrådet beslutter, om planen skal gælde"}},
            .documents = picks_on(tx, harbour)};
        return write_followed(tx, acting, harbour, 0, words, true, released_because);
    });
}

}  // namespace services
