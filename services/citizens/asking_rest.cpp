#include <nlohmann/json.hpp>

#include "services/access_requests/access_requests.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/receipts.hpp"
#include "services/citizens/citizen_desk.hpp"

/// A party asks to see the rest of its case (forvaltningsloven § 9): a request for access like any other, filled in, at
/// /mine-sager/{id}/bed-om-resten.
namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

struct RestForm {
    std::string asked_for, error;
};

Result<Response> show_rest(
    const CitizenDesk& desk, const Request& request, const Citizen& who, std::optional<RestForm> typed, int status
) {
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto seen, asked_case(tx, desk, request, who));
        const auto form =
            typed
                ? *typed
                : RestForm{
                      translate(language, "Jeg vil gerne se alle dokumenter i sagen, som jeg har ret til at se."), {}};
        data = {
            {"who", who_json(who)},
            {"title", seen.on.public_title},
            {"number", seen.on.number},
            {"case_path", own_case_path(seen)},
            {"path", own_case_path(seen, "/bed-om-resten")},
            {"asked_for", form.asked_for},
            {"error", form.error},
        };
        return core::done();
    }));
    const auto frame = citizen_frame(desk, request, who, translate(language, "Bed om resten"));
    return page(desk.workplace, "citizens/ask_rest", data, frame, status);
}

Result<Response> get_rest(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_rest(desk, request, who, std::nullopt, 200);
}

Result<Response> post_rest(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const auto now = desk.workplace.clock.now();
    std::optional<OwnCase> seen;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(seen, asked_case(tx, desk, request, who));
        return core::done();
    }));
    TRY(count_message(desk, who));
    NewAccessRequest made;
    made.laws = {core::AccessLaw::party_access};
    made.asked_for = request.form_value("asked_for");
    made.about_case = seen->on.id;
    made.channel = core::AskChannel::form;
    made.asker.kind =
        who.number.kind == core::IdentifierKind::cvr ? core::AskerKind::company : core::AskerKind::citizen;
    made.asker.name = seen->as.power == 0 ? seen->party : who.name + " (med fuldmagt fra " + seen->party + ")";
    TRY(const auto house, desk.workplace.db.write([&](Transaction& tx) -> Result<core::Principal> {
        return house_on(tx, seen->on, now);
    }));
    made.identifier = who.number.digits;
    const AccessSettings settings{desk.cases, desk.workplace.authority, {}};
    const auto asked = file_access_request(desk.workplace.db, desk.files, {house, now}, settings, made);
    if (asked.has_value()) {
        // The request is kept whether or not a receipt can be sent; the case shows what was.
        const LetterDesk letters{desk.workplace.db, desk.files, desk.workplace.authority};
        static_cast<void>(send_receipt(letters, desk.sending, now, asked.value()));
    }
    if (asked.has_value()) return redirect("/aktindsigt/" + asked.value().secret + "?ny=1");
    if (asked.error().field != "asked_for") return asked.error();
    const auto said = translate(page_language(request), "Skriv, hvad du gerne vil se, med højst 5.000 tegn.");
    return show_rest(desk, request, who, RestForm{made.asked_for, said}, 422);
}

}  // namespace

void add_rest_pages(Router& router, const CitizenDesk& desk) {
    using Act = Result<Response> (*)(const CitizenDesk&, const Request&, const Citizen&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, as_citizen(desk, [desk, act](const Request& request, const Citizen& who) {
                       return act(desk, request, who);
                   }));
    };
    add(Method::get, "/mine-sager/{id:id}/bed-om-resten", get_rest);
    add(Method::post, "/mine-sager/{id:id}/bed-om-resten", post_rest);
}

}  // namespace services
