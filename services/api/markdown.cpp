#include "services/api/markdown.hpp"

namespace services {

namespace {

void append_escaped(std::string& out, std::string_view text) {
    bool is_code = false;
    for (const char c : text) {
        if (c == '`') {
            out += is_code ? "</code>" : "<code>";
            is_code = !is_code;
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '"') {
            out += "&quot;";
        } else {
            out += c;
        }
    }
    if (is_code) out += "</code>";
}

/// Lines of a paragraph or of a list, gathered until something else begins.
class Writer {
  public:
    void line(std::string_view text) {
        const auto first = text.find_first_not_of(' ');
        if (first == std::string_view::npos) return end_block();
        const auto words = text.substr(first);
        if (words.starts_with("- ")) {
            end_item();
            if (!is_list_) end_block();
            if (!is_list_) html_ += "<ul>";
            is_list_ = true;
            text_ = words.substr(2);
        } else {
            if (!text_.empty()) text_ += ' ';
            text_ += words;
        }
    }
    std::string finish() {
        end_block();
        return std::move(html_);
    }

  private:
    void end_item() {
        if (text_.empty()) return;
        html_ += is_list_ ? "<li>" : "<p>";
        append_escaped(html_, text_);
        html_ += is_list_ ? "</li>" : "</p>";
        text_.clear();
    }
    void end_block() {
        end_item();
        if (is_list_) html_ += "</ul>";
        is_list_ = false;
    }

    std::string html_, text_;
    bool is_list_{false};
};

}  // namespace

std::string html_from_markdown(std::string_view text) {
    Writer writer;
    while (!text.empty()) {
        const auto end = text.find('\n');
        writer.line(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return writer.finish();
}

}  // namespace services
