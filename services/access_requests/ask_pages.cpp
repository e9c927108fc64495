#include <algorithm>

#include "core/whole_number.hpp"
#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/receipts.hpp"
#include "services/identity/origin.hpp"
#include "services/identity/sign_in_pace.hpp"
#include "services/store/followed_case_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AccessLaw;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array all_laws{
    AccessLaw::public_access, AccessLaw::party_access, AccessLaw::own_data, AccessLaw::environment};
constexpr std::array all_askers{
    core::AskerKind::citizen, core::AskerKind::press, core::AskerKind::company, core::AskerKind::other};
constexpr std::int64_t free_asks = 10;  ///< from one address; then pauses grow, as with wrong passwords

std::string name_of_law_field(AccessLaw law) {
    return "law-" + std::string{core::name_of(law)};
}

/// What the form was filled in with.
struct AskForm {
    NewAccessRequest made;
    std::string about{};       ///< id of an entry of the post list, as in the address
    std::string about_case{};  ///< id of a case that everyone may follow, likewise
};

void read_about(AskForm& form) {
    if (const auto id = core::whole_number(form.about)) form.made.about_post = core::PostListId{*id};
    if (const auto id = core::whole_number(form.about_case)) form.made.about_followed = core::FollowedCaseId{*id};
}

AskForm typed(const Request& request) {
    AskForm form;
    form.made.asked_for = request.form_value("asked_for");
    form.made.asker = {
        core::asker_kind_named(request.form_value("kind")).value_or(core::AskerKind::citizen),
        request.form_value("name"),
        request.form_value("mail"),
        request.form_value("address"),
    };
    form.made.channel = core::AskChannel::form;
    form.about = request.form_value("about");
    form.about_case = request.form_value("about_case");
    read_about(form);
    return form;
}

/// What is asked about, as everyone sees it.
Result<std::string> about_text(const AccessDesk& desk, const NewAccessRequest& made) {
    if (!made.about_post && !made.about_followed) return std::string{};
    return desk.workplace.db.read([&](Transaction& tx) -> Result<std::string> {
        if (made.about_followed) {
            const auto followed = FollowedCaseStore{tx}.find(*made.about_followed);
            const bool is_shown = followed && followed->state == core::HearingState::published;
            return is_shown ? followed->title : std::string{};
        }
        const auto post = PostListStore{tx}.public_entry(*made.about_post);
        return post ? post->title + " · " + post->case_number : std::string{};
    });
}

PageFrame frame_of(const AccessDesk& desk, const Request& request, std::string title) {
    return public_frame(
        request, std::move(title), {{"/", translate(page_language(request), "Forside")}}, desk.workplace
    );
}

Result<Response> show_form(
    const AccessDesk& desk, const Request& request, const AskForm& form, const std::optional<Error>& error
) {
    const auto language = page_language(request);
    TRY(const auto about, about_text(desk, form.made));
    auto errors = Json::object();
    if (error) errors[error->field.empty() ? "form" : error->field] = said_of_request(language, *error);
    const auto laws = form.made.laws.empty() ? std::vector{AccessLaw::public_access} : form.made.laws;
    const Json data{
        {"about", about},
        {"about_id", about.empty() ? "" : form.about},
        {"about_case", about.empty() ? "" : form.about_case},
        {"form",
         {{"asked_for", form.made.asked_for},
          {"name", form.made.asker.name},
          {"mail", form.made.asker.mail},
          {"address", form.made.asker.address}}},
        {"laws", law_choices(language, laws)},
        {"kinds", asker_choices(language, form.made.asker.kind)},
        {"errors", std::move(errors)},
    };
    return page(
        desk.workplace,
        "access_requests/ask",
        data,
        frame_of(desk, request, translate(language, "Bed om aktindsigt")),
        error ? 422 : 200
    );
}

Result<Response> get_form(const AccessDesk& desk, const Request& request) {
    AskForm form;
    form.about = request.query_value("post").value_or("");
    form.about_case = request.query_value("sag").value_or("");
    read_about(form);
    return show_form(desk, request, form, std::nullopt);
}

/// One address can't flood the house with cases.
Result<void> count_ask(const AccessDesk& desk, const Request& request) {
    const auto key = "ask:" + address_key(request.client);
    const auto now = desk.workplace.clock.now();
    return desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        SignInPace pace{tx, key, free_asks};
        if (pace.wait(now).count() > 0)
            return Error{ErrorCode::too_many, "too many requests from one address; try again later"};
        pace.count_attempt(now);
        return core::done();
    });
}

Result<Response> post_form(const AccessDesk& desk, const Request& request) {
    auto form = typed(request);
    auto laws = typed_laws(request);
    if (!laws) return show_form(desk, request, form, laws.error());
    form.made.laws = std::move(laws.value());
    // A field that people don't see, and that programs fill in.
    if (!request.form_value("website").empty())
        return show_form(desk, request, form, Error{ErrorCode::invalid_input, "filled in by a program", "website"});
    TRY(count_ask(desk, request));
    const auto asked = ask_access(desk.workplace.db, desk.files, desk.workplace.clock.now(), desk.settings, form.made);
    if (asked) confirm_receipt(desk, asked.value());
    if (asked) return redirect("/aktindsigt/" + asked.value().secret + "?ny=1");
    if (asked.error().code != ErrorCode::invalid_input) return asked.error();
    return show_form(desk, request, form, asked.error());
}

std::string site_of(const AccessDesk& desk, const Request& request) {
    if (!desk.public_url.empty()) return desk.public_url;
    return std::string{request.is_tls ? "https://" : "http://"} + std::string{request.header("host")};
}

std::string secret_of(const Request& request) {
    return std::string{request.parameter("secret")};
}

Result<Response> get_followed(const AccessDesk& desk, const Request& request) {
    const auto language = page_language(request);
    const auto secret = secret_of(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    TRY(const auto followed,
        desk.workplace.db.read([&](Transaction& tx) { return follow_access_request(tx, secret, today); }));
    const auto& one = followed.request;
    bool has_letter = false;
    bool has_file = false;
    bool has_zip = false;
    auto complaints = Json::array();
    auto may_complain = Json::array();
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        complaints = complaints_json(tx, one, language, today);
        may_complain = complaint_choices(tx, language, one, followed.clock, today);
        const auto answer = followed_answer(tx, secret, desk.workplace.clock.now());
        has_letter = answer.has_value();
        has_file = has_letter && answer.value().file.has_value();
        has_zip = has_file && !answer.value().file->zip.empty();
        return core::done();
    }));
    Json laws = Json::array();
    for (const auto law : one.laws) laws.push_back(name_of_law(language, law));
    const bool is_open = one.state == core::AccessState::open;
    const Json data{
        {"is_new", request.query_value("ny").has_value()},
        {"number", followed.case_number},
        {"unit", followed.unit},
        {"asked_for", one.asked_for},
        {"laws", std::move(laws)},
        {"received", spoken_day(language, one.received)},
        {"state_text", spoken(language, one.state)},
        {"is_open", is_open},
        {"is_answered", one.state == core::AccessState::answered},
        {"is_withdrawn", one.state == core::AccessState::withdrawn},
        {"outcome", one.outcome ? spoken(language, *one.outcome) : std::string{}},
        {"ended", one.ended ? spoken_date(language, *one.ended) : std::string{}},
        {"clock", clock_json(language, followed.clock)},
        {"link", site_of(desk, request) + "/aktindsigt/" + secret},
        {"letter_path", has_letter ? "/aktindsigt/" + secret + "/afgoerelse" : std::string{}},
        {"file_path", has_file ? "/aktindsigt/" + secret + "/dokumenter" : std::string{}},
        {"zip_path", has_zip ? "/aktindsigt/" + secret + "/dokumenter.zip" : std::string{}},
        {"complaints", std::move(complaints)},
        {"complaint_choices", std::move(may_complain)},
        {"complain_path", "/aktindsigt/" + secret + "/klage"},
        {"withdraw_path", is_open ? "/aktindsigt/" + secret + "/traek-tilbage" : std::string{}},
    };
    return kept_private(page(
        desk.workplace,
        "access_requests/follow",
        data,
        frame_of(desk, request, translate(language, "Din anmodning om aktindsigt"))
    ));
}

Result<Response> post_withdrawal(const AccessDesk& desk, const Request& request) {
    const auto secret = secret_of(request);
    const auto withdrawn = desk.workplace.db.write([&](Transaction& tx) {
        return withdraw_followed(tx, secret, desk.settings.cases, desk.workplace.clock.now());
    });
    if (withdrawn.has_error() && withdrawn.error().code != ErrorCode::conflict) return withdrawn.error();
    return with_toast(redirect("/aktindsigt/" + secret), "Anmodningen er trukket tilbage.");
}

}  // namespace

void confirm_receipt(const AccessDesk& desk, const AskedAccess& asked) {
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    const auto sent = send_receipt(letters, desk.sending, desk.workplace.clock.now(), asked);
    // The request is kept whether or not a mail can be written to whoever asked; the case shows what was sent.
    static_cast<void>(sent);
}

std::string said_of_request(Language language, const Error& error) {
    if (error.field == "asked_for") return translate(language, "Skriv, hvad du gerne vil se, med højst 5.000 tegn.");
    if (error.field == "mail") return translate(language, "Skriv en e-mailadresse, fx navn@eksempel.dk.");
    if (error.field == "name")
        return translate(
            language,
            "Skriv dit navn på én linje. Det er nødvendigt, når du er part i sagen eller beder om oplysninger om dig "
            "selv."
        );
    if (error.field == "identifier") return translate(language, "Skriv et gyldigt CPR- eller CVR-nummer.");
    if (error.field == "address") return translate(language, "Skriv adressen på én linje.");
    if (error.field == "laws") return translate(language, "Vælg mindst én af mulighederne.");
    if (error.field == "received_on" || error.field == "on" || error.field == "told_on")
        return translate(language, "Vælg en dag, der ikke ligger i fremtiden eller før modtagelsen.");
    if (error.field == "until")
        return translate(language, "Vælg en dag efter den nuværende frist, og ikke senere end loven tillader.");
    if (error.field == "reason") return translate(language, "Skriv en begrundelse på højst 1000 tegn.");
    if (error.field == "hours_expected") return translate(language, "Skriv et helt antal timer.");
    if (error.field == "minutes_more") return translate(language, "Skriv et helt antal minutter.");
    if (error.field == "exemptions") return translate(language, "Vælg den bestemmelse, der undtager dokumentet.");
    if (error.field == "is_extracted")
        return translate(language, "Se efter, om der er faktiske oplysninger, der skal udleveres alligevel (§ 28).");
    if (error.field == "is_widened")
        return translate(language, "Overvej, om der kan gives mere, end loven kræver (§ 14).");
    if (error.field == "version")
        return translate(language, "En anden har ændret anmodningen, siden du så den. Se den igen.");
    if (error.field == "state") return translate(language, "Anmodningen er afsluttet, eller uret står allerede sådan.");
    if (error.field == "website") return translate(language, "Formularen blev ikke sendt. Prøv igen.");
    return spoken(language, error.code).message;
}

Json law_choices(Language language, const std::vector<AccessLaw>& chosen) {
    auto list = Json::array();
    for (const auto law : all_laws)
        list.push_back({
            {"name", name_of_law_field(law)},
            {"text", explained_law(language, law)},
            {"is_selected", std::ranges::find(chosen, law) != chosen.end()},
        });
    return list;
}

Json asker_choices(Language language, core::AskerKind chosen) {
    auto list = Json::array();
    for (const auto kind : all_askers)
        list.push_back(
            {{"value", core::name_of(kind)}, {"text", spoken(language, kind)}, {"is_selected", kind == chosen}}
        );
    return list;
}

Result<std::vector<AccessLaw>> typed_laws(const Request& request) {
    std::vector<AccessLaw> laws;
    for (const auto law : all_laws)
        if (!request.form_value(name_of_law_field(law)).empty()) laws.push_back(law);
    if (laws.empty()) return Error{ErrorCode::invalid_input, "one law at least", "laws"};
    return laws;
}

Json clock_json(Language language, const core::AccessClock& clock) {
    return {
        {"due", spoken_due(language, clock)},
        {"left", spoken_left(language, clock)},
        {"tone", tone_of(clock)},
        {"sentences", explained(language, clock)},
    };
}

void add_ask_pages(Router& router, const AccessDesk& desk) {
    using Act = Result<Response> (*)(const AccessDesk&, const Request&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, [desk, act](const Request& request) { return act(desk, request); });
    };
    add_followed_answers(router, desk);
    add_followed_complaints(router, desk);
    add_published_pages(router, desk);
    add(Method::get, "/aktindsigt", get_form);
    add(Method::post, "/aktindsigt", post_form);
    add(Method::get, "/aktindsigt/{secret}", get_followed);
    add(Method::post, "/aktindsigt/{secret}/traek-tilbage", post_withdrawal);
}

}  // namespace services
