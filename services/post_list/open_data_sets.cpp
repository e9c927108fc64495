#include "core/whole_number.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/open_data.hpp"
#include "services/post_list/open_entry.hpp"
#include "services/store/post_change_store.hpp"
#include "services/store/public_list_store.hpp"

/// The sets that the post list gives.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;
using Piece = DataSet::Piece;

namespace {

constexpr std::int64_t month_max = 100'000;
constexpr std::chrono::days days_at_once{366};

constexpr std::string_view entry_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Post på postlisten",
  "type": "object",
  "required": ["id", "number", "url", "state"],
  "properties": {
    "id": {"type": "integer"},
    "number": {"type": "string", "description": "Fortløbende i sit år", "examples": ["2026-214"]},
    "url": {"type": "string", "format": "uri"},
    "state": {"enum": ["published", "gone"], "description": "gone: slet din kopi"},
    "changed_at": {"type": "string", "format": "date-time"},
    "journaled": {"type": "string", "format": "date"},
    "letter_date": {"type": ["string", "null"], "format": "date"},
    "direction": {"enum": ["incoming", "outgoing", "internal"]},
    "title": {"type": "string"},
    "correspondent": {"type": "string"},
    "case_number": {"type": "string"},
    "case_title": {"type": "string"},
    "document_number": {"type": "integer"},
    "subject": {"type": "string", "description": "KLE-nummer"},
    "unit": {"type": "string"},
    "unit_id": {"type": "integer"},
    "document": {"type": ["string", "null"], "format": "uri"}
  }
})json";
constexpr std::string_view day_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "En dags optælling af postlisten",
  "type": "object",
  "required": ["day", "total", "published", "held", "withheld", "statement"],
  "properties": {
    "day": {"type": "string", "format": "date"},
    "total": {"type": "integer", "minimum": 0},
    "published": {"type": "integer", "minimum": 0},
    "held": {"type": "integer", "minimum": 0, "description": "Venter på gennemsyn eller på sin dag"},
    "withheld": {"type": "integer", "minimum": 0},
    "statement": {"type": "string", "format": "uri", "description": "Den underskrevne optælling"}
  }
})json";
constexpr std::string_view takedown_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "En post, der er taget ned",
  "type": "object",
  "required": ["id", "number", "url", "taken_down_at", "exemption"],
  "properties": {
    "id": {"type": "integer"},
    "number": {"type": "string"},
    "url": {"type": "string", "format": "uri"},
    "taken_down_at": {"type": "string", "format": "date-time"},
    "exemption": {"type": "string", "description": "Bestemmelsen, eller tom"}
  }
})json";

std::string path_of(core::PostListId id) {
    return "/postliste/poster/" + std::to_string(id.value);
}

Json gone_json(const PostChange& one, const std::string& base) {
    return {
        {"id", one.id.value},
        {"number", std::to_string(one.serial_year) + "-" + std::to_string(one.serial)},
        {"url", base + path_of(one.id)},
    };
}

Result<Piece> changed_entries(
    Database& db,
    core::Timestamp now,
    const std::string& after,
    std::int64_t limit,
    const std::string& base,
    bool only_gone
) {
    const auto place = core::whole_number(after.empty() ? "0" : after);
    if (!place || *place < 0) return Error{ErrorCode::invalid_input, "efter is what next said", "efter"};
    return db.read([&](Transaction& tx) -> Result<Piece> {
        Piece piece;
        // What came this second may still get company of the same second.
        const auto changes = PostChangeStore{tx}.after(*place, now + std::chrono::seconds{1}, limit);
        for (const auto& one : changes) {
            if (only_gone && one.post) continue;
            auto item = one.post ? open_entry(*one.post, base) : gone_json(one, base);
            if (only_gone) {
                item["taken_down_at"] = core::iso_time(one.at);
                item["exemption"] = one.exemption;
            } else {
                item["state"] = one.post ? "published" : "gone";
                item["changed_at"] = core::iso_time(one.at);
            }
            piece.items.push_back(std::move(item));
        }
        if (!changes.empty()) piece.next = std::to_string(changes.back().change);
        return piece;
    });
}

std::optional<DataSet::Days> listed_days(Database& db) {
    const auto span = db.read([](Transaction& tx) -> Result<std::optional<PostChangeStore::Span>> {
                            return PostChangeStore{tx}.span();
                        }).value();
    if (!span) return std::nullopt;
    return DataSet::Days{span->first, span->last};
}

Json day_items(Transaction& tx, core::Date first, core::Date last, const std::string& base) {
    auto items = Json::array();
    for (const auto& part : PublicListStore{tx}.totals(first, last)) {
        const auto day = core::iso_date(part.day);
        if (items.empty() || items.back()["day"] != day)
            items.push_back({
                {"day", day},
                {"total", 0},
                {"published", 0},
                {"held", 0},
                {"withheld", 0},
                {"statement", base + "/postliste.count.json?day=" + day},
            });
        auto& item = items.back();
        item[std::string{name_of(part.state)}] = part.count;
        item["total"] = item["total"].get<std::int64_t>() + part.count;
    }
    return items;
}

DataSet entries_set(const PostListPages& pages) {
    auto& db = pages.workplace.db;
    const auto& clock = pages.workplace.clock;
    return {
        .name = "postliste",
        .title = "Postliste",
        .description =
            "De breve, myndigheden har modtaget og sendt, med offentlige ord. Det, der er taget ned igen, står som "
            "slettet.",
        .schema = entry_schema,
        .columns =
            {"id",
             "number",
             "url",
             "state",
             "changed_at",
             "journaled",
             "letter_date",
             "direction",
             "title",
             "correspondent",
             "case_number",
             "case_title",
             "document_number",
             "subject",
             "unit",
             "document"},
        .keywords = {"postliste", "aktindsigt", "offentlighed"},
        .changed = [&db, &clock](
                       const std::string& after, std::int64_t limit, const std::string& base
                   ) { return changed_entries(db, clock.now(), after, limit, base, /*only_gone=*/false); },
        .of_month =
            [&db](core::Date first, core::Date last, const std::string& base) {
                return db.read([&](Transaction& tx) -> Result<Json> {
                    PostScope scope;
                    scope.from = first;
                    scope.to = last;
                    auto items = Json::array();
                    for (const auto& post : PublicListStore{tx}.page(scope, std::nullopt, month_max)) {
                        items.push_back(open_entry(post, base));
                        items.back()["state"] = "published";
                    }
                    return items;
                });
            },
        .days = [&db] { return listed_days(db); },
        .feed_path = "/postliste.atom",
    };
}

DataSet days_set(const PostListPages& pages) {
    auto& db = pages.workplace.db;
    return {
        .name = "optaellinger",
        .title = "Postlistens optællinger",
        .description =
            "Hvor mange poster hver dag har, og hvor mange af dem der er vist, venter eller er holdt tilbage. Hver dag "
            "har en underskrevet optælling.",
        .schema = day_schema,
        .columns = {"day", "total", "published", "held", "withheld", "statement"},
        .keywords = {"postliste", "optælling"},
        .changed = [&db](const std::string& after, std::int64_t, const std::string& base) -> Result<Piece> {
            const auto place = core::parse_iso_date(after);
            if (!after.empty() && !place) return Error{ErrorCode::invalid_input, "efter is what next said", "efter"};
            return db.read([&](Transaction& tx) -> Result<Piece> {
                Piece piece;
                const auto span = PostChangeStore{tx}.span();
                if (!span) return piece;
                const auto first = place ? *place + std::chrono::days{1} : span->first;
                const auto last = std::min(first + days_at_once, span->last);
                if (first > span->last) return piece;
                piece.items = day_items(tx, first, last, base);
                piece.next = core::iso_date(last);
                return piece;
            });
        },
        .of_month =
            [&db](core::Date first, core::Date last, const std::string& base) {
                return db.read([&](Transaction& tx) -> Result<Json> { return day_items(tx, first, last, base); });
            },
        .days = [&db] { return listed_days(db); },
        .feed_path = "",
    };
}

DataSet takedowns_set(const PostListPages& pages) {
    auto& db = pages.workplace.db;
    const auto& clock = pages.workplace.clock;
    return {
        .name = "nedtagninger",
        .title = "Nedtagninger fra postlisten",
        .description = "De poster, der er taget ned, hvornår og efter hvilken bestemmelse.",
        .schema = takedown_schema,
        .columns = {"id", "number", "url", "taken_down_at", "exemption"},
        .keywords = {"postliste", "nedtagning"},
        .changed = [&db, &clock](
                       const std::string& after, std::int64_t limit, const std::string& base
                   ) { return changed_entries(db, clock.now(), after, limit, base, /*only_gone=*/true); },
        .of_month =
            [&db](core::Date first, core::Date last, const std::string& base) {
                return db.read([&](Transaction& tx) -> Result<Json> {
                    constexpr std::int64_t newest = 10'000;
                    auto items = Json::array();
                    for (const auto& one : PostListStore{tx}.tombstones(newest)) {
                        const auto day = core::danish_date(*one.taken_down_at);
                        if (day < first || day > last) continue;
                        items.push_back({
                            {"id", one.id.value},
                            {"number", number_of(one)},
                            {"url", base + path_of(one.id)},
                            {"taken_down_at", core::iso_time(*one.taken_down_at)},
                            {"exemption", one.exemption},
                        });
                    }
                    return items;
                });
            },
        .days = [&db] { return listed_days(db); },
        .feed_path = "",
    };
}

}  // namespace

std::vector<DataSet> post_list_data_sets(const PostListPages& pages) {
    std::vector<DataSet> sets;
    sets.push_back(entries_set(pages));
    sets.push_back(days_set(pages));
    sets.push_back(takedowns_set(pages));
    return sets;
}

}  // namespace services
