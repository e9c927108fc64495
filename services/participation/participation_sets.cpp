#include "services/participation/participation_sets.hpp"

#include <nlohmann/json.hpp>

#include "services/participation/ideas.hpp"
#include "services/participation/shown_files.hpp"
#include "services/post_list/changing_set.hpp"
#include "services/store/followed_case_store.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::int64_t answers_max = 10'000;

constexpr std::string_view hearing_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Høring",
  "type": "object",
  "required": ["id", "url", "state"],
  "properties": {
    "id": {"type": "integer"},
    "url": {"type": "string", "format": "uri"},
    "state": {"enum": ["published", "gone"], "description": "gone: slet din kopi"},
    "changed_at": {"type": "string", "format": "date-time"},
    "published_at": {"type": "string", "format": "date-time"},
    "title": {"type": "string"},
    "text": {"type": "string"},
    "asked": {"type": "array", "items": {"type": "string"}, "description": "Hvem der er bedt om at svare"},
    "unit": {"type": "string"},
    "case_number": {"type": "string"},
    "opens_on": {"type": "string", "format": "date"},
    "closes_on": {"type": "string", "format": "date", "description": "Den sidste dag hører med"},
    "takes_ideas": {"type": "boolean"},
    "answers": {
      "type": "array",
      "description": "De svar, der er vist",
      "items": {
        "type": "object",
        "required": ["number", "name", "received_on", "is_late", "text"],
        "properties": {
          "number": {"type": "integer"},
          "name": {"type": "string", "description": "Tomt: afsenderen er ikke nævnt"},
          "received_on": {"type": "string", "format": "date"},
          "is_late": {"type": "boolean"},
          "text": {"type": "string"},
          "documents": {
            "type": "array",
            "description": "De filer fra svaret, der er vist",
            "items": {"$ref": "#/$defs/file"}
          }
        }
      }
    },
    "summary": {"type": ["string", "null"], "description": "Hvad der kom ud af høringen"},
    "documents": {
      "type": "array",
      "description": "De dokumenter, der er vist",
      "items": {
        "type": "object",
        "required": ["part", "title", "url", "bytes", "attachments"],
        "properties": {
          "part": {"enum": ["material", "summary"], "description": "summary: hører til det, der kom ud af høringen"},
          "title": {"type": "string"},
          "url": {"type": ["string", "null"], "format": "uri", "description": "PDF; null: den gøres klar, eller dokumentet kan ikke vises"},
          "bytes": {"type": ["integer", "null"], "minimum": 0},
          "attachments": {"type": "array", "items": {"$ref": "#/$defs/file"}}
        }
      }
    }
  },
  "$defs": {
    "file": {
      "type": "object",
      "required": ["title", "url"],
      "properties": {
        "title": {"type": "string"},
        "url": {"type": ["string", "null"], "format": "uri", "description": "PDF; null: den gøres klar, eller filen kan ikke vises"}
      }
    }
  }
})json";
constexpr std::string_view idea_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Idé eller kommentar i en høring",
  "type": "object",
  "required": ["id", "url", "state"],
  "properties": {
    "id": {"type": "integer"},
    "url": {"type": "string", "format": "uri", "description": "Høringen"},
    "state": {"enum": ["published", "gone"], "description": "gone: slet din kopi"},
    "changed_at": {"type": "string", "format": "date-time"},
    "hearing": {"type": "integer"},
    "answers_to": {"type": ["integer", "null"], "description": "Den idé, der kommenteres"},
    "made_on": {"type": "string", "format": "date"},
    "name": {"type": "string", "description": "Tomt: afsenderen er ikke nævnt"},
    "text": {"type": "string"},
    "voices": {"type": "integer", "minimum": 0, "description": "Hvor mange der støtter idéen"},
    "taken_up": {"type": "boolean", "description": "Myndigheden har taget idéen op på en sag"}
  }
})json";
constexpr std::string_view case_schema = R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Aktuel sag",
  "type": "object",
  "required": ["id", "url", "state"],
  "properties": {
    "id": {"type": "integer"},
    "url": {"type": "string", "format": "uri", "description": "Siden har også, hvad der i øvrigt er sket i sagen"},
    "state": {"enum": ["published", "gone"], "description": "gone: slet din kopi"},
    "changed_at": {"type": "string", "format": "date-time"},
    "published_at": {"type": "string", "format": "date-time"},
    "title": {"type": "string"},
    "summary": {"type": "string"},
    "contact": {"type": "string", "description": "Tomt: enheden"},
    "unit": {"type": "string"},
    "case_number": {"type": "string"},
    "steps": {
      "type": "array",
      "description": "Det, myndigheden har skrevet, at der er sket eller vil ske",
      "items": {
        "type": "object",
        "required": ["on", "kind", "text"],
        "properties": {
          "on": {"type": "string", "format": "date"},
          "kind": {"enum": ["meeting", "decision", "other"]},
          "text": {"type": "string"}
        }
      }
    },
    "documents": {
      "type": "array",
      "description": "De dokumenter, der er vist",
      "items": {
        "type": "object",
        "required": ["title", "url", "bytes", "attachments"],
        "properties": {
          "title": {"type": "string"},
          "url": {"type": ["string", "null"], "format": "uri", "description": "PDF; null: den gøres klar, eller dokumentet kan ikke vises"},
          "bytes": {"type": ["integer", "null"], "minimum": 0},
          "attachments": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["title", "url"],
              "properties": {
                "title": {"type": "string"},
                "url": {"type": ["string", "null"], "format": "uri"}
              }
            }
          }
        }
      }
    }
  }
})json";

std::string hearing_url(core::HearingId id, const std::string& base) {
    return base + "/hoeringer/" + std::to_string(id.value);
}

Json lines_of(const std::string& text) {
    auto lines = Json::array();
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        if (end > from) lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

Json answers_of(Transaction& tx, const core::Hearing& one, const std::string& url) {
    auto answers = Json::array();
    if (!one.shows_answers) return answers;
    for (const auto& answer : HearingStore{tx}.answers(one.id, core::AnswerShowing::shown, 0, answers_max)) {
        const auto under = url + "/svar/" + std::to_string(answer.number);
        answers.push_back({
            {"number", answer.number},
            {"name", answer.shown_name},
            {"received_on", core::iso_date(core::danish_date(answer.received_at))},
            {"is_late", answer.is_late},
            {"text", answer.shown_text},
            {"documents", shows_files_of(tx, answer) ? open_attachments(tx, answer.document, under) : Json::array()},
        });
    }
    return answers;
}

/// Each with the part of the page that it stands in.
Json documents_of(Transaction& tx, const FileStore& files, core::HearingId id, const std::string& base) {
    auto documents = Json::array();
    for (const auto& [by, part] : {std::pair{ShownBy::hearing, "material"}, std::pair{ShownBy::summary, "summary"}})
        for (auto& one : open_documents(tx, files, ShownDocumentStore{tx}.of(by, id.value), base)) {
            one["part"] = part;
            documents.push_back(std::move(one));
        }
    return documents;
}

ShownItem shown_hearing(Transaction& tx, const FileStore& files, std::int64_t id, const std::string& base) {
    const core::HearingId hearing{id};
    ShownItem shown{hearing_url(hearing, base), std::nullopt};
    const auto listed = HearingStore{tx}.listed(hearing);
    if (!listed || listed->hearing.state != core::HearingState::published) return shown;
    const auto& one = listed->hearing;
    shown.item = Json{
        {"published_at", core::iso_time(one.published_at.value_or(one.changed_at))},
        {"title", one.title},
        {"text", one.text},
        {"asked", lines_of(one.asked)},
        {"unit", listed->unit},
        {"case_number", listed->case_number},
        {"opens_on", core::iso_date(one.opens)},
        {"closes_on", core::iso_date(one.closes)},
        {"takes_ideas", one.takes_ideas},
        {"answers", answers_of(tx, one, shown.url)},
        {"summary", one.summary_shown_at ? Json(one.summary) : Json(nullptr)},
        {"documents", documents_of(tx, files, hearing, base)},
    };
    return shown;
}

ShownItem shown_idea(Transaction& tx, std::int64_t id, const std::string& base) {
    const auto idea = IdeaStore{tx}.find(id);
    if (!idea) return {base + "/hoeringer", std::nullopt};
    ShownItem shown{hearing_url(idea->hearing, base), std::nullopt};
    const auto on = HearingStore{tx}.find(idea->hearing);
    if (!on || on->state != core::HearingState::published || !on->takes_ideas) return shown;
    // A comment is shown under its idea.
    const auto above = idea->answers_to ? IdeaStore{tx}.find(*idea->answers_to) : idea;
    if (idea->state != core::AnswerShowing::shown || !above || above->state != core::AnswerShowing::shown) return shown;
    shown.item = Json{
        {"hearing", idea->hearing.value},
        {"answers_to", idea->answers_to ? Json(*idea->answers_to) : Json(nullptr)},
        {"made_on", core::iso_date(core::danish_date(idea->made_at))},
        {"name", shown_name_of(*idea)},
        {"text", idea->shown_text},
        {"voices", idea->voices},
        {"taken_up", idea->taken_up.has_value()},
    };
    return shown;
}

ShownItem shown_case(Transaction& tx, const FileStore& files, std::int64_t id, const std::string& base) {
    ShownItem shown{base + "/aktuelle-sager/" + std::to_string(id), std::nullopt};
    const auto listed = FollowedCaseStore{tx}.listed(core::FollowedCaseId{id});
    if (!listed || listed->followed.state != core::HearingState::published) return shown;
    const auto& one = listed->followed;
    auto steps = Json::array();
    for (const auto& step : one.steps)
        steps.push_back({{"on", core::iso_date(step.on)}, {"kind", name_of(step.kind)}, {"text", step.text}});
    shown.item = Json{
        {"published_at", core::iso_time(one.published_at.value_or(one.changed_at))},
        {"title", one.title},
        {"summary", one.summary},
        {"contact", one.contact},
        {"unit", listed->unit},
        {"case_number", listed->case_number},
        {"steps", std::move(steps)},
        {"documents", open_documents(tx, files, ShownDocumentStore{tx}.of(ShownBy::followed_case, id), base)},
    };
    return shown;
}

}  // namespace

std::vector<DataSet> participation_data_sets(const ParticipationDesk& desk) {
    DataSet hearings{
        .name = "hoeringer",
        .title = "Høringer",
        .description =
            "Hvad alle er spurgt om, de svar, der er vist, og hvad der kom ud af det. Månederne er efter den dag, "
            "høringen blev vist første gang.",
        .schema = hearing_schema,
        .columns =
            {"id",
             "url",
             "state",
             "published_at",
             "title",
             "text",
             "unit",
             "case_number",
             "opens_on",
             "closes_on",
             "takes_ideas",
             "summary"},
        .keywords = {"høring", "borgerinddragelse"},
        .changed = {},
        .of_month = {},
        .days = {},
        .feed_path = "/hoeringer.atom",
    };
    DataSet ideas{
        .name = "ideer",
        .title = "Idéer i høringer",
        .description =
            "De idéer og kommentarer, borgere har skrevet i høringer, og hvor mange der støtter dem. Månederne er "
            "efter den dag, de blev skrevet.",
        .schema = idea_schema,
        .columns = {"id", "url", "state", "hearing", "answers_to", "made_on", "name", "text", "voices", "taken_up"},
        .keywords = {"høring", "idé", "borgerinddragelse"},
        .changed = {},
        .of_month = {},
        .days = {},
        .feed_path = "",
    };
    DataSet cases{
        .name = "aktuelle-sager",
        .title = "Aktuelle sager",
        .description =
            "Sager, som alle kan følge, med myndighedens egne ord om dem. Månederne er efter den dag, sagen blev vist "
            "første gang.",
        .schema = case_schema,
        .columns = {"id", "url", "state", "published_at", "title", "summary", "contact", "unit", "case_number"},
        .keywords = {"sag", "borgerinddragelse"},
        .changed = {},
        .of_month = {},
        .days = {},
        .feed_path = "/aktuelle-sager.atom",
    };
    const auto& workplace = desk.workplace;
    const auto with_files = [&files = desk.files](auto show) -> ShowItem {
        return [&files, show](Transaction& tx, std::int64_t id, const std::string& base) {
            return show(tx, files, id, base);
        };
    };
    std::vector<DataSet> sets;
    sets.push_back(with_changes(std::move(hearings), workplace, PublicKind::hearing, with_files(shown_hearing)));
    sets.push_back(with_changes(std::move(ideas), workplace, PublicKind::idea, shown_idea));
    sets.push_back(with_changes(std::move(cases), workplace, PublicKind::followed_case, with_files(shown_case)));
    return sets;
}

}  // namespace services
