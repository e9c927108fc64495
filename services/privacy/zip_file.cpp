#include "services/privacy/zip_file.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "services/files/descriptor.hpp"

namespace services {

namespace {

struct FreeEntry {
    void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};

}  // namespace

ZipFile::ZipFile(const std::filesystem::path& target) : archive_(archive_write_new()) {
    if (archive_ == nullptr) throw std::bad_alloc{};
    archive_write_set_format_zip(archive_);
    archive_write_set_options(archive_, "hdrcharset=UTF-8");
    if (archive_write_open_filename(archive_, target.c_str()) != ARCHIVE_OK) {
        const std::string why = archive_error_string(archive_);
        archive_write_free(archive_);
        throw std::runtime_error{"the ZIP file can't be written: " + why};
    }
}

ZipFile::~ZipFile() {
    archive_write_free(archive_);
}

void ZipFile::begin_entry(const std::string& name, std::uint64_t size) {
    const std::unique_ptr<archive_entry, FreeEntry> entry{archive_entry_new()};
    if (!entry) throw std::bad_alloc{};
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
    if (archive_write_header(archive_, entry.get()) < ARCHIVE_WARN)
        throw std::runtime_error{std::string{"the ZIP file can't be written: "} + archive_error_string(archive_)};
}

void ZipFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = archive_write_data(archive_, bytes.data(), bytes.size());
        if (written <= 0)
            throw std::runtime_error{std::string{"the ZIP file can't be written: "} + archive_error_string(archive_)};
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void ZipFile::add(const std::string& name, std::string_view bytes) {
    begin_entry(name, bytes.size());
    write(bytes);
}

void ZipFile::add_file(const std::string& name, const std::filesystem::path& source) {
    const Descriptor in{source, O_RDONLY};
    begin_entry(name, std::filesystem::file_size(source));
    std::array<char, 1u << 16> piece{};
    for (;;) {
        const auto count = ::read(in.get(), piece.data(), piece.size());
        if (count < 0) throw std::system_error(errno, std::generic_category(), source.string());
        if (count == 0) return;
        write({piece.data(), static_cast<std::size_t>(count)});
    }
}

void ZipFile::finish() {
    if (archive_write_close(archive_) != ARCHIVE_OK)
        throw std::runtime_error{std::string{"the ZIP file can't be ended: "} + archive_error_string(archive_)};
}

}  // namespace services
