#include "services/http/request_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/verb.hpp>
#include <limits>

#include "services/http/target.hpp"

namespace services {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastText = boost::beast::string_view;

std::string_view view_of(BeastText text) {
    return {text.data(), text.size()};
}

std::optional<Method> method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get:
            return Method::get;
        case http::verb::head:
            return Method::head;
        case http::verb::post:
            return Method::post;
        case http::verb::put:
            return Method::put;
        case http::verb::patch:
            return Method::patch;
        case http::verb::delete_:
            return Method::delete_;
        case http::verb::options:
            return Method::options;
        default:
            return std::nullopt;
    }
}

/// Stops Beast's parser; the error proper is kept beside it.
error_code stop() {
    return make_error_code(boost::system::errc::operation_canceled);
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return lower;
}

}  // namespace

class RequestParser::Events final : public http::basic_parser<true> {
  public:
    Request* request{};
    std::optional<Fault> fault;

  private:
    void on_request_impl(http::verb verb, BeastText, BeastText raw_target, int, error_code& ec) override {
        const auto method = method_of(verb);
        request->raw_target = view_of(raw_target);
        if (!method) return fail(Fault::unknown_method, ec);
        request->method = *method;
        auto target = decode_target(request->raw_target);
        if (!target) return fail(Fault::bad_target, ec);
        request->path = std::move(target->path);
        request->query = std::move(target->query);
    }

    void on_response_impl(int, BeastText, int, error_code&) override {}

    void on_field_impl(http::field, BeastText name, BeastText value, error_code&) override {
        request->headers.emplace_back(lower_case(view_of(name)), view_of(value));
    }

    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, BeastText, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    // Never called: Beast is given heads only.
    std::size_t on_body_impl(BeastText, error_code& ec) override { return refuse(ec); }
    std::size_t on_chunk_body_impl(std::uint64_t, BeastText, error_code& ec) override { return refuse(ec); }

    static std::size_t refuse(error_code& ec) {
        ec = stop();
        return 0;
    }

    void fail(Fault what, error_code& ec) {
        fault = what;
        ec = stop();
    }
};

RequestParser::RequestParser() : events_{std::make_unique<Events>()} {
    events_->header_limit(std::numeric_limits<std::uint32_t>::max());  // limited before this parser is asked
    events_->body_limit(boost::none);                                  // limited by Body
}

RequestParser::~RequestParser() = default;

std::optional<RequestParser::Fault> RequestParser::read_head(std::string_view head, Request& request) {
    events_->request = &request;
    error_code ec;
    while (!head.empty() && !events_->is_header_done()) {
        const auto used = events_->put(boost::asio::const_buffer{head.data(), head.size()}, ec);
        if (events_->fault) return events_->fault;
        if (ec || used == 0) return Fault::malformed;
        head.remove_prefix(used);
    }
    if (!events_->is_header_done() || !head.empty()) return Fault::malformed;
    left_ = content_length().value_or(0);
    if (events_->chunked()) chunks_.emplace();
    return std::nullopt;
}

bool RequestParser::has_body() const {
    return !is_done();
}

bool RequestParser::is_keep_alive() const {
    return events_->keep_alive();
}

bool RequestParser::is_done() const {
    return chunks_ ? chunks_->is_done() : left_ == 0;
}

std::optional<std::uint64_t> RequestParser::content_length() const {
    const auto length = events_->content_length();
    return length ? std::optional{*length} : std::nullopt;
}

core::Result<std::size_t> RequestParser::read_body(std::string_view bytes, Body& body) {
    if (chunks_) return chunks_->read(bytes, body);
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    TRY(body.feed(bytes.substr(0, taken)));
    left_ -= taken;
    return taken;
}

}  // namespace services
