#include "services/demo/municipality.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "services/demo/compose.hpp"
#include "services/demo/facts.hpp"
#include "services/demo/random.hpp"
#include "services/demo/topics.hpp"

namespace services {

namespace {

using core::Role;
using Place = DemoUnitPlace;

constexpr int days_back = 730;

struct UnitRow {
    std::string_view name;
    std::string_view short_name;
    Place parent;
};

constexpr std::array unit_rows{
    UnitRow{"Solbakke Kommune", "SOL", Place::municipality},
    UnitRow{"Direktion og Byråd", "DIR", Place::municipality},
    UnitRow{"Staben", "STAB", Place::municipality},
    UnitRow{"Journal og Registratur", "JOUR", Place::staff},
    UnitRow{"Jura og Ejendomme", "JURA", Place::staff},
    UnitRow{"Økonomi og Indkøb", "ØKO", Place::staff},
    UnitRow{"It og Digitalisering", "IT", Place::staff},
    UnitRow{"By og Miljø", "BYM", Place::municipality},
    UnitRow{"Byggesag og Plan", "BYG", Place::town_and_environment},
    UnitRow{"Natur og Vand", "NAT", Place::town_and_environment},
    UnitRow{"Vej og Park", "VEJ", Place::town_and_environment},
    UnitRow{"Borger og Arbejdsmarked", "BOA", Place::municipality},
    UnitRow{"Børn og Skole", "BØS", Place::municipality},
    UnitRow{"Sundhed og Ældre", "SÆ", Place::municipality},
};

struct UserRow {
    std::string_view name;
    std::string_view sign_in;
    std::string_view initials;
    std::string_view title;
    Role role;
    Place unit;
};

/// The first seven are the ones to try the system as.
constexpr std::array user_rows{
    UserRow{"Kirsten Damgaard", "registrator", "KID", "Registrator", Role::registrar, Place::municipality},
    UserRow{"Anna Lykke Holst", "sagsbehandler", "ALH", "Byggesagsbehandler", Role::caseworker, Place::building},
    UserRow{
        "Torben Friis Vestergaard", "leder", "TFV", "Chef for By og Miljø", Role::leader, Place::town_and_environment},
    UserRow{"Grethe Nørby", "arkivar", "GNO", "Arkivar", Role::archivist, Place::municipality},
    UserRow{"Palle Overgaard", "politiker", "PAO", "Byrådsmedlem", Role::politician, Place::municipality},
    UserRow{"Steen Winther", "revisor", "STW", "Revisor", Role::auditor, Place::municipality},
    UserRow{
        "Mikkel Bach Juhl", "administrator", "MBJ", "Systemadministrator", Role::administrator, Place::municipality},
    UserRow{"Jytte Agerskov", "jytte", "JYA", "Journalmedarbejder", Role::registrar, Place::town_and_environment},
    UserRow{"Bjarke Hvid", "bjarke", "BJH", "Journalmedarbejder", Role::registrar, Place::staff},
    UserRow{"Ulla Plum Riis", "ulla", "UPR", "Direktør", Role::leader, Place::council},
    UserRow{"Henning Kjær", "henning", "HEK", "Stabschef", Role::leader, Place::staff},
    UserRow{"Camilla Tang Bruun", "camilla", "CTB", "Chef for Borger og Arbejdsmarked", Role::leader, Place::citizens},
    UserRow{"Rasmus Hald", "rasmus", "RAH", "Skolechef", Role::leader, Place::schools},
    UserRow{"Inger Mølgaard", "inger", "INM", "Sundhedschef", Role::leader, Place::care},
    UserRow{"Jonas Skytte", "jonas", "JOS", "Planlægger", Role::caseworker, Place::building},
    UserRow{"Lise Fuglsang", "lise", "LIF", "Byggesagsbehandler", Role::caseworker, Place::building},
    UserRow{"Magnus Toft", "magnus", "MAT", "Vandløbsmedarbejder", Role::caseworker, Place::nature},
    UserRow{"Freja Lindholm", "freja", "FRL", "Miljøsagsbehandler", Role::caseworker, Place::nature},
    UserRow{"Ebbe Krogh", "ebbe", "EBK", "Vejingeniør", Role::caseworker, Place::roads},
    UserRow{"Signe Bonde", "signe", "SIB", "Landskabsarkitekt", Role::caseworker, Place::roads},
    UserRow{"Dorthe Frandsen", "dorthe", "DOF", "Socialrådgiver", Role::caseworker, Place::citizens},
    UserRow{"Viggo Hedegaard", "viggo", "VIH", "Fritidskonsulent", Role::caseworker, Place::citizens},
    UserRow{"Maja Pilegaard", "maja", "MAP", "Skolekonsulent", Role::caseworker, Place::schools},
    UserRow{"Erik Ejsing", "erik", "ERE", "Pædagogisk konsulent", Role::caseworker, Place::schools},
    UserRow{"Rikke Abildgaard", "rikke", "RIA", "Visitator", Role::caseworker, Place::care},
    UserRow{"Bodil Underbjerg", "bodil", "BOU", "Ergoterapeut", Role::caseworker, Place::care},
    UserRow{"Klaus Fabricius", "klaus", "KLF", "Jurist", Role::caseworker, Place::law},
    UserRow{"Nanna Iversen", "nanna", "NAI", "Økonomikonsulent", Role::caseworker, Place::finance},
    UserRow{"Emil Steffensen", "emil", "EMS", "It-konsulent", Role::caseworker, Place::it},
    UserRow{"Åse Gram", "aase", "AAG", "Byrådssekretær", Role::caseworker, Place::council},
};

/// The facets that the case kinds use, and a few more; short titles of our own.
constexpr std::array facets_table{
    DemoFacet{"A26", "Arbejdsgange"},
    DemoFacet{"A53", "Anmodning om aktindsigt"},
    DemoFacet{"P15", "Planer for hele kommunen"},
    DemoFacet{"P16", "Planer for en del af kommunen"},
    DemoFacet{"P19", "Tilladelser og godkendelser"},
    DemoFacet{"P20", "Projekter"},
    DemoFacet{"P25", "Dispensationer"},
    DemoFacet{"P30", "Styring af risiko"},
    DemoFacet{"P35", "Møder og referater"},
    DemoFacet{"S00", "Overordnet økonomi, generelt"},
    DemoFacet{"Ø30", "Opkrævning"},
    DemoFacet{"Ø40", "Tilskud"},
    DemoFacet{"Ø54", "Aftaler om levering"},
    DemoFacet{"G01", "Almindelige sager"},
    DemoFacet{"G07", "Udlån"},
    DemoFacet{"G14", "Tinglyste servitutter"},
    DemoFacet{"K02", "Klager"},
    DemoFacet{"K04", "Høringer"},
    DemoFacet{"K08", "Tilsyn med, at regler følges"},
};

std::vector<DemoSubject> distinct_subjects() {
    std::vector<DemoSubject> all;
    for (const DemoCaseKind& kind : demo_case_kinds()) all.push_back({kind.number, kind.subject});
    std::ranges::sort(all, {}, &DemoSubject::number);
    const auto is_same = [](const DemoSubject& a, const DemoSubject& b) { return a.number == b.number; };
    all.erase(std::unique(all.begin(), all.end(), is_same), all.end());
    return all;
}

std::vector<DemoUnit> made_units() {
    std::vector<DemoUnit> units;
    for (const UnitRow& row : unit_rows) {
        DemoUnit unit{std::string{row.name}, std::string{row.short_name}, std::nullopt};
        if (!units.empty()) unit.parent = static_cast<DemoIndex>(row.parent);
        units.push_back(std::move(unit));
    }
    return units;
}

std::vector<DemoUser> made_users() {
    std::vector<DemoUser> users;
    for (const UserRow& row : user_rows) {
        const auto unit = static_cast<DemoIndex>(row.unit);
        users.push_back(
            {std::string{row.name},
             std::string{row.sign_in},
             std::string{row.initials},
             std::string{row.sign_in} + "@solbakke.example",
             std::string{row.title},
             {{row.role, unit}}}
        );
    }
    return users;
}

DemoIndex a_caseworker_of(Place unit, DemoRandom& random) {
    std::array<DemoIndex, user_rows.size()> fitting{};
    std::size_t count = 0;
    for (DemoIndex i = 0; i < user_rows.size(); ++i)
        if (user_rows[i].role == Role::caseworker && user_rows[i].unit == unit) fitting[count++] = i;
    return fitting[random.below(count)];
}

core::CaseState state_after(int days, DemoRandom& random) {
    using enum core::CaseState;
    if (days > 200 && random.chance(88)) return closed;
    if (days > 90 && random.chance(60)) return closed;
    if (days < 10) return opened;
    constexpr std::array under_way{opened, informed, informed, decided, ordered, executed};
    return random.pick(under_way);
}

std::vector<DemoParty> made_parties(const DemoFacts& facts, DemoRandom& random) {
    std::vector<DemoParty> parties;
    const bool person = facts.party_kind == DemoPartyKind::citizen;
    const std::string number = person ? impossible_cpr(random) : impossible_cvr(random);
    const bool known = random.chance(70);
    parties.push_back({core::PartyRole::primary, facts.party, known ? number : "", facts.party_address});
    if (random.chance(30))
        parties.push_back(
            {core::PartyRole::other, invented_person(random), "", facts.neighbour + ", " + facts.post_town}
        );
    if (random.chance(15))
        parties.push_back({core::PartyRole::representative, facts.company, impossible_cvr(random), facts.post_town});
    return parties;
}

core::Date a_weekday_on_or_before(core::Date date) {
    const std::chrono::weekday day{date};
    if (day == std::chrono::Saturday) return date - std::chrono::days{1};
    if (day == std::chrono::Sunday) return date - std::chrono::days{2};
    return date;
}

}  // namespace

Municipality::Municipality(std::uint64_t seed, DemoSize size, core::Date today)
    : seed_(seed), size_(size), today_(today), units_(made_units()), users_(made_users()) {
    if (size.cases == 0) throw std::invalid_argument("a municipality needs at least one case");
}

std::string_view Municipality::name() {
    return unit_rows.front().name;
}

std::span<const DemoSubject> Municipality::subjects() {
    static const std::vector<DemoSubject> all = distinct_subjects();
    return all;
}

std::span<const DemoFacet> Municipality::facets() {
    return facets_table;
}

DemoCase Municipality::case_at(DemoIndex index) const {
    const DemoStory story = story_of(seed_, index, today_);
    const DemoCaseKind& kind = *story.kind;
    DemoRandom random{seed_, "case", index};
    DemoCase made;
    made.index = index;
    made.title = filled(kind.title, story.facts);
    made.public_title = filled(kind.public_title, story.facts);
    made.subject = kind.number;
    made.facet = kind.facet;
    made.unit = static_cast<DemoIndex>(kind.topic.unit);
    made.caseworker = story.caseworker;
    made.confidentiality = kind.topic.confidentiality;
    made.opened = story.facts.opened;
    const int age = static_cast<int>((today_ - made.opened).count());
    made.state = state_after(age, random);
    if (made.state == core::CaseState::closed)
        made.closed = a_weekday_on_or_before(made.opened + std::chrono::days{random.between(age / 3 + 3, age)});
    made.parties = made_parties(story.facts, random);
    return made;
}

DemoIndex Municipality::document_count_of(DemoIndex index) const {
    const auto share = [&](DemoIndex i) {
        return (i + 1) * size_.documents / size_.cases - i * size_.documents / size_.cases;
    };
    // Neighbours trade documents, so that cases differ while the total stays what was asked for.
    const DemoIndex even = index - index % 2;
    if (even + 1 >= size_.cases) return share(index);
    const DemoIndex spare = share(even + 1);
    if (spare < 2) return share(index);
    const DemoIndex traded = DemoRandom{seed_, "trade", even}.below(spare);
    return index == even ? share(index) + traded : share(index) - traded;
}

std::vector<DemoDocument> Municipality::documents_of(const DemoCase& of) const {
    const DemoStory story = story_of(seed_, of.index, today_);
    const core::Date last = of.closed.value_or(today_);
    const auto count = document_count_of(of.index);
    std::vector<DemoDocument> documents = composed(story, of, count, size_.text, last);
    for (DemoDocument& document : documents) {
        document.unit_name = units_[of.unit].name;
        document.caseworker_name = users_[of.caseworker].name;
    }
    return documents;
}

DemoStory story_of(std::uint64_t seed, DemoIndex index, core::Date today) {
    DemoRandom random{seed, "story", index};
    DemoStory story{seed, index, nullptr, {}, {}};
    story.kind = &random.pick(demo_case_kinds());
    const DemoTopic& topic = story.kind->topic;
    story.facts = invented_facts(random, topic.party);
    story.caseworker = a_caseworker_of(topic.unit, random);
    story.facts.caseworker = user_rows[story.caseworker].name;
    story.facts.unit = unit_rows[static_cast<std::size_t>(topic.unit)].name;
    story.facts.opened = a_weekday_on_or_before(today - std::chrono::days{random.between(1, days_back)});
    story.facts.visited =
        a_weekday_on_or_before(std::min(today, story.facts.opened + std::chrono::days{random.between(5, 30)}));
    story.facts.deadline = story.facts.opened + std::chrono::days{random.between(40, 70)};
    story.facts.thing = filled(story.kind->thing, story.facts);
    return story;
}

}  // namespace services
