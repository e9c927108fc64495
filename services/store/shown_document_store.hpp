#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/content.hpp"
#include "core/model/hearing.hpp"
#include "services/store/database.hpp"

/// Documents that everyone may fetch because something else than the post list shows them.
namespace services {

enum class ShownBy { hearing, summary, followed_case };

struct ShownDocument {
    core::ShownDocumentId id{};
    ShownBy by{};
    std::int64_t owner{};
    core::DocumentId document;
    std::string title;
    std::string seen{};  ///< what was released, as a hash; empty: it has not been
};

class ShownDocumentStore {
  public:
    explicit ShownDocumentStore(Transaction& tx) : tx_(tx) {}

    std::optional<ShownDocument> find(core::ShownDocumentId id) const;
    std::vector<ShownDocument> of(ShownBy by, std::int64_t owner) const;  ///< in order
    /// In place of what was there; one that stays keeps its id, and is to be released anew where its title is another.
    void put(ShownBy by, std::int64_t owner, const std::vector<ShownDocument>& wanted);
    void set_seen(core::ShownDocumentId id, std::string_view seen);

    /// Whether what shows it is published, it was released, it has not been withdrawn, and has not been taken off the
    /// post list.
    bool is_shown(core::ShownDocumentId id) const;
    /// The same, by whatever shows it.
    bool shows(core::DocumentId document) const;
    /// The documents by which some bytes are shown, their own or those of what belongs to them.
    std::vector<core::DocumentId> showing(const core::ContentHash& content) const;
    /// Nobody may fetch it before it is released anew.
    void hold(core::DocumentId document);
    /// Whether what belongs to it may be fetched with an answer to a hearing, though it may not itself.
    bool shows_files_of(core::DocumentId document) const;

  private:
    Transaction& tx_;
};

}  // namespace services
