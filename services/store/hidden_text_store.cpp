#include "services/store/hidden_text_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view clear_sql = "DELETE FROM hidden_texts WHERE content_hash = $1";
constexpr std::string_view add_sql =
    "INSERT INTO hidden_texts (content_hash, number, place, text) VALUES ($1, $2, $3, $4)";
constexpr std::string_view is_known_sql = "SELECT number FROM hidden_texts WHERE content_hash = $1 AND number = 0";
constexpr std::string_view find_sql =
    "SELECT place, text FROM hidden_texts WHERE content_hash = $1 AND number > 0 ORDER BY number";

}  // namespace

void HiddenTextStore::put(const core::ContentHash& content, const std::vector<HiddenPiece>& pieces) {
    tx_.run(clear_sql, {content.text()});
    std::int64_t number = 0;
    tx_.run(add_sql, {content.text(), number, "", ""});
    for (const auto& piece : pieces) tx_.run(add_sql, {content.text(), ++number, piece.place, piece.text});
}

bool HiddenTextStore::is_known(const core::ContentHash& content) const {
    return !tx_.run(is_known_sql, {content.text()}).empty();
}

std::vector<HiddenPiece> HiddenTextStore::find(const core::ContentHash& content) const {
    return all(tx_.run(find_sql, {content.text()}), [](const Row& row) {
        return HiddenPiece{.place = row.text(0), .text = row.text(1)};
    });
}

}  // namespace services
