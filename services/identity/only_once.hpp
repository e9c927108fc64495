#pragma once

#include <chrono>
#include <functional>

#include "core/time.hpp"
#include "services/http/message.hpp"
#include "services/identity/identity.hpp"
#include "services/store/database.hpp"

/// Idempotency keys: a client that does not know whether its request was done sends it again with the same
/// `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), and it is done once.
///
/// The key is the person's own, and good for a day. What was answered is told again to that person without asking for
/// rights anew, since it is what they were given before. It is claimed before the work begins; every write of the work
/// notes in its own transaction that something was done, and fails if another request has claimed the key meanwhile;
/// the answer is kept when it is known. So a crash leaves one of these:
///
/// - before the work was committed: nothing was done. The key is free again a minute after it was claimed.
/// - after it, before the answer was kept: the same key is answered with 409, and a reason that says that the work was
///   done. It is not done again, for there is no answer to give twice.
/// - after that: the same answer.
///
/// A request that was refused without having changed anything leaves its key free. Answers that forbid to be kept
/// (Cache-Control: no-store, as with secrets) are not, and those that are go when a person is erased, who may stand in
/// one: the same key is told then that the work was done, with 409.
namespace services {

class OnlyOnce {
  public:
    OnlyOnce(Database& db, const core::Clock& clock) : db_(db), clock_(clock) {}

    /// How long another request may be at it before it counts as dead. One that lives all the same loses its claim, and
    /// with it its next write.
    static constexpr std::chrono::seconds longest_work{60};
    static constexpr std::chrono::hours kept_for{24};

    using Act = std::function<core::Result<Response>()>;
    /// `act` itself, where the request does not ask for more. Errors: those of `act`; invalid_input, if the key is not
    /// 1 to 255 visible signs; conflict, if a request with this key is under way or its answer is not known any more.
    /// The key of another request is answered with 422.
    core::Result<Response> run(const Request& request, const Caller& caller, const Act& act) const;

  private:
    Database& db_;
    const core::Clock& clock_;
};

/// Whether a request names a key that counts: POST under /api/v1.
bool names_key(const Request& request);

}  // namespace services
