// What an office file says where its pages don't show it: OOXML (ECMA-376 part 1) and OpenDocument 1.2 part 1.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "ocr/hidden_texts.hpp"
#include "ocr/xml_scan.hpp"

namespace ocr {
namespace {

using Kind = XmlPiece::Kind;
using Parts = OfficeParts;

/// Whether an element parts the words before it from those after it.
bool parts_words(const XmlPiece& piece) {
    static const std::set<std::string_view> parting{
        "p", "h", "br", "line-break", "tab", "tc", "table-cell", "c", "row", "si", "s", "cm", "pt"};
    return parting.contains(piece.local_name());
}

/// The text within elements that `is_wanted`, each as one; what ends a paragraph or a cell parts words.
void texts_within(
    std::string_view xml, const std::function<bool(const XmlPiece&)>& is_wanted, HiddenPlace place, HiddenTexts& texts
) {
    XmlScan scan{xml};
    std::string text;
    std::string_view within;
    int depth = 0;
    while (const auto piece = scan.next()) {
        if (piece->kind == Kind::text) {
            if (depth > 0) text += piece->text;
            continue;
        }
        if (depth > 0 && parts_words(*piece) && !text.empty()) text += ' ';
        if (piece->kind == Kind::open && !piece->is_empty) {
            if (depth == 0 && is_wanted(*piece)) {
                within = piece->name;
                depth = 1;
            } else if (depth > 0 && piece->name == within) {
                ++depth;
            }
        }
        if (piece->kind == Kind::close && depth > 0 && piece->name == within && --depth == 0) {
            texts.add(place, text);
            text.clear();
        }
    }
}

/// All of its text.
void all_text(std::string_view xml, HiddenPlace place, HiddenTexts& texts) {
    bool is_first = true;
    texts_within(
        xml, [&](const XmlPiece&) { return std::exchange(is_first, false); }, place, texts
    );
}

/// Each element's own text, but for dates, numbers of things and programs.
void properties(std::string_view xml, HiddenTexts& texts) {
    static const std::set<std::string_view> wordless{
        "created",
        "modified",
        "lastPrinted",
        "revision",
        "Application",
        "AppVersion",
        "Template",
        "generator",
        "date",
        "creation-date",
        "print-date",
        "editing-cycles",
        "editing-duration",
        "TotalTime",
        "Pages",
        "Words",
        "Characters",
        "Lines",
        "Paragraphs",
        "i4",
        "CharactersWithSpaces",
        "DocSecurity",
        "HyperlinksChanged",
        "LinksUpToDate",
        "SharedDoc",
        "ScaleCrop"};
    XmlScan scan{xml};
    bool is_passed_over = false;
    while (const auto piece = scan.next()) {
        if (piece->kind == Kind::text && !is_passed_over) texts.add(HiddenPlace::properties, piece->text);
        if (piece->kind == Kind::open) is_passed_over = wordless.contains(piece->local_name());
        if (piece->kind == Kind::close) is_passed_over = false;
    }
}

/// Runs that say they are not shown: their properties come before their text.
void hidden_runs(std::string_view xml, HiddenTexts& texts) {
    XmlScan scan{xml};
    bool is_hidden = false;
    std::string text;
    while (const auto piece = scan.next()) {
        const auto name = piece->kind == Kind::text ? std::string_view{} : piece->local_name();
        if (piece->kind == Kind::open && name == "r") is_hidden = false;
        if (piece->kind == Kind::open && name == "vanish")
            is_hidden = piece->attribute("w:val").value_or("true") != "false" &&
                        piece->attribute("w:val").value_or("true") != "0";
        if (piece->kind == Kind::text && is_hidden) text += piece->text;
        if (piece->kind == Kind::close && name == "p" && !text.empty()) {
            texts.add(HiddenPlace::hidden_text, text);
            text.clear();
        }
    }
    texts.add(HiddenPlace::hidden_text, text);
}

void look_into_word(const Parts& parts, HiddenTexts& texts) {
    for (const auto& [name, xml] : parts) {
        if (!name.starts_with("word/") || !name.ends_with(".xml")) continue;
        if (name.starts_with("word/comments")) {
            texts_within(
                xml, [](const XmlPiece& one) { return one.name == "w:comment"; }, HiddenPlace::comment, texts
            );
            continue;
        }
        const auto is_deleted = [](const XmlPiece& one) { return one.name == "w:del" || one.name == "w:moveFrom"; };
        texts_within(xml, is_deleted, HiddenPlace::tracked_change, texts);
        hidden_runs(xml, texts);
    }
}

/// The strings that cells name by number.
std::vector<std::string> shared_strings(const Parts& parts) {
    std::vector<std::string> strings;
    const auto part = parts.find("xl/sharedStrings.xml");
    if (part == parts.end()) return strings;
    XmlScan scan{part->second};
    std::string text;
    while (const auto piece = scan.next()) {
        if (piece->kind == Kind::text) text += piece->text;
        if (piece->kind == Kind::open && piece->local_name() == "si") {
            text.clear();
            if (piece->is_empty) strings.emplace_back();
        }
        if (piece->kind == Kind::close && piece->local_name() == "si") strings.push_back(text);
    }
    return strings;
}

std::size_t index_from(const std::string& text) {
    std::size_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || value > 100'000'000) return static_cast<std::size_t>(-1);
        value = value * 10 + static_cast<std::size_t>(c - '0');
    }
    return value;
}

/// "BC12": 55.
std::size_t column_of(const std::string& cell) {
    std::size_t column = 0;
    for (const char c : cell) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return column;
}

bool is_on(const XmlPiece& piece, std::string_view attribute) {
    const auto value = piece.attribute(attribute);
    return value && (*value == "1" || *value == "true");
}

/// The rows of a sheet, a line each: all of them, or those of hidden rows and columns.
class SheetText {
  public:
    SheetText(const std::vector<std::string>& strings, bool is_hidden) : strings_(strings), all_(is_hidden) {}

    std::string read(std::string_view xml) {
        XmlScan scan{xml};
        while (const auto piece = scan.next()) {
            if (piece->kind == Kind::open) open(*piece);
            if (piece->kind == Kind::text && within_value_) value_ += piece->text;
            if (piece->kind == Kind::close) close(piece->local_name());
        }
        return std::move(text_);
    }

  private:
    void open(const XmlPiece& piece) {
        const auto name = piece.local_name();
        if (name == "col" && is_on(piece, "hidden"))
            columns_.emplace_back(
                index_from(piece.attribute("min").value_or("0")), index_from(piece.attribute("max").value_or("0"))
            );
        if (name == "row") row_is_hidden_ = is_on(piece, "hidden");
        if (name == "c") {
            value_.clear();
            is_shared_ = piece.attribute("t").value_or("") == "s";
            column_ = column_of(piece.attribute("r").value_or(""));
        }
        if ((name == "v" || name == "t") && !piece.is_empty) within_value_ = true;
    }

    void close(std::string_view name) {
        if (name == "v" || name == "t") within_value_ = false;
        if (name == "row" && !text_.empty() && text_.back() != '\n') text_ += '\n';
        if (name != "c" || value_.empty()) return;
        const bool in_hidden_column = std::ranges::any_of(columns_, [&](const auto& range) {
            return column_ >= range.first && column_ <= range.second;
        });
        if (!all_ && !row_is_hidden_ && !in_hidden_column) return;
        if (is_shared_) {
            const auto index = index_from(value_);
            value_ = index < strings_.size() ? strings_[index] : "";
        }
        if (!text_.empty() && text_.back() != '\n') text_ += ' ';
        text_ += value_;
    }

    const std::vector<std::string>& strings_;
    bool all_;
    bool row_is_hidden_{}, within_value_{}, is_shared_{};
    std::size_t column_{};
    std::string value_, text_;
    std::vector<std::pair<std::size_t, std::size_t>> columns_;
};

/// Where the parts are that another part names: by the id of the relation.
std::map<std::string, std::string> targets(const Parts& parts, const std::string& relations) {
    std::map<std::string, std::string> found;
    const auto part = parts.find(relations);
    if (part == parts.end()) return found;
    XmlScan scan{part->second};
    while (const auto piece = scan.next())
        if (piece->kind == Kind::open && piece->local_name() == "Relationship") {
            auto target = piece->attribute("Target").value_or("");
            found[piece->attribute("Id").value_or("")] = target.substr(target.rfind('/') + 1);
        }
    return found;
}

void look_into_workbook(const Parts& parts, HiddenTexts& texts) {
    const auto workbook = parts.find("xl/workbook.xml");
    if (workbook == parts.end()) return;
    const auto strings = shared_strings(parts);
    const auto sheets = targets(parts, "xl/_rels/workbook.xml.rels");
    XmlScan scan{workbook->second};
    while (const auto piece = scan.next()) {
        if (piece->kind != Kind::open || piece->local_name() != "sheet") continue;
        const bool is_hidden = texts.is_inner() || piece->attribute("state").value_or("visible") != "visible";
        if (is_hidden) texts.add(HiddenPlace::sheet, piece->attribute("name").value_or(""));
        const auto target = sheets.find(piece->attribute("r:id").value_or(""));
        const auto part = target == sheets.end() ? parts.end() : parts.find("xl/worksheets/" + target->second);
        if (part != parts.end()) texts.add(HiddenPlace::sheet, SheetText{strings, is_hidden}.read(part->second));
    }
    // Beside them stand numbers of where they are drawn, which would run into a number at their end.
    const auto is_comment = [](const XmlPiece& one) {
        return one.local_name() == "text" || one.local_name() == "author";
    };
    for (const auto& [name, xml] : parts)
        if (name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/"))
            texts_within(xml, is_comment, HiddenPlace::comment, texts);
}

void look_into_slides(const Parts& parts, HiddenTexts& texts) {
    for (const auto& [name, xml] : parts) {
        if (name.starts_with("ppt/notesSlides/notesSlide")) all_text(xml, HiddenPlace::notes, texts);
        if (name.starts_with("ppt/comments/")) all_text(xml, HiddenPlace::comment, texts);
        if (!name.starts_with("ppt/slides/slide")) continue;
        XmlScan scan{xml};
        while (const auto piece = scan.next()) {
            if (piece->kind != Kind::open || piece->local_name() != "sld") continue;
            if (piece->attribute("show").value_or("1") == "0") all_text(xml, HiddenPlace::slide, texts);
            break;
        }
    }
}

/// The styles of tables and slides that are not shown.
std::set<std::string> unseen_styles(std::string_view xml) {
    std::set<std::string> unseen;
    XmlScan scan{xml};
    std::string style;
    while (const auto piece = scan.next()) {
        if (piece->kind != Kind::open) continue;
        if (piece->name == "style:style") style = piece->attribute("style:name").value_or("");
        if (piece->attribute("table:display").value_or("") == "false" ||
            piece->attribute("presentation:visibility").value_or("") == "hidden" ||
            piece->attribute("text:display").value_or("") == "none")
            unseen.insert(style);
    }
    return unseen;
}

/// The cells of columns that are not shown, a row each. A column and a cell may stand for several.
void hidden_columns(std::string_view xml, HiddenTexts& texts) {
    constexpr std::size_t repeated_most = 20'000;  // more than a sheet can have
    constexpr const char* repeated = "table:number-columns-repeated";
    std::vector<std::pair<std::size_t, std::size_t>> hidden;
    std::size_t columns = 0;
    std::size_t cells = 0;
    bool is_within = false;
    std::string text;
    XmlScan scan{xml};
    while (const auto piece = scan.next()) {
        const bool is_cell = piece->name == "table:table-cell" || piece->name == "table:covered-table-cell";
        if (piece->kind == Kind::text && is_within) text += piece->text;
        if (piece->kind == Kind::close && is_cell) is_within = false;
        if (piece->kind == Kind::close && piece->name == "table:table-row")
            texts.add(HiddenPlace::sheet, std::exchange(text, {}));
        if (piece->kind != Kind::open) continue;
        const auto count = std::min(index_from(piece->attribute(repeated).value_or("1")), repeated_most);
        if (piece->name == "table:table") {
            hidden.clear();
            columns = 0;
        } else if (piece->name == "table:table-column") {
            if (piece->attribute("table:visibility").value_or("visible") != "visible")
                hidden.emplace_back(columns, columns + count);
            columns += count;
        } else if (piece->name == "table:table-row") {
            cells = 0;
        } else if (is_cell) {
            const auto is_here = [&](const auto& range) { return cells < range.second && cells + count > range.first; };
            is_within = !piece->is_empty && std::ranges::any_of(hidden, is_here);
            if (is_within && !text.empty()) text += ' ';
            cells += count;
        }
    }
}

/// Where links lead.
void links(const Parts& parts, HiddenTexts& texts) {
    for (const auto& [name, xml] : parts) {
        const bool is_relations = name.ends_with(".rels");
        if (!is_relations && name != "content.xml") continue;
        XmlScan scan{xml};
        while (const auto piece = scan.next()) {
            if (piece->kind != Kind::open) continue;
            if (is_relations && piece->attribute("TargetMode").value_or("") == "External")
                texts.add(HiddenPlace::annotation, piece->attribute("Target").value_or(""));
            if (!is_relations && piece->local_name() == "a")
                texts.add(HiddenPlace::annotation, piece->attribute("xlink:href").value_or(""));
        }
    }
}

void look_into_open_document(const Parts& parts, HiddenTexts& texts) {
    const auto content = parts.find("content.xml");
    if (content == parts.end()) return;
    const std::string_view xml = content->second;
    const auto unseen = unseen_styles(xml);
    const auto is = [](std::string_view name) { return [name](const XmlPiece& one) { return one.name == name; }; };
    const auto has_unseen_style = [&](std::string_view name, const char* attribute) {
        return [&unseen, name, attribute](const XmlPiece& one) {
            return one.name == name && unseen.contains(one.attribute(attribute).value_or(""));
        };
    };
    texts_within(xml, is("text:tracked-changes"), HiddenPlace::tracked_change, texts);
    texts_within(xml, is("table:tracked-changes"), HiddenPlace::tracked_change, texts);
    texts_within(xml, is("office:annotation"), HiddenPlace::comment, texts);
    texts_within(xml, is("presentation:notes"), HiddenPlace::notes, texts);
    texts_within(xml, is("text:hidden-text"), HiddenPlace::hidden_text, texts);
    texts_within(xml, has_unseen_style("table:table", "table:style-name"), HiddenPlace::sheet, texts);
    texts_within(xml, has_unseen_style("draw:page", "draw:style-name"), HiddenPlace::slide, texts);
    texts_within(xml, has_unseen_style("text:span", "text:style-name"), HiddenPlace::hidden_text, texts);
    const auto is_collapsed = [](const XmlPiece& one) {
        return one.name == "table:table-row" && one.attribute("table:visibility").value_or("visible") != "visible";
    };
    const auto is_off = [](const XmlPiece& one) {
        return one.name == "text:section" && one.attribute("text:display").value_or("true") == "none";
    };
    texts_within(xml, is_collapsed, HiddenPlace::sheet, texts);
    hidden_columns(xml, texts);
    texts_within(xml, is_off, HiddenPlace::hidden_text, texts);
}

/// The words of a part of OOXML. Between them stand numbers that say where something is drawn: words have elements of
/// their own.
std::string words_of(std::string_view xml) {
    static const std::set<std::string_view> worded{"t", "delText", "instrText", "delInstrText", "text", "v"};
    XmlScan scan{xml};
    std::string text;
    bool is_word = false;
    while (const auto piece = scan.next()) {
        if (piece->kind == Kind::text) {
            if (is_word) text += piece->text;
            continue;
        }
        is_word = piece->kind == Kind::open && !piece->is_empty && worded.contains(piece->local_name());
        if (parts_words(*piece) && !text.empty() && text.back() != ' ') text += ' ';
    }
    return text;
}

/// Of a file in a file: all that its pages would show.
void shown_texts(const Parts& parts, HiddenTexts& texts) {
    const auto strings = shared_strings(parts);
    for (const auto& [name, xml] : parts) {
        if (!name.ends_with(".xml") || name == "xl/sharedStrings.xml") continue;
        if (name.starts_with("xl/worksheets/"))
            texts.add(HiddenPlace::sheet, SheetText{strings, true}.read(xml));
        else if (name == "content.xml" || name == "styles.xml" || name.starts_with("customXml/item"))
            all_text(xml, HiddenPlace::elsewhere, texts);
        else
            texts.add(HiddenPlace::elsewhere, words_of(xml));
    }
}

}  // namespace

void look_into_parts(const OfficeParts& parts, HiddenTexts& texts) {
    for (const auto& [name, bytes] : parts) {
        if (name.starts_with("docProps/") || name == "meta.xml") properties(bytes, texts);
        if (!name.ends_with(".xml") && !name.ends_with(".rels")) look_into_picture(bytes, texts);
    }
    if (texts.is_inner()) shown_texts(parts, texts);
    links(parts, texts);
    look_into_word(parts, texts);
    look_into_workbook(parts, texts);
    look_into_slides(parts, texts);
    look_into_open_document(parts, texts);
}

}  // namespace ocr
