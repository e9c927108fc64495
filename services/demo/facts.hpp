#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/demo/random.hpp"

/// What the sentences of one case have in common: who, where, when and how much.
namespace services {

/// The kind of party a case is about.
enum class DemoPartyKind { citizen, company, association };

struct DemoFacts {
    DemoPartyKind party_kind{};
    std::string party;          ///< name of the person, company or association
    std::string party_address;  ///< "Ahornvej 12, 9991 Solbakke"
    std::string contact;        ///< the person who signs for the party
    std::string street;         ///< "Ahornvej"
    std::string place;          ///< "Ahornvej 12"
    std::string neighbour;      ///< "Ahornvej 14"
    std::string town;           ///< "Hejrevig"
    std::string post_town;      ///< "9992 Hejrevig"
    std::string plot;           ///< "12ab Hejrevig By, Hejrevig"
    std::string building;       ///< "en carport"
    std::string ruin;           ///< what is to be torn down, "et udhus"
    std::string area;           ///< "det gamle havneområde"
    std::string company;        ///< another company than the party
    std::string association;
    std::string school;
    std::string stream;  ///< "Hejre Å"
    std::string plan;    ///< "4.12"
    std::string thing;   ///< what the case is about, in definite form
    std::string caseworker;
    std::string unit;
    int square_metres{};
    int metres{};
    int count{};
    int amount{};  ///< kroner
    core::Date opened{};
    core::Date visited{};
    core::Date deadline{};
};

/// A person's name that belongs to nobody in particular.
std::string invented_person(DemoRandom& random);
std::string invented_company(DemoRandom& random);
/// Everything but `thing`, `caseworker`, `unit` and the dates.
DemoFacts invented_facts(DemoRandom& random, DemoPartyKind kind);

/// A CPR number of day 32, month 13: as long as a real one, and impossible.
std::string impossible_cpr(DemoRandom& random);
/// A CVR number that fails the check digit.
std::string impossible_cvr(DemoRandom& random);

/// "3. november 2026"
std::string danish_date_in_words(core::Date date);
/// "24.500"
std::string danish_number(int number);

/// Replaces {vej}, {adresse}, {matr} … in a template of ours. Throws std::logic_error for a name
/// that does not exist, so that a slip in a template cannot reach a page.
std::string filled(std::string_view text, const DemoFacts& facts);

}  // namespace services
