#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ocr/bundle.hpp"
#include "ocr/hidden.hpp"
#include "ocr/mail.hpp"
#include "ocr/reading.hpp"
#include "ocr/redaction.hpp"

/// What the pool and its workers say to each other, as JSON. A worker has parsed untrusted files and may have been
/// taken over by one, so its answers are checked like any other foreign bytes and hold no paths.
namespace ocr {

enum class Task {
    begin,        ///< be limited, load the models; the first order of every worker
    identify,     ///< which office file it is, if any
    open_mail,    ///< what a message holds; its parts become files of the output folder
    inspect,      ///< how many pages, and can it be read at all
    read_page,    ///< text, words, page picture and thumbnail of one page
    assemble,     ///< the searchable PDF
    redact_page,  ///< one page drawn, its boxes burnt in, as a PDF of its own
    join_pages,   ///< these pages as one PDF
    check_page,   ///< one page of the finished PDF, read back
    check_whole,  ///< what the finished PDF is made of
    bundle,       ///< several PDFs as one
    uncover       ///< what a file says where no page shows it
};

/// Whether the task is part of a redaction or a bundle: pages are drawn and put together, none is recognised whole.
bool is_about_redaction(Task task);

/// What the orders about redaction and bundles say besides. Each uses some of it.
struct RedactionWork {
    std::vector<Blackout> covers;      ///< redact_page, check_page: what is burnt on the page
    std::vector<Word> gone;            ///< check_page: the words below
    std::vector<std::string> phrases;  ///< check_page: must not appear
    std::filesystem::path picture;     ///< redact_page: what the person saw; may be empty
    std::string title;                 ///< join_pages, bundle: of the PDF; may be empty
    std::string language;              ///< join_pages, bundle
    std::vector<BundlePart> parts;     ///< bundle: what is joined
    bool by_sight{};                   ///< redact_page: see RedactionOrder
};

/// What came of them.
struct RedactionFindings {
    std::vector<Leak> leaks;  ///< check_page
    int words_hidden{};       ///< redact_page: kept words that nothing is to be seen of
};

struct Order {
    Task task{Task::begin};
    int cpu_seconds{60};  ///< the order may use this much
    Limits limits;        ///< begin only
    std::filesystem::path file;
    std::string media_type;
    std::filesystem::path output;  ///< read_page, open_mail, redact_page: the folder; else the PDF to write
    int page{};                    ///< of one page: its number from 1; join_pages: how many there are
    /// assemble: what was read; redact_page and check_page: the page with the words that it keeps. Texts and pictures
    /// are not sent.
    std::vector<Page> pages;
    RedactionWork redaction{};
};

struct Answer {
    std::string reason;        ///< a reason key of reading.hpp, empty when all is well
    std::string media_type{};  ///< identify: empty if it is no office file
    int page_count{};          ///< inspect
    bool damaged{};            ///< inspect: something is missing, but there are pages
    /// read_page, without paths; of redact_page and check_page only its text: what is seen besides the words, and what
    /// the finished page says.
    Page page;
    Mail mail{};  ///< open_mail; the paths of its parts are not sent
    RedactionFindings found{};
    std::vector<HiddenText> hidden{};  ///< uncover
};

std::string to_json(const Order& order);
std::string to_json(const Answer& answer);

/// Errors: unreadable.
core::Result<Order> order_from_json(std::string_view text);
core::Result<Answer> answer_from_json(std::string_view text);

/// The files of a page in the output folder: named by the pool and by the worker alike, so that no answer names a file.
std::filesystem::path picture_path(const std::filesystem::path& output, int page);
std::filesystem::path thumbnail_path(const std::filesystem::path& output, int page);
/// What is attached to a message, from 1.
std::filesystem::path part_path(const std::filesystem::path& output, int part);
/// The page of a picture file as the searchable PDF will hold it, from the one who read it to the one who assembles.
std::filesystem::path sharp_path(const std::filesystem::path& output, int page);

/// A page of a redaction before the pages are joined.
std::filesystem::path leaf_path(const std::filesystem::path& output, int page);

}  // namespace ocr
