#pragma once

#include <string>

/// Handing a mail to the authority's mail server (RFC 5321), by libcurl.
namespace services {

struct SmtpServer {
    std::string url{};       ///< "smtp://mail.example.dk:587" or "smtps://…"
    std::string user{};      ///< empty: without signing in
    std::string password{};  ///< never logged
    bool require_tls{true};  ///< refuse to send where the server offers no encryption
};

struct SmtpAnswer {
    bool is_taken{};
    /// The server said that it never will (5yz); otherwise it may be tried again.
    bool is_refused{};
    std::string reply;  ///< the server's last words, or why there are none
};

/// A minute at most; certificates are checked.
SmtpAnswer send_by_smtp(
    const SmtpServer& server, const std::string& from, const std::string& to, const std::string& message
);

}  // namespace services
