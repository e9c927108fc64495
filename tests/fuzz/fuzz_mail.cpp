// Reading a mail message: whatever the bytes are, texts are UTF-8 within their limits, and parts can be decoded.
#include <cstdint>
#include <cstdlib>

#include "core/utf8.hpp"
#include "ocr/mail_parser.hpp"

namespace {

void require(bool is_so) {
    if (!is_so) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ocr::MailLimits limits;
    limits.text_bytes = 4096;
    limits.parts = 20;
    limits.depth = 5;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto parsed = ocr::parse_mail(bytes, limits);
    const auto& mail = parsed.mail;
    require(core::valid_utf8(mail.text) && core::valid_utf8(mail.subject) && core::valid_utf8(mail.message_id));
    require(mail.text.size() <= limits.text_bytes + 4 && mail.subject.size() <= limits.line_characters);
    require(parsed.parts.size() <= limits.parts);
    for (const auto* addresses : {&mail.from, &mail.to, &mail.cc})
        for (const auto& one : *addresses) {
            require(one.name.size() <= limits.line_characters && one.address.size() <= limits.line_characters);
            require(core::valid_utf8(one.name) && core::valid_utf8(one.address));
        }
    for (const auto& part : parsed.parts) {
        require(core::valid_utf8(part.file_name) && part.file_name.size() <= limits.line_characters);
        require(part.decoded().size() <= size);
        for (const char sign : part.media_type) require(sign > ' ' && sign < '\x7f');
    }
    return 0;
}
