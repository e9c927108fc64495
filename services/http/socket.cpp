#include "services/http/socket.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <system_error>

namespace services {

namespace ssl = asio::ssl;
using boost::system::error_code;

struct Socket::Tls {
    ssl::stream<TcpSocket&> stream;
};

Socket::Socket(TcpSocket socket, ssl::context* tls) : plain_{std::move(socket)} {
    if (tls) tls_ = std::make_unique<Tls>(Tls{ssl::stream<TcpSocket&>{plain_, *tls}});
}

Socket::~Socket() = default;

std::string Socket::peer() const {
    error_code ec;
    const auto endpoint = plain_.remote_endpoint(ec);
    if (ec) return {};
    auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

Task<Transferred> Socket::read_some(asio::mutable_buffer buffer) {
    if (tls_) return tls_->stream.async_read_some(buffer, asio::as_tuple(awaiting));
    return plain_.async_read_some(buffer, asio::as_tuple(awaiting));
}

Task<Transferred> Socket::write_some(asio::const_buffer buffer) {
    if (tls_) return tls_->stream.async_write_some(buffer, asio::as_tuple(awaiting));
    return plain_.async_write_some(buffer, asio::as_tuple(awaiting));
}

Task<bool> Socket::handshake() {
    if (!tls_) co_return true;
    const auto [ec] = co_await tls_->stream.async_handshake(ssl::stream_base::server, asio::as_tuple(awaiting));
    co_return !ec;
}

Task<void> Socket::say_goodbye() {
    // OpenSSL waits for the peer's close_notify too; the session's deadline ends that.
    if (tls_) (void)co_await tls_->stream.async_shutdown(asio::as_tuple(awaiting));
    error_code ignored;
    plain_.shutdown(TcpSocket::shutdown_send, ignored);
}

Task<void> Socket::readable() {
    (void)co_await plain_.async_wait(TcpSocket::wait_read, asio::as_tuple(awaiting));
}

void Socket::close() {
    error_code ignored;
    plain_.close(ignored);
}

std::shared_ptr<ssl::context> tls_context(const HttpSettings& settings) {
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    const auto check = [](const error_code& ec, const char* what) {
        if (ec) throw std::system_error{std::error_code{ec}, what};
    };
    error_code ec;
    context->use_certificate_chain_file(settings.certificate.string(), ec);
    check(ec, "reading the TLS certificate");
    context->use_private_key_file(settings.private_key.string(), ssl::context::pem, ec);
    check(ec, "reading the TLS private key");
    auto* handle = context->native_handle();
    ::SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(
        handle,
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
        "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
    );
    ::SSL_CTX_set_options(
        handle,
        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA
    );
    ::SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
    return context;
}

}  // namespace services
