#include "services/store/engine_connection.hpp"

#include "core/utf8.hpp"

namespace services {

namespace {

/// What one engine keeps and the other refuses would make a difference that nobody looks for.
void check_text(std::initializer_list<Parameter> parameters) {
    for (const auto& parameter : parameters) {
        const auto* text = std::get_if<std::string_view>(&parameter.value());
        if (text == nullptr) continue;
        if (text->find('\0') != std::string_view::npos) throw UnfitText{"a text holds a NUL byte, which can't be kept"};
        if (!core::valid_utf8(*text)) throw UnfitText{"a text is not UTF-8 and can't be kept"};
    }
}

}  // namespace

template <class F>
auto WorkTransaction::guarded(std::initializer_list<Parameter> parameters, F statement) {
    if (failure_) std::rethrow_exception(failure_);
    try {
        check_text(parameters);
        return statement(std::span<const Parameter>{parameters.begin(), parameters.size()});
    } catch (...) {
        failure_ = std::current_exception();
        throw;
    }
}

Rows WorkTransaction::run(std::string_view sql, std::initializer_list<Parameter> parameters) {
    return guarded(parameters, [&](std::span<const Parameter> all) { return connection_.run(sql, all); });
}

void WorkTransaction::run_later(std::string_view sql, std::initializer_list<Parameter> parameters) {
    guarded(parameters, [&](std::span<const Parameter> all) { connection_.run_later(sql, all); });
}

void WorkTransaction::end() {
    if (failure_) std::rethrow_exception(failure_);
    connection_.settle();
}

}  // namespace services
