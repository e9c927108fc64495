#include "services/cases/sampling.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/files/sha256.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t eligible_max = 1'000'000;
constexpr std::size_t seed_max = 64;

std::string new_seed() {
    std::random_device chance;
    std::string seed;
    constexpr std::string_view digits = "0123456789abcdef";
    for (int i = 0; i < 16; ++i) seed += digits[chance() % digits.size()];
    return seed;
}

std::string text_in(const Json& values, const std::string& field) {
    const auto found = values.find(field);
    return found != values.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<core::Date> date_in(const Json& values, const std::string& field) {
    return core::parse_iso_date(text_in(values, field));
}

struct Drawing {
    SampleRules rules;
    std::size_t size{};
    Json told;  ///< the rules as they are kept
};

/// The rules, as the fields of the case say. Errors: invalid_input.
Result<Drawing> drawing_of(const SheetView& view, const Acting& acting, core::CaseId on) {
    if (view.type == nullptr || !view.type->sampling)
        return invalid_field("type", "cases of this type draw no samples");
    const auto& by = *view.type->sampling;
    const auto size = view.values.find(by.size);
    if (size == view.values.end() || !size->is_number_integer() || size->get<std::int64_t>() < 1)
        return invalid_field("fields." + by.size, "say how many cases are to be drawn");
    const auto from = date_in(view.values, by.from), to = date_in(view.values, by.to);
    const auto last = to.value_or(core::danish_date(acting.now));
    const auto first = from.value_or(core::Date{});
    Drawing drawing;
    drawing.rules.reader = acting.who.user;
    drawing.rules.not_this = on;
    drawing.rules.subject = text_in(view.values, by.subject);
    drawing.rules.from = core::danish_midnight(first);
    drawing.rules.until = core::danish_midnight(last + std::chrono::days{1});
    drawing.size = size->get<std::size_t>();
    drawing.told = {
        {"size", drawing.size},
        {"subject", drawing.rules.subject},
        {"closed_from", core::iso_date(first)},
        {"closed_to", core::iso_date(last)},
        {"reader", acting.who.user.value},
    };
    return drawing;
}

Result<core::Case> supervised(Transaction& tx, const Acting& acting, core::CaseId on) {
    TRY(auto one, read_case(tx, acting.who, on));
    TRY(require_on_case(acting.who, core::Action::edit_case, one));
    return one;
}

void append(Transaction& tx, const Acting& acting, EventKind kind, core::CaseId on, const Json& payload) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

std::string joined(const std::vector<std::string>& numbers) {
    std::string lines;
    for (const auto& number : numbers) lines += number + '\n';
    return lines;
}

}  // namespace

std::vector<std::string> drawn_numbers(const std::string& seed, std::vector<std::string> numbers, std::size_t size) {
    std::vector<std::pair<std::string, std::string>> keyed;
    keyed.reserve(numbers.size());
    for (auto& number : numbers) {
        auto key = sha256(seed + ':' + number).text();
        keyed.emplace_back(std::move(key), std::move(number));
    }
    const auto count = std::min(size, keyed.size());
    std::ranges::partial_sort(keyed, keyed.begin() + static_cast<std::ptrdiff_t>(count));
    std::vector<std::string> drawn;
    for (std::size_t i = 0; i < count; ++i) drawn.push_back(std::move(keyed[i].second));
    return drawn;
}

Result<CaseSample> draw_sample(
    Transaction& tx, const Acting& acting, const CaseTypes& types, core::CaseId on, const std::string& seed
) {
    TRY(supervised(tx, acting, on));
    TRY(const auto drawing, drawing_of(sheet_of(tx, types, on), acting, on));
    if (seed.size() > seed_max) return invalid_field("seed", "a seed has at most 64 characters");
    TRY(check_line(seed, "seed", /*may_be_empty=*/true));
    SampleStore store{tx};
    const bool is_judged =
        std::ranges::any_of(store.items(on), [](const SampledCase& one) { return one.verdict != SampleVerdict::none; });
    if (is_judged) return Error{ErrorCode::conflict, "cases of the sample have been judged already", "sample"};

    std::map<std::string, core::CaseId> ids;
    std::vector<std::string> numbers;
    for (auto& one : store.eligible(drawing.rules, eligible_max)) {
        numbers.push_back(one.number);
        ids.emplace(std::move(one.number), one.id);
    }
    std::ranges::sort(numbers);
    const CaseSample sample{
        .on = on,
        .seed = seed.empty() ? new_seed() : seed,
        .rules = drawing.told.dump(),
        .eligible = std::ssize(numbers),
        .drawn_at = acting.now,
        .drawn_by = acting.who.user,
    };
    const auto list_hash = sha256(joined(numbers)).text();
    const auto drawn = drawn_numbers(sample.seed, std::move(numbers), drawing.size);
    std::vector<core::CaseId> drawn_ids;
    drawn_ids.reserve(drawn.size());
    for (const auto& number : drawn) drawn_ids.push_back(ids.at(number));
    store.put(sample, drawn_ids);
    // By their hash: not everyone who reads this case may know of those that were drawn.
    append(
        tx,
        acting,
        EventKind::sample_drawn,
        on,
        {{"seed", sample.seed},
         {"rules", drawing.told},
         {"eligible", sample.eligible},
         {"eligible_sha256", list_hash},
         {"drawn", drawn.size()},
         {"drawn_sha256", sha256(joined(drawn)).text()}}
    );
    return sample;
}

Result<SampledCase> judge_sampled(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t place,
    SampleVerdict verdict,
    const std::string& remarks
) {
    TRY(supervised(tx, acting, on));
    SampleStore store{tx};
    const auto items = store.items(on);
    const auto found = std::ranges::find(items, place, &SampledCase::place);
    if (found == items.end()) return Error{ErrorCode::not_found, "the sample has no such case"};
    TRY(read_case(tx, acting.who, found->id));
    if (verdict == SampleVerdict::remarks || verdict == SampleVerdict::wrong || !remarks.empty()) {
        TRY(check_text(remarks, "remarks", reason_limit));
    }
    auto judged = *found;
    judged.verdict = verdict;
    judged.remarks = remarks;
    judged.judged_at = acting.now;
    judged.judged_by = acting.who.user;
    store.judge(on, judged);
    append(tx, acting, EventKind::sample_judged, on, {{"place", place}, {"verdict", name_of(verdict)}});
    return judged;
}

}  // namespace services
