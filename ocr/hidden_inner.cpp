// What lies in a file inside another: which kind it is, and the objects of OLE that such files are kept in
// ([MS-OLEDS]).
#include <algorithm>
#include <array>
#include <exception>
#include <stdexcept>

#include "ocr/compound_file.hpp"
#include "ocr/hidden_texts.hpp"
#include "ocr/mail_coding.hpp"

namespace ocr {
namespace {

using namespace std::string_view_literals;

/// Takes one thing after the other off the front; throws where there is no more.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : left_(bytes) {}

    std::string_view take(std::size_t count) {
        if (count > left_.size()) throw std::runtime_error{"an object that is cut"};
        const auto taken = left_.substr(0, count);
        left_.remove_prefix(count);
        return taken;
    }
    std::size_t number(std::size_t size) {
        std::size_t value = 0;
        const auto bytes = take(size);
        for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[i]);
        return value;
    }
    /// Ended by a zero byte.
    std::string_view text() {
        const auto text = take(std::min(left_.find('\0'), left_.size()));
        take(1);
        return text;
    }
    /// Its length stands before it, the zero byte at its end counted.
    std::string_view counted_text() {
        auto text = take(number(4));
        if (text.ends_with('\0')) text.remove_suffix(1);
        return text;
    }
    std::string_view left() const { return left_; }

  private:
    std::string_view left_;
};

void add_name(std::string_view name, HiddenTexts& texts) {
    texts.add(HiddenPlace::attachment, to_utf8(name, "").text);
}

/// A file as the packager of Windows keeps it: what it is called, where it lay, and its bytes. It stands in no
/// specification. Throws for what is none.
void look_into_package(std::string_view bytes, HiddenTexts& texts) {
    constexpr std::size_t is_link = 1;
    constexpr std::size_t has_file = 3;
    Bytes package{bytes};
    package.take(2);
    add_name(package.text(), texts);
    add_name(package.text(), texts);
    package.take(2);
    const auto kind = package.number(2);
    if (kind == is_link) return;  // its path is all there is
    if (kind != has_file) throw std::runtime_error{"an object of another kind"};
    add_name(package.counted_text(), texts);
    look_into_inner(package.take(package.number(4)), texts);
}

/// Of no interest beside the file: what it is, pictures of it. A formula has no words.
bool is_housekeeping(const CompoundStream& stream) {
    constexpr std::array known{
        "\1Ole"sv,
        "\1CompObj"sv,
        "\3ObjInfo"sv,
        "\3PRINT"sv,
        "\3EPRINT"sv,
        "\3META"sv,
        "\3LinkInfo"sv,
        "\5SummaryInformation"sv,
        "\5DocumentSummaryInformation"sv,
        "Equation Native"sv};
    return stream.bytes.empty() || stream.name.starts_with("\2OlePres") ||
           std::ranges::find(known, std::string_view{stream.name}) != known.end();
}

/// Word, Excel and PowerPoint of before 2007 keep what they write in streams of their own, which are not read here.
void look_into_compound(std::string_view bytes, HiddenTexts& texts) {
    for (const auto& stream : streams_of(bytes)) {
        if (stream.name == "\1Ole10Native") {
            Bytes native{stream.bytes};
            look_into_package(native.take(native.number(4)), texts);
        } else if (begins_as_file(stream.bytes)) {
            look_into_inner(stream.bytes, texts);
        } else if (!is_housekeeping(stream)) {
            texts.miss();
        }
    }
}

/// Nothing but signs that are written, in whichever character set; else empty.
std::string text_in(std::string_view bytes) {
    const bool is_wide = bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv);
    auto text = to_utf8(bytes, is_wide ? "utf-16" : "").text;
    const bool is_text = std::ranges::none_of(text, [](unsigned char c) {
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
    });
    return is_text ? text : std::string{};
}

/// A mail or a web page may keep files in its text, in letters.
bool keeps_files(std::string_view text) {
    constexpr std::array marks{"base64"sv, "quoted-printable"sv};
    const auto is_same = [](char one, char other) { return (one | 0x20) == other; };
    return std::ranges::any_of(marks, [&](std::string_view mark) {
        return std::search(text.begin(), text.end(), mark.begin(), mark.end(), is_same) != text.end();
    });
}

bool is_pdf(std::string_view bytes) {
    constexpr std::size_t searched = 1024;  // as readers do
    return bytes.substr(0, searched).find("%PDF-") != std::string_view::npos;
}

void look(std::string_view bytes, HiddenTexts& texts) {
    if (bytes.starts_with("PK\3\4")) return look_into_archive(bytes, texts);
    if (bytes.starts_with("{\\rtf")) return look_into_rtf(bytes, texts);
    if (is_compound_file(bytes)) return look_into_compound(bytes, texts);
    if (is_pdf(bytes)) return look_into_inner_pdf(bytes, texts);
    const auto text = text_in(bytes);
    texts.add(HiddenPlace::attachment, text);
    look_into_picture(bytes, texts);
    // What is to be seen on a picture is not read here.
    if (text.empty() || keeps_files(text)) texts.miss();
}

}  // namespace

bool begins_as_file(std::string_view bytes) {
    return bytes.starts_with("PK\3\4") || bytes.starts_with("{\\rtf") || bytes.starts_with("%PDF-") ||
           is_compound_file(bytes);
}

void look_into_inner(std::string_view bytes, HiddenTexts& texts) {
    if (!bytes.empty()) texts.go_into(bytes.size(), [&] { look(bytes, texts); });
}

void look_into_embedded(std::string_view bytes, HiddenTexts& texts) {
    if (!is_compound_file(bytes)) return look_into_inner(bytes, texts);
    try {
        look_into_compound(bytes, texts);
    } catch (const std::exception&) {
        texts.miss();
    }
}

bool look_into_rtf_object(std::string_view bytes, HiddenTexts& texts) {
    constexpr std::size_t is_link = 1;
    constexpr std::size_t is_embedded = 2;
    try {
        Bytes object{bytes};
        object.take(4);
        const auto format = object.number(4);
        if (format != is_link && format != is_embedded) return false;
        const auto kind = object.counted_text();
        for (const auto name : {kind, object.counted_text(), object.counted_text()}) add_name(name, texts);
        if (format == is_link) return true;
        const auto native = object.take(object.number(4));
        if (kind == "Package")
            look_into_package(native, texts);
        else
            look_into_embedded(native, texts);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace ocr
