#include <algorithm>
#include <array>
#include <chrono>

#include "core/rules/exemptions.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_statistics.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/list_export.hpp"
#include "services/identity/for_signed_in.hpp"

/// A year of access requests in figures: a page with a chart, a file, and the same for programs.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr int first_year = 2000;
constexpr int last_year = 2100;
constexpr std::array laws{
    core::AccessLaw::public_access,
    core::AccessLaw::party_access,
    core::AccessLaw::own_data,
    core::AccessLaw::environment};
constexpr std::array months{
    "Januar",
    "Februar",
    "Marts",
    "April",
    "Maj",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "December"};

int year_now(const AccessDesk& desk) {
    const std::chrono::year_month_day today{core::danish_date(desk.workplace.clock.now())};
    return static_cast<int>(today.year());
}

/// By the fields of an address; the year now where none is named. Errors: invalid_input.
Result<StatisticsQuestion> question_of(
    const AccessDesk& desk, const Request& request, const char* year, const char* unit, const char* law
) {
    StatisticsQuestion question{.year = year_now(desk)};
    if (const auto text = request.query_value(year).value_or(""); !text.empty()) {
        const auto number = core::whole_number(text);
        if (!number || *number < first_year || *number > last_year)
            return Error{ErrorCode::invalid_input, "a year from 2000 to 2100", year};
        question.year = static_cast<int>(*number);
    }
    if (const auto text = request.query_value(unit).value_or(""); !text.empty()) {
        const auto number = core::whole_number(text);
        if (!number || *number < 1) return Error{ErrorCode::invalid_input, "the id of a unit", unit};
        question.unit = core::UnitId{*number};
    }
    if (const auto text = request.query_value(law).value_or(""); !text.empty()) {
        question.law = core::access_law_named(text);
        if (!question.law) return Error{ErrorCode::invalid_input, "there is no such law", law};
    }
    return question;
}

Result<StatisticsQuestion> page_question(const AccessDesk& desk, const Request& request) {
    return question_of(desk, request, "aar", "enhed", "lov");
}

std::string path_of(const StatisticsQuestion& question, int year, const char* page = "/aktindsigt/statistik") {
    auto path = std::string{page} + "?aar=" + std::to_string(year);
    if (question.unit) path += "&enhed=" + std::to_string(question.unit->value);
    if (question.law) path += "&lov=" + std::string{core::name_of(*question.law)};
    return path;
}

std::string text_or_dash(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : std::string{"–"};
}

/// "12,5": hours with one decimal.
std::string hours_text(Language language, std::int64_t minutes) {
    const auto tenths = (minutes * 10 + 30) / 60;
    if (tenths % 10 == 0) return std::to_string(tenths / 10);
    return std::to_string(tenths / 10) + (language == Language::danish ? "," : ".") + std::to_string(tenths % 10);
}

Json month_json(const std::string& name, const AccessMonth& month, Language language) {
    return {
        {"name", name},
        {"received", month.received},
        {"answered", month.answered},
        {"in_time", month.in_seven_days},
        {"share",
         month.answered == 0 ? std::string{} : std::to_string(month.in_seven_days * 100 / month.answered) + " %"},
        {"median", text_or_dash(month.median)},
        {"ninetieth", text_or_dash(month.ninetieth)},
        {"hours", hours_text(language, month.minutes_used)},
        {"full", month.full},
        {"partial", month.partial},
        {"refused", month.refused},
        {"nothing_held", month.nothing_held},
    };
}

/// Steps of the scale, so that four lines or fewer show the highest.
std::int64_t step_for(std::int64_t highest) {
    constexpr std::int64_t lines = 4;
    std::int64_t step = 1;
    // 1, 5, 10, 50, 100 …
    for (bool is_five = true; step * lines < highest; is_five = !is_five) step *= is_five ? 5 : 2;
    return step;
}

/// The chart: received beside answered, which stands on those within seven days. Units of the picture; and the same
/// lying down, a row a month, for a narrow screen: percents of the longest.
Json chart_json(const AccessStatistics& all, Language language) {
    constexpr std::int64_t height = 200;
    constexpr std::int64_t slot = 60;
    constexpr std::int64_t left = 40;
    constexpr std::int64_t top = 10;
    std::int64_t highest = 1;
    for (const auto& month : all.months) highest = std::max({highest, month.received, month.answered});
    const auto step = step_for(highest);
    const auto scale = (highest + step - 1) / step * step;
    const auto tall = [&](std::int64_t count) { return count * height / scale; };
    auto bars = Json::array();
    auto rows = Json::array();
    for (std::size_t at = 0; at < all.months.size(); ++at) {
        const auto& month = all.months[at];
        const auto x = left + static_cast<std::int64_t>(at) * slot;
        const auto bar = [&](std::int64_t from, std::int64_t count, const char* kind, std::int64_t below) {
            if (count == 0) return;
            const auto high = tall(below + count) - tall(below);
            bars.push_back({{"x", x + from}, {"y", top + height - tall(below) - high}, {"height", high}, {"kind", kind}}
            );
        };
        const auto part = [&](std::int64_t count) { return count * 100 / highest; };
        rows.push_back({
            {"name", translate(language, months[at]).substr(0, 3)},
            {"received", month.received},
            {"answered", month.answered},
            {"received_part", part(month.received)},
            {"in_time_part", part(month.in_seven_days)},
            {"late_part", part(month.answered) - part(month.in_seven_days)},
        });
        bar(6, month.received, "received", 0);
        bar(32, month.in_seven_days, "in-time", 0);
        bar(32, month.answered - month.in_seven_days, "late", month.in_seven_days);
    }
    auto labels = Json::array();
    for (std::size_t at = 0; at < months.size(); ++at)
        labels.push_back(
            {{"x", left + static_cast<std::int64_t>(at) * slot + slot / 2},
             {"text", translate(language, months[at]).substr(0, 3)}}
        );
    auto lines = Json::array();
    for (std::int64_t count = 0; count <= scale; count += step)
        lines.push_back({{"y", top + height - tall(count)}, {"text", count}});
    return {
        {"bars", std::move(bars)},
        {"rows", std::move(rows)},
        {"labels", std::move(labels)},
        {"lines", std::move(lines)}};
}

Result<Response> get_page(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    TRY(const auto question, page_question(desk, request));
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto all = access_statistics(tx, caller.id(), question);
        auto rows = Json::array();
        for (std::size_t at = 0; at < months.size(); ++at)
            rows.push_back(month_json(translate(language, months[at]), all.months[at], language));
        auto units = Json::array();
        units.push_back(choice("", translate(language, "Alle enheder"), !question.unit));
        for (const auto& unit : names->units)
            units.push_back(choice(std::to_string(unit.id.value), unit.name, question.unit == unit.id));
        auto law_list = Json::array();
        law_list.push_back(choice("", translate(language, "Alle regler"), !question.law));
        for (const auto law : laws)
            law_list.push_back(choice(std::string{core::name_of(law)}, name_of_law(language, law), question.law == law)
            );
        auto paragraphs = Json::array();
        for (const auto& one : all.paragraphs) {
            const auto* exemption = core::exemption_named(one.exemption);
            paragraphs.push_back({
                {"paragraph", exemption == nullptr ? one.exemption : core::cited(*exemption)},
                {"words", exemption == nullptr ? std::string{} : std::string{exemption->text}},
                {"documents", one.documents},
            });
        }
        data = {
            {"year", question.year},
            {"previous", question.year - 1},
            {"next", question.year + 1},
            {"previous_path", path_of(question, question.year - 1)},
            {"next_path", question.year < year_now(desk) ? path_of(question, question.year + 1) : std::string{}},
            {"units", std::move(units)},
            {"laws", std::move(law_list)},
            {"months", std::move(rows)},
            {"total", month_json(translate(language, "Hele året"), all.year, language)},
            {"chart", chart_json(all, language)},
            {"paragraphs", std::move(paragraphs)},
            {"is_empty", all.year.received == 0 && all.year.answered == 0},
            {"csv_path", path_of(question, question.year, "/aktindsigt/statistik.csv")},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Statistik over aktindsigter"), desk.workplace);
    return page(desk.workplace, "access_requests/statistics", data, frame);
}

Result<Response> get_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    TRY(const auto question, page_question(desk, request));
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto all = access_statistics(tx, caller.id(), question);
        const auto number = [](const std::optional<std::int64_t>& one) {
            return one ? std::to_string(*one) : std::string{};
        };
        for (std::size_t at = 0; at < months.size(); ++at) {
            const auto& month = all.months[at];
            TRY(file.add(
                {std::to_string(question.year) + (at < 9 ? "-0" : "-") + std::to_string(at + 1),
                 std::to_string(month.received),
                 std::to_string(month.answered),
                 std::to_string(month.in_seven_days),
                 number(month.median),
                 number(month.ninetieth),
                 std::to_string(month.minutes_used),
                 std::to_string(month.full),
                 std::to_string(month.partial),
                 std::to_string(month.refused),
                 std::to_string(month.nothing_held)}
            ));
        }
        return core::done();
    };
    const CsvCells headings{
        translate(language, "Måned"),
        translate(language, "Modtaget"),
        translate(language, "Besvaret"),
        translate(language, "Inden 7 arbejdsdage"),
        translate(language, "Median, arbejdsdage"),
        translate(language, "90 % inden, arbejdsdage"),
        translate(language, "Minutter brugt"),
        spoken(language, core::AccessOutcome::full),
        spoken(language, core::AccessOutcome::partial),
        spoken(language, core::AccessOutcome::refused),
        spoken(language, core::AccessOutcome::nothing_held),
    };
    const ListExport wanted{
        "access_statistics", translate(language, "aktindsigter") + "-" + std::to_string(question.year), headings};
    return export_list(desk.workplace.db, desk.files.uploads(), desk.workplace.clock.now(), caller, wanted, write);
}

Json to_json(const AccessMonth& month) {
    const auto or_null = [](const std::optional<std::int64_t>& one) { return one ? Json(*one) : Json(nullptr); };
    return {
        {"received", month.received},
        {"answered", month.answered},
        {"in_seven_days", month.in_seven_days},
        {"median_days", or_null(month.median)},
        {"ninetieth_days", or_null(month.ninetieth)},
        {"minutes_used", month.minutes_used},
        {"outcomes",
         {{"full", month.full},
          {"partial", month.partial},
          {"refused", month.refused},
          {"nothing_held", month.nothing_held}}},
    };
}

Result<Response> get_statistics(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto question, question_of(desk, request, "year", "unit", "law"));
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto all = access_statistics(tx, caller.id(), question);
        auto rows = Json::array();
        for (const auto& month : all.months) rows.push_back(to_json(month));
        auto paragraphs = Json::array();
        for (const auto& one : all.paragraphs)
            paragraphs.push_back({{"exemption", one.exemption}, {"documents", one.documents}});
        return services::json(Json{
            {"year", question.year},
            {"months", std::move(rows)},
            {"total", to_json(all.year)},
            {"exemptions", std::move(paragraphs)}}
                                  .dump());
    });
}

}  // namespace

void add_statistics_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigt/statistik", get_page);
    add(Method::get, "/aktindsigt/statistik.csv", get_file);
}

void add_statistics_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/access-requests/statistics", get_statistics);
}

}  // namespace services
