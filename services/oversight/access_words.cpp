#include "services/oversight/oversight_desk.hpp"

namespace services {

std::string spoken_last_day(Language language, core::Timestamp ends_at) {
    return spoken_date(language, core::danish_date(ends_at - std::chrono::seconds{1}));
}

std::string AccessWords::whom(const core::CaseAccess& access) const {
    return access.user ? names.person(access.user) : names.unit(access.unit.value_or(core::UnitId{}));
}

std::string AccessWords::given(const core::CaseAccess& access) const {
    const Values values{
        {"name", names.person(access.given_by)},
        {"date", spoken_date(language, core::danish_date(access.given_at))},
        {"last", access.ends_at ? spoken_last_day(language, *access.ends_at) : std::string{}}};
    if (access.ends_at) return translate(language, "givet af {name} den {date}, til og med {last}", values);
    return translate(language, "givet af {name} den {date}", values);
}

std::string AccessWords::block(const core::CaseAccess& block) const {
    return translate(language, "Spærret for sagen: {given}", {{"given", given(block)}});
}

std::string AccessWords::reason(const core::ReadingReason& reason) const {
    const auto held = reason.held.value_or(core::RoleInUnit{});
    const auto target = reason.grant && reason.grant->unit ? *reason.grant->unit : case_unit;
    const Values values{
        {"role", spoken(language, held.role)},
        {"holder", names.unit(held.unit)},
        {"unit", names.unit(target)},
        {"given", reason.grant ? given(*reason.grant) : std::string{}}};
    const bool is_above = held.unit != target;
    auto text = [&]() -> std::string {
        switch (reason.ground) {
            case core::ReadingGround::staff:
                return translate(language, "Sagen er åben for alle medarbejdere: {role} i {holder}", values);
            case core::ReadingGround::unit_role:
                return is_above ? translate(
                                      language,
                                      "Sagen kan læses i {unit} og derover: {role} i {holder}, som {unit} hører under",
                                      values
                                  )
                                : translate(language, "Sagen kan læses i {unit}: {role} dér", values);
            case core::ReadingGround::caseworker:
                return translate(language, "Sagens sagsbehandler");
            case core::ReadingGround::leader:
                return is_above ? translate(language, "Leder i {holder}, som {unit} hører under", values)
                                : translate(language, "Leder i {unit}, som sagen hører til", values);
            case core::ReadingGround::personal_grant:
                return translate(language, "Personlig adgang, {given}", values);
            case core::ReadingGround::unit_grant:
                return translate(language, "{unit} har adgang, {given}: {role} i {holder}", values);
        }
        return {};
    }();
    if (!reason.through) return text;
    return translate(
        language, "Stedfortræder for {name}: {why}", {{"name", names.person(*reason.through)}, {"why", text}}
    );
}

}  // namespace services
