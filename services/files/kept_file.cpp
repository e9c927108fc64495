#include "services/files/kept_file.hpp"

#include "core/rules/file_name.hpp"

namespace services {

KeptFile keep_upload(
    FileStore& files, const std::filesystem::path& file, const core::ContentHash& hash, const std::string& file_name
) {
    auto media_type = media_type_of(file);
    const auto stored = files.adopt(file, hash, std::filesystem::file_size(file));
    return {stored, std::move(media_type), core::harmless_file_name(file_name)};
}

}  // namespace services
