#include "services/privacy/corrections.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/parties.hpp"
#include "services/store/event_log.hpp"
#include "services/store/privacy_store.hpp"

namespace services {

namespace {

constexpr std::size_t reason_limit_characters = 1000;

}  // namespace

core::Result<core::Party> correct_party(Transaction& tx, const Acting& acting, const PartyCorrection& made) {
    TRY(const auto before, read_party(tx, acting.who, made.party));
    TRY(const auto on, read_case(tx, acting.who, before.in_case));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    TRY(check_text(made.reason, "reason", reason_limit_characters));
    TRY(check_line(made.name, "name"));
    TRY(check_line(made.address, "address", /*may_be_empty=*/true));
    auto after = before;
    after.name = made.name;
    after.address = made.address;
    after.identifier = core::bare_identifier(made.identifier);
    after.identifier_kind = made.kind;
    TRY(check_identifier(after));
    auto fields = nlohmann::json::array();
    if (after.name != before.name) fields.push_back("name");
    if (after.address != before.address) fields.push_back("address");
    if (after.identifier != before.identifier || after.identifier_kind != before.identifier_kind)
        fields.push_back("identifier");
    if (fields.empty()) return before;
    ErasureStore{tx}.correct_party(after);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::party_corrected,
        .subject_kind = SubjectKind::case_file,
        .subject = on.id.value,
        .in_case = on.id,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{{"party", before.id.value}, {"fields", std::move(fields)}, {"reason", made.reason}}.dump(),
    });
    return after;
}

}  // namespace services
