#include <algorithm>

#include "core/utf8.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/case_listing.hpp"

/// Cases that someone may mean while they type: by number, by words, and the ones they work on.
namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t options_max = 10;

/// Cases as they are found, each once and ten at most.
class Suggestions {
  public:
    bool are_full() const { return cases_.size() == options_max; }
    void add(core::Case one) {
        const auto is_same = [&](const core::Case& other) { return other.id == one.id; };
        if (!are_full() && std::ranges::none_of(cases_, is_same)) cases_.push_back(std::move(one));
    }
    const std::vector<core::Case>& cases() const { return cases_; }

  private:
    std::vector<core::Case> cases_;
};

void suggest_recent(Transaction& tx, const Caller& caller, Suggestions& found) {
    CaseFilter filter;
    filter.reader = caller.id();
    filter.caseworker = caller.id();
    filter.open_only = true;
    filter.limit = options_max;
    for (auto& one : CaseStore{tx}.list(filter)) found.add(std::move(one));
}

/// A query that the index does not understand suggests nothing: it is only half typed.
void suggest_from_search(
    const CaseDesk& desk, Transaction& tx, const Caller& caller, const std::string& text, Suggestions& found
) {
    if (found.are_full()) return;
    search::Query query;
    query.text = text;
    query.groups = caller.principal.groups;
    query.kind = search::Kind::case_file;
    query.limit = options_max;
    const auto answer = desk.search.find(query);
    if (!answer) return;
    for (const auto& hit : answer.value().hits)
        if (auto one = read_case(tx, caller.principal, core::CaseId{hit.id})) found.add(std::move(one.value()));
}

Suggestions suggested(const CaseDesk& desk, Transaction& tx, const Caller& caller, const std::string& typed) {
    Suggestions found;
    if (typed.empty()) {
        suggest_recent(tx, caller, found);
        return found;
    }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (auto& one : CaseStore{tx}.with_number_prefix(caller.id(), typed, options_max)) found.add(std::move(one));
    if (std::ranges::all_of(typed, is_digit)) suggest_from_search(desk, tx, caller, "sag:" + typed, found);
    suggest_from_search(desk, tx, caller, while_typing(typed), found);
    return found;
}

Result<Response> get_suggestions(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto typed = core::on_one_line(request.query_value("q").value_or(""));
    Json data{{"query", typed}, {"options", Json::array()}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto found = suggested(desk, tx, caller, typed);
        for (const auto& one : found.cases()) {
            std::string detail;
            if (one.state == core::CaseState::closed) detail = spoken(language, one.state) + " · ";
            detail += names->unit(one.unit);
            if (one.caseworker) detail += " · " + names->person(one.caseworker);
            data["options"].push_back(
                {{"value", std::to_string(one.id.value)}, {"text", one.number + " " + one.title}, {"detail", detail}}
            );
        }
        return core::done();
    }));
    PageFrame frame;
    frame.language = language;
    return html(desk.workplace.pages.render_fragment("cases/options", data, frame));
}

}  // namespace

void add_case_suggestions(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/forslag", get_suggestions);
}

}  // namespace services
