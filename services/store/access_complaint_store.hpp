#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/store/database.hpp"

/// Complaints over requests for access.
namespace services {

enum class ComplaintAbout { decision, slowness };
enum class ComplaintState { open, reopened, sent_on };

struct AccessComplaint {
    std::int64_t id{};
    core::AccessRequestId request;
    ComplaintAbout about{};
    core::Date received{};
    core::DocumentId document;  ///< as it was journaled
    ComplaintState state{};
    std::optional<core::Date> settled{};
    std::optional<core::UserId> settled_by{};
    std::string sent_to{};  ///< who decides on it, once it is sent on
    std::optional<core::DocumentId> letter{};
};

struct OpenComplaint {
    AccessComplaint complaint;
    std::string case_number;
};

class AccessComplaintStore {
  public:
    explicit AccessComplaintStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add(const AccessComplaint& made);  ///< the id is not read
    std::optional<AccessComplaint> find(std::int64_t id) const;
    std::vector<AccessComplaint> of_request(core::AccessRequestId id) const;
    /// Those that wait, of requests whose case the reader may read, the oldest first, at most 100.
    std::vector<OpenComplaint> open(core::UserId reader) const;
    /// Writes what came of it. False where it does not wait any more.
    bool settle(const AccessComplaint& settled);

  private:
    Transaction& tx_;
};

std::string_view name_of(ComplaintAbout about);
std::optional<ComplaintAbout> complaint_about_named(std::string_view name);
std::string_view name_of(ComplaintState state);

}  // namespace services
