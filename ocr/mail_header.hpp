#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "ocr/mail.hpp"

/// The fields above a message or one of its parts (RFC 5322 § 2.2). Pure functions over foreign bytes.
namespace ocr {

class MailHeader {
  public:
    /// Reads the fields at the beginning of `bytes`, up to the empty line, or as far as what stands there is a field.
    static MailHeader read(std::string_view bytes, std::size_t bytes_max);

    /// The first of that name (in lower case), unfolded; empty if there is none.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    bool is_empty() const { return fields_.empty(); }
    /// Where what comes beneath the fields begins.
    std::size_t end() const { return end_; }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
    std::size_t end_{};
};

/// "multipart/mixed; boundary=x" as its value in lower case and its parameters, with their names in lower case: those
/// of RFC 2231 put together and decoded, those of RFC 2047 as well, since that is what is sent.
struct Parameterised {
    std::string value;
    std::map<std::string, std::string, std::less<>> parameters;
};
Parameterised parameterised(std::string_view field);

/// Text with its encoded words (RFC 2047) decoded, as UTF-8 on one line.
std::string header_text(std::string_view field);

/// RFC 5322 § 3.4, groups taken apart; at most `count_max`.
std::vector<MailAddress> addresses_in(std::string_view field, std::size_t count_max);

/// The ids in a field such as References: each once, without brackets.
std::vector<std::string> message_ids_in(std::string_view field, const MailLimits& limits);

/// RFC 5322 § 3.3, also its obsolete years and zones. Nothing where it is no date.
std::optional<core::Timestamp> mail_date(std::string_view field);

}  // namespace ocr
