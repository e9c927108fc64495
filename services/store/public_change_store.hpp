#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/model/followed_case.hpp"
#include "core/model/hearing.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What has changed of hearings, ideas, followed cases and published answers to access requests for everyone, in one
/// order for each kind, so that a copy is kept up by asking for what came after. The stores of these note it
/// themselves: nothing that is shown changes unnoted.
namespace services {

enum class PublicKind { hearing, idea, followed_case, access_answer };

/// What has become of one of them, told once at its newest place.
struct PublicChange {
    std::int64_t change{};
    core::Timestamp at{};
    std::int64_t subject{};
};

class PublicChangeStore {
  public:
    explicit PublicChangeStore(Transaction& tx) : tx_(tx) {}

    /// It gets the next number of all changes. For what everyone sees, or has seen.
    void note(PublicKind kind, std::int64_t subject, core::Timestamp at);
    /// The same, where it was noted before; what nobody has seen is not told of.
    void note_again(PublicKind kind, std::int64_t subject, core::Timestamp at);
    /// All ideas on a hearing that were noted before.
    void note_ideas_of(core::HearingId hearing, core::Timestamp at);
    /// All comments on an idea likewise: they are shown with it.
    void note_comments_on(std::int64_t idea, core::Timestamp at);
    /// The hearings whose answers are in a document, that is about to be erased.
    void note_answered_by(core::DocumentId answer, core::Timestamp at);

    /// What everyone may fetch of a document has changed, or that it may be fetched: the hearings and followed cases
    /// that show it, or what came with it.
    void note_document(core::DocumentId document, core::Timestamp at);
    /// The same of some bytes.
    void note_content(const core::ContentHash& content, core::Timestamp at);

    /// In their order, as far as they came before `until`.
    std::vector<PublicChange> after(PublicKind kind, std::int64_t change, core::Timestamp until, std::int64_t limit)
        const;

    /// What everyone sees now and saw first from one moment to before another, the oldest first.
    std::vector<std::int64_t> first_shown(PublicKind kind, core::Timestamp from, core::Timestamp before) const;
    /// When the first and the last of them were shown first; nothing where there is none.
    struct Span {
        core::Timestamp first{}, last{};
    };
    std::optional<Span> span(PublicKind kind) const;

  private:
    Transaction& tx_;
};

}  // namespace services
