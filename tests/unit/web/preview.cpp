// saglig_preview FOLDER: writes every page with its sample data, in both languages, and the files that pages load, so
// that a browser can look at them without a server: `python3 -m http.server -d FOLDER`.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>

#include "core/embedded.hpp"
#include "sample.hpp"
#include "services/web/assets.hpp"

namespace core {
std::span<const Embedded> assets();
}

namespace {

void write(const std::filesystem::path& file, std::string_view bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out{file, std::ios::binary};
    out << bytes;
    if (!out) throw std::runtime_error{"can't write " + file.string()};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: saglig_preview FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder{argv[1]};
    for (const auto& file : core::assets())
        write(folder / services::asset_folder().substr(1) / file.name, file.bytes());
    const services::Pages pages;
    for (const auto& sample : web_test::samples()) {
        for (const auto language : {services::Language::danish, services::Language::english}) {
            const auto frame = web_test::frame_for(sample, language);
            auto name = sample.name + (language == services::Language::danish ? "" : ".en") + ".html";
            const auto page = sample.is_fragment ? pages.render_fragment(sample.page, sample.data, frame)
                                                 : pages.render(sample.page, sample.data, frame);
            write(folder / name, page);
        }
    }
}
