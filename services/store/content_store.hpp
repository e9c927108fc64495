#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/content.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What is known of some bytes, whoever sent them: kind, size, and, once read, their pages. The bytes themselves and
/// the pictures are in the file store.
namespace services {

enum class ReadOutcome { unread, complete, partly, failed };

struct Content {
    core::ContentHash hash;
    std::string media_type;
    std::int64_t size_bytes{};
    ReadOutcome outcome{};
    std::string reason;  ///< a reason key of ocr/reading.hpp; empty when all is well
    std::int64_t page_count{};
    core::ContentHash pdf;  ///< searchable; empty until there is one
};

/// Bytes that nobody has read yet; or an office file from before LibreOffice was installed, which is tried anew
/// whenever its bytes come again.
bool wants_reading(const Content& content);

struct StoredPage {
    std::int64_t number{};
    std::string source;  ///< recognised, text_layer, none
    std::string reason;
    std::string text;
    std::int64_t confidence{};
    std::int64_t width{}, height{};
    core::ContentHash words, picture, thumbnail;  ///< empty where there is none
};

class ContentStore {
  public:
    explicit ContentStore(Transaction& tx) : tx_(tx) {}

    /// Makes the row unless these bytes are known already.
    void add(const Content& content);
    /// The same for bytes that nobody has looked into.
    void add_unread(const core::ContentHash& hash, std::string_view media_type, std::uint64_t size_bytes);
    /// The same for bytes whose pages are known from the beginning. Bytes that have been read already stay as they are.
    void add_read(const Content& content, const std::vector<StoredPage>& pages, core::Timestamp now);
    /// The same for a PDF that was drawn here, by what stands on each page.
    void add_drawn(
        const core::ContentHash& pdf,
        std::uint64_t size_bytes,
        const std::vector<std::string>& pages,
        core::Timestamp now
    );
    std::optional<Content> find(const core::ContentHash& hash) const;
    /// Records the outcome of a reading and replaces the pages.
    void set_read(const Content& content, const std::vector<StoredPage>& pages, core::Timestamp now);

    /// Without text, for lists of pages.
    std::vector<StoredPage> page_heads(const core::ContentHash& hash) const;
    /// With text, in order.
    std::vector<StoredPage> pages(const core::ContentHash& hash) const;
    std::optional<StoredPage> page(const core::ContentHash& hash, std::int64_t number) const;

    /// The originals known, in order of their hash; `after` is the last one of the call before.
    std::vector<core::ContentHash> originals_after(const core::ContentHash& after, std::int64_t limit) const;

  private:
    Transaction& tx_;
};

std::string_view name_of(ReadOutcome outcome);

}  // namespace services
