#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/files/kept_file.hpp"
#include "services/letters/letters.hpp"

/// What goes with a letter that is written on a case.
namespace services {

/// As the letter names them, in their order. Errors: invalid_input (attachments) where one is no document of the case
/// whose content the writer may read, or there are too many.
core::Result<std::vector<std::string>> attachment_names(
    Transaction& tx, const Acting& acting, const core::Case& on, const std::vector<LetterAttachment>& attachments
);

/// Takes over the files that were uploaded, in the attachments' order; nothing for a document of the case.
std::vector<std::optional<KeptFile>> keep_attachments(
    FileStore& files, const std::vector<LetterAttachment>& attachments
);

/// Attaches them to the letter's document; files are read as the worker gets to them.
core::Result<void> attach_to_letter(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const core::Document& letter,
    const std::vector<LetterAttachment>& attachments,
    const std::vector<std::optional<KeptFile>>& kept
);

}  // namespace services
