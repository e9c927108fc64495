// What an RTF file says where its pages don't show it: Rich Text Format specification 1.9.1, and MS-OLEDS § 2.2 for
// objects that lie in it.
#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"
#include "ocr/rtf_scan.hpp"

namespace ocr {
namespace {

using Kind = RtfPiece::Kind;

/// What the text of a group is.
enum class Part {
    body,        ///< shown, but for runs that say they are not
    wordless,    ///< names of fonts, numbers of styles
    hidden,      ///< to be told, with its place
    margin,      ///< a header or footer
    picture,     ///< hexadecimal
    object,      ///< hexadecimal
    shape_name,  ///< of a property of a drawing
};

struct Group {
    Part part{Part::body};
    HiddenPlace place{HiddenPlace::elsewhere};
    std::string_view margin{};  ///< which: "headerf"
    bool is_own{};              ///< the part begins in this very group
    std::size_t from{};         ///< of a part that is gathered: where it begins in what is gathered
    bool is_hidden{}, is_deleted{};
    bool may_be_passed_over{};  ///< "{\*": the next word names what the group is
    int skipped_after_unicode{1};
};

struct Destination {
    std::string_view word;
    Part part;
    HiddenPlace place;
};

constexpr std::array destinations{
    Destination{"annotation", Part::hidden, HiddenPlace::comment},
    Destination{"atnauthor", Part::hidden, HiddenPlace::comment},
    Destination{"atnid", Part::hidden, HiddenPlace::comment},
    Destination{"title", Part::hidden, HiddenPlace::properties},
    Destination{"subject", Part::hidden, HiddenPlace::properties},
    Destination{"author", Part::hidden, HiddenPlace::properties},
    Destination{"manager", Part::hidden, HiddenPlace::properties},
    Destination{"company", Part::hidden, HiddenPlace::properties},
    Destination{"operator", Part::hidden, HiddenPlace::properties},
    Destination{"category", Part::hidden, HiddenPlace::properties},
    Destination{"keywords", Part::hidden, HiddenPlace::properties},
    Destination{"comment", Part::hidden, HiddenPlace::properties},
    Destination{"doccomm", Part::hidden, HiddenPlace::properties},
    Destination{"hlinkbase", Part::hidden, HiddenPlace::properties},
    Destination{"propname", Part::hidden, HiddenPlace::properties},
    Destination{"staticval", Part::hidden, HiddenPlace::properties},
    Destination{"docvar", Part::hidden, HiddenPlace::properties},
    Destination{"revtbl", Part::hidden, HiddenPlace::tracked_change},
    Destination{"bkmkstart", Part::hidden, HiddenPlace::bookmark},
    Destination{"fldinst", Part::hidden, HiddenPlace::annotation},
    Destination{"ffname", Part::hidden, HiddenPlace::field},
    Destination{"ffdeftext", Part::hidden, HiddenPlace::field},
    Destination{"ffhelptext", Part::hidden, HiddenPlace::field},
    Destination{"ffstattext", Part::hidden, HiddenPlace::field},
    Destination{"ffl", Part::hidden, HiddenPlace::field},
    Destination{"objname", Part::hidden, HiddenPlace::attachment},
    Destination{"objclass", Part::hidden, HiddenPlace::attachment},
    Destination{"filetbl", Part::hidden, HiddenPlace::attachment},
    Destination{"objdata", Part::object, HiddenPlace::attachment},
    Destination{"datastore", Part::object, HiddenPlace::elsewhere},
    Destination{"pict", Part::picture, HiddenPlace::picture},
};

/// Under a star, and shown all the same.
constexpr std::array<std::string_view, 10> shown_under_star{
    "shppict", "shpinst", "do", "cs", "nesttableprops", "fldrslt", "ud", "pn", "moMath", "moMathPara"};

constexpr std::array<std::string_view, 8> margins{
    "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr"};

/// Names and numbers that no person wrote.
constexpr std::array<std::string_view, 26> wordless{
    "fonttbl",
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "xmlnstbl",
    "pgptbl",
    "mmathPr",
    "panose",
    "falt",
    "blipuid",
    "bliptag",
    "bkmkend",
    "atnref",
    "atntime",
    "atndate",
    "atrfstart",
    "atrfend",
    "pnseclvl",
    "wgrffmtfilter",
    "fchars"};

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::string bytes_of_hex(std::string_view text) {
    std::string bytes;
    int high = -1;
    for (const char c : text) {
        const int value = hex_value(c);
        if (value < 0) continue;
        if (high >= 0) bytes += static_cast<char>(high * 16 + value);
        high = high < 0 ? value : -1;
    }
    return bytes;
}

bool is_sign(unsigned char c) {
    return (c >= 0x20 && c < 0x7F) || c >= 0xA0;
}

/// Whatever reads as words in bytes of an unknown kind, one or two bytes a sign: what an embedded file is called, where
/// it was, and what it says where it is not packed.
void words_in(std::string_view bytes, HiddenPlace place, HiddenTexts& texts) {
    constexpr std::size_t shortest = 5;
    for (const std::size_t width : {std::size_t{1}, std::size_t{2}}) {
        for (std::size_t start = 0; start < width; ++start) {
            std::string text;
            std::size_t signs = 0;
            const auto end_run = [&] {
                if (signs >= shortest) texts.add(place, text);
                text.clear();
                signs = 0;
            };
            for (auto at = start; at + width <= bytes.size(); at += width) {
                const auto c = static_cast<unsigned char>(bytes[at]);
                if (!is_sign(c) || (width == 2 && bytes[at + 1] != '\0')) {
                    end_run();
                    continue;
                }
                core::append_utf8(text, c);
                ++signs;
            }
            end_run();
        }
    }
}

class RtfWalk {
  public:
    RtfWalk(std::string_view rtf, HiddenTexts& texts) : scan_(rtf), texts_(texts) {}

    void read() {
        constexpr std::size_t depth_max = 10'000;
        while (const auto piece = scan_.next()) {
            if (piece->kind == Kind::open) {
                if (groups_.size() > depth_max) throw std::runtime_error{"groups in groups without an end"};
                groups_.push_back(here_);
                here_.is_own = here_.may_be_passed_over = false;
            }
            if (piece->kind == Kind::close) close();
            if (piece->kind == Kind::word) word(*piece);
            if (piece->kind == Kind::text) take(piece->text);
        }
        while (!groups_.empty()) close();
        end_of_run();
        tell_margins();
    }

  private:
    void word(const RtfPiece& piece) {
        if (piece.name == "*") {
            here_.may_be_passed_over = true;
            return;
        }
        if (here_.part == Part::picture) look_into_picture(piece.bytes, texts_);
        if (here_.part == Part::object && !piece.bytes.empty()) object(piece.bytes);
        const bool is_on = piece.value.value_or(1) != 0;
        if (piece.name == "uc") here_.skipped_after_unicode = piece.value.value_or(1);
        scan_.skipped_after_unicode = here_.skipped_after_unicode;
        if (piece.name == "v" || piece.name == "webhidden") here_.is_hidden = is_on;
        if (piece.name == "deleted" || piece.name == "mvf") here_.is_deleted = is_on;
        if (piece.name == "plain") here_.is_hidden = here_.is_deleted = false;
        has_first_page_ = has_first_page_ || piece.name == "titlepg";
        has_facing_pages_ = has_facing_pages_ || piece.name == "facingp";
        name_part(piece.name, std::exchange(here_.may_be_passed_over, false));
    }

    /// A word that says what its group is; under a star also one that nobody knows.
    void name_part(std::string_view name, bool is_starred) {
        if (groups_.empty() || here_.part == Part::wordless) return;
        const auto* const known = std::ranges::find(destinations, name, &Destination::word);
        if (known != destinations.end()) {
            begin(known->part, known->place);
        } else if (is_among(wordless, name)) {
            begin(Part::wordless, here_.place);
        } else if (name == "sn") {
            begin(Part::shape_name, here_.place);
        } else if (name == "sv") {
            begin(has_words_ ? Part::hidden : Part::wordless, HiddenPlace::elsewhere);
        } else if (is_among(margins, name)) {
            begin(Part::margin, HiddenPlace::elsewhere);
            here_.margin = name;
        } else if (is_starred && here_.part == Part::body && !is_among(shown_under_star, name)) {
            begin(Part::hidden, HiddenPlace::elsewhere);
        }
    }

    void begin(Part part, HiddenPlace place) {
        if (here_.is_own) finish();
        here_.part = part;
        here_.place = place;
        here_.is_own = true;
        here_.from = gathered_.size();
    }

    void take(std::string_view text) {
        const HiddenLimits limits;
        if (here_.part == Part::wordless) return;
        if (here_.part != Part::body && gathered_.size() < limits.part_bytes * 2) gathered_ += text;
        if (here_.part != Part::body) return;
        if (here_.is_hidden || here_.is_deleted || texts_.is_inner()) {
            const auto place = here_.is_deleted ? HiddenPlace::tracked_change : HiddenPlace::hidden_text;
            if (place != run_place_) end_of_run();
            run_place_ = place;
            run_ += text;
        }
        // A number may be hidden piece by piece: what one paragraph hides is told as one.
        if (text.ends_with('\n') || run_.size() > limits.text_bytes) end_of_run();
    }

    void end_of_run() {
        texts_.add(run_place_, run_);
        run_.clear();
    }

    void close() {
        if (groups_.empty()) return;
        if (here_.is_own) finish();
        here_ = groups_.back();
        groups_.pop_back();
        scan_.skipped_after_unicode = here_.skipped_after_unicode;
    }

    /// What a part says, when it is over.
    void finish() {
        const auto text = gathered_.substr(std::min(here_.from, gathered_.size()));
        gathered_.resize(gathered_.size() - text.size());
        switch (here_.part) {
            case Part::hidden:
                texts_.add(here_.place, text);
                break;
            case Part::margin:
                margins_.emplace_back(here_.margin, text);
                break;
            case Part::picture:
                look_into_picture(bytes_of_hex(text), texts_);
                break;
            case Part::object:
                object(bytes_of_hex(text));
                break;
            case Part::shape_name:
                has_words_ = text.starts_with("wz") || text.starts_with("pihl");
                break;
            case Part::body:
            case Part::wordless:
                break;
        }
    }

    /// What it says, and whatever it may be called; what Word keeps for itself ("datastore") is no file.
    void object(std::string_view bytes) {
        if (bytes.empty()) return;
        const bool is_file = here_.place == HiddenPlace::attachment;
        if (is_file && look_into_rtf_object(bytes, texts_)) return;
        if (is_file) texts_.miss();
        words_in(bytes, here_.place, texts_);
    }

    /// Headers and footers that no page may show: those of a first page where no page is one, those of left and right
    /// pages where pages do not differ. Where they do, a short letter may lack the page that one is for.
    void tell_margins() {
        for (const auto& [name, text] : margins_) {
            const bool is_plain = name == "header" || name == "footer";
            const bool is_first = name.ends_with('f');
            const bool is_seen = is_plain ? !has_first_page_ && !has_facing_pages_ : is_first && has_first_page_;
            if (!is_seen || texts_.is_inner()) texts_.add(HiddenPlace::elsewhere, text);
        }
    }

    RtfScan scan_;
    HiddenTexts& texts_;
    Group here_;
    std::vector<Group> groups_;
    std::string gathered_;  ///< of the parts under way, one after the other
    std::string run_;       ///< of the paragraph: what it does not show
    HiddenPlace run_place_{HiddenPlace::hidden_text};
    std::vector<std::pair<std::string_view, std::string>> margins_;
    bool has_first_page_{}, has_facing_pages_{};
    bool has_words_{};  ///< the property of a drawing that was named last
};

}  // namespace

void look_into_rtf(std::string_view rtf, HiddenTexts& texts) {
    RtfWalk{rtf, texts}.read();
}

}  // namespace ocr
