// What a PDF says where no page shows it, through qpdf and, for layers, poppler.
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>

#include "ocr/hidden_texts.hpp"

namespace ocr {
namespace {

/// Their strings are no words: dates, numbers of things, bytes.
const std::set<std::string>& wordless_entries() {
    static const std::set<std::string> known{
        "/ID",       "/Lang",     "/CreationDate", "/ModDate",   "/M",          "/DA",       "/DS",
        "/Registry", "/Limits",   "/Ordering",     "/CharSet",   "/FontFamily", "/CheckSum", "/NM",
        "/Panose",   "/Producer", "/Creator",      "/ByteRange", "/Cert",       "/FontFile", "/PTEX.Fullbanner"};
    return known;
}

bool is_name(const QPDFObjectHandle& dictionary, const std::string& key, std::string_view wanted) {
    auto value = QPDFObjectHandle{dictionary}.getKey(key);
    return value.isName() && value.getName() == wanted;
}

HiddenPlace place_of(QPDFObjectHandle dictionary, HiddenPlace around) {
    if (dictionary.hasKey("/FT") || is_name(dictionary, "/Subtype", "/Widget")) return HiddenPlace::field;
    if (is_name(dictionary, "/Type", "/Annot") || (dictionary.hasKey("/Subtype") && dictionary.hasKey("/Rect")))
        return HiddenPlace::annotation;
    if (is_name(dictionary, "/Type", "/Filespec") || dictionary.hasKey("/EF")) return HiddenPlace::attachment;
    if (is_name(dictionary, "/Type", "/OCG")) return HiddenPlace::layer;
    if (is_name(dictionary, "/S", "/JavaScript")) return HiddenPlace::script;
    if (is_name(dictionary, "/S", "/URI")) return HiddenPlace::annotation;
    if (dictionary.hasKey("/Title") && dictionary.hasKey("/Parent")) return HiddenPlace::bookmark;
    return around;
}

std::string bytes_of(QPDFObjectHandle stream, qpdf_stream_decode_level_e level) {
    const auto data = stream.getStreamData(level);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

class PdfStrings {
  public:
    PdfStrings(QPDF& pdf, HiddenTexts& texts) : pdf_(pdf), texts_(texts) {}

    void gather() {
        auto information = pdf_.getTrailer().getKey("/Info");
        walk(information, HiddenPlace::properties, 0);
        for (auto& object : pdf_.getAllObjects()) {
            if (object.isDictionary() && information.isIndirect() && object.getObjGen() == information.getObjGen())
                continue;
            if (object.isStream())
                look_at_stream(object);
            else
                walk(object, HiddenPlace::elsewhere, 0);
        }
    }

  private:
    void walk(QPDFObjectHandle object, HiddenPlace place, int depth) {
        constexpr int depth_max = 30;
        if (depth > depth_max) return;
        if (object.isString()) texts_.add(place, object.getUTF8Value());
        if (object.isArray())
            for (auto& item : object.getArrayAsVector()) go_into(item, place, depth);
        if (!object.isDictionary()) return;
        const auto here = place_of(object, place);
        if (object.hasKey("/EF")) look_at_files(object.getKey("/EF"));
        const bool is_signature = is_name(object, "/Type", "/Sig");
        for (auto& [key, value] : object.getDictAsMap()) {
            if (wordless_entries().contains(key) || (is_signature && key == "/Contents")) continue;
            if (key == "/JS" && value.isStream())
                texts_.add(HiddenPlace::script, bytes_of(value, qpdf_dl_generalized));
            else
                go_into(value, key == "/JS" ? HiddenPlace::script : here, depth);
        }
    }

    /// What is kept as an object of its own is met as one, but for a string, which says nothing of where it belongs.
    void go_into(QPDFObjectHandle value, HiddenPlace place, int depth) {
        if (!value.isIndirect() || value.isString()) walk(value, place, depth + 1);
    }

    void look_at_stream(QPDFObjectHandle stream) {
        auto dictionary = stream.getDict();
        walk(dictionary, HiddenPlace::elsewhere, 0);
        try {
            if (is_name(dictionary, "/Type", "/Metadata"))
                look_into_xmp(bytes_of(stream, qpdf_dl_generalized), HiddenPlace::properties, texts_);
            else if (is_name(dictionary, "/Type", "/EmbeddedFile"))
                look_at_file(stream);
            else if (is_name(dictionary, "/Subtype", "/Image") && is_name(dictionary, "/Filter", "/DCTDecode"))
                look_at_photograph(stream);
        } catch (const std::exception&) {
            return;  // one stream that can't be unpacked is no reason not to look at the others
        }
    }

    /// Under the names that different systems look for, most often the same file; its kind need not be said there.
    void look_at_files(QPDFObjectHandle names) {
        if (!names.isDictionary()) return texts_.miss();
        for (auto& [name, stream] : names.getDictAsMap())
            if (stream.isStream()) look_at_file(stream);
    }

    void look_at_file(const QPDFObjectHandle& stream) {
        const HiddenLimits limits;
        if (stream.isIndirect() && !files_.insert(stream.getObjGen()).second) return;
        try {
            const auto bytes = bytes_of(stream, qpdf_dl_generalized);
            if (bytes.size() > limits.part_bytes)
                texts_.miss();
            else
                look_into_inner(bytes, texts_);
        } catch (const std::exception&) {
            texts_.miss();
        }
    }

    void look_at_photograph(QPDFObjectHandle stream) {
        const auto data = stream.getRawStreamData();
        look_into_picture({reinterpret_cast<const char*>(data->getBuffer()), data->getSize()}, texts_);
    }

    QPDF& pdf_;
    HiddenTexts& texts_;
    std::set<QPDFObjGen> files_;  ///< looked at
};

using Open = std::function<void(QPDF&)>;
using Words = std::vector<std::string>;

std::vector<Words> words_of(const std::string& pdf) {
    const HiddenLimits limits;
    std::vector<Words> pages;
    const std::unique_ptr<poppler::document> document{
        poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size()))};
    if (!document || document->is_locked()) return pages;
    const int count = std::min(document->pages(), static_cast<int>(limits.pages));
    for (int i = 0; i < count; ++i) {
        Words words;
        if (const std::unique_ptr<poppler::page> page{document->create_page(i)})
            for (const auto& found : page->text_list()) {
                const auto bytes = found.text().to_utf8();
                words.emplace_back(bytes.begin(), bytes.end());
            }
        pages.push_back(std::move(words));
    }
    return pages;
}

std::string written(QPDF& pdf) {
    QPDFWriter writer{pdf};
    writer.setOutputMemory();
    writer.setPreserveEncryption(false);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

/// Words of `all` that are not among `shown`, each counted.
std::string left_over(const Words& all, const Words& shown) {
    std::map<std::string_view, int> counts;
    for (const auto& word : shown) ++counts[word];
    std::string text;
    for (const auto& word : all) {
        if (auto known = counts.find(word); known != counts.end() && known->second > 0)
            --known->second;
        else
            text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// All layers on. True if one was off.
bool show_layers(QPDF& pdf) {
    auto root = pdf.getRoot();
    if (!root.hasKey("/OCProperties")) return false;
    root.removeKey("/OCProperties");
    return true;
}

/// With a wide rim around what is shown.
void widen_pages(QPDF& pdf) {
    constexpr double rim_points = 2000;
    for (auto page : pdf.getAllPages()) {
        auto box = page.getKey("/MediaBox");
        for (const auto* key : {"/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"}) page.removeKey(key);
        if (!box.isRectangle()) continue;
        const auto at = box.getArrayAsRectangle();
        page.replaceKey(
            "/MediaBox",
            QPDFObjectHandle::newArray(QPDFObjectHandle::Rectangle{
                at.llx - rim_points, at.lly - rim_points, at.urx + rim_points, at.ury + rim_points})
        );
    }
}

void compare(const std::vector<Words>& all, const std::vector<Words>& shown, HiddenPlace place, HiddenTexts& texts) {
    for (std::size_t i = 0; i < std::min(all.size(), shown.size()); ++i) texts.add(place, left_over(all[i], shown[i]));
}

/// The text of the pages as they are, with all layers, and with what lies beside the page.
void look_at_layers(const Open& open, HiddenTexts& texts) {
    QPDF pdf;
    open(pdf);
    pdf.pushInheritedAttributesToPage();
    auto shown = words_of(written(pdf));
    if (show_layers(pdf)) {
        auto all = words_of(written(pdf));
        compare(all, shown, HiddenPlace::layer, texts);
        shown = std::move(all);
    }
    widen_pages(pdf);
    compare(words_of(written(pdf)), shown, HiddenPlace::outside, texts);
}

/// Of a file in a file: whatever stands on its pages, shown or not. A page without words is a picture, which nobody
/// reads here.
void look_at_pages(const Open& open, HiddenTexts& texts) {
    QPDF pdf;
    open(pdf);
    pdf.pushInheritedAttributesToPage();
    const auto count = pdf.getAllPages().size();
    show_layers(pdf);
    widen_pages(pdf);
    const auto pages = words_of(written(pdf));
    for (const auto& words : pages) texts.add(HiddenPlace::attachment, left_over(words, {}));
    if (pages.size() < count || std::ranges::any_of(pages, &Words::empty)) texts.miss();
}

void look(const Open& open, HiddenTexts& texts) {
    {
        QPDF pdf;
        open(pdf);
        PdfStrings{pdf, texts}.gather();
    }
    if (texts.is_inner())
        look_at_pages(open, texts);
    else
        look_at_layers(open, texts);
}

}  // namespace

void look_into_pdf(const std::filesystem::path& file, HiddenTexts& texts) {
    const auto open = [&](QPDF& pdf) {
        pdf.setSuppressWarnings(true);
        pdf.processFile(file.c_str());
    };
    look(open, texts);
}

void look_into_inner_pdf(std::string_view bytes, HiddenTexts& texts) {
    const auto open = [&](QPDF& pdf) {
        pdf.setSuppressWarnings(true);
        pdf.processMemoryFile("a file in a file", bytes.data(), bytes.size());
    };
    look(open, texts);
}

}  // namespace ocr
