#pragma once

#include <string>
#include <vector>

#include "services/store/database.hpp"

/// Proves what the database should see to itself, for a file that was edited or damaged behind its back.
namespace services {

/// A row that names another row which is not there.
struct BrokenReference {
    std::string from;  ///< "document 17"
    std::string to;    ///< "case 12", "content 9f86d0…"
};

/// The first hundred of each kind, in order of id.
std::vector<BrokenReference> broken_references(Transaction& tx);

/// A series of case numbers, such as "case:2026", and the last number that it gave.
struct NumberSeries {
    std::string name;
    std::int64_t last{};
};
std::vector<NumberSeries> number_series(Transaction& tx);

/// A case whose count of documents is not the number of its last one.
struct MiscountedCase {
    std::string number;
    std::int64_t given{};  ///< the last document number that was given
    std::int64_t last{};   ///< the highest that is there; 0: none
};
/// The first hundred.
std::vector<MiscountedCase> miscounted_cases(Transaction& tx);

}  // namespace services
