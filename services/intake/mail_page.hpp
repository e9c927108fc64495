#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "ocr/mail.hpp"

namespace services {

/// "Karen Blåbjerg <karen@eksempel.dk>, arkiv@eksempel.dk", at most `count_max` of them and "..." for the rest.
std::string shown_addresses(const std::vector<ocr::MailAddress>& addresses, std::size_t count_max = 50);
/// The name, or else the address.
std::string shown_sender(const ocr::Mail& mail);

/// As many pages are drawn of one message: a letter's, not a book's, for it is done in the server's own process.
inline constexpr std::size_t mail_pages_max = 200;

struct DrawnMail {
    std::string pdf;
    bool is_cut{};  ///< there was more than is drawn; the last page says so
};

/// The message as pages to look at, a tagged PDF on A4: its fields, what is attached by name, and its text. Nothing in
/// it is followed or fetched. `made` is the file's date where the message has none of its own.
DrawnMail draw_mail(const ocr::Mail& mail, core::Date made);

}  // namespace services
