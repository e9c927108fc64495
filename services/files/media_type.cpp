#include <magic.h>

#include <memory>
#include <stdexcept>

#include "services/files/file_store.hpp"

namespace services {

namespace {

struct Close {
    void operator()(magic_set* cookie) const noexcept { magic_close(cookie); }
};
using Magic = std::unique_ptr<magic_set, Close>;

/// A cookie must not be shared by threads, and loading its tables takes milliseconds: one a thread.
magic_set* tables() {
    thread_local const Magic cookie = [] {
        Magic made{magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR)};
        if (!made || magic_load(made.get(), nullptr) != 0) throw std::runtime_error("libmagic has no tables");
        return made;
    }();
    return cookie.get();
}

}  // namespace

std::string media_type_of(const std::filesystem::path& file) {
    const char* type = magic_file(tables(), file.c_str());
    return type != nullptr ? type : "application/octet-stream";
}

}  // namespace services
