#include "ocr/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/utf8.hpp"

namespace ocr {
namespace {

struct Entity {
    std::string_view name;
    char32_t sign;
};
constexpr std::array entities{
    Entity{"amp", U'&'},     Entity{"lt", U'<'},      Entity{"gt", U'>'},       Entity{"quot", U'"'},
    Entity{"apos", U'\''},   Entity{"nbsp", 0xA0},    Entity{"aelig", 0xE6},    Entity{"AElig", 0xC6},
    Entity{"oslash", 0xF8},  Entity{"Oslash", 0xD8},  Entity{"aring", 0xE5},    Entity{"Aring", 0xC5},
    Entity{"eacute", 0xE9},  Entity{"Eacute", 0xC9},  Entity{"auml", 0xE4},     Entity{"Auml", 0xC4},
    Entity{"ouml", 0xF6},    Entity{"Ouml", 0xD6},    Entity{"uuml", 0xFC},     Entity{"Uuml", 0xDC},
    Entity{"szlig", 0xDF},   Entity{"euro", 0x20AC},  Entity{"pound", 0xA3},    Entity{"sect", 0xA7},
    Entity{"copy", 0xA9},    Entity{"reg", 0xAE},     Entity{"trade", 0x2122},  Entity{"deg", 0xB0},
    Entity{"plusmn", 0xB1},  Entity{"frac12", 0xBD},  Entity{"frac14", 0xBC},   Entity{"times", 0xD7},
    Entity{"middot", 0xB7},  Entity{"bull", 0x2022},  Entity{"hellip", 0x2026}, Entity{"ndash", 0x2013},
    Entity{"mdash", 0x2014}, Entity{"lsquo", 0x2018}, Entity{"rsquo", 0x2019},  Entity{"ldquo", 0x201C},
    Entity{"rdquo", 0x201D}, Entity{"laquo", 0xAB},   Entity{"raquo", 0xBB},    Entity{"shy", 0},
    Entity{"zwnj", 0},       Entity{"ensp", 0x20},    Entity{"emsp", 0x20},     Entity{"thinsp", 0x20},
};

constexpr std::array<std::string_view, 24> blocks{
    "address", "article", "aside", "blockquote", "div", "dl", "dt",      "fieldset", "footer", "form",  "h1", "h2",
    "h3",      "h4",      "h5",    "h6",         "hr",  "li", "section", "header",   "tr",     "table", "ul", "ol"};
/// What stands in them is never shown.
constexpr std::array<std::string_view, 6> unseen{"script", "style", "head", "title", "noscript", "template"};

class Reader {
  public:
    Reader(std::string_view html, std::size_t bytes_max) : html_(html), bytes_max_(bytes_max) {}

    std::string read() {
        while (at_ < html_.size() && text_.size() < bytes_max_) {
            if (html_[at_] == '<')
                tag();
            else if (html_[at_] == '&')
                entity();
            else
                sign();
        }
        while (!text_.empty() && (text_.back() == '\n' || text_.back() == ' ')) text_.pop_back();
        if (!text_.empty()) text_ += '\n';
        return std::move(text_);
    }

  private:
    void blank() {
        if (!text_.empty() && text_.back() != ' ' && text_.back() != '\n') text_ += ' ';
    }
    /// At most one empty line in a row.
    void line_end(int wanted) {
        while (!text_.empty() && text_.back() == ' ') text_.pop_back();
        if (text_.empty()) return;
        int there = 0;
        while (there < 2 && static_cast<std::size_t>(there) < text_.size() && text_[text_.size() - 1 - there] == '\n')
            ++there;
        for (; there < wanted; ++there) text_ += '\n';
    }
    void put(char32_t value) {
        if (value == 0) return;
        if (core::is_space(value)) return is_preformatted_ && value == U'\n' ? line_end(1) : blank();
        if (value >= 0x20 && value != 0x7F) core::append_utf8(text_, value);
    }
    void sign() {
        const auto code = core::code_point_at(html_, at_);
        at_ += code.size;
        put(code.value);
    }

    void entity() {
        constexpr std::size_t longest = 12;
        const auto end = html_.substr(at_, longest).find(';');
        const auto name = end == std::string_view::npos ? std::string_view{} : html_.substr(at_ + 1, end - 1);
        if (name.starts_with('#')) {
            const bool is_hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
            const auto digits = name.substr(is_hex ? 2 : 1);
            std::uint32_t value = 0;
            const auto [stopped, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
            const bool is_sign = error == std::errc{} && stopped == digits.data() + digits.size() && value > 0 &&
                                 value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
            if (is_sign) {
                at_ += end + 1;
                return put(value);
            }
        }
        const auto* const found = std::ranges::find(entities, name, &Entity::name);
        if (name.empty() || found == entities.end()) return sign();
        at_ += end + 1;
        put(found->sign);
    }

    void tag() {
        const auto rest = html_.substr(at_);
        if (rest.starts_with("<!--")) {
            const auto end = html_.find("-->", at_ + 4);
            at_ = end == std::string_view::npos ? html_.size() : end + 3;
            return;
        }
        std::size_t begin = at_ + 1;
        const bool is_end = begin < html_.size() && html_[begin] == '/';
        if (is_end) ++begin;
        std::size_t end = begin;
        while (end < html_.size() && end - begin < 20 && core::is_letter(static_cast<unsigned char>(html_[end]))) ++end;
        while (end > begin && end < html_.size() && html_[end] >= '0' && html_[end] <= '9') ++end;  // "h1", not "5 mg"
        const auto name = core::ascii_lower(html_.substr(begin, end - begin));
        const bool is_other = end < html_.size() && (html_[end] == '!' || html_[end] == '?');
        if (name.empty() && !is_other) return sign();  // a plain "less than"
        at_ = behind_tag(end);
        if (!is_end && std::ranges::find(unseen, name) != unseen.end()) return skip(name);
        break_for(name, is_end);
    }

    /// Behind the tag's ">"; one in a quoted value does not end it. A quote stands for itself but where a value begins.
    std::size_t behind_tag(std::size_t at) const {
        enum class In { name, before_value, value } in{};
        for (; at < html_.size(); ++at) {
            const char sign = html_[at];
            const bool is_blank = core::is_space(static_cast<unsigned char>(sign));
            if (sign == '>') return at + 1;
            if (in == In::before_value && (sign == '"' || sign == '\'')) {
                at = std::min(html_.find(sign, at + 1), html_.size() - 1);
                in = In::name;
            } else if (in == In::before_value) {
                if (!is_blank) in = In::value;
            } else if (is_blank) {
                in = In::name;
            } else if (in == In::name && sign == '=') {
                in = In::before_value;
            }
        }
        return at;
    }

    void skip(const std::string& name) {
        if (is_unclosed_) return;
        for (auto close = html_.find("</", at_); close != std::string_view::npos; close = html_.find("</", close + 2))
            if (core::ascii_lower(html_.substr(close + 2, name.size())) == name) {
                at_ = behind_tag(close);
                return;
            }
        // Never closed: a head ends where the body begins, and of the others nothing would be left.
        const auto body = html_.find("<body", at_);
        if (name == "head" || name == "title") {
            is_unclosed_ = true;  // looked for once, however often it is opened
            if (body != std::string_view::npos) at_ = body;
        } else {
            at_ = html_.size();
        }
    }

    void break_for(const std::string& name, bool is_end) {
        if (name == "pre") is_preformatted_ = !is_end;
        if (name == "br") {
            text_ += text_.empty() || text_.ends_with("\n\n") ? "" : "\n";
        } else if (name == "p") {
            line_end(2);
        } else if (name == "td" || name == "th") {
            blank();
        } else if (std::ranges::find(blocks, name) != blocks.end()) {
            line_end(1);
            if (name == "li" && !is_end) text_ += "- ";
        }
    }

    std::string_view html_;
    std::size_t bytes_max_;
    std::size_t at_{};
    std::string text_;
    bool is_preformatted_{};
    bool is_unclosed_{};
};

}  // namespace

std::string text_of_html(std::string_view html, std::size_t bytes_max) {
    return Reader{html, bytes_max}.read();
}

}  // namespace ocr
