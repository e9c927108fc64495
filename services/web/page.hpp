#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/http/message.hpp"
#include "services/http/router.hpp"
#include "services/web/translation.hpp"
#include "services/web/words.hpp"

/// What a feature needs to draw its pages. A page is a template with its data inside a frame: the staff's workplace
/// (menu, search, person), the public site (authority, breadcrumb, footer), or nothing but the authority's name.
/// The comment at the top of each template says which data it wants; services/web/samples shows an example of each.
namespace services {

enum class FrameKind {
    staff,
    open,  ///< the public site
    bare   ///< signing in
};

struct Link {
    std::string path;
    std::string text;
};

/// Where the staff's menu leads, and how much waits there (zero is not shown).
struct MenuEntry {
    std::string path;
    std::string text;     ///< translated
    std::string group{};  ///< the heading it stands under; empty: none
    std::string icon{};   ///< a symbol of the design system's icons, e.g. "folder"
    std::int64_t count{};
};

struct MenuCounts {
    std::int64_t mailroom{};
    std::int64_t tasks{};  ///< one's own that are pointed out or overdue
    std::int64_t post_list_review{};
    std::int64_t failed_jobs{};
};

/// The tasks that the person may do; what they may not do is not there.
std::vector<MenuEntry> staff_menu(Language language, const core::Principal& principal, const MenuCounts& counts);

/// A note at the foot of the page that something was done, with the way back where there is one.
struct Toast {
    std::string text;
    std::string undo_path{};  ///< a form posts there; empty: no undoing
};

struct PageFrame {
    Language language{Language::danish};
    FrameKind kind{FrameKind::staff};
    std::string title{};      ///< of the window; the page's own heading is the template's
    std::string path{"/"};    ///< of this page with its query: marks the menu, comes back after a switch of language
    std::string authority{};  ///< "Eksempel Kommune"
    std::string cvr{};        ///< the authority's, at the foot of the public site; empty: not shown
    std::string csrf{};       ///< of the session; empty where nobody is signed in
    std::string person{};     ///< name of who is signed in; empty: nobody
    std::vector<std::string> stands_in_for{};  ///< names of those whose substitute they are now
    std::vector<MenuEntry> menu{};             ///< staff only
    std::vector<Link> breadcrumb{};            ///< public site: the pages above this one, from the front page on
    std::optional<Toast> toast{};
    std::string search{};  ///< what stands in the search box
};

class Pages {
  public:
    /// Parses every template in both languages. Throws std::invalid_argument where one is wrong.
    Pages();
    ~Pages();

    /// `name` is "folder/page", e.g. "mailroom/list" for services/mailroom/pages/list.mustache. Asserts that it is
    /// there. `data` gets nothing added: csrf, language and asset address are in every template's reach anyway, as
    /// {{frame.csrf}}, {{frame.language}} and {{frame.assets}}.
    std::string render(std::string_view name, const nlohmann::json& data, const PageFrame& frame) const;

    /// Without a frame around it: what htmx puts into a page.
    std::string render_fragment(std::string_view name, const nlohmann::json& data, const PageFrame& frame) const;

    /// The error page in that frame, with status by the code. `frame.title` is set here.
    Response error(const core::Error& error, const Request& request, PageFrame frame) const;

    /// All names, sorted; for tests.
    std::vector<std::string> names() const;
    /// Every name that a template and its partials mention; for tests.
    std::vector<std::string> keys(std::string_view name) const;
    /// Renders a page without a frame and says which values its data lacked; for tests.
    std::vector<std::string> missing_values(std::string_view name, const nlohmann::json& data, Language language) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The language of a request: the cookie `language`, else Danish. A browser's Accept-Language is not asked: the
/// authority speaks Danish until someone chooses otherwise.
Language page_language(const Request& request);

/// Registers POST /sprog (fields `language` and `next`): remembers the language and goes back.
void add_language_route(Router& router);

}  // namespace services
