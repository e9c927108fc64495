#include "services/citizens/what_next.hpp"

#include <algorithm>

#include "services/cases/case_sheets.hpp"
#include "services/citizens/citizen_words.hpp"
#include "services/store/task_store.hpp"

namespace services {

namespace {

/// A deadline of the type that the party is told of, on the day that its task has now.
struct ToldDay {
    core::Date day{};
    const CaseDeadline* deadline{};
};

bool is_told_in(const CaseDeadline& deadline, const std::string& phase) {
    return deadline.told_in.empty() || std::ranges::find(deadline.told_in, phase) != deadline.told_in.end();
}

/// The earliest first. What is done, or was given to another case, is not waited for.
std::vector<ToldDay> told_days(Transaction& tx, const SheetView& sheet, const core::Case& on) {
    std::vector<ToldDay> days;
    if (sheet.type == nullptr || on.state == core::CaseState::closed) return days;
    const auto made = CaseSheetStore{tx}.deadline_tasks(on.id);
    for (const auto& deadline : sheet.type->deadlines) {
        if (deadline.told.danish.empty() || !is_told_in(deadline, sheet.sheet.phase)) continue;
        const auto kept = std::ranges::find(made, deadline.key, &DeadlineTask::deadline);
        const auto task = kept == made.end() ? std::nullopt : TaskStore{tx}.find(kept->task);
        if (task && !task->done && task->in_case == on.id) days.push_back({task->due, &deadline});
    }
    std::ranges::stable_sort(days, {}, &ToldDay::day);
    return days;
}

/// The sentence of the type's file with the day in its place.
std::string told(const ToldDay& one, Language language, core::Date today) {
    constexpr std::string_view place = "{day}";
    const auto day = spoken_day(language, one.day);
    if (one.day < today)
        return translate(
            language,
            "Vi regnede med at være nået længere {day}. Det nåede vi ikke. Du er velkommen til at spørge.",
            {{"day", day}}
        );
    auto sentence = one.deadline->told.in(language);
    if (const auto at = sentence.find(place); at != std::string::npos) sentence.replace(at, place.size(), day);
    return sentence;
}

/// What holds for any case.
std::string usual_next(Language language, core::CaseState state) {
    switch (state) {
        case core::CaseState::opened:
            return translate(language, "Når vi har de oplysninger, vi skal bruge, tager vi stilling til sagen.");
        case core::CaseState::informed:
            return translate(language, "Når vi har truffet en afgørelse, skriver vi til dem, den gælder.");
        case core::CaseState::decided:
            return translate(language, "Nu skal det, vi har besluttet, sættes i gang.");
        case core::CaseState::ordered:
            return translate(language, "Når det, vi har besluttet, er gjort, afslutter vi sagen.");
        case core::CaseState::executed:
        case core::CaseState::closed:
            break;
    }
    return {};
}

}  // namespace

std::string told_step(Transaction& tx, const CaseTypes& types, const core::Case& on, Language language) {
    if (on.state == core::CaseState::closed) return {};
    const auto sheet = sheet_of(tx, types, on.id);
    const auto* phase = sheet.type != nullptr ? sheet.type->phase(sheet.sheet.phase) : nullptr;
    return phase != nullptr ? phase->name.in(language) : std::string{};
}

std::vector<std::string> told_next(
    Transaction& tx,
    const CaseTypes& types,
    const core::Case& on,
    const std::optional<PartyHearing>& hearing,
    Language language,
    core::Date today
) {
    std::vector<std::string> list;
    if (on.state == core::CaseState::closed) return list;
    const auto add = [&](std::string sentence) {
        if (!sentence.empty()) list.push_back(std::move(sentence));
    };
    if (hearing)
        add(translate(
            language, "Vi venter på dit svar på høringen senest {day}.", {{"day", spoken_day(language, hearing->due)}}
        ));
    const bool waits = !on.waiting_for.empty();
    if (waits) add(translate(language, "Sagen venter på svar eller oplysninger, før vi kan komme videre."));
    const auto sheet = sheet_of(tx, types, on.id);
    const auto* phase = sheet.type != nullptr ? sheet.type->phase(sheet.sheet.phase) : nullptr;
    const bool has_words = phase != nullptr && !phase->told.danish.empty();
    add(has_words ? phase->told.in(language) : usual_next(language, on.state));
    bool is_day_told = false;
    for (const auto& one : told_days(tx, sheet, on)) {
        const bool are_both_over = on.deadline && *on.deadline < today && one.day < today;
        is_day_told = is_day_told || on.deadline == one.day || are_both_over;
        add(told(one, language, today));
    }
    if (!is_day_told) add(told_deadline(language, on, today));
    if (!hearing && !waits && !has_words)
        add(translate(language, "Du skal ikke gøre noget lige nu. Vi skriver, når der sker noget."));
    return list;
}

std::string told_expected(
    Transaction& tx, const CaseTypes& types, const core::Case& on, Language language, core::Date today
) {
    const auto days = told_days(tx, sheet_of(tx, types, on.id), on);
    const auto next = std::ranges::find_if(days, [&](const ToldDay& one) { return one.day >= today; });
    if (next != days.end() && (!on.deadline || *on.deadline < today || next->day <= *on.deadline))
        return told(*next, language, today);
    return told_deadline(language, on, today);
}

}  // namespace services
