#include "services/demo/municipality.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "services/case_types/case_type.hpp"
#include "services/demo/sheets.hpp"

namespace {

using namespace services;
using namespace std::chrono_literals;

constexpr core::Date today = std::chrono::sys_days{2026y / std::chrono::November / 20};

Municipality a_municipality(std::uint64_t seed) {
    return {seed, {200, 1000}, today};
}

/// All that there is to read in some cases.
std::string everything_in(const Municipality& municipality, DemoIndex cases) {
    std::string all;
    for (DemoIndex i = 0; i < cases; ++i) {
        const DemoCase made = municipality.case_at(i);
        all += made.title + "\n" + made.public_title + "\n" + core::iso_date(made.opened) + "\n";
        for (const DemoParty& party : made.parties)
            all += party.name + "\n" + party.identifier + "\n" + party.address + "\n";
        for (const DemoDocument& document : municipality.documents_of(made))
            all += document.title + "\n" + core::iso_date(document.received) + "\n" + text_of(document) + "\n";
    }
    return all;
}

std::uint64_t fingerprint(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

bool is_possible_date_of_cpr(const std::string& digits) {
    int day = std::stoi(digits.substr(0, 2));
    if (day > 60) day -= 60;
    const int month = std::stoi(digits.substr(2, 2));
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

}  // namespace

TEST_CASE("the same seed gives the same municipality", "[demo]") {
    REQUIRE(everything_in(a_municipality(7), 60) == everything_in(a_municipality(7), 60));
}

TEST_CASE("another seed gives another municipality", "[demo]") {
    REQUIRE(fingerprint(everything_in(a_municipality(7), 10)) != fingerprint(everything_in(a_municipality(8), 10)));
}

TEST_CASE("a case does not depend on how many others there are", "[demo]") {
    const Municipality small{3, {10, 10}, today};
    const Municipality large{3, {1'000'000, 1'000'000}, today};
    REQUIRE(small.case_at(9).title == large.case_at(9).title);
    REQUIRE(small.documents_of(small.case_at(9)).front().title == large.documents_of(large.case_at(9)).front().title);
}

TEST_CASE("a municipality without cases is refused", "[demo]") {
    REQUIRE_THROWS_AS(Municipality(1, {0, 0}, today), std::invalid_argument);
}

TEST_CASE("there are exactly as many documents as were asked for", "[demo]") {
    const auto [cases, documents] = GENERATE(
        std::pair<DemoIndex, DemoIndex>{200, 1000},
        std::pair<DemoIndex, DemoIndex>{201, 1003},
        std::pair<DemoIndex, DemoIndex>{7, 3},
        std::pair<DemoIndex, DemoIndex>{3, 100}
    );
    const Municipality municipality{5, {cases, documents}, today};
    DemoIndex total = 0;
    for (DemoIndex i = 0; i < cases; ++i) {
        const auto made = municipality.documents_of(municipality.case_at(i));
        REQUIRE(made.size() == municipality.document_count_of(i));
        total += made.size();
    }
    REQUIRE(total == documents);
}

TEST_CASE("subject and facet numbers are well-formed and known", "[demo]") {
    const std::regex subject{"[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}"};
    const std::regex facet{"(A|P|S|Ø|G|K|I)[0-9]{2}"};
    REQUIRE(Municipality::subjects().size() >= 60);
    REQUIRE(Municipality::facets().size() >= 12);
    for (const DemoSubject& row : Municipality::subjects()) {
        REQUIRE(std::regex_match(std::string{row.number}, subject));
        REQUIRE_FALSE(row.title.empty());
    }
    for (const DemoFacet& row : Municipality::facets()) REQUIRE(std::regex_match(std::string{row.code}, facet));
    const Municipality municipality = a_municipality(7);
    for (DemoIndex i = 0; i < municipality.case_count(); ++i) {
        const DemoCase made = municipality.case_at(i);
        REQUIRE(std::ranges::count(Municipality::subjects(), made.subject, &DemoSubject::number) == 1);
        REQUIRE(std::ranges::count(Municipality::facets(), made.facet, &DemoFacet::code) == 1);
    }
}

TEST_CASE("there are thirty users with names of their own", "[demo]") {
    const Municipality municipality = a_municipality(7);
    std::set<std::string> sign_ins;
    std::set<std::string> initials;
    for (const DemoUser& user : municipality.users()) {
        REQUIRE(std::regex_match(user.sign_in, std::regex{"[a-z]+"}));
        REQUIRE(user.email == user.sign_in + "@solbakke.example");
        REQUIRE_FALSE(user.roles.empty());
        for (const DemoRole& role : user.roles) REQUIRE(role.unit < municipality.units().size());
        sign_ins.insert(user.sign_in);
        initials.insert(user.initials);
    }
    REQUIRE(municipality.users().size() == 30);
    REQUIRE(sign_ins.size() == 30);
    REQUIRE(initials.size() == 30);
}

TEST_CASE("every role is held by a user named after it", "[demo]") {
    using core::Role;
    const auto [sign_in, role] = GENERATE(
        std::pair{"registrator", Role::registrar},
        std::pair{"sagsbehandler", Role::caseworker},
        std::pair{"leder", Role::leader},
        std::pair{"arkivar", Role::archivist},
        std::pair{"politiker", Role::politician},
        std::pair{"revisor", Role::auditor},
        std::pair{"administrator", Role::administrator}
    );
    const Municipality municipality = a_municipality(7);
    const auto user = std::ranges::find(municipality.users(), sign_in, &DemoUser::sign_in);
    REQUIRE(user != municipality.users().end());
    REQUIRE(user->roles.front().role == role);
}

TEST_CASE("units form a tree with one root", "[demo]") {
    const Municipality municipality = a_municipality(7);
    REQUIRE(municipality.units().size() == 14);
    REQUIRE_FALSE(municipality.units().front().parent);
    for (DemoIndex i = 1; i < municipality.units().size(); ++i) {
        REQUIRE(municipality.units()[i].parent);
        REQUIRE(*municipality.units()[i].parent < i);
    }
}

TEST_CASE("a case lies in its caseworker's unit and within the last two years", "[demo]") {
    const Municipality municipality = a_municipality(7);
    for (DemoIndex i = 0; i < municipality.case_count(); ++i) {
        const DemoCase made = municipality.case_at(i);
        const DemoRole role = municipality.users()[made.caseworker].roles.front();
        REQUIRE(role.role == core::Role::caseworker);
        REQUIRE(role.unit == made.unit);
        REQUIRE(made.opened < today);
        REQUIRE(today - made.opened <= std::chrono::days{733});
        REQUIRE(made.closed.has_value() == (made.state == core::CaseState::closed));
        if (made.closed) REQUIRE((*made.closed >= made.opened && *made.closed <= today));
    }
}

TEST_CASE("cases of all degrees of confidentiality and of most states occur", "[demo]") {
    const Municipality municipality = a_municipality(7);
    std::set<core::Confidentiality> levels;
    std::set<core::CaseState> states;
    for (DemoIndex i = 0; i < municipality.case_count(); ++i) {
        levels.insert(municipality.case_at(i).confidentiality);
        states.insert(municipality.case_at(i).state);
    }
    REQUIRE(levels.size() == 3);
    REQUIRE(states.size() >= 4);
}

TEST_CASE("the documents of a case are numbered from one and dated in order", "[demo]") {
    const Municipality municipality = a_municipality(7);
    for (DemoIndex i = 0; i < municipality.case_count(); ++i) {
        const DemoCase made = municipality.case_at(i);
        core::Date before = made.opened;
        std::int64_t number = 0;
        for (const DemoDocument& document : municipality.documents_of(made)) {
            REQUIRE(document.number == ++number);
            REQUIRE(document.received >= before);
            REQUIRE(document.received <= made.closed.value_or(today));
            REQUIRE(document.letter_date <= document.received);
            REQUIRE_FALSE(document.public_title.empty());
            before = document.received;
        }
    }
}

TEST_CASE("a citizen's name is in neither the public title nor the public correspondent", "[demo]") {
    const Municipality municipality = a_municipality(7);
    for (DemoIndex i = 0; i < municipality.case_count(); ++i) {
        const DemoCase made = municipality.case_at(i);
        for (const DemoDocument& document : municipality.documents_of(made)) {
            if (document.public_correspondent != "Borger") continue;
            REQUIRE(document.public_title.find(document.correspondent) == std::string::npos);
            REQUIRE(made.public_title.find(document.correspondent) == std::string::npos);
        }
    }
}

TEST_CASE("no party's number can be anybody's", "[demo]") {
    const Municipality municipality = a_municipality(7);
    constexpr std::array weights{2, 7, 6, 5, 4, 3, 2, 1};
    int persons = 0;
    int companies = 0;
    for (DemoIndex i = 0; i < 2'000; ++i) {
        for (const DemoParty& party : municipality.case_at(i % 200 + i).parties) {
            if (party.identifier.size() == 10) {
                ++persons;
                REQUIRE_FALSE(is_possible_date_of_cpr(party.identifier));
            } else if (party.identifier.size() == 8) {
                ++companies;
                int sum = 0;
                for (std::size_t digit = 0; digit < 8; ++digit) sum += weights[digit] * (party.identifier[digit] - '0');
                REQUIRE(sum % 11 != 0);
            } else {
                REQUIRE(party.identifier.empty());
            }
        }
    }
    REQUIRE(persons > 100);
    REQUIRE(companies > 100);
}

TEST_CASE("the only possible CPR numbers in texts are the known test numbers, and they occur", "[demo]") {
    const std::string all = everything_in(a_municipality(7), 200);
    const std::regex pattern{"\\b[0-9]{6}[ -]?[0-9]{4}\\b"};
    int found = 0;
    for (auto at = std::sregex_iterator(all.begin(), all.end(), pattern); at != std::sregex_iterator{}; ++at) {
        if (!is_possible_date_of_cpr(at->str())) continue;
        CAPTURE(at->str());
        REQUIRE(std::ranges::count(demo_cpr_numbers, at->str()) == 1);
        ++found;
    }
    REQUIRE(found >= 2);
}

TEST_CASE("a million cases can be walked without keeping them", "[demo]") {
    const Municipality municipality{7, {1'000'000, 1'000'000, DemoText::brief}, today};
    std::size_t documents = 0;
    std::set<std::string> texts;
    for (DemoIndex i = 500'000; i < 502'000; ++i)
        for (const DemoDocument& document : municipality.documents_of(municipality.case_at(i))) {
            ++documents;
            texts.insert(text_of(document));
        }
    REQUIRE(documents == 2'000);
    REQUIRE(texts.size() > 1'900);
}

TEST_CASE("the fields of a case's type depend on the seed and its index alone", "[demo]") {
    const Municipality municipality{7, {600, 600}, today};
    std::set<std::string> types;
    for (DemoIndex i = 0; i < 600; ++i) {
        const auto one = municipality.case_at(i);
        const auto sheet = demo_sheet(7, one, today);
        CHECK(sheet.fields == demo_sheet(7, one, today).fields);
        types.insert(sheet.type);
        if (sheet.type.empty()) continue;
        const auto* type = CaseTypes::built_in().find(sheet.type);
        REQUIRE(type != nullptr);
        std::vector<FieldFault> faults;
        changed_values(type->fields, nlohmann::json::object(), nlohmann::json::parse(sheet.fields), faults);
        CHECK(faults.empty());
        CHECK(type->phase(sheet.phase) != nullptr);
    }
    CHECK(types == std::set<std::string>{"", "access_request", "building_permit", "contract", "hearing", "it_system"});
}
