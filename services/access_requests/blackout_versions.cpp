#include "services/access_requests/blackout_versions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/files/sha256.hpp"
#include "services/http/range.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t tag_digits = 32;
constexpr std::size_t seen_digits = 16;  ///< stands in the address of each box

std::string short_hash(const Json& of, std::size_t digits) {
    return sha256(of.dump()).text().substr(0, digits);
}

Json told(const AccessBlackout& box) {
    return Json::array({box.id, box.page, box.left, box.top, box.width, box.height, box.exemption});
}

Json told(const DecidedAccessPage& page) {
    return Json::array({page.page, page.exemption});
}

Error changed(const char* field) {
    return {ErrorCode::conflict, "somebody has changed it since it was read", field};
}

}  // namespace

std::string reviewed_tag(Transaction& tx, core::AccessRequestId id, core::DocumentId document) {
    auto boxes = Json::array();
    auto words = Json::array();
    auto pages = Json::array();
    const AccessReviewStore review{tx};
    for (const auto& box : AccessAnswerStore{tx}.blackouts(id, document)) boxes.push_back(told(box));
    for (const auto& one : review.text_blackouts(id, document)) words.push_back(Json::array({one.id, one.exemption}));
    for (const auto& page : review.pages(id, document)) pages.push_back(told(page));
    return short_hash(Json::array({std::move(boxes), std::move(words), std::move(pages)}), tag_digits);
}

Result<void> check_reviewed(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::string_view if_match
) {
    if (if_match.empty() || match_names(if_match, reviewed_tag(tx, id, document))) return core::done();
    return changed(if_match_field);
}

std::string tag_of(const AccessBlackout& box) {
    return short_hash(told(box), seen_digits);
}

std::string tag_of_page(const std::vector<AccessBlackout>& boxes, std::int64_t page, const DecidedAccessPage* decided) {
    auto there = Json::array();
    for (const auto& box : boxes)
        if (box.page == page) there.push_back(told(box));
    return short_hash(
        Json::array({std::move(there), decided == nullptr ? Json(nullptr) : told(*decided)}), seen_digits
    );
}

Result<void> check_box_seen(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::int64_t blackout, std::string_view seen
) {
    if (seen.empty()) return core::done();
    const auto box = AccessAnswerStore{tx}.blackout(id, document, blackout);
    if (!box || tag_of(*box) == seen) return core::done();
    return changed("seen");
}

Result<void> check_page_seen(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, std::int64_t page, std::string_view seen
) {
    if (seen.empty()) return core::done();
    const auto pages = AccessReviewStore{tx}.pages(id, document);
    const auto decided = std::ranges::find(pages, page, &DecidedAccessPage::page);
    const auto now =
        tag_of_page(AccessAnswerStore{tx}.blackouts(id, document), page, decided == pages.end() ? nullptr : &*decided);
    if (now == seen) return core::done();
    return changed("seen");
}

}  // namespace services
