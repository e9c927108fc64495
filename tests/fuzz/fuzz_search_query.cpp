#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "search/index.hpp"
#include "search/query.hpp"

/// What people type: whatever it is, the answer is hits of the asker's own group, or a refusal; never an exception.
namespace {

constexpr core::GroupId visible{1}, hidden{2};

const search::Reader& reader() {
    static const auto folder = [] {
        auto pattern = (std::filesystem::temp_directory_path() / "fuzz-search-XXXXXX").string();
        const std::filesystem::path made = ::mkdtemp(pattern.data());
        search::Writer writer(made, 1);
        for (int id = 1; id <= 20; ++id) {
            search::Entry entry;
            entry.kind = search::Kind::document;
            entry.id = id;
            entry.access_group = id % 2 == 0 ? hidden : visible;
            entry.title = "Klage over støj";
            entry.case_number = "2026-000123";
            entry.pages = {{1, "Kære kommune, naboen larmer om natten"}, {2, "hund kat mus"}};
            writer.put(entry);
        }
        writer.commit(core::EventId{1});
        return made;
    }();
    static const search::Reader reader(folder);
    return reader;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    search::Query query;
    query.text.assign(reinterpret_cast<const char*>(data), size);
    query.groups = {visible};
    const auto answer = reader().find(query);
    if (!answer) return 0;
    for (const auto& hit : answer.value().hits) {
        if (hit.id % 2 == 0) std::abort();  // of the hidden group
    }
    if (answer.value().total > 10) std::abort();
    return 0;
}
