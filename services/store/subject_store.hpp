#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/subject.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// The classification scheme (KLE): subjects and facets, as the authority has imported them edition by edition.
namespace services {

/// A number of the authority's own, in no edition of KL's.
struct Subject {
    std::string number;  ///< "27.35.00"
    std::string title;
};

struct Facet {
    std::string code;  ///< "P19"
    std::string title;
    core::Retention retention{core::Retention::unknown};
};

enum class SchemeName { subjects, facets };

/// One file that was read in.
struct Edition {
    core::EditionId id;
    SchemeName scheme{};
    core::Date published{};  ///< KL's date of publication
    core::Timestamp imported_at{};
    std::string file_name;
    std::string file_hash;  ///< SHA-256
    std::int64_t added{}, changed{}, retired{};
};

/// What an edition did to a number.
struct SchemeChange {
    core::EditionId edition;
    std::string number;
    std::string what;        ///< added, changed, retired
    std::string was{"{}"};   ///< what the changed fields held before, as a JSON object
    core::Date published{};  ///< the edition's; not written
};

class SubjectStore {
  public:
    explicit SubjectStore(Transaction& tx) : tx_(tx) {}
    void put(const Subject& subject);
    void put(const Facet& facet);
    /// `edition` is the one that has it, absent for a number of the authority's own.
    void put(const core::SchemeEntry& entry, std::optional<core::EditionId> edition);

    /// A subject, retired or not.
    std::optional<core::SchemeEntry> find(std::string_view number) const;
    std::optional<core::SchemeEntry> find_facet(std::string_view code) const;
    /// All of one scheme, groups and retired numbers too, in order of number; some 4,500 rows.
    std::vector<core::SchemeEntry> all(SchemeName scheme) const;
    /// Numbers of a scheme that no edition has.
    std::vector<std::string> own_numbers(SchemeName scheme) const;
    /// The facets that a new case may have on that day.
    std::vector<Facet> facets(core::Date on) const;
    bool is_empty() const;  ///< there is no subject at all

    core::EditionId add(const Edition& edition);             ///< the id is not read
    std::optional<Edition> newest(SchemeName scheme) const;  ///< by date of publication
    std::vector<Edition> editions() const;                   ///< the last to be imported first, fifty at most
    void add(const SchemeChange& change);
    std::vector<SchemeChange> changes_of(std::string_view number) const;  ///< the newest first
    /// Grows when anything in the scheme changes.
    std::int64_t revision() const;

  private:
    Transaction& tx_;
};

std::string_view name_of(SchemeName scheme);
std::optional<SchemeName> scheme_named(std::string_view name);

}  // namespace services
