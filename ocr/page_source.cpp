#include "ocr/page_source.hpp"

namespace ocr {

OpenedSource open_source(const std::filesystem::path& file, std::string_view media_type, const Limits& limits) {
    if (media_type == "application/pdf") return open_pdf(file, limits);
    return open_picture(file, media_type, limits);
}

}  // namespace ocr
