#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>

#include "tests/support/raw_client.hpp"
#include "tests/unit/http/running_server.hpp"

using services::HttpSettings;
using services::Method;
using services::Request;
using services::Response;
using services::Router;
using tests::RawClient;
using tests::RunningServer;

namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* handle) const noexcept {
        release(handle);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Release<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<&X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Release<&SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Release<&SSL_free>>;
using File = std::unique_ptr<std::FILE, Release<&std::fclose>>;

/// A new self-signed certificate and its key as PEM files.
void make_certificate(const std::filesystem::path& certificate_path, const std::filesystem::path& key_path) {
    const Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
    const Certificate certificate{X509_new()};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const auto* host = reinterpret_cast<const unsigned char*>("localhost");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const File certificate_file{std::fopen(certificate_path.c_str(), "w")};
    PEM_write_X509(certificate_file.get(), certificate.get());
    const File key_file{std::fopen(key_path.c_str(), "w")};
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

struct TlsServer {
    tests::TemporaryFolder folder;
    Router router;
    std::unique_ptr<RunningServer> server;

    TlsServer() {
        make_certificate(folder.path() / "cert.pem", folder.path() / "key.pem");
        router.add(Method::get, "/", [](const Request& request) -> core::Result<Response> {
            return services::text((request.is_tls ? "tls " : "plain ") + std::string(200'000, 'a'));
        });
        server = std::make_unique<RunningServer>(router, [this](HttpSettings& settings) {
            settings.certificate = folder.path() / "cert.pem";
            settings.private_key = folder.path() / "key.pem";
        });
    }
};

/// Everything the server sends until it closes.
std::string exchange(SSL* connection, std::string_view request) {
    SSL_write(connection, request.data(), static_cast<int>(request.size()));
    std::string received;
    char buffer[16384];
    for (int count = 0; (count = SSL_read(connection, buffer, sizeof buffer)) > 0;)
        received.append(buffer, static_cast<std::size_t>(count));
    return received;
}

Connection connect(SSL_CTX* context, const RawClient& client) {
    Connection connection{SSL_new(context)};
    SSL_set_fd(connection.get(), client.descriptor());
    if (SSL_connect(connection.get()) != 1) return nullptr;
    return connection;
}

}  // namespace

TEST_CASE("over TLS requests are answered and HSTS is sent", "[http][tls]") {
    const TlsServer tls;
    const Context context{SSL_CTX_new(TLS_client_method())};
    const RawClient client{tls.server->port()};
    const auto connection = connect(context.get(), client);
    REQUIRE(connection);
    const auto received = exchange(
        connection.get(), "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    );
    CHECK(received.find("strict-transport-security: max-age=") != std::string::npos);
    const auto first = received.find("tls aaaa");
    REQUIRE(first != std::string::npos);
    CHECK(received.find("tls aaaa", first + 200'000) != std::string::npos);
    CHECK(SSL_get_shutdown(connection.get()) == SSL_RECEIVED_SHUTDOWN);
}

TEST_CASE("TLS below 1.2 is not spoken", "[http][tls]") {
    const TlsServer tls;
    const Context context{SSL_CTX_new(TLS_client_method())};
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
    const RawClient client{tls.server->port()};
    CHECK_FALSE(connect(context.get(), client));
}

TEST_CASE("plain text at a TLS port is closed", "[http][tls]") {
    const TlsServer tls;
    RawClient client{tls.server->port()};
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.is_closed_by_server());
}

TEST_CASE("a key that does not belong to the certificate is refused at the start", "[http][tls]") {
    const tests::TemporaryFolder folder;
    make_certificate(folder.path() / "cert.pem", folder.path() / "key.pem");
    make_certificate(folder.path() / "other.pem", folder.path() / "other-key.pem");
    const Router router;
    HttpSettings settings;
    settings.port = 0;
    settings.certificate = folder.path() / "cert.pem";
    settings.private_key = folder.path() / "other-key.pem";
    CHECK_THROWS_AS(services::Server(settings, router, {}), std::system_error);
    settings.certificate = folder.path() / "missing.pem";
    CHECK_THROWS_AS(services::Server(settings, router, {}), std::system_error);
}
