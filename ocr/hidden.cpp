#include "ocr/hidden.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/names.hpp"
#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"
#include "ocr/office_kind.hpp"

namespace ocr {
namespace {

constexpr core::Names places{{
    std::pair<HiddenPlace, std::string_view>{HiddenPlace::properties, "properties"},
    {HiddenPlace::picture, "picture"},
    {HiddenPlace::location, "location"},
    {HiddenPlace::annotation, "annotation"},
    {HiddenPlace::field, "field"},
    {HiddenPlace::attachment, "embedded"},
    {HiddenPlace::layer, "layer"},
    {HiddenPlace::outside, "outside"},
    {HiddenPlace::bookmark, "bookmark"},
    {HiddenPlace::script, "script"},
    {HiddenPlace::sheet, "sheet"},
    {HiddenPlace::slide, "slide"},
    {HiddenPlace::tracked_change, "tracked_change"},
    {HiddenPlace::comment, "comment"},
    {HiddenPlace::notes, "notes"},
    {HiddenPlace::hidden_text, "hidden_text"},
    {HiddenPlace::elsewhere, "elsewhere"},
    {HiddenPlace::unread, "unread_parts"},
}};

bool is_text(std::string_view text) {
    return core::valid_utf8(text) && std::ranges::none_of(text, [](unsigned char c) {
               return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
           });
}

/// Without what ends or fills it.
std::string_view trimmed(std::string_view text) {
    constexpr std::string_view filling{" \t\r\n\0", 5};
    const auto from = text.find_first_not_of(filling);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(filling) + 1 - from);
}

/// Where a character begins, at or before `at`.
std::size_t character_at(std::string_view text, std::size_t at) {
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

bool is_picture(std::string_view media_type) {
    return media_type == "image/jpeg" || media_type == "image/png" || media_type == "image/tiff";
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void look(const std::filesystem::path& file, std::string_view media_type, HiddenTexts& texts) {
    if (media_type == "application/pdf") look_into_pdf(file, texts);
    if (media_type == "application/rtf")
        look_into_rtf(bytes_of(file), texts);
    else if (may_be_office(media_type))
        look_into_office(file, texts);
    if (is_picture(media_type)) look_into_picture(bytes_of(file), texts);
}

}  // namespace

void HiddenTexts::go_into(std::size_t bytes, const std::function<void()>& look) {
    const bool is_within = depth_ < limits_.inner_depth && inner_files_ < limits_.inner_files &&
                           bytes <= limits_.inner_bytes - inner_bytes_;
    if (!is_within) return miss();
    ++depth_;
    ++inner_files_;
    inner_bytes_ += bytes;
    try {
        look();
    } catch (const std::exception&) {
        miss();
    }
    --depth_;
}

void HiddenTexts::add(HiddenPlace place, std::string_view text) {
    constexpr std::size_t overlap_bytes = 200;
    if (is_inner() && place != HiddenPlace::location) place = HiddenPlace::attachment;
    for (text = trimmed(text); text.size() > limits_.text_bytes && !is_full_;) {
        const auto cut = character_at(text, limits_.text_bytes);
        add_piece(place, text.substr(0, cut));
        text.remove_prefix(character_at(text, cut - overlap_bytes));
    }
    add_piece(place, text);
}

void HiddenTexts::add_piece(HiddenPlace place, std::string_view text) {
    if (text.size() < 2 || !is_text(text)) return;
    const bool is_known =
        std::ranges::any_of(texts_, [&](const HiddenText& one) { return one.place == place && one.text == text; });
    if (is_known) return;
    is_full_ = is_full_ || texts_.size() >= limits_.texts || bytes_ + text.size() > limits_.all_bytes;
    if (is_full_) return;
    bytes_ += text.size();
    texts_.push_back({place, std::string{text}});
}

Hidden look_for_hidden(const std::filesystem::path& file, std::string_view media_type) {
    Hidden hidden;
    HiddenTexts texts;
    try {
        look(file, media_type, texts);
    } catch (const std::exception&) {
        hidden.reason = "damaged";
    }
    if (texts.has_missed() && hidden.reason.empty()) hidden.reason = "inner_file";
    if (texts.is_full()) hidden.reason = "too_large";
    hidden.texts = texts.take();
    return hidden;
}

std::string_view name_of(HiddenPlace place) {
    return places.of(place);
}

std::optional<HiddenPlace> hidden_place_named(std::string_view name) {
    return places.find(name);
}

}  // namespace ocr
