#include "services/identity/frame.hpp"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "services/identity/origin.hpp"

namespace services {

namespace {

constexpr std::string_view toast_cookie = "saglig_toast";
constexpr std::size_t toast_limit_bytes = 1024;
constexpr int base64_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string encoded(const std::string& text) {
    std::string out(sodium_base64_ENCODED_LEN(text.size(), base64_variant), '\0');
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    sodium_bin2base64(out.data(), out.size(), bytes, text.size(), base64_variant);
    out.pop_back();  // the terminating zero
    return out;
}

std::optional<std::string> decoded(std::string_view text) {
    if (text.empty() || text.size() > 2 * toast_limit_bytes) return std::nullopt;
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    const char* end = nullptr;
    const bool is_well_formed =
        sodium_base642bin(bytes, out.size(), text.data(), text.size(), nullptr, &size, &end, base64_variant) == 0 &&
        end == text.data() + text.size();
    if (!is_well_formed) return std::nullopt;
    out.resize(size);
    return out;
}

/// The cookie is the browser's word, not ours: the text is escaped by the template, and undoing stays on this host.
std::optional<Toast> toast_of(const Request& request, Language language) {
    const auto kept = decoded(request.cookie(toast_cookie));
    if (!kept) return std::nullopt;
    const nlohmann::json data = nlohmann::json::parse(*kept, nullptr, false);
    if (!data.is_object() || !data.contains("text") || !data["text"].is_string()) return std::nullopt;
    const auto undo = data.contains("undo") && data["undo"].is_string() ? data["undo"].get<std::string>() : "";
    return Toast{translate(language, data["text"].get<std::string>()), local_path(undo)};
}

void forget_toast(Response& response) {
    response.add("set-cookie", std::string{toast_cookie} + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

}  // namespace

PageFrame staff_frame(const Request& request, const Caller& caller, std::string title, const Workplace& workplace) {
    const auto language = page_language(request);
    const auto counts = workplace.counter->of(caller, workplace.db, workplace.clock.now());
    PageFrame frame;
    frame.language = language;
    frame.kind = FrameKind::staff;
    frame.title = std::move(title);
    frame.path = request.raw_target;
    frame.authority = workplace.authority;
    frame.csrf = caller.csrf;
    frame.person = caller.user.full_name;
    frame.stands_in_for = caller.stands_in_for;
    frame.menu = staff_menu(language, caller.principal, counts);
    frame.toast = toast_of(request, language);
    return frame;
}

PageFrame public_frame(
    const Request& request, std::string title, std::vector<Link> breadcrumb, const Workplace& workplace
) {
    PageFrame frame;
    frame.language = page_language(request);
    frame.kind = FrameKind::open;
    frame.title = std::move(title);
    frame.path = request.raw_target;
    frame.authority = workplace.authority;
    frame.cvr = workplace.cvr;
    frame.breadcrumb = std::move(breadcrumb);
    return frame;
}

Response page(
    const Workplace& workplace,
    std::string_view template_name,
    const nlohmann::json& data,
    const PageFrame& frame,
    int status
) {
    auto response = html(workplace.pages.render(template_name, data, frame), status);
    if (frame.toast) forget_toast(response);
    return response;
}

Response with_toast(Response redirect, std::string_view text, std::string_view undo_path) {
    const nlohmann::json data{{"text", text}, {"undo", undo_path}};
    const auto bytes = data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (bytes.size() > toast_limit_bytes) return redirect;  // what was done is done, said or not
    redirect.add(
        "set-cookie", std::string{toast_cookie} + "=" + encoded(bytes) + "; Path=/; Max-Age=30; HttpOnly; SameSite=Lax"
    );
    return redirect;
}

bool wants_page(const Request& request) {
    return !request.path.starts_with("/api/") && !request.path.starts_with("/oio/") &&
           request.header("hx-request").empty() && request.header("accept").find("text/html") != std::string_view::npos;
}

Response error_page(const core::Error& error, const Request& request, Identity& identity, const Workplace& workplace) {
    if (!wants_page(request)) return problem(error, request);
    // Without the database nobody can be recognised, and the page that says so must not need it.
    if (error.code != core::ErrorCode::unavailable) {
        const auto caller = identity.caller_of(request);
        if (caller) return workplace.pages.error(error, request, staff_frame(request, *caller.value(), {}, workplace));
    }
    return workplace.pages.error(error, request, public_frame(request, {}, {}, workplace));
}

std::string start_of(const core::Principal& principal) {
    constexpr std::string_view search = "/soeg";  // where those go who have no tasks of their own
    // A registrar's day begins with the post, others' with what they have to do on their cases.
    constexpr std::string_view overview = "/overblik";
    const bool has_cases = std::ranges::any_of(principal.roles, [](const core::RoleInUnit& held) {
        return held.role == core::Role::caseworker || held.role == core::Role::leader;
    });
    for (const auto& entry : staff_menu(Language::danish, principal, {}))
        if (entry.path != search && (has_cases || entry.path != overview)) return entry.path;
    return std::string{search};
}

}  // namespace services
