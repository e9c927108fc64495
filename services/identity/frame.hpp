#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "services/http/message.hpp"
#include "services/identity/identity.hpp"
#include "services/identity/menu_counter.hpp"
#include "services/store/database.hpp"
#include "services/web/page.hpp"

/// What every page of the workplace and of the public site is put into, filled in for who is asking.
namespace services {

/// What the features' pages share. Built once by the program; `counter` is shared by the copies.
struct Workplace {
    Database& db;
    const core::Clock& clock;
    std::string authority;  ///< "Eksempel Kommune"
    const Pages& pages;
    std::shared_ptr<MenuCounter> counter{std::make_shared<MenuCounter>()};
    std::string cvr{};  ///< the authority's; empty: not shown
};

/// The staff's frame with the tasks that the caller may do and what waits there.
PageFrame staff_frame(const Request& request, const Caller& caller, std::string title, const Workplace& workplace);

/// The public site's frame.
PageFrame public_frame(
    const Request& request, std::string title, std::vector<Link> breadcrumb, const Workplace& workplace
);

/// The page as a response; a toast that it shows is not shown again.
Response page(
    const Workplace& workplace,
    std::string_view template_name,
    const nlohmann::json& data,
    const PageFrame& frame,
    int status = 200
);

/// Has the page that is redirected to say that something was done, once, within half a minute. `text` is Danish and is
/// translated when it is shown, unless it has been already; `undo_path` takes a POST that undoes it, where there is
/// one.
Response with_toast(Response redirect, std::string_view text, std::string_view undo_path = {});

/// Whether the answer is looked at by a person: a browser that asks for a page, not a script or another system.
bool wants_page(const Request& request);

/// What went wrong, as a page for a person (in the staff's frame for those who are signed in) and as RFC 9457 problem
/// details for everything else. For Server::on_error.
Response error_page(const core::Error& error, const Request& request, Identity& identity, const Workplace& workplace);

/// The page that someone comes to after signing in.
std::string start_of(const core::Principal& principal);

}  // namespace services
