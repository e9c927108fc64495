#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/document.hpp"
#include "core/rules/release_check.hpp"
#include "services/store/database.hpp"
#include "services/store/post_findings.hpp"
#include "services/store/post_list_store.hpp"

/// What the machine makes of an entry before it goes out: the one check that everything on the public post list passes.
namespace services {

/// What would become public of an entry.
struct PublicWords {
    std::string title, correspondent, case_title;
    bool with_document{};  ///< text, attachments and their titles go out, too
};

/// What is found in all that would become public, a line for each kind and place. What is listed is always looked at,
/// the text of the document and of what is attached to it where the document itself is to be public; then what nobody
/// has read yet ("waiting") or could read ("unread") is found, too; and what is seen on the pages drawn for everybody
/// ("drawn") but is not in their text, as in a photograph. What is hidden in the files is not published, for they are
/// drawn anew; but it is found, too, for the one who decides shall know of it.
std::vector<PostFinding> check_post(
    Transaction& tx, const core::Document& document, const PublicWords& words, const core::ReleaseCheck& check
);
/// Takes an entry off the list again for a person to look at, where the pages drawn for everybody show something that
/// was not found in the document before, or something is hidden in its files that was not known: nobody can have
/// decided on it. Whether it did.
bool hold_for_what_is_drawn(
    Transaction& tx, const core::Document& document, const core::ReleaseCheck& check, core::Timestamp now
);

/// As it was journaled.
PublicWords public_words_of(const core::Document& document, const std::string& public_case_title);
/// As its entry words it.
PublicWords public_words_of(const PostListEntry& entry, const std::string& public_case_title);

/// One hit with what stands around it. Document text: only for those who may read the document.
struct PostHit {
    std::string what, where;    ///< as in PostFinding
    std::int64_t attachment{};  ///< its place; 0: the document itself
    std::int64_t page{};
    bool certain{};
    std::string before, hit, after;  ///< on one line
};
std::vector<PostHit> hits_in(
    Transaction& tx,
    const core::Document& document,
    const PublicWords& words,
    const core::ReleaseCheck& check,
    std::size_t limit
);

/// The same in a text that belongs to no entry.
std::vector<PostHit> hits_in_text(std::string_view where, std::string_view text, const core::ReleaseCheck& check);

/// Changes whenever what a person decides on does: the listed words, what was found, and every file of the document
/// with its outcome of reading. Hexadecimal.
std::string fingerprint_of(Transaction& tx, const PostListEntry& entry, const core::Document& document);

/// Whether every file that goes out with the document has been read, with whatever outcome.
bool is_all_read(Transaction& tx, const core::Document& document);

}  // namespace services
