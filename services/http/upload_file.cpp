#include "services/http/upload_file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace services {
namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(count * 2);
    for (std::size_t at = 0; at < count; ++at) {
        text += digits[bytes[at] >> 4];
        text += digits[bytes[at] & 15];
    }
    return text;
}

std::string random_name() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error{"no random bytes for an upload's name"};
    return "upload-" + hexadecimal(bytes.data(), bytes.size());
}

core::Error out_of_space() {
    return {core::ErrorCode::out_of_space, "no room for an uploaded file"};
}

}  // namespace

bool is_out_of_space(const std::error_code& error) {
    return error.category() == std::system_category() || error.category() == std::generic_category()
               ? error.value() == ENOSPC || error.value() == EDQUOT || error.value() == EFBIG
               : false;
}

void UploadFile::FreeDigest::operator()(evp_md_ctx_st* digest) const noexcept {
    EVP_MD_CTX_free(digest);
}

UploadFile::UploadFile(std::filesystem::path path, int descriptor)
    : path_{std::move(path)}, descriptor_{descriptor}, digest_{EVP_MD_CTX_new()} {
    if (!digest_ || EVP_DigestInit_ex(digest_.get(), EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"SHA-256 is not available"};
}

UploadFile::UploadFile(UploadFile&& other) noexcept
    : path_{std::move(other.path_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      digest_{std::move(other.digest_)},
      size_bytes_{other.size_bytes_} {}

UploadFile::~UploadFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());
}

core::Result<UploadFile> UploadFile::create(const std::filesystem::path& folder) {
    auto path = folder / random_name();
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const std::error_code error{errno, std::system_category()};
        if (is_out_of_space(error)) return out_of_space();
        throw std::system_error{error, "creating an upload in " + folder.string()};
    }
    return UploadFile{std::move(path), descriptor};
}

core::Result<void> UploadFile::write(std::string_view bytes) {
    if (EVP_DigestUpdate(digest_.get(), bytes.data(), bytes.size()) != 1) throw std::runtime_error{"SHA-256 failed"};
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            const std::error_code error{errno, std::system_category()};
            if (is_out_of_space(error)) return out_of_space();
            throw std::system_error{error, "writing an upload"};
        }
        size_bytes_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return core::done();
}

UploadFile::Finished UploadFile::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    if (EVP_DigestFinal_ex(digest_.get(), hash.data(), &length) != 1) throw std::runtime_error{"SHA-256 failed"};
    ::close(std::exchange(descriptor_, -1));
    return {std::move(path_), hexadecimal(hash.data(), length), size_bytes_};
}

}  // namespace services
