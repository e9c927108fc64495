#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/reading.hpp"

/// Blacking out: a new PDF in which nothing of what lies under a box is left, in no layer. Nothing of the old file goes
/// into it but how its pages look: they are drawn, the boxes are burnt into the pixels, and the words beside them are
/// put under the picture. Title, dates, attachments, fields, scripts, hidden layers and the like are not copied, so
/// that there is none to forget (docs/decisions/0014-redaction-draws-pages-anew.md).
namespace ocr {

struct Blackout {
    int page{};         ///< from 1
    Box box;            ///< pixels of the page picture, as words have them
    std::string label;  ///< written on it in white where it has room, such as "§ 30"; may be empty
};

struct RedactionOrder {
    /// What the page pictures show: the searchable PDF. Or the picture file itself, where its pages tell how they were
    /// turned and straightened.
    std::filesystem::path file;
    std::string media_type{"application/pdf"};
    /// Every page, with size and words as reading gave them. Where its `picture` is there, a page with boxes is
    /// compared with it as it is drawn, and should the two differ, the picture is what is blacked out: it is what the
    /// person saw.
    std::vector<Page> pages;
    std::vector<Blackout> blackouts;
    /// Boxes are widened to a coarse step, so that a word's length can't be read from its box; it takes neighbours.
    bool widen{};
    /// Words and phrases that may be left nowhere, not only not under boxes: looked for in the whole text, and by
    /// recognition on every page that has boxes (some seconds a page).
    std::vector<std::string> must_not_appear{};
    /// Of words that the file says stand on a page, only those are kept that recognition reads in their place, for what
    /// is put in invisibly behind something else would else be kept (a second or two a page). What recognition reads
    /// besides them, as in a photograph, is told in `pages`.
    bool by_sight{};
    std::string title{};            ///< of the new PDF; may be empty
    std::string language{"da-DK"};  ///< told to screen readers
};

/// Something that was to be gone and was found when the new PDF was read back.
struct Leak {
    int page{};
    std::string word;
};

/// What can be read of a page of the new PDF.
struct RedactedPage {
    int number{};           ///< from 1
    std::string text{};     ///< as PDF readers find it, lines ended by '\n'
    std::string besides{};  ///< seen, but not in the text (RedactionOrder::by_sight)
};

/// Reasons besides those of a Reading: "still_there" (see `leaks`), "page_unseen" (a page without a page picture:
/// nobody can have judged it), "not_clean" (the new PDF holds something that is never put into one).
struct Redaction {
    Outcome outcome{Outcome::failed};  ///< complete or failed
    std::string reason{};
    std::filesystem::path path{};  ///< of the new PDF; empty if failed
    int page_count{};
    std::vector<Leak> leaks{};
    std::vector<RedactedPage> pages{};  ///< in order
    int words_gone{};                   ///< that the boxes took
    int words_kept{};                   ///< that were to be kept in the text
    int words_found{};                  ///< of these, found when the new PDF was read back
    int words_hidden{};  ///< not kept because nothing, or something else, is to be seen in their place on the page
};

}  // namespace ocr
