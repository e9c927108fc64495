#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "services/files/descriptor.hpp"

namespace services {

/// This process among all that share a database and a file store. Its name is the same after a restart, so that it can
/// put away what its earlier life left (jobs on a lease, half an upload), and no other living process has it.
///
/// A name is a file in the data directory: whoever holds the lock on it has the name, and the kernel takes the lock
/// from a process that dies. A number drawn when the file is made tells nodes on other machines apart.
class Node {
  public:
    /// Takes the first name of this part that is free: "serve-1-…". Throws std::system_error where the folder can't be
    /// written.
    Node(const std::filesystem::path& folder, std::string_view part);

    const std::string& name() const { return name_; }

    /// Whether any process of this part is alive in the folder.
    static bool is_any_alive(const std::filesystem::path& folder, std::string_view part);

  private:
    Descriptor lock_;
    std::string name_;
};

}  // namespace services
