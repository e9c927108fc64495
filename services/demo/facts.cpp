#include "services/demo/facts.hpp"

#include <array>
#include <chrono>
#include <stdexcept>

#include "core/rules/danish_dates.hpp"

namespace services {

namespace {

using Words = std::string_view;

constexpr std::array<Words, 64> first_names{
    "Anders", "Anne",    "Astrid", "Bent",  "Birgit", "Bjarke",   "Bodil",  "Camilla", "Carsten", "Cecilie", "Dorthe",
    "Ebbe",   "Ella",    "Emil",   "Erik",  "Eva",    "Finn",     "Freja",  "Gitte",   "Grethe",  "Hanne",   "Hans",
    "Helle",  "Henning", "Ida",    "Inger", "Jakob",  "Jens",     "Jonas",  "Jytte",   "Karen",   "Kasper",  "Kirsten",
    "Klaus",  "Lars",    "Laura",  "Lene",  "Lise",   "Mads",     "Magnus", "Maja",    "Marie",   "Mette",   "Mikkel",
    "Morten", "Nanna",   "Niels",  "Ole",   "Palle",  "Pernille", "Peter",  "Poul",    "Rasmus",  "Rikke",   "Signe",
    "Sofie",  "Steen",   "Søren",  "Tage",  "Tine",   "Torben",   "Ulla",   "Viggo",   "Åse"};

constexpr std::array<Words, 48> last_names{
    "Abildgaard", "Agerskov",   "Bach",     "Bagger",     "Bertelsen",  "Birk",        "Bjerregaard", "Bonde",
    "Brandt",     "Bruun",      "Dalgaard", "Damgaard",   "Ejsing",     "Enevoldsen",  "Fabricius",   "Fisker",
    "Frandsen",   "Fuglsang",   "Gram",     "Hauge",      "Hedegaard",  "Hjort",       "Holst",       "Hvid",
    "Iversen",    "Juhl",       "Kjeldsen", "Kirkegaard", "Krogh",      "Lauridsen",   "Lindholm",    "Lund",
    "Mikkelsen",  "Mølgaard",   "Nygaard",  "Overgaard",  "Pilegaard",  "Ravn",        "Riis",        "Skovgaard",
    "Skytte",     "Steffensen", "Thomsen",  "Toft",       "Underbjerg", "Vestergaard", "Winther",     "Østergaard"};

constexpr std::array<Words, 16> middle_names{
    "Bach",
    "Dahl",
    "Friis",
    "Hald",
    "Holm",
    "Kjær",
    "Krag",
    "Lykke",
    "Munk",
    "Nørby",
    "Plum",
    "Rask",
    "Skov",
    "Tang",
    "Vang",
    "Wiis"};

constexpr std::array<Words, 56> streets{
    "Ahornvej",    "Anemonevej", "Bakkegårdsvej", "Birkeallé",     "Blommevænget",   "Brinken",      "Bygmarken",
    "Dammen",      "Digevej",    "Drosselvej",    "Egeskrænten",   "Elmegade",       "Engdraget",    "Fabriksvej",
    "Fasanvænget", "Fjordgade",  "Fyrrebakken",   "Gartnervænget", "Granstien",      "Gyvelvej",     "Havnegade",
    "Hegnet",      "Hejrevej",   "Hyldebærstien", "Højmarksvej",   "Industriparken", "Jernbanegade", "Kastanjevej",
    "Kildevældet", "Kirkestien", "Kløvermarken",  "Kornblomstvej", "Lindeallé",      "Lyngvejen",    "Lærkebakken",
    "Mejerigade",  "Mosevænget", "Møllebakken",   "Nørregade",     "Pilestræde",     "Præstemarken", "Rosenhaven",
    "Rugvænget",   "Rådhusgade", "Skolebakken",   "Skovbrynet",    "Smedegade",      "Solsortevej",  "Stationsvej",
    "Strandengen", "Søndergade", "Tjørnevej",     "Torvegade",     "Vandværksvej",   "Vibevænget",   "Østre Landevej"};

struct Town {
    Words name;
    Words post;
};

/// Denmark has no post code above 9990.
constexpr std::array towns{
    Town{"Solbakke", "9991 Solbakke"},
    Town{"Hejrevig", "9992 Hejrevig"},
    Town{"Vester Lind", "9993 Vester Lind"},
    Town{"Nørre Aasby", "9994 Nørre Aasby"},
    Town{"Munkekilde", "9995 Munkekilde"},
};

constexpr std::array<Words, 18> buildings{
    "en carport",
    "et enfamiliehus",
    "en tilbygning til sommerhuset",
    "et drivhus på over 50 m²",
    "en overdækket terrasse",
    "en maskinhal",
    "et udestuetag",
    "en kvist mod gaden",
    "to rækkehuse",
    "en altan på første sal",
    "et cykelskur til beboerne",
    "en lagerhal i stål",
    "et anneks i haven",
    "en ridehal",
    "et orangeri",
    "en ny kælderindgang",
    "et solcelleanlæg på taget",
    "en tilgængelig rampe ved hovedindgangen"};

constexpr std::array<Words, 8> ruins{
    "et udhus",
    "en faldefærdig lade",
    "et skadet sommerhus",
    "en tidligere smedje",
    "et kølehus",
    "en garage med asbesttag",
    "en tom svinestald",
    "et brandskadet stuehus"};

constexpr std::array<Words, 12> areas{
    "det gamle havneområde",
    "området ved Fabriksvej",
    "boligområdet Kløvermarken",
    "bymidten i Hejrevig",
    "den tidligere mejerigrund",
    "Solbakke Bypark",
    "erhvervsområdet Industriparken",
    "sommerhusområdet Strandengen",
    "stationsområdet i Vester Lind",
    "skovkanten ved Egeskrænten",
    "torvet i Solbakke",
    "landsbyen Munkekilde"};

constexpr std::array<Words, 20> company_roots{"Hejrevig",  "Bakkens",    "Fjordens",   "Lindegaard", "Nordlys",
                                              "Solhvervs", "Kildehøj",   "Vestermark", "Ørnedal",    "Tangmose",
                                              "Rugbjerg",  "Havblik",    "Mølleskov",  "Brændekær",  "Egelund",
                                              "Stålgaard", "Kronhjorts", "Vildrose",   "Aasby",      "Morgenrøde"};

constexpr std::array<Words, 16> company_trades{
    "Tømrer & Snedker",
    "Entreprenør",
    "Vognmandsforretning",
    "Anlægsgartner",
    "El-teknik",
    "Murerfirma",
    "Maskinfabrik",
    "Bageri",
    "Ejendomme",
    "Rådgivende Ingeniører",
    "Arkitekter",
    "Fødevarer",
    "VVS",
    "Kloakservice",
    "Miljøteknik",
    "Landinspektører"};

constexpr std::array<Words, 4> company_forms{"ApS", "A/S", "I/S", "ApS"};

constexpr std::array<Words, 14> associations{
    "Grundejerforeningen Kløvermarken",
    "Hejrevig Idrætsforening",
    "Solbakke Roklub",
    "Vester Lind Borgerforening",
    "Foreningen Den Grønne Kile",
    "Solbakke Ældreråd",
    "Nørre Aasby Spejdergruppe",
    "Kulturhuset Mejeriets Venner",
    "Hejrevig Lystfiskerforening",
    "Munkekilde Forsamlingshus",
    "Solbakke Kammerkor",
    "Cyklistgruppen i Solbakke",
    "Lindens Andelsboligforening",
    "Strandengens Sommerhusejere"};

constexpr std::array<Words, 7> schools{
    "Solbakkeskolen",
    "Hejrevig Skole",
    "Vester Lind Skole",
    "Skovbrynets Friskole",
    "Nørre Aasby Skole",
    "Møllebakkeskolen",
    "Munkekilde Lilleskole"};

constexpr std::array<Words, 8> streams{
    "Hejre Å", "Munkebækken", "Lindåen", "Kildegrøften", "Aasby Bæk", "Mosekanalen", "Tranbækken", "Ørredløbet"};

std::string join(std::initializer_list<Words> parts) {
    std::string all;
    for (const Words part : parts) all += part;
    return all;
}

bool passes_cvr_check(std::string_view digits) {
    constexpr std::array weights{2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (digits[i] - '0');
    return sum % 11 == 0;
}

void add_place(DemoFacts& facts, DemoRandom& random) {
    const Town& town = random.pick(towns);
    facts.town = town.name;
    facts.post_town = town.post;
    facts.street = random.pick(streets);
    const int house = random.between(1, 118);
    facts.place = facts.street + " " + std::to_string(house);
    facts.neighbour = facts.street + " " + std::to_string(house + 2);
    facts.party_address = facts.place + ", " + facts.post_town;
    const char letter = static_cast<char>('a' + random.below(26));
    facts.plot = std::to_string(random.between(1, 96)) + letter + " " + facts.town + " By, " + facts.town;
}

using Filler = std::string (*)(const DemoFacts&);
struct Slot {
    Words name;
    Filler value;
};

/// Every name that a template may use.
constexpr std::array slots{
    Slot{"part", [](const DemoFacts& f) { return f.party; }},
    Slot{"kontakt", [](const DemoFacts& f) { return f.contact; }},
    Slot{"partadr", [](const DemoFacts& f) { return f.party_address; }},
    Slot{"vej", [](const DemoFacts& f) { return f.street; }},
    Slot{"sted", [](const DemoFacts& f) { return f.place; }},
    Slot{"adresse", [](const DemoFacts& f) { return f.place + ", " + f.post_town; }},
    Slot{"nabo", [](const DemoFacts& f) { return f.neighbour; }},
    Slot{"by", [](const DemoFacts& f) { return f.town; }},
    Slot{"matr", [](const DemoFacts& f) { return f.plot; }},
    Slot{"bygning", [](const DemoFacts& f) { return f.building; }},
    Slot{"ruin", [](const DemoFacts& f) { return f.ruin; }},
    Slot{"område", [](const DemoFacts& f) { return f.area; }},
    Slot{"firma", [](const DemoFacts& f) { return f.company; }},
    Slot{"forening", [](const DemoFacts& f) { return f.association; }},
    Slot{"skole", [](const DemoFacts& f) { return f.school; }},
    Slot{"vandløb", [](const DemoFacts& f) { return f.stream; }},
    Slot{"plan", [](const DemoFacts& f) { return f.plan; }},
    Slot{"emne", [](const DemoFacts& f) { return f.thing; }},
    Slot{"sagsb", [](const DemoFacts& f) { return f.caseworker; }},
    Slot{"afd", [](const DemoFacts& f) { return f.unit; }},
    Slot{"m2", [](const DemoFacts& f) { return danish_number(f.square_metres); }},
    Slot{"m", [](const DemoFacts& f) { return danish_number(f.metres); }},
    Slot{"antal", [](const DemoFacts& f) { return danish_number(f.count); }},
    Slot{"beløb", [](const DemoFacts& f) { return danish_number(f.amount); }},
    Slot{"dato", [](const DemoFacts& f) { return danish_date_in_words(f.opened); }},
    Slot{"besigt", [](const DemoFacts& f) { return danish_date_in_words(f.visited); }},
    Slot{"frist", [](const DemoFacts& f) { return danish_date_in_words(f.deadline); }},
};

}  // namespace

std::string invented_person(DemoRandom& random) {
    const Words first = random.pick(first_names);
    const Words middle = random.pick(middle_names);
    const Words last = random.pick(last_names);
    if (random.chance(45) || middle == last) return join({first, " ", last});
    return join({first, " ", middle, " ", last});
}

std::string invented_company(DemoRandom& random) {
    const Words root = random.pick(company_roots);
    const Words trade = random.pick(company_trades);
    return join({root, " ", trade, " ", random.pick(company_forms)});
}

DemoFacts invented_facts(DemoRandom& random, DemoPartyKind kind) {
    DemoFacts facts;
    facts.party_kind = kind;
    facts.contact = invented_person(random);
    facts.company = invented_company(random);
    facts.association = random.pick(associations);
    facts.party = kind == DemoPartyKind::citizen ? facts.contact : facts.association;
    if (kind == DemoPartyKind::company) facts.party = invented_company(random);
    add_place(facts, random);
    facts.building = random.pick(buildings);
    facts.ruin = random.pick(ruins);
    facts.area = random.pick(areas);
    facts.school = random.pick(schools);
    facts.stream = random.pick(streams);
    facts.plan = std::to_string(random.between(1, 9)) + "." + std::to_string(random.between(10, 48));
    facts.square_metres = random.between(18, 460);
    facts.metres = random.between(3, 240);
    facts.count = random.between(3, 48);
    facts.amount = random.between(12, 960) * 250;
    return facts;
}

std::string impossible_cpr(DemoRandom& random) {
    std::string digits = "3213";
    for (int i = 0; i < 6; ++i) digits += static_cast<char>('0' + random.below(10));
    return digits;
}

std::string impossible_cvr(DemoRandom& random) {
    std::string digits;
    for (int i = 0; i < 8; ++i) digits += static_cast<char>('0' + random.below(10));
    if (digits[0] == '0') digits[0] = '9';
    // The last digit weighs one, so changing it by one always breaks a number that passes.
    if (passes_cvr_check(digits)) digits[7] = digits[7] == '9' ? '8' : static_cast<char>(digits[7] + 1);
    return digits;
}

std::string danish_date_in_words(core::Date date) {
    const std::chrono::year_month_day parts{date};
    const std::size_t month = static_cast<unsigned>(parts.month()) - 1;
    const std::string day = std::to_string(static_cast<unsigned>(parts.day()));
    const std::string year = std::to_string(static_cast<int>(parts.year()));
    return join({day, ". ", core::danish_months[month], " ", year});
}

std::string danish_number(int number) {
    const std::string digits = std::to_string(number);
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) grouped += '.';
        grouped += digits[i];
    }
    return grouped;
}

std::string filled(std::string_view text, const DemoFacts& facts) {
    std::string out;
    out.reserve(text.size() + 64);
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        out += text.substr(0, open);
        if (open == Words::npos) break;
        const std::size_t close = text.find('}', open);
        const Words name = text.substr(open + 1, close - open - 1);
        const Slot* found = nullptr;
        for (const Slot& slot : slots)
            if (slot.name == name) found = &slot;
        if (found == nullptr) throw std::logic_error("no such slot: " + std::string{name});
        out += found->value(facts);
        text.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace services
