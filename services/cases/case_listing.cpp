#include "services/cases/case_listing.hpp"

#include <algorithm>
#include <array>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/cases.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// So few are read one by one and put in order here; more are found on a walk through the list.
constexpr std::int64_t few = 1000;
constexpr std::int64_t walk_step = 500;

struct SortName {
    std::string_view name;
    CaseSort sort;
};
constexpr std::array sort_names{
    SortName{"changed", CaseSort::changed},
    SortName{"opened", CaseSort::opened},
    SortName{"number", CaseSort::number},
    SortName{"title", CaseSort::title},
    SortName{"deadline", CaseSort::deadline},
};

Error invalid(std::string_view field, std::string_view why) {
    return Error{ErrorCode::invalid_input, std::string{why}, std::string{field}};
}

/// Reads what is there of a question, and remembers the first thing that is wrong.
class Reading {
  public:
    explicit Reading(const NamedTexts& texts) : texts_(texts) {}

    std::string text(std::string_view name) const { return texts_(name).value_or(""); }

    bool truth(std::string_view name) {
        const auto typed = text(name);
        if (!typed.empty() && typed != "true" && typed != "false") fail(name, "is true or false");
        return typed == "true";
    }
    template <class IdType>
    std::optional<IdType> id(std::string_view name) {
        const auto typed = text(name);
        if (typed.empty()) return std::nullopt;
        const auto number = core::whole_number(typed);
        if (!number) fail(name, "is a number");
        return IdType{number.value_or(0)};
    }
    template <class Enum>
    std::optional<Enum> one_of(std::string_view name, std::optional<Enum> (*parse)(std::string_view)) {
        const auto typed = text(name);
        if (typed.empty()) return std::nullopt;
        const auto value = parse(typed);
        if (!value) fail(name, "is not one of those that there are");
        return value;
    }
    std::optional<core::Date> date(std::string_view name) {
        const auto typed = text(name);
        if (typed.empty()) return std::nullopt;
        const auto day = core::parse_iso_date(typed);
        if (!day) fail(name, "is a day such as 2026-11-03");
        return day;
    }
    std::optional<core::Timestamp> from_day(std::string_view name) {
        const auto day = date(name);
        return day ? std::optional{core::danish_midnight(*day)} : std::nullopt;
    }
    /// The end of a day, which is within.
    std::optional<core::Timestamp> to_day(std::string_view name) {
        const auto day = date(name);
        return day ? std::optional{core::danish_midnight(*day + std::chrono::days{1})} : std::nullopt;
    }
    void fail(std::string_view name, std::string_view why) {
        if (!error_) error_ = invalid(name, std::string{name} + " " + std::string{why});
    }
    const std::optional<Error>& error() const { return error_; }

  private:
    const NamedTexts& texts_;
    std::optional<Error> error_;
};

void read_sort(Reading& reading, CaseFilter& filter) {
    const auto typed = reading.text("sort");
    if (typed.empty()) return;
    const bool is_falling = typed.starts_with('-');
    const auto found =
        std::ranges::find(sort_names, std::string_view{typed}.substr(is_falling ? 1 : 0), &SortName::name);
    if (found == sort_names.end()) return reading.fail("sort", "is no order of this list");
    filter.sort = found->sort;
    filter.is_rising = !is_falling;
}

/// A page of what was found in no order.
ListedCases page_of(std::vector<core::Case> found, const CaseFilter& filter) {
    struct Placed {
        CaseFilter::Place place;
        std::size_t at;
    };
    std::vector<Placed> placed;
    const auto precedes = [&](const CaseFilter::Place& one, const CaseFilter::Place& other) {
        return filter.is_rising ? is_before(one, other) : is_before(other, one);
    };
    for (std::size_t at = 0; at < found.size(); ++at) {
        auto place = place_of(filter.sort, found[at]);
        if (!filter.after || precedes(*filter.after, place)) placed.push_back({std::move(place), at});
    }
    std::ranges::sort(placed, precedes, &Placed::place);
    ListedCases listed;
    for (const auto& one : placed) {
        if (std::ssize(listed.rows) == filter.limit) {
            listed.next = place_of(filter.sort, listed.rows.back());
            break;
        }
        listed.rows.push_back(std::move(found[one.at]));
    }
    return listed;
}

/// The list as the database has it, of which `is_wanted` keeps some.
template <class Wanted>
ListedCases walked(Transaction& tx, CaseFilter filter, std::int64_t step, Wanted is_wanted) {
    const auto limit = filter.limit;
    ListedCases listed;
    filter.limit = step;
    for (;;) {
        auto rows = CaseStore{tx}.list(filter);
        for (auto& row : rows) {
            if (!is_wanted(row)) continue;
            if (std::ssize(listed.rows) == limit) {
                listed.next = place_of(filter.sort, listed.rows.back());
                return listed;
            }
            listed.rows.push_back(std::move(row));
        }
        if (std::ssize(rows) < step) return listed;
        filter.after = place_of(filter.sort, rows.back());
    }
}

Result<ListedCases> with_words(
    Transaction& tx, const search::Reader& index, const core::Principal& who, const CaseQuestion& question
) {
    search::Query query;
    query.text = question.words;
    query.groups = who.groups;
    query.kind = search::Kind::case_file;
    query.unit = question.filter.unit;
    TRY(auto ids, index.ids(query));
    std::ranges::sort(ids);
    if (std::ssize(ids) > few)
        return walked(tx, question.filter, walk_step, [&](const core::Case& one) {
            return std::ranges::binary_search(ids, one.id.value);
        });
    std::vector<core::Case> found;
    for (const auto id : ids) {
        // The index may be a second behind: the policy is asked again.
        auto one = read_case(tx, who, core::CaseId{id});
        if (one && passes(one.value(), question.filter)) found.push_back(std::move(one.value()));
    }
    return page_of(std::move(found), question.filter);
}

}  // namespace

const std::vector<std::string_view>& case_question_names() {
    static const std::vector<std::string_view> names{
        "q",
        "mine",
        "unit",
        "caseworker",
        "state",
        "open",
        "waiting",
        "overdue",
        "subject",
        "confidentiality",
        "opened_from",
        "opened_to",
        "changed_from",
        "changed_to",
        "sort"};
    return names;
}

Result<CaseQuestion> case_question(const NamedTexts& texts, core::UserId asker, core::Date today) {
    Reading reading{texts};
    CaseQuestion question;
    auto& filter = question.filter;
    filter.reader = asker;
    filter.caseworker = reading.id<core::UserId>("caseworker");
    if (reading.truth("mine")) {
        if (filter.caseworker) return invalid("caseworker", "ask for mine or for a caseworker");
        filter.caseworker = asker;
    }
    filter.unit = reading.id<core::UnitId>("unit");
    filter.state = reading.one_of("state", core::case_state_named);
    filter.open_only = reading.truth("open");
    filter.waiting_only = reading.truth("waiting");
    if (reading.truth("overdue")) filter.due_before = today;
    filter.subject = reading.text("subject");
    filter.confidentiality = reading.one_of("confidentiality", core::confidentiality_named);
    filter.opened_from = reading.from_day("opened_from");
    filter.opened_until = reading.to_day("opened_to");
    filter.changed_from = reading.from_day("changed_from");
    filter.changed_until = reading.to_day("changed_to");
    read_sort(reading, filter);
    question.words = core::on_one_line(reading.text("q"));
    if (reading.error()) return *reading.error();
    return question;
}

Result<ListedCases> list_cases(
    Transaction& tx, const search::Reader& index, const core::Principal& who, const CaseQuestion& question
) {
    const auto& filter = question.filter;
    if (!question.words.empty()) return with_words(tx, index, who, question);
    if (!filter.subject.empty())
        if (auto found = CaseStore{tx}.of_few(filter, few)) return page_of(std::move(*found), filter);
    return walked(tx, filter, filter.limit + 1, [](const core::Case&) { return true; });
}

std::string while_typing(const std::string& words) {
    const auto last = words.empty() ? ' ' : words.back();
    const bool is_in_word = last != '"' && last != '*' && last != ')' && last != ' ' && last != '.';
    return is_in_word ? words + "*" : words;
}

}  // namespace services
