#include "services/http/chunks.hpp"

#include <algorithm>
#include <charconv>

namespace services {
namespace {

core::Error malformed(const char* what) {
    return {core::ErrorCode::invalid_input, what};
}

/// The size at the beginning of a chunk's line: hexadecimal digits, then the end or an extension.
core::Result<std::uint64_t> size_in(std::string_view line) {
    const auto digits = std::min(line.find_first_not_of("0123456789abcdefABCDEF"), line.size());
    if (digits == 0 || digits > 15) return malformed("a chunk's size is malformed");
    if (digits < line.size() && line[digits] != ';') return malformed("a chunk's size is followed by something else");
    std::uint64_t size = 0;
    std::from_chars(line.data(), line.data() + digits, size, 16);
    return size;
}

/// Trailers are dropped, but one that speaks of framing is somebody's attempt at something.
bool is_harmless_trailer(std::string_view line) {
    std::string name{line.substr(0, line.find(':'))};
    if (name.size() == line.size()) return false;
    for (auto& c : name) {
        if (c <= ' ' || c >= 0x7f) return false;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return !name.empty() && name != "content-length" && name != "transfer-encoding" && name != "host";
}

}  // namespace

core::Result<std::size_t> ChunkReader::read(std::string_view bytes, Body& body) {
    std::size_t at = 0;
    while (at < bytes.size() && state_ != State::done) {
        if (state_ == State::data) {
            const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - at));
            TRY(body.feed(bytes.substr(at, taken)));
            at += taken;
            left_ -= taken;
            if (left_ == 0) state_ = State::data_end;
            continue;
        }
        const char c = bytes[at++];
        const bool follows_return = line_.ends_with('\r');
        if (c == '\n') {
            if (!follows_return) return malformed("a chunk's line does not end with CR LF");
            line_.pop_back();
            TRY(end_line());
            line_.clear();
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        const bool is_control = (byte < 0x20 && c != '\r' && c != '\t') || byte == 0x7f;
        if (follows_return || is_control) return malformed("a chunk's line holds a control character");
        if (line_.size() == line_bytes_max) return malformed("a chunk's line is too long");
        line_ += c;
    }
    return at;
}

core::Result<void> ChunkReader::end_line() {
    if (state_ == State::size) {
        TRY(const auto size, size_in(line_));
        left_ = size;
        state_ = left_ == 0 ? State::trailer : State::data;
    } else if (state_ == State::data_end) {
        if (!line_.empty()) return malformed("a chunk is longer than its size");
        state_ = State::size;
    } else if (line_.empty()) {
        state_ = State::done;
    } else if (++trailers_ > trailer_lines_max || !is_harmless_trailer(line_)) {
        return malformed("the body's trailer is malformed");
    }
    return core::done();
}

}  // namespace services
