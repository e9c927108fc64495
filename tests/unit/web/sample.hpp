#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/web/page.hpp"

/// The examples in services/web/samples: one file a page and state, "folder/page.state.json", holding {"frame": {kind,
/// path, title, breadcrumb, toast}, "data": {…}}. They document what a template wants, and tests and the preview draw
/// them.
namespace web_test {

struct Sample {
    std::string name;  ///< "mailroom/list.empty"
    std::string page;  ///< "mailroom/list"
    bool is_fragment{};
    nlohmann::json data, frame;
};

std::vector<Sample> samples();
services::PageFrame frame_for(const Sample& sample, services::Language language);

}  // namespace web_test
