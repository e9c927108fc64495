#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "ocr/mail.hpp"

/// What comes out of reading a file, and the pool of worker processes that reads it. Tesseract, leptonica, poppler and
/// libarchive stay inside this folder, and run in worker processes only.
namespace ocr {

/// In pixels of the page picture, from its upper left corner.
struct Box {
    int left{}, top{}, width{}, height{};
};

struct Word {
    std::string text;
    Box box;
    int confidence{};  ///< 0 to 100; 100 for words of a text layer
    int line{};        ///< words of one line share it; lines count from 0 downwards
};

enum class TextSource {
    recognised,  ///< by Tesseract
    text_layer,  ///< the file's own text
    none         ///< the page could not be read; `reason` says why
};

/// One page. The pictures lie in the output folder that the caller named.
struct Page {
    int number{};  ///< from 1
    TextSource source{TextSource::none};
    std::string reason;      ///< a reason key (below), empty when all is well
    std::string text;        ///< UTF-8, lines ended by '\n'
    int confidence{};        ///< mean over words, 0 to 100
    double skew_degrees{};   ///< straightened by this much
    int rotation_degrees{};  ///< turned upright by this much: 0, 90, 180 or 270
    int width{}, height{};   ///< of the page picture, pixels
    std::vector<Word> words;
    std::filesystem::path picture;    ///< JPEG or PNG, about 150 dpi, for the screen
    std::filesystem::path thumbnail;  ///< 240 pixels wide
};

enum class Outcome { complete, partly, failed };

/// Reason keys, for the pages to say in plain words: "empty", "not_what_it_says" (content and name disagree or content
/// is of no known kind), "unsupported" (a kind not read, e.g. zip), "damaged", "encrypted", "too_many_pages",
/// "too_large", "page_crashed", "page_too_slow", "page_too_large", "out_of_memory"; those of Mail (mail.hpp); for
/// office files "no_office" (LibreOffice is not installed), "office_failed" and "office_too_slow".
struct Reading {
    std::string media_type{};  ///< what a worker found the file to be, where that is more than was said; else empty
    Outcome outcome{Outcome::failed};
    std::string reason;
    int page_count{};                      ///< pages the file says it has
    std::vector<Page> pages;               ///< those tried, in order
    std::filesystem::path searchable_pdf;  ///< the original's look with the text under it; empty if failed
};

/// Said after every page, from the thread that called read().
struct Progress {
    int pages_done{};
    int page_count{};
};

struct Limits {
    int workers{2};                             ///< processes; one a core
    std::uint64_t memory_bytes{1536ull << 20};  ///< address space of a worker, beyond what it starts with
    std::chrono::seconds page_cpu{60};
    std::chrono::seconds page_wall{120};
    std::uint64_t output_bytes{512ull << 20};  ///< the largest file that a worker may write
    std::uint64_t input_bytes{512ull << 20};   ///< a larger file is "too_large"
    int pages{2000};                           ///< pages beyond this are not read: "too_many_pages"
    std::uint64_t page_pixels{120'000'000};    ///< a larger page is "page_too_large"
    std::filesystem::path office{};            ///< LibreOffice's program; empty: office files are kept, but not drawn
    std::uint64_t office_memory_bytes{4ull << 30};  ///< its address space
    std::chrono::seconds office_cpu{90};
    std::chrono::seconds office_wall{180};
};

struct Hidden;
struct RedactionOrder;
struct Redaction;
struct BundleOrder;
struct Bundle;

/// Worker processes, kept warm, that read files. Each is this very binary started as `saglig ocr-worker`: without
/// network, limited in memory, CPU and file size. Pages of one file are spread over free workers. Thread-safe.
class Readers {
  public:
    /// `worker_command` is what starts a worker, e.g. {"/proc/self/exe", "ocr-worker"}.
    Readers(const std::vector<std::string>& worker_command, Limits limits);
    ~Readers();

    /// Reads a file into `output`, an empty folder. Never throws for what the file is; a worker that dies costs the
    /// page that it was on. `media_type` is by content (services/files), such as "application/pdf".
    Reading read(
        const std::filesystem::path& file,
        std::string_view media_type,
        const std::filesystem::path& output,
        const std::function<void(const Progress&)>& on_progress
    );

    /// Opens a mail message (message/rfc822): what is attached to it is put into `output`, an empty folder. Never
    /// throws for what the file is; of a message that can't be opened only the reason is there.
    Mail open_mail(const std::filesystem::path& file, const std::filesystem::path& output);

    /// What the file says where no page shows it (hidden.hpp): a PDF, a picture or an office file; of others nothing.
    /// Never throws for what the file is; what was found before something could not be followed is there, and that it
    /// could not is told among it. `folder` is an empty one to work in.
    Hidden uncover(const std::filesystem::path& file, std::string_view media_type, const std::filesystem::path& folder);

    /// Blacks out (redaction.hpp) into `output`, an empty folder, and reads the result back. Never throws for what the
    /// file is. Progress is told after every page drawn.
    Redaction redact(
        const RedactionOrder& wanted,
        const std::filesystem::path& output,
        const std::function<void(const Progress&)>& on_progress
    );

    /// Joins PDFs (bundle.hpp) into `output`, an empty folder.
    Bundle bundle(const BundleOrder& wanted, const std::filesystem::path& output);

    /// Process ids of the workers that live now; for tests and /metrics.
    std::vector<int> worker_ids() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Where LibreOffice is installed, for Limits::office; empty where it is not.
std::filesystem::path office_program();

/// The body of `saglig office-worker`: gives up its rights and becomes LibreOffice. Returns only where that fails.
int run_office_worker(const std::vector<std::string>& arguments);

/// The body of `saglig ocr-worker`: takes orders on standard input until it ends. Returns the exit status.
int run_worker();

/// The words as text: lines ended by '\n'.
std::string text_of(const std::vector<Word>& words);

/// Words as kept beside a page, and back: compact JSON, the format in ocr/words.cpp.
std::string words_to_json(const std::vector<Word>& words);
/// Errors: unreadable, if it is not what words_to_json writes.
core::Result<std::vector<Word>> words_from_json(std::string_view text);

}  // namespace ocr
