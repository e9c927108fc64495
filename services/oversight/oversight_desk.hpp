#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "core/rules/explanation.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/identity/name_book.hpp"
#include "services/oversight/oversight.hpp"
#include "services/store/event_log.hpp"

/// What the pages of oversight share among themselves.
namespace services {

struct OversightDesk {
    const Workplace& workplace;
    OversightSettings settings{};
    std::shared_ptr<NameBook> names{std::make_shared<NameBook>()};
};

/// The parts of add_oversight_pages.
void add_access_pages(Router& router, Identity& identity, const OversightDesk& desk);
void add_substitute_pages(Router& router, Identity& identity, const OversightDesk& desk);
void add_audit_pages(Router& router, Identity& identity, const OversightDesk& desk);
void add_reads_pages(Router& router, Identity& identity, const OversightDesk& desk);

/// What people are told of who and why, without saying whom it is about, so that it fits "you" and others alike.
struct AccessWords {
    Language language{};
    const Names& names;
    core::UnitId case_unit;

    std::string reason(const core::ReadingReason& reason) const;
    std::string block(const core::CaseAccess& block) const;
    /// "Givet af Lene Holm den 3. november 2026, til og med 9. november 2026"
    std::string given(const core::CaseAccess& access) const;
    /// The person or the unit.
    std::string whom(const core::CaseAccess& access) const;
};

/// "Sag set"; its name where a kind has no words yet.
std::string spoken_kind(Language language, EventKind kind);

/// "3. november 2026" of the last whole day before the moment.
std::string spoken_last_day(Language language, core::Timestamp ends_at);

}  // namespace services
