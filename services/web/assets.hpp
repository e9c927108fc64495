#pragma once

#include <string>
#include <string_view>

#include "services/http/router.hpp"

/// The files that pages load: stylesheets, scripts, fonts and icons, all of them in the binary. They are served under
/// an address that holds a hash of them all, so that browsers may keep them for ever and still never see an old one.
namespace services {

/// "/assets/0123456789abcdef": relative addresses inside the stylesheets work beneath it.
const std::string& asset_folder();

/// Registers GET for each of them; what compresses is sent compressed to those who take it.
void add_asset_routes(Router& router);

}  // namespace services
