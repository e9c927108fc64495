#pragma once

#include <filesystem>
#include <string>

#include "services/files/file_store.hpp"

namespace services {

/// A file that lies in the store, but that nothing in the database names yet.
struct KeptFile {
    Stored stored;
    std::string media_type;  ///< by its content
    std::string file_name;   ///< harmless
};

/// Takes an uploaded file over, synced; `file` is gone afterwards. Throws where the disk won't.
KeptFile keep_upload(
    FileStore& files, const std::filesystem::path& file, const core::ContentHash& hash, const std::string& file_name
);

}  // namespace services
