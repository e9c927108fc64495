#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/rules/oio.hpp"
#include "services/store/database.hpp"

namespace services {

/// UUIDs of cases, documents, people and units as this installation gives them (core::oio_uuid). What tells it from
/// others is the hash of the first event in its log, which goes wherever the data goes and never changes.
class OioIds {
  public:
    explicit OioIds(std::string installation) : installation_(std::move(installation)) {}
    static OioIds of(Transaction& tx);

    std::string uuid(core::OioObject of, std::int64_t id) const;
    /// Nothing for a UUID of another kind of object or another installation.
    std::optional<std::int64_t> id(core::OioObject of, std::string_view uuid) const;

  private:
    std::string installation_;
};

}  // namespace services
