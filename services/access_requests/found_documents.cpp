#include <algorithm>
#include <set>

#include "core/whole_number.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/web/words.hpp"

/// Finding what a request is about.
namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::uint32_t hits_shown = 30;

bool is_chosen(const std::vector<ListedAccessDocument>& chosen, core::DocumentId id) {
    return std::ranges::any_of(chosen, [&](const ListedAccessDocument& row) { return row.chosen.document == id; });
}

/// The other mails of the thread that a document is in, as far as they are documents; none for what is no mail.
std::vector<core::Document> others_in_thread(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    std::vector<core::Document> others;
    const auto document = read_document(tx, who, id);
    if (!document) return others;
    for (auto& mail : mail_thread(tx, who, document.value().content))
        if (mail.document && !mail.document->withdrawn && mail.document->id != id)
            others.push_back(std::move(*mail.document));
    return others;
}

}  // namespace

Result<Json> found_documents(
    Transaction& tx,
    const AccessDesk& desk,
    const Caller& caller,
    const std::string& words,
    const AccessFile& file,
    const std::vector<ListedAccessDocument>& chosen,
    Language language
) {
    auto list = Json::array();
    if (words.empty()) return list;
    search::Query query{
        .text = words,
        .groups = caller.principal.groups,
        .kind = search::Kind::document,
        .in_case = {},
        .unit = {},
        .from = {},
        .to = {},
        .limit = hits_shown,
    };
    TRY(const auto answer, desk.search.find(query));
    std::set<std::int64_t> folded;  // shown within the thread of a hit before
    for (const auto& hit : answer.hits) {
        if (hit.in_case == file.on.id || folded.contains(hit.id)) continue;
        auto snippet = Json::array();
        for (const auto& part : hit.snippet) snippet.push_back({{"text", part.text}, {"is_marked", part.marked}});
        auto thread = Json::array();
        std::string whole_thread = std::to_string(hit.id);
        for (const auto& other : others_in_thread(tx, caller.principal, core::DocumentId{hit.id})) {
            folded.insert(other.id.value);
            whole_thread += "," + std::to_string(other.id.value);
            thread.push_back({
                {"id", other.id.value},
                {"path", "/dokumenter/" + std::to_string(other.id.value)},
                {"title", other.title},
                {"date", spoken_date(language, other.letter_date.value_or(other.received))},
                {"is_chosen", is_chosen(chosen, other.id)},
            });
        }
        list.push_back({
            {"id", hit.id},
            {"path", "/dokumenter/" + std::to_string(hit.id)},
            {"title", hit.title},
            {"case_number", hit.case_number},
            {"case_id", hit.in_case ? hit.in_case->value : 0},
            {"date", hit.date ? spoken_date(language, *hit.date) : std::string{}},
            {"snippet", std::move(snippet)},
            {"is_chosen", is_chosen(chosen, core::DocumentId{hit.id})},
            {"thread_count", thread.size()},
            {"whole_thread", thread.empty() ? std::string{} : whole_thread},
            {"thread", std::move(thread)},
        });
    }
    return list;
}

std::vector<core::DocumentId> thread_typed(const Request& request) {
    std::vector<core::DocumentId> documents;
    const auto text = request.form_value("thread");
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(',', from), text.size());
        if (const auto id = core::whole_number(text.substr(from, end - from)))
            documents.push_back(core::DocumentId{*id});
        from = end + 1;
    }
    return documents;
}

}  // namespace services
