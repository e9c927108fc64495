#include "services/store/post_findings.hpp"

#include <nlohmann/json.hpp>

namespace services {

std::string findings_to_json(const std::vector<PostFinding>& findings) {
    auto list = nlohmann::json::array();
    for (const auto& finding : findings) {
        list.push_back({{"what", finding.what}, {"where", finding.where}, {"page", finding.page}});
        if (finding.count != 1) list.back()["count"] = finding.count;
    }
    return list.dump();
}

std::vector<PostFinding> findings_from_json(std::string_view json) {
    std::vector<PostFinding> findings;
    const auto list = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (!list.is_array()) return findings;
    for (const auto& one : list)
        if (one.is_object())
            findings.push_back(
                {one.value("what", ""),
                 one.value("where", ""),
                 one.value("page", std::int64_t{0}),
                 one.value("count", std::int64_t{1})}
            );
    return findings;
}

}  // namespace services
