#include "services/web/page.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>

#include "core/embedded.hpp"
#include "services/web/assets.hpp"
#include "services/web/template.hpp"

namespace core {
std::span<const Embedded> page_templates();
}

namespace services {

using Json = nlohmann::json;

namespace {

/// "mailroom/pages/list.mustache" is the template "mailroom/list".
std::string template_name(std::string_view file) {
    constexpr std::string_view folder = "/pages/";
    const auto at = file.find(folder);
    const auto dot = file.rfind('.');
    return std::string{file.substr(0, at)} + "/" +
           std::string{file.substr(at + folder.size(), dot - at - folder.size())};
}

using Sources = std::map<std::string, std::string_view, std::less<>>;
using Templates = std::map<std::string, Template, std::less<>>;

Templates parse_all(const Sources& sources, Language language) {
    const TemplateContext context{
        [&sources](std::string_view name) {
            const auto found = sources.find(name);
            if (found == sources.end()) throw std::invalid_argument{"no template named " + std::string{name}};
            return found->second;
        },
        [language](std::string_view danish) { return translate(language, danish); },
        [language](std::string_view one, std::string_view many, bool is_one) {
            return translated_form(language, one, many, is_one);
        },
    };
    Templates templates;
    for (const auto& [name, source] : sources) {
        try {
            templates.emplace(name, Template::parse(source, context));
        } catch (const std::invalid_argument& mistake) {
            throw std::invalid_argument{name + ": " + mistake.what()};
        }
    }
    return templates;
}

/// Whether a menu entry leads to the page or to one above it.
bool is_above(std::string_view entry, std::string_view path) {
    path = path.substr(0, path.find('?'));
    return path.starts_with(entry) && (path.size() == entry.size() || path[entry.size()] == '/');
}

/// The entry that fits most closely is marked: "/postliste/gennemsyn" before "/postliste".
Json menu_json(const PageFrame& frame) {
    const MenuEntry* current = nullptr;
    for (const auto& entry : frame.menu) {
        const bool fits = is_above(entry.path, frame.path);
        if (fits && (current == nullptr || entry.path.size() > current->path.size())) current = &entry;
    }
    auto entries = Json::array();
    std::string_view group;
    for (const auto& entry : frame.menu) {
        entries.push_back({
            {"path", entry.path},
            {"text", entry.text},
            {"icon", entry.icon},
            {"group", entry.group == group ? std::string{} : entry.group},
            {"count", entry.count},
            {"is_current", &entry == current},
        });
        group = entry.group;
    }
    return entries;
}

std::string_view layout_of(FrameKind kind) {
    switch (kind) {
        case FrameKind::staff:
            return "web/staff";
        case FrameKind::open:
            return "web/open";
        case FrameKind::bare:
            return "web/bare";
    }
    return "web/bare";
}

Json frame_json(const PageFrame& frame) {
    Json data{
        {"language", code_of(frame.language)},
        {"is_english", frame.language == Language::english},
        {"title", frame.title},
        {"authority", frame.authority},
        {"cvr", frame.cvr},
        {"csrf", frame.csrf},
        {"path", frame.path},
        {"assets", asset_folder()},
        {"search", frame.search},
    };
    if (frame.kind == FrameKind::staff) data["menu"] = menu_json(frame);
    if (!frame.person.empty()) data["person"] = {{"name", frame.person}, {"initials", initials_of(frame.person)}};
    data["stands_in"] = "";
    for (const auto& name : frame.stands_in_for) {
        auto& names = data["stands_in"].get_ref<std::string&>();
        names += (names.empty() ? "" : ", ") + name;
    }
    if (frame.toast) data["toast"] = {{"text", frame.toast->text}, {"undo_path", frame.toast->undo_path}};
    auto& above = data["breadcrumb"] = Json::array();
    for (const auto& link : frame.breadcrumb)
        above.push_back({{"path", link.path}, {"text", link.text}, {"is_first", above.empty()}});
    data["has_breadcrumb"] = !frame.breadcrumb.empty();
    return {{"frame", std::move(data)}};
}

}  // namespace

std::vector<MenuEntry> staff_menu(Language language, const core::Principal& principal, const MenuCounts& counts) {
    struct Task {
        core::Action action;
        std::string_view path, text, group, icon;
        std::int64_t count;
    };
    const std::array tasks{
        Task{core::Action::edit_case, "/overblik", "Overblik", "", "home", 0},
        Task{core::Action::sort_mail, "/postbakke", "Postbakke", "", "email", counts.mailroom},
        Task{core::Action::edit_case, "/sager", "Sager", "", "folder", 0},
        Task{core::Action::edit_case, "/opgaver", "Opgaver", "", "list-check", counts.tasks},
        Task{core::Action::read, "/soeg", "Søg", "", "search", 0},
        Task{core::Action::edit_case, "/parter", "Parter", "", "persons", 0},
        Task{core::Action::edit_case, "/sagstyper", "Sagstyper", "", "assignment", 0},
        Task{core::Action::edit_case, "/emner", "Emner", "", "list-bulleted", 0},
        Task{
            core::Action::review_post_list,
            "/postliste/gennemsyn",
            "Postliste",
            "Åbenhed",
            "visibility",
            counts.post_list_review},
        Task{core::Action::edit_case, "/aktindsigter", "Aktindsigter", "Åbenhed", "folder-open", 0},
        Task{core::Action::edit_case, "/deltagelse", "Høringer", "Åbenhed", "forum", 0},
        Task{core::Action::review_post_list, "/persondata", "Persondata", "Åbenhed", "person", 0},
        Task{core::Action::read_log, "/revision", "Revision", "Tilsyn", "list-check", 0},
        Task{
            core::Action::administer,
            "/administration/jobs",
            "Job og drift",
            "Administration",
            "settings",
            counts.failed_jobs},
        Task{core::Action::administer, "/administration/brugere", "Brugere", "Administration", "persons", 0},
        Task{core::Action::administer, "/administration/enheder", "Enheder", "Administration", "business", 0},
        Task{core::Action::administer, "/administration/kalender", "Kalender", "Administration", "calendar-month", 0},
        Task{core::Action::administer, "/postliste/regler", "Postlisteregler", "Administration", "visibility", 0},
        Task{core::Action::administer, "/administration/kle", "KLE", "Administration", "list-bulleted", 0},
        Task{core::Action::administer, "/administration/modtagere", "Modtagere", "Administration", "arrow-upward", 0},
    };
    std::vector<MenuEntry> menu;
    for (const auto& task : tasks) {
        if (task.action != core::Action::read && !core::may_anywhere(principal, task.action)) continue;
        menu.push_back({
            std::string{task.path},
            translate(language, task.text),
            task.group.empty() ? std::string{} : translate(language, task.group),
            std::string{task.icon},
            task.count,
        });
    }
    return menu;
}

struct Pages::Impl {
    Sources sources;
    Templates danish, english;

    const Template& find(Language language, std::string_view name) const {
        const auto& templates = language == Language::danish ? danish : english;
        const auto found = templates.find(name);
        if (found == templates.end()) throw std::logic_error{"no template named " + std::string{name}};
        return found->second;
    }
};

Pages::Pages() : impl_{std::make_unique<Impl>()} {
    for (const auto& file : core::page_templates()) impl_->sources.emplace(template_name(file.name), file.bytes());
    impl_->danish = parse_all(impl_->sources, Language::danish);
    impl_->english = parse_all(impl_->sources, Language::english);
}

Pages::~Pages() = default;

std::string Pages::render(std::string_view name, const Json& data, const PageFrame& frame) const {
    auto around = frame_json(frame);
    std::string body;
    body.reserve(32U << 10U);
    impl_->find(frame.language, name).render(data, around, body);
    std::string page;
    page.reserve(body.size() + (8U << 10U));
    around["frame"]["body"] = std::move(body);
    // What the page's data calls feeds is named in its head, too.
    const auto feeds = data.find("feeds");
    around["frame"]["feeds"] = data.is_object() && feeds != data.end() ? *feeds : Json::array();
    impl_->find(frame.language, layout_of(frame.kind)).render(around, Json::object(), page);
    return page;
}

std::string Pages::render_fragment(std::string_view name, const Json& data, const PageFrame& frame) const {
    std::string out;
    impl_->find(frame.language, name).render(data, frame_json(frame), out);
    return out;
}

Response Pages::error(const core::Error& error, const Request& request, PageFrame frame) const {
    const auto words = spoken(frame.language, error.code);
    frame.title = words.title;
    const Json data{
        {"title", words.title},
        {"message", words.message},
        {"request_id", request.id},
        {"is_sign_in_needed", error.code == core::ErrorCode::not_signed_in},
        {"is_staff", frame.kind == FrameKind::staff},
    };
    return html(render("web/error", data, frame), status_of(error.code));
}

std::vector<std::string> Pages::names() const {
    std::vector<std::string> names;
    for (const auto& [name, source] : impl_->sources) names.push_back(name);
    return names;
}

std::vector<std::string> Pages::keys(std::string_view name) const {
    return impl_->find(Language::danish, name).names();
}

std::vector<std::string> Pages::missing_values(std::string_view name, const Json& data, Language language) const {
    std::vector<std::string> missing;
    std::string out;
    const PageFrame frame{.language = language};
    impl_->find(language, name).render(data, frame_json(frame), out, &missing);
    return missing;
}

Language page_language(const Request& request) {
    return language_coded(request.cookie("language"));
}

void add_language_route(Router& router) {
    router.add(Method::post, "/sprog", [](const Request& request) -> core::Result<Response> {
        const auto next = request.form_value("next");
        // Only a path of ours: "//host" and "/\host" would lead a browser away.
        const bool is_ours =
            next.starts_with('/') && !next.starts_with("//") && next.find_first_of("\\\r\n") == std::string::npos;
        auto response = redirect(is_ours ? next : "/");
        const std::string language{code_of(language_coded(request.form_value("language")))};
        response.add(
            "set-cookie",
            "language=" + language + "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly" +
                (request.is_tls ? "; Secure" : "")
        );
        return response;
    });
}

}  // namespace services
