#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/subjects/kle_reader.hpp"

/// Takes an edition of KL's scheme into the database. Numbers are never removed: one that an edition no longer has is
/// retired on the edition's date, so that the cases on it keep it. A number of the authority's own, which no edition
/// has had, is left alone.
namespace services {

struct ImportOptions {
    bool allow_older{};    ///< also where a newer edition is loaded
    bool allow_missing{};  ///< also where more than a tenth of the numbers in use are not in the file
};

struct SchemeFile {
    std::string name;
    std::string hash;  ///< SHA-256
};

struct Imported {
    struct Change {
        std::string number, title;
        std::string what;  ///< added, changed, retired
    };
    std::vector<Change> changes;  ///< by number; empty: nothing was done, and no edition is recorded
    std::int64_t unchanged{};
    std::int64_t own{};  ///< numbers of the authority's own, left alone

    std::int64_t count(std::string_view what) const;
};

/// Errors: conflict where the edition is older than the one that is loaded, or a part of it seems to be missing.
core::Result<Imported> import_scheme(
    Transaction& tx, core::Timestamp now, const Scheme& scheme, const SchemeFile& file, const ImportOptions& options
);

}  // namespace services
