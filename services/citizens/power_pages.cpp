#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/citizens/powers.hpp"
#include "services/store/case_store.hpp"

/// Powers of attorney, at /mine-sager/fuldmagter: given, held, and taken back.
namespace services {

using core::Error;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr auto usual_power = std::chrono::days{365};

struct PowerForm {
    std::string number, name, in_case, last_day;
    Json errors = Json::object();
};

Json power_json(Transaction& tx, const GivenPower& one, bool is_given, Language language) {
    const auto on = one.power.in_case ? CaseStore{tx}.find(*one.power.in_case) : std::nullopt;
    // The giver wrote the other's number, and knows it; the other is told no more than the name.
    const auto& attorney = one.power.attorney;
    return {
        {"id", one.power.id},
        {"name", is_given ? one.attorney_name : one.giver_name},
        {"number", is_given ? core::shown_identifier(attorney.kind, attorney.digits) : std::string{}},
        {"scope", on ? on->public_title + " (" + on->number + ")" : translate(language, "alle sager")},
        {"until", spoken_date(language, one.power.last_day)},
        {"withdraw_path", "/mine-sager/fuldmagter/" + std::to_string(one.power.id) + "/tilbage"},
    };
}

Json cases_json(Transaction& tx, const CitizenDesk& desk, const Citizen& who, const PowerForm& form) {
    auto list = Json::array();
    for (const auto& seen : own_cases(tx, who, desk.rules(), 0).cases) {
        if (seen.as.power != 0) continue;
        auto value = std::to_string(seen.on.id.value);
        const bool is_chosen = form.in_case == value;
        list.push_back(
            {{"value", std::move(value)},
             {"text", seen.on.public_title + " (" + seen.on.number + ")"},
             {"is_selected", is_chosen}}
        );
    }
    return list;
}

Result<Response> show_powers(
    const CitizenDesk& desk, const Request& request, const Citizen& who, std::optional<PowerForm> typed, int status
) {
    const auto language = page_language(request);
    PowerForm form;
    form.last_day = core::iso_date(desk.rules().today + usual_power);
    form.in_case = request.query_value("sag").value_or("");
    if (typed) form = *typed;
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const CitizenStore store{tx};
        auto given = Json::array();
        auto held = Json::array();
        for (const auto& one : store.powers_from(who.number, desk.rules().today))
            given.push_back(power_json(tx, one, /*is_given=*/true, language));
        for (const auto& one : store.powers_to(who.number, desk.rules().today))
            held.push_back(power_json(tx, one, /*is_given=*/false, language));
        data = {
            {"who", who_json(who)},
            {"is_new", request.query_value("givet").has_value()},
            {"is_withdrawn", request.query_value("tilbage").has_value()},
            {"given", std::move(given)},
            {"held", std::move(held)},
            {"cases", cases_json(tx, desk, who, form)},
            {"form", {{"number", form.number}, {"name", form.name}, {"last_day", form.last_day}}},
            {"errors", form.errors},
        };
        return core::done();
    }));
    const auto frame = citizen_frame(desk, request, who, translate(language, "Fuldmagter"));
    return page(desk.workplace, "citizens/powers", data, frame, status);
}

std::string said_of_power(Language language, const Error& error) {
    if (error.field == "number")
        return translate(language, "Skriv et CPR-nummer med 10 cifre eller et CVR-nummer med 8, og ikke dit eget.");
    if (error.field == "name") return translate(language, "Skriv, hvem det er, på én linje.");
    if (error.field == "last_day") return translate(language, "Vælg en dag fra i dag og højst tre år frem.");
    return translate(language, "Vælg en af dine egne sager, eller alle.");
}

Result<Response> get_powers(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_powers(desk, request, who, std::nullopt, 200);
}

Result<Response> post_power(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    PowerForm form{
        .number = request.form_value("number"),
        .name = core::on_one_line(request.form_value("name")),
        .in_case = request.form_value("in_case"),
        .last_day = request.form_value("last_day"),
    };
    NewPower made{.number = form.number, .name = form.name};
    made.last_day = core::parse_iso_date(form.last_day).value_or(core::Date{});
    if (!form.in_case.empty()) made.in_case = core::CaseId{core::whole_number(form.in_case).value_or(0)};
    TRY(count_message(desk, who));
    const auto given = desk.workplace.db.write([&](Transaction& tx) {
        return give_power(tx, who, desk.rules(), desk.workplace.clock.now(), made);
    });
    if (given.has_value()) return redirect("/mine-sager/fuldmagter?givet=1");
    if (given.error().field.empty()) return given.error();
    form.errors[given.error().field] = said_of_power(page_language(request), given.error());
    return show_powers(desk, request, who, form, 422);
}

Result<Response> post_withdrawal(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const auto id = request.id_parameter("power");
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return withdraw_power(tx, who, desk.rules(), desk.workplace.clock.now(), id);
    }));
    return redirect("/mine-sager/fuldmagter?tilbage=1");
}

}  // namespace

void add_power_pages(Router& router, const CitizenDesk& desk) {
    using Act = Result<Response> (*)(const CitizenDesk&, const Request&, const Citizen&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, as_citizen(desk, [desk, act](const Request& request, const Citizen& who) {
                       return act(desk, request, who);
                   }));
    };
    add(Method::get, "/mine-sager/fuldmagter", get_powers);
    add(Method::post, "/mine-sager/fuldmagter", post_power);
    add(Method::post, "/mine-sager/fuldmagter/{power:id}/tilbage", post_withdrawal);
}

}  // namespace services
