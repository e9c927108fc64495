#include "ocr/pdf_join.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <list>
#include <qpdf/ClosedFileInputSource.hh>
#include <qpdf/Pl_String.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <string_view>

#include "ocr/standard_font.hpp"

namespace ocr {
namespace {

/// A stamped page is drawn this much smaller, so that its stamp covers nothing of it.
constexpr double stamped_scale = 0.97;
constexpr double stamp_points = 8;
constexpr double stamp_margin_points = 20;
constexpr int marks_most = 100'000;

/// The files of several PDFs: in memory while there is room, else open only while something is read from them, for a
/// process may have few open files. They must outlive what was copied from them until that is written.
class Sources {
  public:
    QPDF& open(const std::filesystem::path& path) {
        QPDF& pdf = pdfs_.emplace_back();
        pdf.setSuppressWarnings(true);
        const auto size = std::filesystem::file_size(path);
        if (size > room_) {
            pdf.processInputSource(std::make_shared<ClosedFileInputSource>(path.c_str()));
            return pdf;
        }
        room_ -= size;
        std::ifstream in{path, std::ios::binary};
        auto& bytes = bytes_.emplace_back(size, '\0');
        if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
            throw std::runtime_error("a part can't be read");
        pdf.processMemoryFile(path.c_str(), bytes.data(), bytes.size());
        return pdf;
    }

  private:
    std::uintmax_t room_{256U << 20U};
    std::list<std::string> bytes_;  ///< outlive the PDFs that point into them
    std::list<QPDF> pdfs_;
};

/// What a screen reader wants to know of the whole (ISO 14289-1 §§ 6.2, 7.1, 7.2).
void describe(QPDF& pdf, const RedactionWork& work) {
    auto root = pdf.getRoot();
    if (!work.language.empty()) root.replaceKey("/Lang", QPDFObjectHandle::newString(work.language));
    if (work.title.empty()) return;
    auto information = QPDFObjectHandle::newDictionary();
    information.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(work.title));
    pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(information));
    root.replaceKey("/ViewerPreferences", QPDFObjectHandle::parse("<< /DisplayDocTitle true >>"));
}

/// How many pieces of content are marked on the page; they are numbered from 0.
int marks_on(QPDFPageObjectHelper page) {
    std::string orders;
    Pl_String content{"content", nullptr, orders};
    page.pipeContents(&content);
    constexpr std::string_view key = "/MCID ";
    int count = 0;
    for (auto at = orders.find(key); at != std::string::npos; at = orders.find(key, at + 1)) {
        int number = -1;
        std::from_chars(orders.data() + at + key.size(), orders.data() + orders.size(), number);
        if (number < marks_most) count = std::max(count, number + 1);
    }
    return count;
}

/// A paragraph of each page, of all that is marked on it.
void tag(QPDF& pdf) {
    auto tree = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /StructTreeRoot >>"));
    auto document = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /StructElem /S /Document >>"));
    document.replaceKey("/P", tree);
    auto paragraphs = QPDFObjectHandle::newArray();
    auto numbers = QPDFObjectHandle::newArray();
    int number = 0;
    for (auto page : pdf.getAllPages()) {
        auto paragraph = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /StructElem /S /P >>"));
        paragraph.replaceKey("/P", document);
        paragraph.replaceKey("/Pg", page);
        auto marks = QPDFObjectHandle::newArray();
        auto owners = QPDFObjectHandle::newArray();
        const int count = marks_on(page);
        for (int mark = 0; mark < count; ++mark) {
            marks.appendItem(QPDFObjectHandle::newInteger(mark));
            owners.appendItem(paragraph);
        }
        paragraph.replaceKey("/K", marks);
        paragraphs.appendItem(paragraph);
        page.replaceKey("/StructParents", QPDFObjectHandle::newInteger(number));
        page.replaceKey("/Tabs", QPDFObjectHandle::newName("/S"));
        numbers.appendItem(QPDFObjectHandle::newInteger(number));
        numbers.appendItem(pdf.makeIndirectObject(owners));
        ++number;
    }
    document.replaceKey("/K", paragraphs);
    tree.replaceKey("/K", document);
    auto parents = QPDFObjectHandle::newDictionary();
    parents.replaceKey("/Nums", numbers);
    tree.replaceKey("/ParentTree", pdf.makeIndirectObject(parents));
    tree.replaceKey("/ParentTreeNextKey", QPDFObjectHandle::newInteger(number));
    pdf.getRoot().replaceKey("/StructTreeRoot", tree);
    pdf.getRoot().replaceKey("/MarkInfo", QPDFObjectHandle::parse("<< /Marked true >>"));
}

void write(QPDF& pdf, const std::filesystem::path& path) {
    QPDFWriter writer{pdf, path.c_str()};
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    writer.write();
}

/// What a page may bring along besides how it looks.
void strip(QPDFObjectHandle page) {
    for (const char* entry : {"/Metadata", "/PieceInfo", "/Thumb", "/Annots", "/AA", "/LastModified", "/B", "/Group"})
        page.removeKey(entry);
}

/// Writes into the strip above the page that its being drawn a little smaller leaves.
void stamp(QPDF& pdf, QPDFPageObjectHelper page, const std::string& words) {
    const auto box = page.getMediaBox().getArrayAsRectangle();
    const double width = box.urx - box.llx;
    const auto text = in_standard_font(words);
    const double left = box.urx - stamp_margin_points - text.width * stamp_points;
    const double base = box.ury - stamp_margin_points / 2 - stamp_points / 2;
    const auto before = fmt::format(
        "q {0} 0 0 {0} {1:.3f} {2:.3f} cm\n",
        stamped_scale,
        box.llx + width * (1 - stamped_scale) / 2 - box.llx * stamped_scale,
        box.lly - box.lly * stamped_scale
    );
    const auto after = fmt::format(
        "\nQ\n/Artifact BMC q BT 0 g /SagligStamp {} Tf 1 0 0 1 {:.2f} {:.2f} Tm <{}> Tj ET Q EMC\n",
        stamp_points,
        left,
        base,
        text.hex
    );
    page.addPageContents(pdf.newStream(before), true);
    page.addPageContents(pdf.newStream(after), false);
    auto resources = page.getAttribute("/Resources", true);
    auto fonts = resources.getKey("/Font");
    fonts = fonts.isDictionary() ? fonts.shallowCopy() : QPDFObjectHandle::newDictionary();
    fonts.replaceKey("/SagligStamp", QPDFObjectHandle::parse(standard_font));
    resources.replaceKey("/Font", fonts);
}

struct Bookmark {
    std::string title;
    QPDFObjectHandle page;
};

void add_bookmarks(QPDF& pdf, const std::vector<Bookmark>& bookmarks) {
    if (bookmarks.empty()) return;
    auto outlines = pdf.makeIndirectObject(QPDFObjectHandle::parse("<< /Type /Outlines >>"));
    std::vector<QPDFObjectHandle> entries;
    for (const Bookmark& bookmark : bookmarks) {
        auto entry = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
        entry.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(bookmark.title));
        entry.replaceKey("/Parent", outlines);
        entry.replaceKey("/Dest", QPDFObjectHandle::newArray({bookmark.page, QPDFObjectHandle::newName("/Fit")}));
        if (!entries.empty()) {
            entry.replaceKey("/Prev", entries.back());
            entries.back().replaceKey("/Next", entry);
        }
        entries.push_back(entry);
    }
    outlines.replaceKey("/First", entries.front());
    outlines.replaceKey("/Last", entries.back());
    outlines.replaceKey("/Count", QPDFObjectHandle::newInteger(static_cast<long long>(entries.size())));
    pdf.getRoot().replaceKey("/Outlines", outlines);
    pdf.getRoot().replaceKey("/PageMode", QPDFObjectHandle::newName("/UseOutlines"));
}

}  // namespace

void join_pages(const Order& order) {
    Sources leaves;
    QPDF pdf;
    pdf.emptyPDF();
    QPDFPageDocumentHelper document{pdf};
    for (int number = 1; number <= order.page; ++number) {
        QPDF& leaf = leaves.open(leaf_path(order.output.parent_path(), number));
        document.addPage(leaf.getAllPages().at(0), false);
    }
    tag(pdf);
    describe(pdf, order.redaction);
    write(pdf, order.output);
}

int write_bundle(const Order& order) {
    Sources parts;
    QPDF pdf;
    pdf.emptyPDF();
    QPDFPageDocumentHelper document{pdf};
    std::vector<Bookmark> bookmarks;
    for (const BundlePart& part : order.redaction.parts) {
        const auto pages = parts.open(part.file).getAllPages();
        if (pages.empty()) throw std::runtime_error("a part has no pages");
        const auto first = pdf.getAllPages().size();
        for (const auto& page : pages) document.addPage(page, false);
        const auto all = pdf.getAllPages();
        for (std::size_t i = first; i < all.size(); ++i) {
            strip(all[i]);
            if (part.stamp.empty()) continue;
            stamp(pdf, all[i], fmt::format("{}, side {} af {}", part.stamp, i - first + 1, pages.size()));
        }
        if (!part.title.empty()) bookmarks.push_back({part.title, all.at(first)});
    }
    tag(pdf);
    add_bookmarks(pdf, bookmarks);
    describe(pdf, order.redaction);
    const auto count = static_cast<int>(pdf.getAllPages().size());
    write(pdf, order.output);
    return count;
}

}  // namespace ocr
