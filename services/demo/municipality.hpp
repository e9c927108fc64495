#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"

/// Solbakke Kommune: a municipality that does not exist, made up by chance from a seed.
///
/// Everything here is plain data; putting it into a store is somebody else's work. The same seed,
/// size and day give the same municipality on every machine. A case's content depends on the seed
/// and its own index alone, so a million cases can be streamed without keeping any.
///
/// Persons, companies, addresses and numbers are invented. Their CPR numbers name day 32 of month 13
/// and their CVR numbers fail the check digit, so that none can be anybody's. On purpose a few texts
/// hold one of two well-known fictitious CPR numbers (demo_cpr_numbers) that a detector must find.
namespace services {

/// The index of a unit, a user, a case or a document in the municipality, from 0.
using DemoIndex = std::size_t;

/// The only possible CPR numbers that the generator ever writes; both are known test numbers.
inline constexpr std::string_view demo_cpr_numbers[] = {"251248-4916", "070761-4285"};

struct DemoUnit {
    std::string name;
    std::string short_name;
    std::optional<DemoIndex> parent;  ///< comes before the unit in the list; absent for the first
};

struct DemoRole {
    core::Role role{};
    DemoIndex unit{};
};

struct DemoUser {
    std::string name;
    std::string sign_in;  ///< ASCII lower case; the main user of each role is named after the role
    std::string initials;
    std::string email;
    std::string title;
    std::vector<DemoRole> roles;
};

/// A KLE number with a short title in our own words: KL's own list is not free to pass on.
struct DemoSubject {
    std::string_view number;  ///< "02.34.02"
    std::string_view title;
};

/// A KLE facet likewise, "P19".
struct DemoFacet {
    std::string_view code;
    std::string_view title;
};

struct DemoParty {
    core::PartyRole role{};
    std::string name;
    std::string identifier;  ///< an impossible CPR or CVR number, digits only; may be empty
    std::string address;
};

struct DemoCase {
    DemoIndex index{};
    std::string title;
    std::string public_title;
    std::string subject;  ///< KLE number
    std::string facet;
    DemoIndex unit{};
    DemoIndex caseworker{};
    core::CaseState state{};
    core::Confidentiality confidentiality{};
    core::Date opened{};
    std::optional<core::Date> closed;
    std::vector<DemoParty> parties;
};

/// One piece of a document's text, as it stands on the paper.
struct DemoBlock {
    enum class Kind { heading, paragraph };
    Kind kind{};
    std::string text;
};

struct DemoDocument {
    DemoIndex case_index{};
    std::int64_t number{};  ///< 1, 2, 3 … in its case
    std::string title;
    std::string public_title;
    core::Direction direction{};
    std::string correspondent;
    std::string public_correspondent;
    std::optional<core::Date> letter_date;
    core::Date received{};
    core::Publication publication{};
    DemoIndex journaled_by{};

    std::string file_name;                  ///< ends in .pdf
    std::string reference;                  ///< printed as "Sagsnr."; may be replaced by the real one
    std::vector<std::string> sender_lines;  ///< of an incoming letter: name, street, town
    std::vector<std::string> receiver_lines;
    std::string unit_name;
    std::string caseworker_name;
    std::vector<DemoBlock> blocks;
};

/// A document's words without the letterhead; paragraphs are parted by an empty line.
std::string text_of(const DemoDocument& document);

/// The document as a PDF with a text layer: A4, letterhead, embedded subset fonts, as many pages as
/// it takes. The same document gives the same bytes with the same cairo, pango and fonts.
/// Throws std::runtime_error if cairo cannot make it.
std::string pdf_of(const DemoDocument& document);

enum class DemoText {
    full,  ///< letters of one to three pages
    brief  ///< two sentences, for very many cases
};

struct DemoSize {
    DemoIndex cases{};      ///< at least 1
    DemoIndex documents{};  ///< in all cases together
    DemoText text{DemoText::full};
};

class Municipality {
  public:
    /// `today` is the last day on which anything happened; cases reach two years back from it.
    /// Throws std::invalid_argument if there is to be no case.
    Municipality(std::uint64_t seed, DemoSize size, core::Date today);

    static std::string_view name();  ///< "Solbakke Kommune"
    static std::span<const DemoSubject> subjects();
    static std::span<const DemoFacet> facets();

    const std::vector<DemoUnit>& units() const { return units_; }
    const std::vector<DemoUser>& users() const { return users_; }

    DemoIndex case_count() const { return size_.cases; }
    DemoIndex document_count() const { return size_.documents; }
    /// `index` is below case_count().
    DemoCase case_at(DemoIndex index) const;
    DemoIndex document_count_of(DemoIndex case_index) const;
    /// In the order of their numbers and dates.
    std::vector<DemoDocument> documents_of(const DemoCase& of) const;

  private:
    std::uint64_t seed_;
    DemoSize size_;
    core::Date today_;
    std::vector<DemoUnit> units_;
    std::vector<DemoUser> users_;
};

}  // namespace services
