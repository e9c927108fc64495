#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/model/content.hpp"

struct evp_md_ctx_st;

namespace services {

/// SHA-256 of bytes that come in pieces.
class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    /// The hash of all that was added. Call it once.
    core::ContentHash finish();

  private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

core::ContentHash sha256(std::string_view bytes);

}  // namespace services
