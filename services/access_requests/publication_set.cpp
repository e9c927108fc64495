#include "services/access_requests/publication_set.hpp"

#include "services/access_requests/publications.hpp"
#include "services/post_list/changing_set.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::string_view publication_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Offentliggjort aktindsigt",
  "type": "object",
  "required": ["id", "url", "state"],
  "properties": {
    "id": {"type": "integer"},
    "url": {"type": "string", "format": "uri"},
    "state": {"enum": ["published", "gone"], "description": "gone: slet din kopi"},
    "changed_at": {"type": "string", "format": "date-time"},
    "title": {"type": "string"},
    "published_on": {"type": "string", "format": "date"},
    "pages": {"type": "integer", "minimum": 0},
    "file_url": {"type": "string", "format": "uri", "description": "Dokumenterne som én PDF"}
  }
})json";

ShownItem shown_publication(Transaction& tx, std::int64_t id, const std::string& base) {
    const core::AccessRequestId request{id};
    ShownItem shown{base + publication_path(request), std::nullopt};
    const auto one = read_publication(tx, request);
    if (one.has_error()) return shown;
    shown.item = Json{
        {"title", one.value().title},
        {"published_on", core::iso_date(one.value().published)},
        {"pages", one.value().page_count},
        {"file_url", base + publication_file_path(request)},
    };
    return shown;
}

}  // namespace

DataSet publication_data_set(const AccessDesk& desk) {
    DataSet set{
        .name = "aktindsigter",
        .title = "Offentliggjorte aktindsigter",
        .description =
            "Svar på aktindsigt, som alle må læse, hvert med sine dokumenter i én PDF. Månederne er efter den dag, "
            "svaret blev offentliggjort.",
        .schema = publication_schema,
        .columns = {"id", "url", "state", "title", "published_on", "pages", "file_url"},
        .keywords = {"aktindsigt", "offentlighed"},
        .changed = {},
        .of_month = {},
        .days = {},
        .feed_path = "",
    };
    return with_changes(std::move(set), desk.workplace, PublicKind::access_answer, shown_publication);
}

}  // namespace services
