#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/subject.hpp"
#include "core/result.hpp"
#include "services/store/subject_store.hpp"

/// Reads the files that KL publishes its classification in: KLE-Emneplan (version 2.0, and the "fuld" layout of 2016
/// with keywords) and KLE-Handlingsfacetter, with or without the namespace of the REST interface. Source: the KLE
/// schemas.
///
/// The bytes are read as they come, never the whole tree. Nothing is fetched, and a file with a document type
/// declaration is refused, so there are no entities to expand.
namespace services {

struct Scheme {
    SchemeName name{};
    core::Date published{};
    std::vector<core::SchemeEntry> entries;  ///< by number, each once
    // Layouts differ in what they hold: what a file nowhere speaks of is not to be taken as gone.
    bool has_keywords{};
    bool has_retention{};
    bool has_deletion{};
};

class KleReader {
  public:
    KleReader();
    ~KleReader();
    KleReader(KleReader&&) noexcept;
    KleReader& operator=(KleReader&&) noexcept;

    /// The next bytes. Errors: unreadable, with the line and what is wrong there; the reader is done with then.
    core::Result<void> feed(std::string_view bytes);
    /// After the last byte. Errors: unreadable.
    core::Result<Scheme> finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Errors: not_found, too_large (over 64 MiB), unreadable.
core::Result<Scheme> read_kle_file(const std::filesystem::path& file);

}  // namespace services
