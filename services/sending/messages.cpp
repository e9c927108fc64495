#include "services/sending/messages.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

namespace services {

namespace {

constexpr const char* end = "\r\n";

std::string base64(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(
        text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), variant
    );
    text.pop_back();  // its NUL
    return text;
}

std::string base64_lines(std::string_view bytes) {
    constexpr std::size_t line_length = 76;
    const auto text = base64(bytes);
    std::string lines;
    lines.reserve(text.size() + text.size() / line_length * 2 + 2);
    for (std::size_t at = 0; at < text.size(); at += line_length) {
        lines.append(text, at, line_length);
        lines += end;
    }
    return lines;
}

bool is_plain(std::string_view text) {
    for (const unsigned char c : text)
        if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') return false;
    return true;
}

/// A header's text: as it is, or as encoded words of at most 75 characters (RFC 2047) that split no letter.
std::string header_text(std::string_view text) {
    constexpr std::size_t bytes_a_word = 42;
    if (is_plain(text) && text.size() < 60) return std::string{text};
    std::string words;
    while (!text.empty()) {
        auto length = std::min(bytes_a_word, text.size());
        while (length < text.size() && length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
            --length;
        if (!words.empty()) words += std::string{end} + " ";
        words += "=?UTF-8?B?" + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return words;
}

/// A parameter's value (RFC 2231): filename*=UTF-8''ans%C3%B8gning.pdf
std::string extended_value(std::string_view text) {
    std::string value = "UTF-8''";
    for (const unsigned char c : text) {
        const bool is_safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
                             c == '-' || c == '_';
        if (is_safe)
            value += static_cast<char>(c);
        else
            value += fmt::format("%{:02X}", c);
    }
    return value;
}

/// "Sun, 22 Nov 2026 08:00:00 +0000": RFC 5322 wants English names.
std::string mail_date(core::Timestamp time) {
    using namespace std::chrono;
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format(
        "{}, {:02} {} {} {:02}:{:02}:{:02} +0000",
        days.at(weekday{day}.c_encoding()),
        static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1),
        static_cast<int>(date.year()),
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count()
    );
}

/// With what XML keeps for itself written as entities; characters that XML can't hold are left out.
std::string xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            escaped += c;
    }
    return escaped;
}

std::string element(std::string_view name, std::string_view text) {
    return fmt::format("<memo:{0}>{1}</memo:{0}>\n", name, xml(text));
}

std::string domain_of(std::string_view address) {
    return std::string{address.substr(address.rfind('@') + 1)};
}

/// Case and subject, which a receiver's answer brings back (ContentData, in the schema's order).
std::string content_data(const Letterhead& from) {
    std::string data;
    if (!from.case_number.empty())
        data += "<memo:CaseID>\n" + element("caseID", from.case_number) + element("caseSystem", "Saglig") +
                "</memo:CaseID>\n";
    return data.empty() ? data : "<memo:ContentData>\n" + data + "</memo:ContentData>\n";
}

std::string memo_header(const core::Sending& sending, const Letterhead& from) {
    const bool is_old = from.memo_version == "1.1";
    std::string header = "<memo:MessageHeader>\n" + element("messageType", "DIGITALPOST") +
                         element("messageUUID", sending.message_id) + element("label", sending.label);
    // Obligatory in 1.1, optional in 1.2: a letter of ours is neither unless the authority says so by other means.
    if (is_old) header += element("mandatory", "false") + element("legalNotification", "false");
    header += "<memo:Sender>\n" + element("senderID", from.cvr) + element("idType", "CVR") +
              element("label", from.authority) + "</memo:Sender>\n";
    header += "<memo:Recipient>\n" + element("recipientID", sending.receiver) +
              element("idType", sending.receiver_kind == core::IdentifierKind::cvr ? "CVR" : "CPR") +
              element("label", sending.receiver_name) + "</memo:Recipient>\n";
    return header + content_data(from) + "</memo:MessageHeader>\n";
}

std::string memo_document(std::string_view kind, std::string_view label, const Enclosed& file) {
    return fmt::format("<memo:{}>\n", kind) + element("label", label) + "<memo:File>\n" +
           element("encodingFormat", file.media_type) + element("filename", file.file_name) +
           element("language", "da") + "<memo:content>" + base64(file.bytes) + "</memo:content>\n</memo:File>\n" +
           fmt::format("</memo:{}>\n", kind);
}

}  // namespace

std::string mail_message(const core::Sending& sending, const Letterhead& from, const std::vector<Enclosed>& files) {
    const auto boundary = "saglig-" + sending.message_id;
    std::string mail;
    const auto line = [&mail](std::string_view text) { mail.append(text).append(end); };
    line("From: " + header_text(from.authority) + " <" + from.address + ">");
    line("To: <" + sending.receiver + ">");
    line("Subject: " + header_text(sending.label));
    line("Date: " + mail_date(sending.ordered_at));
    line("Message-ID: <" + sending.message_id + "@" + domain_of(from.address) + ">");
    line("MIME-Version: 1.0");
    line("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
    line("");
    line("--" + boundary);
    line("Content-Type: text/plain; charset=utf-8");
    line("Content-Transfer-Encoding: base64");
    line("");
    mail += base64_lines(sending.text);
    for (const auto& file : files) {
        line("--" + boundary);
        line("Content-Type: " + file.media_type);
        line("Content-Disposition: attachment;");
        line(" filename*=" + extended_value(file.file_name));
        line("Content-Transfer-Encoding: base64");
        line("");
        mail += base64_lines(file.bytes);
    }
    line("--" + boundary + "--");
    return mail;
}

std::string memo_message(const core::Sending& sending, const Letterhead& from, const std::vector<Enclosed>& files) {
    const bool is_old = from.memo_version == "1.1";
    // The prefix is written out: SF1601 was seen to refuse a default namespace.
    std::string memo = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    memo += "<memo:Message xmlns:memo=\"https://DigitalPost.dk/MeMo-1\" memoVersion=\"" + from.memo_version + "\"" +
            (is_old ? " memoSchVersion=\"1.1.0\"" : "") + ">\n";
    memo += memo_header(sending, from);
    memo += "<memo:MessageBody>\n" + element("createdDateTime", core::iso_time(sending.ordered_at));
    for (const auto& file : files) {
        const bool is_main = &file == &files.front();
        const auto* kind = is_main ? "MainDocument" : "AdditionalDocument";
        memo += memo_document(kind, is_main ? sending.label : file.label, file);
    }
    return memo + "</memo:MessageBody>\n</memo:Message>\n";
}

std::string random_uuid() {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium found no source of randomness"};
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02x}", bytes.at(i));
    }
    return text;
}

}  // namespace services
