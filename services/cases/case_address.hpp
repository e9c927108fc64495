#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/cases/case_listing.hpp"
#include "services/identity/name_book.hpp"

/// The address of a list of cases on the pages: everything that the list is, so that it can be shared.
namespace services {

/// An order that a list can be asked for.
struct CaseOrder {
    std::string_view value;  ///< of `sorter`
    std::string_view sort;   ///< of case_question
    std::string_view text;   ///< Danish
};
inline constexpr std::array case_orders{
    CaseOrder{"senest", "-changed", "Senest ændret først"},
    CaseOrder{"laengst", "changed", "Længst siden ændret først"},
    CaseOrder{"nyeste", "-opened", "Nyeste først"},
    CaseOrder{"aeldste", "opened", "Ældste først"},
    CaseOrder{"titel", "title", "Titel, A til Å"},
    CaseOrder{"titel-om", "-title", "Titel, Å til A"},
    CaseOrder{"nummer", "number", "Laveste nummer først"},
    CaseOrder{"nummer-om", "-number", "Højeste nummer først"},
    CaseOrder{"frist", "deadline", "Nærmeste frist først"},
    CaseOrder{"frist-om", "-deadline", "Fjerneste frist først"},
};

class CaseAddress {
  public:
    /// `vis` "mine", "alle", "enhed" (the first of one's own) or "enhed-3"; `hvad` "", "overskredne" or "afventer";
    /// `tilstand` "", "aabne" or a state's name; q, enhed, sagsbehandler, emne, adgang, oprettet_fra, oprettet_til,
    /// aendret_fra, aendret_til, sorter. What is empty is left out.
    static CaseAddress of(const NamedTexts& texts, const std::vector<Unit>& own_units);

    std::string get(std::string_view name) const;  ///< empty where it is not said
    std::string view() const;                      ///< of `vis`; "mine" where it is not said
    std::string order() const;                     ///< of `sorter`, or what the list is in by itself
    bool has_filter() const;                       ///< beyond the view
    bool has_more_filters() const;                 ///< of those that are out of sight at first
    CaseAddress with(std::string_view name, std::string_view value) const;
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }
    std::string path(std::string_view page, std::string_view after = {}) const;

    /// Errors: invalid_input with its field.
    core::Result<CaseQuestion> question(core::UserId asker, core::Date today) const;

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// The units in which someone handles cases, in the order of their names.
std::vector<Unit> own_units(const Caller& caller, const Names& names);

}  // namespace services
