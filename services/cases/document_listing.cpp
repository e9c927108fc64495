#include "services/cases/document_listing.hpp"

#include <algorithm>

#include "core/rules/word_match.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/cases.hpp"
#include "services/http/message.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

struct DocumentOrderName {
    std::string_view name, danish;
    DocumentSort sort;
};
constexpr std::array order_names{
    DocumentOrderName{"number", "nummer", DocumentSort::number},
    DocumentOrderName{"received", "dato", DocumentSort::received},
    DocumentOrderName{"title", "titel", DocumentSort::title},
};
constexpr std::string_view turned_round = "-om";
constexpr std::array address_names{"q", "retning", "fra", "til", "sorter"};

Error invalid(std::string_view field, std::string_view why) {
    return Error{ErrorCode::invalid_input, std::string{field} + " " + std::string{why}, std::string{field}};
}

Result<std::optional<core::Date>> day_in(const NamedTexts& texts, std::string_view name) {
    const auto typed = texts(name).value_or("");
    if (typed.empty()) return std::optional<core::Date>{};
    const auto day = core::parse_iso_date(typed);
    if (!day) return invalid(name, "is a day such as 2026-11-03");
    return day;
}

Result<void> read_order(const NamedTexts& texts, DocumentFilter& filter) {
    const auto typed = texts("sort").value_or("");
    if (typed.empty()) return core::done();
    const bool is_falling = typed.starts_with('-');
    const auto found =
        std::ranges::find(order_names, std::string_view{typed}.substr(is_falling ? 1 : 0), &DocumentOrderName::name);
    if (found == order_names.end()) return invalid("sort", "is no order of this list");
    filter.sort = found->sort;
    filter.is_rising = !is_falling;
    return core::done();
}

/// "-number" of "nummer-om".
std::string english_order(const std::string& danish) {
    const bool is_falling = danish.ends_with(turned_round);
    const auto word = std::string_view{danish}.substr(0, danish.size() - (is_falling ? turned_round.size() : 0));
    const auto found = std::ranges::find(order_names, word, &DocumentOrderName::danish);
    if (found == order_names.end()) return danish.empty() ? "" : "-";
    return (is_falling ? "-" : "") + std::string{found->name};
}

}  // namespace

Result<DocumentQuestion> document_question(const NamedTexts& texts, core::CaseId in_case) {
    DocumentQuestion question;
    question.filter.in_case = in_case;
    question.words = core::on_one_line(texts("q").value_or(""));
    if (const auto typed = texts("direction").value_or(""); !typed.empty()) {
        question.direction = core::direction_named(typed);
        if (!question.direction) return invalid("direction", "is not one of those that there are");
    }
    TRY(question.received_from, day_in(texts, "received_from"));
    TRY(question.received_to, day_in(texts, "received_to"));
    TRY(read_order(texts, question.filter));
    return question;
}

Result<ListedDocuments> list_documents(Transaction& tx, const core::Principal& who, const DocumentQuestion& question) {
    TRY(read_case(tx, who, question.filter.in_case));
    const core::WordMatch match{question.words};
    const auto is_wanted = [&](const core::Document& one) {
        return (!question.direction || one.direction == *question.direction) &&
               (!question.received_from || one.received >= *question.received_from) &&
               (!question.received_to || one.received <= *question.received_to) &&
               (match.is_empty() || match(one.title + ' ' + one.correspondent + ' ' + one.file_name));
    };
    auto filter = question.filter;
    const auto read = [&](const std::optional<DocumentFilter::Place>& after, std::int64_t count) {
        filter.after = after;
        filter.limit = count;
        return DocumentStore{tx}.list(filter);
    };
    const auto place_of = [&](const core::Document& one) { return DocumentStore::place_of(filter.sort, one); };
    const auto limit = question.filter.limit;
    return paged<core::Document>(question.filter.after, limit, read, is_wanted, place_of);
}

std::string document_cursor(const DocumentFilter::Place& place) {
    return std::to_string(place.number) + '.' + place.text;
}

std::optional<DocumentFilter::Place> document_place_in(std::string_view cursor) {
    const auto dot = std::min(cursor.find('.'), cursor.size());
    const auto number = core::whole_number(cursor.substr(0, dot));
    if (!number) return std::nullopt;
    return DocumentFilter::Place{std::string{cursor.substr(std::min(dot + 1, cursor.size()))}, *number};
}

DocumentAddress DocumentAddress::of(const NamedTexts& texts) {
    DocumentAddress address;
    for (const auto* name : address_names)
        if (auto value = texts(name).value_or(""); !value.empty()) address.fields_.emplace_back(name, std::move(value));
    return address;
}

std::string DocumentAddress::get(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
    return found == fields_.end() ? std::string{} : found->second;
}

bool DocumentAddress::has_filter() const {
    return std::ranges::any_of(fields_, [](const auto& field) { return field.first != "sorter"; });
}

DocumentAddress DocumentAddress::with(std::string_view name, std::string_view value) const {
    auto other = *this;
    std::erase_if(other.fields_, [&](const auto& field) { return field.first == name; });
    if (!value.empty()) other.fields_.emplace_back(name, value);
    return other;
}

std::string DocumentAddress::path(std::string_view page, std::string_view after) const {
    std::string path{page};
    char mark = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        path += mark + std::string{name} + '=' + percent_encoded(value);
        mark = '&';
    };
    for (const auto& [name, value] : fields_) add(name, value);
    if (!after.empty()) add("after", after);
    return path;
}

Result<DocumentQuestion> DocumentAddress::question(core::CaseId in_case) const {
    const auto texts = [&](std::string_view name) -> std::optional<std::string> {
        if (name == "direction") return get("retning");
        if (name == "received_from") return get("fra");
        if (name == "received_to") return get("til");
        if (name == "sort") return english_order(get("sorter"));
        return get(name);
    };
    return document_question(texts, in_case);
}

}  // namespace services
