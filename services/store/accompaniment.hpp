#pragma once

#include "services/store/database.hpp"

namespace services {

/// Goes along with every write that this thread asks for while it lives: `extra` runs in the same transaction, after
/// the work itself and only if that succeeded, and its error undoes both. So a note about a piece of work is kept
/// exactly when the work is, though whoever does the work knows nothing of the note.
class Accompaniment {
  public:
    /// At most one at a time on a thread. `extra` may be called several times, on another thread.
    explicit Accompaniment(Work extra);
    ~Accompaniment();
    Accompaniment(const Accompaniment&) = delete;
    Accompaniment& operator=(const Accompaniment&) = delete;

    /// Null without one.
    static const Work* of_this_thread();

  private:
    Work extra_;
};

}  // namespace services
