#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "services/citizens/own_cases.hpp"
#include "services/files/file_store.hpp"

/// What a party sends: it is journaled at once, by the house itself, as incoming post on the case. Files are read in
/// the same closed workers as everything that comes from outside.
namespace services {

struct CitizenFile {
    std::filesystem::path file;  ///< in FileStore::uploads(); taken over
    core::ContentHash content;
    std::uint64_t size_bytes{};
    std::string name;  ///< as sent
};

struct CitizenMessage {
    std::string text;
    std::vector<CitizenFile> files{};
    std::optional<std::int64_t> hearing{};  ///< that it answers
};
inline constexpr std::size_t message_limit = 10'000;  ///< characters
inline constexpr std::size_t message_files_limit = 10;

struct WritingDesk {
    Database& db;
    FileStore& files;
    std::string authority;
};

struct WrittenMessage {
    core::Document document;
    std::size_t files{};
};

/// Errors: not_found, invalid_input ("text", "files"), conflict ("merged": the case goes on as another; "hearing": it
/// was answered already).
core::Result<WrittenMessage> write_on_own_case(
    const WritingDesk& desk,
    const Citizen& who,
    const CitizenRules& rules,
    core::Timestamp now,
    core::CaseId id,
    std::optional<std::int64_t> power,
    const CitizenMessage& made
);

}  // namespace services
