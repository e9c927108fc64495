#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/http/message.hpp"
#include "services/http/upload_file.hpp"

namespace services {

/// The boundary in a Content-Type of multipart/form-data (RFC 2046 § 5.1.1: 1 to 70 of certain characters, not ending
/// with a space); nothing where there is none or it is malformed.
std::optional<std::string> boundary_in(std::string_view content_type);

/// Reads a multipart/form-data body (RFC 7578) as it arrives, in pieces of any size. Parts with a file name go to files
/// in `folder`, others to memory. What has been read is removed again with the parser unless take() was called.
class MultipartParser {
  public:
    static constexpr std::size_t parts_max = 1000;
    static constexpr std::size_t field_bytes_max = 1u << 20;
    static constexpr std::size_t fields_bytes_max = 4u << 20;  ///< all that are not files, together
    static constexpr std::size_t part_header_bytes_max = 8u << 10;

    MultipartParser(std::string_view boundary, std::filesystem::path folder);
    ~MultipartParser();
    MultipartParser(const MultipartParser&) = delete;
    MultipartParser& operator=(const MultipartParser&) = delete;

    /// Errors: invalid_input, too_large, out_of_space; nothing more may be fed afterwards. Throws std::system_error
    /// where a file can't be written for other reasons.
    core::Result<void> feed(std::string_view bytes);

    /// The parts, once the body has ended. Their files are the caller's. Errors: invalid_input if the closing boundary
    /// is missing.
    core::Result<std::vector<FormPart>> take();

  private:
    enum class State { preamble, after_boundary, header, content, epilogue };
    enum class Step { again, wait };

    core::Result<Step> step();
    core::Result<Step> read_content();
    core::Result<Step> read_after_boundary();
    core::Result<Step> read_header();
    core::Result<void> begin_part(std::string_view header);
    core::Result<void> add(std::string_view bytes);
    void end_part();

    std::string delimiter_;  ///< CR LF, two dashes and the boundary
    std::filesystem::path folder_;
    std::string pending_;  ///< read, not yet understood
    std::size_t at_{};     ///< where in it
    State state_{State::preamble};
    std::vector<FormPart> parts_;
    std::optional<UploadFile> file_;  ///< of the last part, while it is read
    std::size_t field_bytes_{};
};

}  // namespace services
