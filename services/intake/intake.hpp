#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/files/file_store.hpp"
#include "services/store/database.hpp"

/// The way in: bytes become an incoming item. The sender is answered only when the bytes are on disk and the item, its
/// event and the job that will read it are committed. Whatever the file is, it is kept; what can't be read says so
/// later.
namespace services {

/// A file on its way in.
struct Arrival {
    std::filesystem::path file;
    std::string file_name;  ///< as sent; made harmless here
    core::Channel channel{};
    std::optional<core::ContentHash> known_hash;  ///< set: the file lies in FileStore::uploads() and is taken over
    const core::Principal* from{};                ///< who sent it; null: a scanner or the command line
};

struct Received {
    core::IncomingId id;
    core::IncomingState state{};
    std::optional<core::IncomingId> duplicate_of;
    core::ContentHash content;
};

/// Why one item could not be read, where `reason` is why its bytes could not. Of a kind that is not read, it is worth
/// telling that the name promised another: a text called brev.pdf is no zip archive.
std::string reason_for(std::string reason, std::string_view file_name);

class Intake {
  public:
    Intake(Database& db, FileStore& files, const core::Clock& clock) : db_(db), files_(files), clock_(clock) {}

    /// Errors: forbidden (the sender handles no post), unavailable (no unit exists yet). Throws where the disk or the
    /// database won't; then nothing was received.
    core::Result<Received> receive(const Arrival& arrival);

    /// Whether a scanner's file was received before, though it still lies in the folder: the house went down after the
    /// commit and before the move.
    bool was_received(const std::string& file_name, const core::ContentHash& content, core::Timestamp arrived_at);

  private:
    Database& db_;
    FileStore& files_;
    const core::Clock& clock_;
};

}  // namespace services
