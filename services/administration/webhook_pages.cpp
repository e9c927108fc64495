#include <sstream>

#include "core/whole_number.hpp"

#include "services/administration/people_desk.hpp"
#include "services/events/webhooks.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Other systems that are sent the events, as the administrator sees them.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::string_view list_path = "/administration/modtagere";
constexpr std::int64_t deliveries_shown = 50;

std::string path_of(WebhookId id) {
    return std::string{list_path} + "/" + std::to_string(id.value);
}

/// What the form asks for, as it was typed; and what was wrong with it.
struct Typed {
    std::string url, kinds;
    core::UserId owner;
    bool from_the_beginning{};
    std::optional<Error> error{};
};

Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    if (error->field == "url")
        errors["url"] =
            translate(language, "Adressen begynder med https:// eller http:// og nævner en server, men ingen bruger.");
    else if (error->field == "kinds")
        errors["kinds"] = translate(language, "En af dem er ikke en slags hændelse, man kan få. De står i /api.");
    else if (error->field == "user")
        errors["user"] = translate(language, "Vælg en bruger, der kan logge ind.");
    else
        errors["form"] = spoken(language, error->code).message;
    return errors;
}

struct State {
    std::string text, tone;
};
State state_of(Language language, const Webhook& hook, core::EventId last) {
    if (!hook.active) return {translate(language, "Stoppet"), ""};
    if (hook.failures > 0)
        return {
            translate_count(language, "Svarer ikke, et forsøg", "Svarer ikke, {count} forsøg", hook.failures), "warn"};
    if (hook.position < last) return {translate(language, "På vej"), "busy"};
    return {translate(language, "Alt er modtaget"), "good"};
}

Json hook_json(Transaction& tx, Language language, const Webhook& hook, core::Timestamp now) {
    const auto last = EventLog{tx}.last();
    const auto state = state_of(language, hook, last);
    const auto owner = UserStore{tx}.find(hook.owner);
    return {
        {"url", hook.url},
        {"path", path_of(hook.id)},
        {"kinds", hook.kinds},
        {"owner", owner ? owner->full_name : std::string{}},
        {"state", state.text},
        {"tone", state.tone},
        {"is_active", hook.active},
        {"is_waiting", hook.active && hook.failures > 0},
        {"next_try", hook.active && hook.failures > 0 ? exact_time(language, hook.due_at) : std::string{}},
        {"position", hook.position.value},
        {"behind", hook.active ? last.value - hook.position.value : 0},
        {"since", spoken_time(language, hook.created_at, now)},
    };
}

Json owners_json(Transaction& tx, core::UserId chosen) {
    auto owners = Json::array();
    for (const auto& user : UserStore{tx}.all())
        if (user.active) owners.push_back(choice_row(std::to_string(user.id.value), user.full_name, user.id == chosen));
    return owners;
}

Result<Response> list_page(const PeopleDesk& desk, const Request& request, const Caller& caller, const Typed& typed) {
    const auto title = translate(page_language(request), "Modtagere af hændelser");
    const auto frame = staff_frame(request, caller, title, desk.workplace);
    TRY(const auto data, desk.workplace.db.read([&](Transaction& tx) -> Result<Json> {
        TRY(const auto hooks, read_webhooks(tx, caller.principal));
        auto rows = Json::array();
        for (const auto& hook : hooks) rows.push_back(hook_json(tx, frame.language, hook, desk.workplace.clock.now()));
        return Json{
            {"receivers", std::move(rows)},
            {"form",
             {{"url", typed.url},
              {"kinds", typed.kinds},
              {"owners", owners_json(tx, typed.owner)},
              {"from_the_beginning", typed.from_the_beginning}}},
            {"errors", errors_of(frame.language, typed.error)},
        };
    }));
    return page(desk.workplace, "administration/webhooks", data, frame, typed.error ? 400 : 200);
}

/// `secret`: just made and shown once, or empty.
Result<Response> hook_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, WebhookId id, const std::string& secret
) {
    const auto title = translate(page_language(request), "Modtager af hændelser");
    const auto frame = staff_frame(request, caller, title, desk.workplace);
    TRY(const auto data, desk.workplace.db.read([&](Transaction& tx) -> Result<Json> {
        TRY(const auto made, read_deliveries(tx, caller.principal, id, deliveries_shown));
        auto attempts = Json::array();
        for (const auto& one : made)
            attempts.push_back({
                {"at", exact_time(frame.language, one.at)},
                {"events", one.events},
                {"first", one.first_event.value},
                {"last", one.last_event.value},
                {"took", one.took.count()},
                {"status", one.status == 0 ? std::string{} : std::to_string(one.status)},
                {"error", one.error},
            });
        return Json{
            {"receiver", hook_json(tx, frame.language, *WebhookStore{tx}.find(id), desk.workplace.clock.now())},
            {"attempts", std::move(attempts)},
            {"secret", secret},
        };
    }));
    auto shown = page(desk.workplace, "administration/webhook", data, frame);
    if (!secret.empty()) shown.set("cache-control", "no-store");
    return shown;
}

WebhookId asked_for(const Request& request) {
    return WebhookId{request.id_parameter("id")};
}

Result<Response> get_list(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    Typed typed;
    typed.owner = caller.id();
    return list_page(desk, request, caller, typed);
}

Result<Response> get_hook(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return hook_page(desk, request, caller, asked_for(request), {});
}

Result<Response> post_new(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    Typed typed;
    typed.url = request.form_value("url");
    typed.kinds = request.form_value("kinds");
    typed.owner = core::UserId{core::whole_number(request.form_value("user")).value_or(0)};
    typed.from_the_beginning = request.form_value("from_the_beginning") == "ja";
    NewWebhook made;
    made.url = typed.url;
    made.owner = typed.owner;
    made.from_the_beginning = typed.from_the_beginning;
    std::istringstream kinds{typed.kinds};
    for (std::string kind; kinds >> kind;) made.kinds.push_back(kind);
    const auto added = desk.workplace.db.write([&](Transaction& tx) {
        return add_webhook(tx, caller.principal, desk.workplace.clock.now(), made);
    });
    // The secret is known to nobody but the one who reads this answer.
    if (added) return hook_page(desk, request, caller, added.value().hook.id, added.value().hook.secret);
    if (added.error().code != ErrorCode::invalid_input) return added.error();
    typed.error = added.error();
    return list_page(desk, request, caller, typed);
}

template <class Change>
Result<Response> changed(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const char* toast, Change change
) {
    const auto id = asked_for(request);
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return change(tx, caller.principal, desk.workplace.clock.now(), id);
    }));
    return with_toast(redirect(path_of(id)), toast);
}

Result<Response> post_stop(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return changed(desk, request, caller, "Modtageren er stoppet.", [](auto& tx, const auto& who, auto now, auto id) {
        return set_webhook_active(tx, who, now, id, false);
    });
}

Result<Response> post_start(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    constexpr auto toast = "Modtageren får igen hændelser, fra hvor den slap.";
    return changed(desk, request, caller, toast, [](auto& tx, const auto& who, auto now, auto id) {
        return set_webhook_active(tx, who, now, id, true);
    });
}

Result<Response> post_retry(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    return changed(desk, request, caller, "Det prøves igen nu.", [](auto& tx, const auto& who, auto now, auto id) {
        return retry_webhook(tx, who, now, id);
    });
}

Result<Response> post_removal(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return remove_webhook(tx, caller.principal, desk.workplace.clock.now(), asked_for(request));
    }));
    return with_toast(redirect(std::string{list_path}), "Modtageren er fjernet.");
}

}  // namespace

void add_webhook_pages(Router& router, const PeopleDesk& desk) {
    const auto add = [&](Method method, const std::string& below, PeopleHandler act) {
        add_people_page(router, desk, method, std::string{list_path} + below, act);
    };
    add(Method::get, "", get_list);
    add(Method::post, "", post_new);
    add(Method::get, "/{id:id}", get_hook);
    add(Method::post, "/{id:id}/stop", post_stop);
    add(Method::post, "/{id:id}/start", post_start);
    add(Method::post, "/{id:id}/igen", post_retry);
    add(Method::post, "/{id:id}/fjern", post_removal);
}

}  // namespace services
