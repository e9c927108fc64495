#include "services/demo/sheets.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "services/demo/compose.hpp"
#include "services/demo/random.hpp"

namespace services {

using Json = nlohmann::json;
using std::chrono::days;

namespace {

/// What one sheet is made from.
struct Making {
    const DemoCase& of;
    const DemoStory& story;
    DemoRandom& random;
};

std::string day(core::Date date) {
    return core::iso_date(date);
}

bool is_decided(core::CaseState state) {
    return state >= core::CaseState::decided;
}

DemoSheet building_permit(const Making& making) {
    constexpr std::array<std::string_view, 4> works{"detached_house", "extension", "outbuilding", "business"};
    const auto& facts = making.story.facts;
    Json fields{
        {"property", facts.place + ", " + facts.post_town},
        {"work", making.of.subject == "02.34.30" ? "demolition" : making.random.pick(works)},
        {"floor_area", facts.square_metres},
    };
    if (making.of.state >= core::CaseState::informed)
        fields["complete_on"] = day(facts.opened + days{making.random.between(5, 30)});
    if (is_decided(making.of.state)) fields["permitted_on"] = day(facts.deadline);
    const auto phase = making.of.state == core::CaseState::opened     ? "screening"
                       : making.of.state == core::CaseState::informed ? "assessment"
                       : is_decided(making.of.state)                  ? "construction"
                                                                      : "decision";
    return {"building_permit", fields.dump(), phase};
}

DemoSheet access_request(const Making& making) {
    constexpr std::array<std::string_view, 3> requesters{"citizen", "press", "party"};
    Json fields{
        {"received_on", day(making.of.opened)},
        {"law", making.of.subject.starts_with("05") ? "mol" : "ofl"},
        {"requester", making.random.pick(requesters)},
        {"asked_for", making.story.facts.thing},
    };
    if (!is_decided(making.of.state)) return {"access_request", fields.dump(), "assessment"};
    fields["outcome"] = making.random.chance(60) ? "full" : "partial";
    fields["answered_on"] = day(making.of.opened + days{making.random.between(2, 9)});
    return {"access_request", fields.dump(), "sent"};
}

DemoSheet contract(const Making& making) {
    const auto& facts = making.story.facts;
    constexpr std::array<std::string_view, 3> renewals{"none", "option", "automatic"};
    const auto starts = making.of.opened + days{30};
    const auto expires = starts + days{365 * making.random.between(2, 5)};
    const Json fields{
        {"supplier", facts.party_kind == DemoPartyKind::citizen ? facts.company : facts.party},
        {"starts_on", day(starts)},
        {"expires_on", day(expires)},
        {"notice_on", day(expires - days{180})},
        {"renewal", making.random.pick(renewals)},
        {"yearly_amount", facts.amount * 10},
    };
    return {"contract", fields.dump(), is_decided(making.of.state) ? "running" : "signing"};
}

DemoSheet it_system(const Making& making) {
    constexpr std::array<std::string_view, 6> names{
        "Plejeplan", "Skoleweb", "Vejportalen", "Lønsystemet", "Jobbogen", "Byggearkivet"};
    constexpr std::array<std::string_view, 3> criticalities{"low", "medium", "high"};
    const auto& facts = making.story.facts;
    const Json fields{
        {"system_name", making.random.pick(names)},
        {"owner", facts.caseworker},
        {"supplier", facts.party_kind == DemoPartyKind::citizen ? facts.company : facts.party},
        {"interfaces", {"Serviceplatformen", "Lønsystemet"}},
        {"personal_data", making.random.chance(50) ? "ordinary" : "sensitive"},
        {"hosting", "supplier"},
        {"criticality", making.random.pick(criticalities)},
        {"reviewed_on", day(making.of.opened)},
    };
    return {"it_system", fields.dump(), is_decided(making.of.state) ? "operation" : "acquisition"};
}

DemoSheet hearing(const Making& making) {
    const auto& facts = making.story.facts;
    const Json fields{
        {"direction", "sent"},
        {"about", making.of.public_title},
        {"heard", {"Ejere og lejere i området", "Statslige myndigheder"}},
        {"sent_on", day(facts.opened + days{7})},
        {"reply_by", day(facts.deadline)},
    };
    return {"hearing", fields.dump(), is_decided(making.of.state) ? "concluded" : "open"};
}

}  // namespace

DemoSheet demo_sheet(std::uint64_t seed, const DemoCase& of, core::Date today) {
    const auto story = story_of(seed, of.index, today);
    DemoRandom random{seed, "sheet", of.index};
    const Making making{of, story, random};
    if (of.facet == "A53") return access_request(making);
    if (of.subject.starts_with("02.34")) return building_permit(making);
    if (of.facet == "Ø54") return contract(making);
    if (of.subject.starts_with("85")) return it_system(making);
    if (of.subject == "01.02.05") return hearing(making);
    return {};
}

}  // namespace services
