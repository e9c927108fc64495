#pragma once

#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "services/post_list/post_check.hpp"
#include "services/store/database.hpp"

/// The gate that all words and documents pass before everyone sees them with a hearing or a case that is followed: the
/// post list's own finders, and a person's reason where they find something.
namespace services {

struct GateWords {
    std::string field;  ///< as in the form: "title", "text", "summary" …
    std::string text;
};

struct GateFile {
    core::DocumentId document;
    std::string title;  ///< as everyone will see it
    bool only_attachments{};
};

struct GateHit {
    core::DocumentId document{};  ///< 0: in words
    std::string document_title{};
    PostHit hit;  ///< `where` is the field of words
};

struct GateReport {
    std::vector<GateHit> hits;  ///< at most gate_hits_max; "unread" stands for pages that could not be read
    bool is_waiting{};          ///< a file has not been read yet
};
inline constexpr std::size_t gate_hits_max = 200;

GateReport look_at(Transaction& tx, const std::vector<GateWords>& words, const std::vector<GateFile>& files);

/// Errors: conflict (document) while a file has not been read; invalid_input: the field of words that hold a CPR
/// number, which nobody releases, or `reason` where something was found and none is given, or it is too long.
core::Result<void> pass_gate(const GateReport& report, const std::string& reason);

/// Changes with the bytes and titles that are shown of a document, and with whether they have been read. Hexadecimal.
std::string seen_of(Transaction& tx, const GateFile& file);

}  // namespace services
