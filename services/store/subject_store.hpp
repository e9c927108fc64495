#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/database.hpp"

/// The classification scheme (KLE): subjects and facets, as the authority has imported them.
namespace services {

struct Subject {
    std::string number;  ///< "27.35.00"
    std::string title;
};

struct Facet {
    std::string code;  ///< "P19"
    std::string title;
};

class SubjectStore {
  public:
    explicit SubjectStore(Transaction& tx) : tx_(tx) {}
    void put(const Subject& subject);
    void put(const Facet& facet);
    std::optional<Subject> find(std::string_view number) const;
    std::vector<Subject> all() const;  ///< some 2,500 rows
    std::vector<Facet> facets() const;
    bool is_empty() const;
    std::optional<Facet> find_facet(std::string_view code) const;

  private:
    Transaction& tx_;
};

}  // namespace services
