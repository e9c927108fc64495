#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>
#include <boost/outcome/try.hpp>
#include <string>
#include <string_view>
#include <utility>

/// The outcome of everything that can fail in ways its caller decides on. A broken environment
/// (database gone, disk full, out of memory) is an exception instead, and ends in the HTTP session
/// or the job runner.
namespace core {

/// A code exists only if some caller reacts to it differently; the sentence beside it is for the
/// log and the developer.
enum class ErrorCode {
    invalid_input,  ///< the request itself is wrong; `field` may name the part
    not_found,      ///< it does not exist, or the asker may not know that it does
    forbidden,      ///< the asker knows that it exists and may not do this
    not_signed_in,  ///< nobody is signed in, or the session has ended
    conflict,       ///< the thing has changed since it was read, or the state does not allow it
    too_large,      ///< over a limit that is told in the sentence
    unsupported,    ///< a kind of file or content that is not handled
    unreadable,     ///< a file whose content can't be parsed
    too_many,       ///< asked too often; try later
    out_of_space,   ///< the disk is full; what was acknowledged before is safe
    unavailable,    ///< a part of the house is not ready; try again
};

struct Error {
    ErrorCode code{ErrorCode::invalid_input};
    std::string detail;   ///< one English sentence; no personal data
    std::string field{};  ///< the input it is about, where there is one, e.g. "title"
};

template <class T>
using Result = boost::outcome_v2::basic_result<T, Error, boost::outcome_v2::policy::terminate>;

inline Result<void> done() {
    return boost::outcome_v2::success();
}

/// The machine's word for a code: the last part of a problem's type, and the `code` in logs.
constexpr std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_input:
            return "invalid-input";
        case ErrorCode::not_found:
            return "not-found";
        case ErrorCode::forbidden:
            return "forbidden";
        case ErrorCode::not_signed_in:
            return "not-signed-in";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::too_large:
            return "too-large";
        case ErrorCode::unsupported:
            return "unsupported";
        case ErrorCode::unreadable:
            return "unreadable";
        case ErrorCode::too_many:
            return "too-many";
        case ErrorCode::out_of_space:
            return "out-of-space";
        case ErrorCode::unavailable:
            return "unavailable";
    }
    return "unknown";
}

}  // namespace core

/// `TRY(auto x, f())` binds the value or returns the error; `TRY(f())` is for results of void.
#define TRY(...) BOOST_OUTCOME_TRY(__VA_ARGS__)
