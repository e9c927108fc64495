#include "ocr/mail_parser.hpp"

#include <algorithm>

#include "core/utf8.hpp"
#include "ocr/html_text.hpp"
#include "ocr/mail_coding.hpp"
#include "ocr/mail_header.hpp"

namespace ocr {
namespace {

constexpr std::size_t boundary_max = 200;  // RFC 2046 § 5.1.1 has 70; others are met

/// A part's fields and what stands beneath them.
struct Entity {
    MailHeader header;
    Parameterised type, disposition;
    std::string_view body;
    TransferEncoding encoding{};
};

TransferEncoding encoding_of(std::string_view field) {
    const auto name = parameterised(field).value;
    if (name == "quoted-printable") return TransferEncoding::quoted_printable;
    return name == "base64" ? TransferEncoding::base64 : TransferEncoding::none;
}

std::string decoded_bytes(std::string_view bytes, TransferEncoding encoding) {
    switch (encoding) {
        case TransferEncoding::quoted_printable:
            return from_quoted_printable(bytes);
        case TransferEncoding::base64:
            return from_base64(bytes);
        case TransferEncoding::none:
            break;
    }
    return std::string{bytes};
}

Entity entity_in(std::string_view bytes, const MailLimits& limits) {
    Entity entity;
    entity.header = MailHeader::read(bytes, limits.header_bytes);
    entity.body = bytes.substr(entity.header.end());
    entity.type = parameterised(entity.header.get("content-type"));
    if (entity.type.value.find('/') == std::string::npos) entity.type.value = "text/plain";
    entity.disposition = parameterised(entity.header.get("content-disposition"));
    entity.encoding = encoding_of(entity.header.get("content-transfer-encoding"));
    return entity;
}

std::string parameter(const Parameterised& of, std::string_view name) {
    const auto found = of.parameters.find(name);
    return found == of.parameters.end() ? std::string{} : found->second;
}

/// Between lines that are "--boundary", as RFC 2046 § 5.1.1 has it; a message that was cut off ends its last part.
struct Sections {
    std::vector<std::string_view> parts;
    bool is_closed{};
};
Sections sections_of(std::string_view body, const std::string& boundary, std::size_t count_max) {
    Sections sections;
    const auto mark = "--" + boundary;
    std::size_t begin = std::string_view::npos;
    for (std::size_t at = 0; at < body.size();) {
        const auto end = std::min(body.find('\n', at), body.size());
        auto line = body.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
            line.remove_suffix(1);
        const bool is_last = line == mark + "--";
        if (line == mark || is_last) {
            if (begin != std::string_view::npos) {
                auto part = body.substr(begin, at - begin);
                if (part.ends_with('\n')) part.remove_suffix(1);
                if (part.ends_with('\r')) part.remove_suffix(1);
                sections.parts.push_back(part);
            }
            sections.is_closed = is_last;
            if (is_last || sections.parts.size() > count_max) return sections;
            begin = std::min(end + 1, body.size());
        }
        at = end + 1;
    }
    if (begin != std::string_view::npos && begin < body.size()) sections.parts.push_back(body.substr(begin));
    return sections;
}

/// Lines ended by '\n', and no control characters that would be drawn or carried out.
std::string tidy_text(std::string_view text, std::size_t bytes_max) {
    std::string tidy;
    tidy.reserve(std::min(text.size(), bytes_max));
    for (std::size_t at = 0; at < text.size() && tidy.size() < bytes_max;) {
        const auto code = core::code_point_at(text, at);
        at += code.size;
        if (code.value == U'\r') {
            if (at >= text.size() || text[at] != '\n') tidy += '\n';
        } else if (code.value == U'\n' || code.value == U'\t') {
            tidy += static_cast<char>(code.value);
        } else if (code.value >= 0x20 && (code.value < 0x7F || code.value > 0x9F) && code.value != 0xFEFF) {
            core::append_utf8(tidy, code.value);
        }
    }
    return tidy;
}

class MailReader {
  public:
    explicit MailReader(const MailLimits& limits) : limits_(limits) {}

    ParsedMail read(std::string_view message) {
        const auto whole = entity_in(message, limits_);
        if (whole.header.is_empty()) {
            miss("damaged");
            result_.parts.push_back({"", "application/octet-stream", message, TransferEncoding::none});
            return std::move(result_);
        }
        put_fields(whole.header);
        result_.mail.text = walk(whole, 0);
        if (result_.mail.text.size() > limits_.text_bytes) {
            result_.mail.text = tidy_text(result_.mail.text, limits_.text_bytes);
            miss("mail_limits");
        }
        return std::move(result_);
    }

  private:
    void miss(std::string_view reason) {
        // What goes too deep is never closed either: the limit is what there is to say.
        if (result_.mail.reason.empty() || reason == "mail_limits") result_.mail.reason = reason;
    }

    std::string line(std::string_view text) const {
        return text.size() <= limits_.line_characters ? std::string{text}
                                                      : core::first_words(text, limits_.line_characters / 4);
    }

    std::vector<MailAddress> addresses(const MailHeader& header, std::string_view name) {
        auto found = addresses_in(header.get(name), limits_.addresses);
        for (auto& one : found) one = {line(one.name), line(one.address)};
        return found;
    }

    void put_fields(const MailHeader& header) {
        auto& mail = result_.mail;
        mail.from = addresses(header, header.has("from") ? "from" : "sender");
        mail.to = addresses(header, "to");
        mail.cc = addresses(header, "cc");
        mail.subject = line(header_text(header.get("subject")));
        mail.sent_at = mail_date(header.get("date"));
        const auto own = message_ids_in(header.get("message-id"), limits_);
        if (!own.empty()) mail.message_id = own.front();
        mail.references = message_ids_in(header.get("references"), limits_);
        for (auto& id : message_ids_in(header.get("in-reply-to"), limits_))
            if (std::ranges::find(mail.references, id) == mail.references.end())
                mail.references.push_back(std::move(id));
        std::erase(mail.references, mail.message_id);
    }

    /// The text of an entity; what is no text is put with the parts.
    std::string walk(const Entity& entity, int depth) {
        const auto& type = entity.type.value;
        if (type.starts_with("multipart/")) {
            const auto boundary = parameter(entity.type, "boundary");
            if (depth >= limits_.depth) {
                miss("mail_limits");
            } else if (!boundary.empty() && boundary.size() <= boundary_max) {
                return walk_parts(entity, boundary, depth);
            } else {
                miss("damaged");
            }
            return take_text(entity);
        }
        if (is_shown(entity)) return take_text(entity);
        attach(entity);
        return {};
    }

    std::string walk_parts(const Entity& entity, const std::string& boundary, int depth) {
        const auto sections = sections_of(entity.body, boundary, limits_.parts);
        if (!sections.is_closed) miss(sections.parts.size() > limits_.parts ? "mail_limits" : "damaged");
        if (entity.type.value == "multipart/alternative") return walk_alternatives(sections, depth);
        std::string text;
        for (const auto part : sections.parts) {
            const auto one = walk(entity_in(part, limits_), depth + 1);
            if (one.empty() || text.size() > limits_.text_bytes) continue;
            if (!text.empty()) text += '\n';
            text += one;
        }
        return text;
    }

    /// The same thing in several forms: the plain text is taken where it says something, else the others; a form that
    /// is neither, such as an invitation, is kept as a file.
    std::string walk_alternatives(const Sections& sections, int depth) {
        std::string plain, other;
        for (const auto part : sections.parts) {
            const auto one = entity_in(part, limits_);
            auto text = walk(one, depth + 1);
            auto& place = one.type.value == "text/plain" ? plain : other;
            if (place.empty()) place = std::move(text);
        }
        return plain.find_first_not_of(" \t\n") == std::string::npos ? other : plain;
    }

    static bool is_shown(const Entity& entity) {
        const auto& type = entity.type.value;
        if (type != "text/plain" && type != "text/html" && type != "text/enriched") return false;
        const bool is_named =
            !parameter(entity.type, "name").empty() || entity.disposition.parameters.contains("filename");
        return entity.disposition.value != "attachment" && !(is_named && entity.disposition.value != "inline");
    }

    std::string take_text(const Entity& entity) {
        const auto bytes = decoded_bytes(entity.body, entity.encoding);
        const auto decoded = to_utf8(bytes, parameter(entity.type, "charset"));
        if (!decoded.is_charset_known) miss("mail_charset");
        if (entity.type.value == "text/html") return text_of_html(decoded.text, limits_.text_bytes + 1);
        return tidy_text(decoded.text, limits_.text_bytes + 1);
    }

    void attach(const Entity& entity) {
        if (result_.parts.size() >= limits_.parts) return miss("mail_limits");
        auto name = parameter(entity.disposition, "filename");
        if (name.empty()) name = parameter(entity.type, "name");
        if (name.empty() && entity.type.value == "message/rfc822") {
            name = header_text(MailHeader::read(entity.body, limits_.header_bytes).get("subject"));
            name = (name.empty() ? "mail" : core::first_words(name, 80)) + ".eml";
        }
        result_.parts.push_back({line(name), media_type(entity.type.value), entity.body, entity.encoding});
    }

    /// As claimed, if it is made of what such names are made of (RFC 2045 § 5.1).
    std::string media_type(const std::string& claimed) const {
        const bool is_name = std::ranges::all_of(claimed, [](char sign) { return sign > ' ' && sign < '\x7f'; });
        return is_name && claimed.size() <= limits_.line_characters ? claimed : "application/octet-stream";
    }

    const MailLimits& limits_;
    ParsedMail result_;
};

}  // namespace

std::string EncodedPart::decoded() const {
    return decoded_bytes(bytes, encoding);
}

ParsedMail parse_mail(std::string_view message, const MailLimits& limits) {
    return MailReader{limits}.read(message);
}

}  // namespace ocr
