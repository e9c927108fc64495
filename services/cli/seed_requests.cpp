#include "services/cli/seed_requests.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/access_documents.hpp"
#include "services/access_requests/complaints.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Result;

namespace {

/// How far a request has come.
enum class Stage { new_today, being_decided, late, paused, refused, complained, nothing_held, withdrawn };

struct DemoRequest {
    Stage stage{};
    int days_ago{};
    core::AskerKind kind{};
    const char* name{};
    const char* asked_for{};
};

constexpr std::array demo_requests{
    DemoRequest{Stage::new_today, 0, core::AskerKind::citizen, "", "Alle breve om den nye cykelsti ved skolen"},
    DemoRequest{
        Stage::being_decided,
        3,
        core::AskerKind::press,
        "Pia Presse",
        "Hele sagen, også interne vurderinger og mails mellem forvaltningerne"},
    DemoRequest{
        Stage::late,
        21,
        core::AskerKind::citizen,
        "Jens Holm",
        "Klager over støj fra havnen siden sidste sommer og kommunens svar på dem"},
    DemoRequest{Stage::paused, 9, core::AskerKind::company, "Nordkajens Entreprise ApS", "Alt om udbuddet"},
    DemoRequest{
        Stage::refused, 40, core::AskerKind::press, "Hejrevig Avis", "Personalesagen om den tidligere leder af havnen"},
    DemoRequest{Stage::complained, 30, core::AskerKind::citizen, "Mette Lund", "Notater fra mødet om badebroen"},
    DemoRequest{Stage::nothing_held, 60, core::AskerKind::citizen, "", "Korrespondance om en lufthavn i kommunen"},
    DemoRequest{Stage::withdrawn, 15, core::AskerKind::other, "Foreningen Grøn By", "Kort over de gamle deponier"},
};

template <class T>
T sure(Result<T> result) {
    if (result.has_error()) throw std::runtime_error{"a request of the demonstration: " + result.error().detail};
    return std::move(result.value());
}
void sure(const Result<void>& result) {
    if (result.has_error()) throw std::runtime_error{"a request of the demonstration: " + result.error().detail};
}

class RequestSeeder {
  public:
    explicit RequestSeeder(House& house)
        : house_(house),
          settings_{house.case_settings(), house.config.authority.name, house.config.access_requests.unit, false} {}

    void add(const DemoRequest& demo) {
        const auto asked_at = house_.clock.now() - std::chrono::days{demo.days_ago};
        NewAccessRequest made;
        made.asked_for = demo.asked_for;
        made.asker = {demo.kind, demo.name, "", ""};
        const auto asked = sure(ask_access(*house_.db, house_.files, asked_at, settings_, made));
        go_on(demo.stage, asked, asked_at + std::chrono::days{1});
    }

  private:
    /// As the rights stand now: each request brings a group of its own.
    core::Principal registrar() {
        return sure(house_.db->read([&](Transaction& tx) -> Result<core::Principal> {
            const auto user = UserStore{tx}.find_by_name("registrator");
            if (!user) return core::Error{core::ErrorCode::not_found, "there is no registrar"};
            return UserStore{tx}.principal(user->id).value();
        }));
    }
    template <class F>
    void write(F work) {
        sure(house_.db->write([&](Transaction& tx) -> Result<void> { return work(tx); }));
    }

    void go_on(Stage stage, const AskedAccess& asked, core::Timestamp when) {
        if (stage == Stage::new_today) return;
        const auto who = registrar();
        const Acting acting{who, when};
        const auto id = asked.request.id;
        switch (stage) {
            case Stage::new_today:
                return;
            case Stage::being_decided:
                choose(acting, id);
                decide(acting, id, /*all=*/false);
                return;
            case Stage::late:
                choose(acting, id);
                return;
            case Stage::paused:
                write([&](Transaction& tx) {
                    return pause_access_request(
                        tx,
                        acting,
                        settings_.cases,
                        id,
                        0,
                        {.from = core::danish_date(when), .to = {}, .reason = "Hvilket udbud er det, I vil se?"}
                    );
                });
                return;
            case Stage::withdrawn:
                write([&](Transaction& tx) { return withdraw_access_request(tx, acting, settings_.cases, id, 0); });
                return;
            case Stage::refused:
            case Stage::complained:
                choose(acting, id);
                decide(acting, id, /*all=*/true);
                answer(acting, id, "Vi kan ikke give dig aktindsigt i de dokumenter, din anmodning handler om.");
                break;
            case Stage::nothing_held:
                answer(acting, id, "Vi har ingen dokumenter, som din anmodning handler om.");
                break;
        }
        if (stage == Stage::complained)
            sure(complain_followed(
                *house_.db,
                house_.files,
                asked.secret,
                house_.clock.now() - std::chrono::days{4},
                {.about = ComplaintAbout::decision, .text = "Jeg mener ikke, at et notat kan være hemmeligt."}
            ));
    }

    /// A case with some documents, another one each time.
    void choose(const Acting& acting, core::AccessRequestId id) {
        for (std::int64_t added = 0; added == 0 && next_case_ < last_case;)
            write([&](Transaction& tx) -> Result<void> {
                const auto chosen = choose_case(tx, acting, id, core::CaseId{++next_case_});
                if (chosen) added = chosen.value();
                return core::done();
            });
    }

    void decide(const Acting& acting, core::AccessRequestId id, bool all) {
        write([&](Transaction& tx) -> Result<void> {
            const auto documents = AccessRequestStore{tx}.documents(id);
            const auto count = all ? documents.size() : documents.size() / 2;
            for (std::size_t i = 0; i < count; ++i) {
                TRY(decide_access(
                    tx,
                    acting,
                    id,
                    documents[i].document,
                    {.decision = core::AccessDecision::refuse,
                     .exemptions = {i % 2 == 0 ? "ofl-23" : "ofl-30-1"},
                     .reason = {},
                     .is_extracted = true,
                     .is_widened = true}
                ));
            }
            return core::done();
        });
    }

    void answer(const Acting& acting, core::AccessRequestId id, const std::string& text) {
        const LetterDesk letters{*house_.db, house_.files, house_.config.authority.name};
        sure(send_answer(letters, settings_, acting, id, {"Afgørelse om aktindsigt", "Til ansøgeren", text}));
    }

    House& house_;
    AccessSettings settings_;
    std::int64_t next_case_{0};
    static constexpr std::int64_t last_case = 60;
};

}  // namespace

void seed_access_requests(House& house) {
    RequestSeeder seeder{house};
    for (const auto& demo : demo_requests) seeder.add(demo);
}

}  // namespace services
