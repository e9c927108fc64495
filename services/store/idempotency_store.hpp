#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// Requests that were named by a key, and what became of them. `claim` is a random text that tells the one request that
/// does the work from all others with its key; what names an older claim changes nothing.
class IdempotencyStore {
  public:
    explicit IdempotencyStore(Transaction& tx) : tx_(tx) {}

    enum class Progress {
        claimed,   ///< somebody is at it, or died before anything was done
        worked,    ///< something was done; the answer is not known yet, or went with the process
        answered,  ///< done, with an answer
        not_kept,  ///< done, with an answer that may not be kept
    };
    struct Named {
        core::UserId user;
        std::string key;
    };
    struct Answer {
        std::int64_t status{};
        std::string headers;  ///< a JSON array of pairs, each a name and a value, in order
        std::string body;
    };
    struct Kept {
        std::string fingerprint, claim;
        core::Timestamp claimed_at{};
        Progress progress{};
        std::optional<Answer> answer;  ///< where it is `answered`
    };

    /// False, and nothing is changed, where the key is known.
    bool claim(const Named& named, const Kept& made);
    std::optional<Kept> find(const Named& named) const;
    /// Puts a new request in the place of an old one; false where that is no longer there.
    bool take_over(const Named& named, std::string_view old_claim, const Kept& made);

    /// False where the claim has been taken over.
    bool note_work(const Named& named, std::string_view claim);
    bool keep_answer(const Named& named, std::string_view claim, const Answer& answer);
    void note_unkept(const Named& named, std::string_view claim);
    /// Frees the key, unless something was done; whether it was freed.
    bool release(const Named& named, std::string_view claim);

    void remove_older(core::Timestamp than);
    /// Forgets every answer, but not that it was given: a person is being erased who may stand in one.
    void forget_answers();

  private:
    Transaction& tx_;
};

}  // namespace services
