#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace services {

/// Something that holds an entry of the post list back, as it is kept: a line for each kind and place, not for each
/// hit.
struct PostFinding {
    std::string
        what;  ///< name_of(core::ReleaseKind), "unread" (a page that could not be read), "waiting" (not read yet)
    std::string where;    ///< "title", "correspondent", "case_title", "attachment" (its title), "text",
                          ///< "drawn", "file_name", or a name of ocr::HiddenPlace
    std::int64_t page{};  ///< of "text"; 0: no page, or all of it
    std::int64_t count{1};

    friend bool operator==(const PostFinding&, const PostFinding&) = default;
};

std::string findings_to_json(const std::vector<PostFinding>& findings);
std::vector<PostFinding> findings_from_json(std::string_view json);

}  // namespace services
