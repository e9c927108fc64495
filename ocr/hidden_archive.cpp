// The parts of an office file, unpacked, and what lies in it as files of their own.
#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "ocr/hidden_texts.hpp"

namespace ocr {
namespace {

struct FreeArchive {
    void operator()(archive* one) const noexcept { archive_read_free(one); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

constexpr std::size_t block_bytes = 64U << 10U;

bool is_markup(std::string_view name) {
    return name.ends_with(".xml") || name.ends_with(".rels");
}

bool is_photograph(std::string_view name) {
    return name.ends_with(".jpg") || name.ends_with(".jpeg") || name.ends_with(".png");
}

/// Where OOXML keeps what was put into it.
bool is_embedded(std::string_view name) {
    return name.find("/embeddings/") != std::string_view::npos && !name.ends_with('/') && !is_markup(name);
}

/// Where the pictures of a file lie.
bool is_picture(std::string_view name) {
    return name.find("/media/") != std::string_view::npos || name.starts_with("Pictures/");
}

struct Unpacked {
    OfficeParts parts{};
    OfficeParts files{};  ///< that lie in it, each whole
    bool is_whole{};      ///< all of it could be unpacked
    bool has_pictures{};
};

/// Takes one entry after the other out of an archive, within the limits.
class Unpacking {
  public:
    explicit Unpacking(archive* opened) : opened_(opened) {}

    Unpacked all() {
        constexpr std::size_t all_bytes_max = 128U << 20U;
        archive_entry* entry = nullptr;
        for (std::size_t count = 0; count < limits_.parts && bytes_ < all_bytes_max; ++count) {
            const int found = archive_read_next_header(opened_, &entry);
            unpacked_.is_whole = found == ARCHIVE_EOF && !has_failed_;
            if (found != ARCHIVE_OK && found != ARCHIVE_WARN) break;
            if (const char* const name = archive_entry_pathname(entry); name != nullptr) take(name);
        }
        return std::move(unpacked_);
    }

  private:
    void take(const std::string& name) {
        unpacked_.has_pictures = unpacked_.has_pictures || is_picture(name);
        std::string bytes;
        const bool goes_on = read(bytes, block_bytes);
        const bool is_file = is_embedded(name) || begins_as_file(bytes);
        if (!is_file && !is_markup(name) && !is_photograph(name)) return;
        const bool is_cut = goes_on && read(bytes, limits_.part_bytes);
        // Of a photograph only the beginning tells anything.
        has_failed_ = has_failed_ || (is_cut && !is_photograph(name));
        bytes_ += bytes.size();
        (is_file ? unpacked_.files : unpacked_.parts)[name] = std::move(bytes);
    }

    /// Until there are `most`; true if there may be more of it.
    bool read(std::string& bytes, std::size_t most) {
        while (bytes.size() < most) {
            const auto before = bytes.size();
            bytes.resize(before + block_bytes);
            const auto read = archive_read_data(opened_, bytes.data() + before, block_bytes);
            bytes.resize(before + (read > 0 ? static_cast<std::size_t>(read) : 0));
            has_failed_ = has_failed_ || read < 0;
            if (read <= 0) return false;
        }
        return true;
    }

    archive* opened_;
    HiddenLimits limits_;
    Unpacked unpacked_;
    std::size_t bytes_{};
    bool has_failed_{};
};

/// Throws for what is no archive.
template <typename Open>
Unpacked unpacked(Open&& open) {
    const Archive opened{archive_read_new()};
    if (!opened || archive_read_support_format_zip(opened.get()) != ARCHIVE_OK || open(opened.get()) != ARCHIVE_OK)
        throw std::runtime_error{"no archive"};
    return Unpacking{opened.get()}.all();
}

/// What OpenDocument keeps as a document of its own lies in a folder: "Object 1/content.xml". Of what lies in such a
/// one again the folder stands within its folder; each is looked into by itself.
void look_into_objects(OfficeParts& parts, HiddenTexts& texts) {
    constexpr std::string_view content = "/content.xml";
    std::map<std::string, OfficeParts> objects;
    for (const auto& [name, bytes] : parts)
        if (name.ends_with(content)) objects[name.substr(0, name.size() - content.size())];
    for (auto& [folder, inner] : objects) {
        std::size_t size = 0;
        for (auto part = parts.begin(); part != parts.end();) {
            const auto& name = part->first;
            const bool is_here =
                name.starts_with(folder + "/") && name.find('/', folder.size() + 1) == std::string::npos;
            if (is_here) {
                size += part->second.size();
                inner[name.substr(folder.size() + 1)] = std::move(part->second);
            }
            part = is_here ? parts.erase(part) : std::next(part);
        }
        texts.go_into(size, [&object = inner, &texts] { look_into_parts(object, texts); });
    }
}

bool is_locked(const OfficeParts& parts) {
    const auto manifest = parts.find("META-INF/manifest.xml");
    return manifest != parts.end() && manifest->second.find("encryption-data") != std::string::npos;
}

void look_into(Unpacked all, HiddenTexts& texts) {
    for (const auto& [name, bytes] : all.files) {
        texts.add(HiddenPlace::attachment, name.substr(name.rfind('/') + 1));
        look_into_embedded(bytes, texts);
    }
    if (texts.is_inner() && is_locked(all.parts)) texts.miss();
    look_into_objects(all.parts, texts);
    look_into_parts(all.parts, texts);
    if (!all.is_whole) throw std::runtime_error{"the archive goes on where it can't be followed"};
}

}  // namespace

void look_into_office(const std::filesystem::path& file, HiddenTexts& texts) {
    look_into(
        unpacked([&](archive* one) { return archive_read_open_filename(one, file.c_str(), block_bytes); }), texts
    );
}

void look_into_archive(std::string_view bytes, HiddenTexts& texts) {
    auto all = unpacked([&](archive* one) { return archive_read_open_memory(one, bytes.data(), bytes.size()); });
    const auto has = [&](const char* name) { return all.parts.contains(name); };
    const bool is_office =
        has("word/document.xml") || has("xl/workbook.xml") || has("ppt/presentation.xml") || has("content.xml");
    const bool has_pictures = all.has_pictures;
    const auto before = texts.bytes();
    look_into(std::move(all), texts);
    // An archive of another kind, or one that is nothing but pictures.
    if (!is_office || (has_pictures && texts.bytes() == before)) texts.miss();
}

}  // namespace ocr
