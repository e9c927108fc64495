#include "services/post_list/changing_set.hpp"

#include "core/whole_number.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;
using Piece = DataSet::Piece;

namespace {

Json item_of(const ShownItem& shown, std::int64_t id) {
    auto item = shown.item.value_or(Json::object());
    item["id"] = id;
    item["url"] = shown.url;
    item["state"] = shown.item ? "published" : "gone";
    return item;
}

Result<Piece> changed(
    Database& db,
    PublicKind kind,
    const ShowItem& show,
    core::Timestamp now,
    const std::string& after,
    std::int64_t limit,
    const std::string& base
) {
    const auto place = core::whole_number(after.empty() ? "0" : after);
    if (!place || *place < 0) return Error{ErrorCode::invalid_input, "efter is what next said", "efter"};
    return db.read([&](Transaction& tx) -> Result<Piece> {
        Piece piece;
        for (const auto& one : PublicChangeStore{tx}.after(kind, *place, now + std::chrono::seconds{1}, limit)) {
            auto item = item_of(show(tx, one.subject, base), one.subject);
            item["changed_at"] = core::iso_time(one.at);
            piece.items.push_back(std::move(item));
            piece.next = std::to_string(one.change);
        }
        return piece;
    });
}

}  // namespace

DataSet with_changes(DataSet set, const Workplace& workplace, PublicKind kind, ShowItem show) {
    auto& db = workplace.db;
    const auto& clock = workplace.clock;
    set.changed = [&db, &clock, kind, show](const std::string& after, std::int64_t limit, const std::string& base) {
        return services::changed(db, kind, show, clock.now(), after, limit, base);
    };
    set.of_month = [&db, kind, show = std::move(show)](core::Date first, core::Date last, const std::string& base) {
        return db.read([&](Transaction& tx) -> Result<Json> {
            auto items = Json::array();
            const auto from = core::danish_midnight(first);
            const auto before = core::danish_midnight(last + std::chrono::days{1});
            for (const auto id : PublicChangeStore{tx}.first_shown(kind, from, before))
                if (const auto shown = show(tx, id, base); shown.item) items.push_back(item_of(shown, id));
            return items;
        });
    };
    set.days = [&db, kind] {
        const auto span = db.read([&](Transaction& tx) -> Result<std::optional<PublicChangeStore::Span>> {
                                return PublicChangeStore{tx}.span(kind);
                            }).value();
        if (!span) return std::optional<DataSet::Days>{};
        return std::optional{DataSet::Days{core::danish_date(span->first), core::danish_date(span->last)}};
    };
    return set;
}

}  // namespace services
