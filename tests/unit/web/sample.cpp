#include "sample.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace web_test {

namespace {

services::FrameKind kind_of(const std::string& name) {
    if (name == "staff") return services::FrameKind::staff;
    if (name == "open") return services::FrameKind::open;
    if (name == "bare" || name == "fragment") return services::FrameKind::bare;
    throw std::runtime_error{"no frame is called " + name};
}

Sample read(const std::filesystem::path& file, const std::filesystem::path& folder) {
    std::ifstream in{file};
    auto content = nlohmann::json::parse(in);
    Sample sample;
    sample.name = file.lexically_relative(folder).replace_extension().generic_string();
    sample.page = sample.name.substr(0, sample.name.find('.'));
    sample.frame = content.at("frame");
    sample.data = content.at("data");
    sample.is_fragment = sample.frame.at("kind") == "fragment";
    return sample;
}

}  // namespace

std::vector<Sample> samples() {
    const std::filesystem::path folder{SAGLIG_SOURCE_DIR "/services/web/samples"};
    std::vector<Sample> all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.path().extension() == ".json") all.push_back(read(entry.path(), folder));
    std::ranges::sort(all, {}, &Sample::name);
    return all;
}

services::PageFrame frame_for(const Sample& sample, services::Language language) {
    services::PageFrame frame;
    frame.language = language;
    frame.kind = kind_of(sample.frame.at("kind"));
    frame.title = sample.frame.value("title", "Saglig");
    frame.path = sample.frame.value("path", "/");
    frame.search = sample.frame.value("search", "");
    frame.authority = "Eksempel Kommune";
    if (frame.kind == services::FrameKind::staff) {
        frame.csrf = "c3f1a9";
        frame.person = "Jens Krogh";
        core::Principal everyone;
        for (const auto role :
             {core::Role::registrar, core::Role::caseworker, core::Role::leader, core::Role::administrator})
            everyone.roles.push_back({role, core::UnitId{1}});
        everyone.units = {{core::UnitId{1}, std::nullopt}};
        frame.menu = services::staff_menu(language, everyone, {14, 2, 3, 0});
    }
    for (const auto& link : sample.frame.value("breadcrumb", nlohmann::json::array()))
        frame.breadcrumb.push_back({link.at("path"), link.at("text")});
    if (sample.frame.contains("toast"))
        frame.toast = services::Toast{sample.frame["toast"].at("text"), sample.frame["toast"].value("undo_path", "")};
    return frame;
}

}  // namespace web_test
