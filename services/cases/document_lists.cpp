#include "services/cases/case_desk.hpp"
#include "services/cases/document_listing.hpp"

/// The documents of a case as a list to filter, sort and share.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t documents_at_once = 100;

constexpr std::array directions{core::Direction::incoming, core::Direction::outgoing, core::Direction::internal};

/// The same in fewer words than elsewhere: it stands in a column that is called after the post list.
std::string publication_text(Language language, core::Publication publication) {
    switch (publication) {
        case core::Publication::document:
            return translate(language, "Med dokumentet");
        case core::Publication::entry:
            return translate(language, "Uden dokumentet");
        case core::Publication::withheld:
            return translate(language, "Ikke på listen");
    }
    return {};
}

std::string list_path(core::CaseId id) {
    return case_path(id) + "/dokumenter";
}

Json directions_json(const DocumentAddress& address, Language language) {
    const auto asked = address.get("retning");
    auto choices = Json::array({choice("", translate(language, "Alle"), asked.empty())});
    for (const auto direction : directions) {
        const std::string name{core::name_of(direction)};
        choices.push_back(choice(name, spoken(language, direction), name == asked));
    }
    return choices;
}

Result<Response> get_list(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto texts = [&](std::string_view name) { return request.query_value(name); };
    const auto address = DocumentAddress::of(texts);
    TRY(auto question, address.question(id));
    question.filter.limit = documents_at_once;
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        question.filter.after = document_place_in(*after);
        if (!question.filter.after) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
    }
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        put_document_list(id, address, data);
        const auto listed = list_documents(viewing.tx, caller.principal, question);
        auto& rows = data["documents"] = Json::array();
        if (listed)
            for (const auto& one : listed.value().rows) rows.push_back(listed_document_row(one, viewing.language));
        data["path"] = list_path(id);
        data["query"] = address.get("q");
        data["directions"] = directions_json(address, viewing.language);
        data["from"] = address.get("fra");
        data["to"] = address.get("til");
        data["order"] = address.get("sorter");
        data["has_filter"] = address.has_filter();
        data["first_path"] = question.filter.after ? address.path(list_path(id)) : std::string{};
        data["next_path"] = listed && listed.value().next
                                ? address.path(list_path(id), document_cursor(*listed.value().next))
                                : std::string{};
    };
    return draw_case_page(desk, request, caller, {"cases/documents", CaseTab::documents, 200, fill});
}

}  // namespace

Json listed_document_row(const core::Document& one, Language language) {
    const auto publication = one.withdrawn ? core::Publication::withheld : one.publication;
    auto path = document_path(one.id);
    auto thumbnail = one.page_count > 0 && one.kind == core::DocumentKind::file ? path + "/miniature/1" : std::string{};
    return {
        {"path", std::move(path)},
        {"number", one.number},
        {"date", spoken_date(language, one.received)},
        {"letter_date", one.letter_date ? spoken_date(language, *one.letter_date) : std::string{}},
        {"direction", core::name_of(one.direction)},
        {"direction_text", spoken(language, one.direction)},
        {"title", one.title},
        {"correspondent", one.correspondent},
        {"publication_text", publication_text(language, publication)},
        {"is_public", publication == core::Publication::document},
        {"thumbnail", std::move(thumbnail)},
        {"is_note", one.kind == core::DocumentKind::note},
        {"is_withdrawn", one.withdrawn.has_value()},
        {"late_reason", one.late_reason},
    };
}

void put_document_list(core::CaseId id, const DocumentAddress& address, Json& data) {
    const auto order = address.get("sorter").empty() ? "nummer-om" : address.get("sorter");
    const auto column = [&](const std::string& rising, bool begins_falling) {
        const auto falling = rising + "-om";
        const auto next = order == rising ? falling : order == falling || !begins_falling ? rising : falling;
        return Json{
            {"path", address.with("sorter", next).path(list_path(id))},
            {"sort",
             order == rising    ? "ascending"
             : order == falling ? "descending"
                                : ""}};
    };
    data["columns"] = {
        {"number", column("nummer", true)}, {"date", column("dato", true)}, {"title", column("titel", false)}};
    data["csv_path"] = address.path(case_path(id) + "/dokumenter.csv");
    data["list_path"] = list_path(id);
}

void add_document_lists(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/dokumenter", get_list);
}

}  // namespace services
