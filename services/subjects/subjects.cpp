#include "services/subjects/subjects.hpp"

#include "core/rules/kle.hpp"
#include "services/store/subject_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::SchemeEntry;

namespace {

Error invalid(const char* field, std::string detail) {
    return Error{ErrorCode::invalid_input, std::move(detail), field};
}

std::string listed(const std::vector<std::string>& numbers) {
    std::string text;
    for (const auto& number : numbers) text += (text.empty() ? "" : ", ") + number;
    return text;
}

/// The developer's sentence on a retired number.
std::string retired_detail(const SchemeEntry& entry) {
    auto text = entry.number + " was retired on " + core::iso_date(*entry.retired);
    if (!entry.successors.empty()) text += "; use " + listed(entry.successors);
    return text;
}

}  // namespace

Result<SchemeEntry> usable_subject(Transaction& tx, std::string_view number, core::Date today) {
    if (!core::is_subject_number(number)) return invalid("subject", "a KLE subject is written 27.35.00");
    const SubjectStore subjects{tx};
    auto known = subjects.find(number);
    if (!known) {
        if (!subjects.is_empty()) return invalid("subject", "the KLE subject is not in the scheme");
        return SchemeEntry{.number = std::string{number}, .title = std::string{number}};
    }
    if (core::is_retired(*known, today)) return invalid("subject", "the KLE subject " + retired_detail(*known));
    return std::move(*known);
}

Result<void> check_facet(Transaction& tx, std::string_view code, core::Date today) {
    if (!core::is_facet(code)) return invalid("facet", "a KLE facet is a letter and two digits, such as G01");
    const SubjectStore subjects{tx};
    const auto known = subjects.find_facet(code);
    if (known && core::is_retired(*known, today)) return invalid("facet", "the KLE facet " + retired_detail(*known));
    if (!known && subjects.newest(SchemeName::facets)) return invalid("facet", "the KLE facet is not in the scheme");
    return core::done();
}

std::string refused_subject_text(Transaction& tx, Language language, std::string_view number, core::Date today) {
    const auto known = SubjectStore{tx}.find(number);
    if (!known || !core::is_retired(*known, today)) return translate(language, "Vælg et KLE-emne fra listen.");
    return known->number + ": " + retired_text(language, *known, today) + ". " +
           translate(language, "Vælg et emne, der er i brug.");
}

std::string refused_facet_text(Transaction& tx, Language language, std::string_view code, core::Date today) {
    const auto known = SubjectStore{tx}.find_facet(code);
    if (!known || !core::is_retired(*known, today)) return translate(language, "Vælg en handlingsfacet.");
    return known->number + ": " + retired_text(language, *known, today) + ". " +
           translate(language, "Vælg en handlingsfacet.");
}

std::string retired_text(Language language, const SchemeEntry& entry, core::Date today) {
    if (!core::is_retired(entry, today)) return {};
    const auto date = spoken_date(language, *entry.retired);
    if (entry.successors.empty()) return translate(language, "Udgået {date}", {{"date", date}});
    return translate(
        language, "Udgået {date}, afløst af {numbers}", {{"date", date}, {"numbers", listed(entry.successors)}}
    );
}

std::string spoken(Language language, core::Retention retention) {
    using core::Retention;
    switch (retention) {
        case Retention::unknown:
            return translate(language, "Bevares (ingen kode)");
        case Retention::preserve:
            return translate(language, "Bevares");
        case Retention::discard:
            return translate(language, "Må kasseres");
        case Retention::discard_after_5:
            return translate(language, "Må kasseres 5 år efter, at sagen er afsluttet");
        case Retention::discard_after_10:
            return translate(language, "Må kasseres 10 år efter, at sagen er afsluttet");
    }
    return {};
}

std::string deletion_text(Language language, std::string_view duration) {
    const auto days = core::days_of_duration(duration);
    if (!days) return {};
    // KL has written five years both as 1825 and as 1800 days.
    constexpr std::int64_t year = 365, short_year = 360;
    const auto years = *days % short_year == 0 ? *days / short_year : *days / year;
    if (years > 0)
        return translate_count(
            language,
            "Personoplysninger slettes ca. 1 år efter, at sagen er afsluttet",
            "Personoplysninger slettes ca. {count} år efter, at sagen er afsluttet",
            years
        );
    return translate_count(
        language,
        "Personoplysninger slettes 1 dag efter, at sagen er afsluttet",
        "Personoplysninger slettes {count} dage efter, at sagen er afsluttet",
        *days
    );
}

}  // namespace services
