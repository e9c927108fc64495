#include "services/cases/sampling.hpp"

#include "cases_fixture.hpp"
#include "services/cases/case_sheets.hpp"

using core::ErrorCode;
using services::CaseTypes;
using services::SampleVerdict;
using services::Transaction;

namespace {

struct Supervision : tests::TownHall {
    core::Case closed_case(core::UserId by, const std::string& title) {
        auto one = open(by, a_case(title)).value();
        services::CaseChange closing;
        closing.state = services::NewState{core::CaseState::closed, "Færdig", std::nullopt};
        return change(by, one.id, one.version, closing).value();
    }
    core::Case supervision(const std::string& fields) {
        auto made = a_case("Ledelsestilsyn");
        made.type = "management_supervision";
        made.fields = fields;
        return open(user, made).value();
    }
    auto draw(core::UserId by, core::CaseId on, const std::string& seed = {}) {
        const auto who = principal(by);
        return write([&](Transaction& tx) {
            return services::draw_sample(tx, {who, clock.now()}, CaseTypes::built_in(), on, seed);
        });
    }
    auto judge(core::CaseId on, std::int64_t place, SampleVerdict verdict, const std::string& remarks = {}) {
        const auto who = principal(user);
        return write([&](Transaction& tx) {
            return services::judge_sampled(tx, {who, clock.now()}, on, place, verdict, remarks);
        });
    }
    std::vector<core::CaseId> drawn(core::CaseId on) {
        std::vector<core::CaseId> ids;
        db->read([&](Transaction& tx) -> core::Result<void> {
              for (const auto& one : services::SampleStore{tx}.items(on)) ids.push_back(one.id);
              return core::done();
          }).value();
        return ids;
    }
    services::Event newest_event(core::CaseId on) {
        return db
            ->read([&](Transaction& tx) -> core::Result<services::Event> {
                return services::EventLog{tx}.of_case(on, {std::numeric_limits<std::int64_t>::max()}, 1).front();
            })
            .value();
    }
};

}  // namespace

TEST_CASE("a seed draws the same numbers whatever order they come in, and another seed others", "[cases][sampling]") {
    std::vector<std::string> numbers;
    for (int i = 0; i < 200; ++i) numbers.push_back("2026-" + std::to_string(1000 + i));
    const auto drawn = services::drawn_numbers("frø", numbers, 10);
    CHECK(drawn.size() == 10);
    std::ranges::reverse(numbers);
    CHECK(services::drawn_numbers("frø", numbers, 10) == drawn);
    CHECK(services::drawn_numbers("andet frø", numbers, 10) != drawn);
    CHECK(services::drawn_numbers("frø", numbers, 500).size() == 200);
}

SCENARIO_METHOD(
    Supervision, "a sample is drawn among closed cases that the one who draws may read", "[cases][sampling]"
) {
    std::vector<core::CaseId> closed;
    for (int i = 0; i < 6; ++i) closed.push_back(closed_case(user, "Sag " + std::to_string(i)).id);
    open(user, a_case("Stadig åben")).value();
    const auto far = closed_case(teacher, "Skolens").id;
    const auto on = supervision(R"({"area":"Plejehjem","sample_size":50,"sample_subject":"27.35"})").id;
    draw(user, on, "frø").value();
    auto ids = drawn(on);
    CHECK(std::ranges::find(ids, far) == ids.end());
    std::ranges::sort(ids, {}, [](core::CaseId id) { return id.value; });
    CHECK(ids == closed);

    THEN("the log has what is needed to draw it again, and names no case") {
        const auto payload = nlohmann::json::parse(newest_event(on).payload);
        CHECK(payload["seed"] == "frø");
        CHECK(payload["eligible"] == 6);
        CHECK(payload["rules"]["subject"] == "27.35");
        CHECK(payload["eligible_sha256"].get<std::string>().size() == 64);
        for (const auto id : closed)
            CHECK(newest_event(on).payload.find(read(user, id).value().number) == std::string::npos);
    }
    THEN("the same seed draws the same again, until a case of it has been judged") {
        const auto before = drawn(on);
        draw(user, on, "frø").value();
        CHECK(drawn(on) == before);
        judge(on, 1, SampleVerdict::fine).value();
        CHECK(draw(user, on, "frø").error().code == ErrorCode::conflict);
    }
    THEN("what is not in order is explained") {
        CHECK(judge(on, 2, SampleVerdict::wrong).error().field == "remarks");
        CHECK(judge(on, 2, SampleVerdict::wrong, "Klagevejledning mangler").value().verdict == SampleVerdict::wrong);
        CHECK(judge(on, 99, SampleVerdict::fine).error().code == ErrorCode::not_found);
    }
}

SCENARIO_METHOD(Supervision, "a draw keeps to the rules that the case's fields name", "[cases][sampling]") {
    closed_case(user, "En");
    closed_case(user, "To");
    const auto count = [&](const std::string& fields) {
        const auto on = supervision(fields).id;
        return draw(user, on).value().eligible;
    };
    CHECK(count(R"({"area":"A","sample_size":5})") == 2);
    CHECK(count(R"({"area":"A","sample_size":5,"sample_subject":"85"})") == 0);
    CHECK(count(R"({"area":"A","sample_size":5,"period_to":"2000-01-01"})") == 0);
    CHECK(count(R"({"area":"A","sample_size":5,"period_from":"2190-01-01"})") == 0);
    CHECK(draw(user, open(user, a_case()).value().id).error().field == "type");
    CHECK(draw(teacher, supervision(R"({"area":"A","sample_size":5})").id).error().code == ErrorCode::not_found);
}
