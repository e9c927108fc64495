#include "services/web/template.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::string_view blank = " \t\r\n";
constexpr int deepest_partial = 16;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// One space for every run of white space: how a text is found in the catalogue, however it was wrapped.
std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char c : trimmed(text)) {
        if (blank.find(c) == std::string_view::npos)
            line += c;
        else if (line.back() != ' ')
            line += ' ';
    }
    return line;
}

/// Indentation is for the reader of the template; a browser needs one line break of it.
std::string without_indentation(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto run = std::min(text.find_first_not_of(blank, at), text.size());
        if (run == at) {
            out += text[at++];
            continue;
        }
        const auto space = text.substr(at, run - at);
        out += space.find('\n') == std::string_view::npos ? space : std::string_view{"\n"};
        at = run;
    }
    return out;
}

bool is_truthy(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null:
        case Json::value_t::discarded:
            return false;
        case Json::value_t::boolean:
            return value.get<bool>();
        case Json::value_t::number_integer:
            return value.get<std::int64_t>() != 0;
        case Json::value_t::number_unsigned:
            return value.get<std::uint64_t>() != 0;
        case Json::value_t::number_float:
            return value.get<double>() != 0;
        case Json::value_t::string:
            return !value.get_ref<const std::string&>().empty();
        case Json::value_t::array:
            return !value.empty();
        case Json::value_t::object:
        case Json::value_t::binary:
            return true;
    }
    return false;
}

/// Empty for characters that stand for themselves.
constexpr std::array<std::string_view, 256> escapes = [] {
    std::array<std::string_view, 256> table{};
    table['&'] = "&amp;";
    table['<'] = "&lt;";
    table['>'] = "&gt;";
    table['"'] = "&quot;";
    table['\''] = "&#39;";
    return table;
}();

void append_escaped(std::string_view text, std::string& out) {
    std::size_t plain_from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto escape = escapes[static_cast<unsigned char>(text[at])];
        if (escape.empty()) continue;
        out.append(text, plain_from, at - plain_from);
        out += escape;
        plain_from = at + 1;
    }
    out.append(text, plain_from);
}

/// The member of an object, without nlohmann's iterators, which cost more than the look-up itself.
const Json* member(const Json& value, const std::string& name) {
    const auto* const object = value.get_ptr<const Json::object_t*>();
    if (object == nullptr) return nullptr;
    const auto found = object->find(name);
    return found == object->end() ? nullptr : &found->second;
}

}  // namespace

// ---------------------------------------------------------------------------------------------------------- parsing

class Template::Parser {
  public:
    Parser(const TemplateContext& context, std::vector<Node>& nodes) : context_{context}, nodes_{nodes} {}

    void parse(std::string_view source, int depth) {
        if (depth > deepest_partial) throw std::invalid_argument{"a partial that includes itself"};
        const auto open_before = open_.size();
        std::size_t at = 0;
        while (at < source.size()) {
            const auto tag_at = source.find("{{", at);
            add_text(source.substr(at, tag_at - at));
            if (tag_at == std::string_view::npos) break;
            at = take_tag(source, tag_at, depth);
        }
        if (open_.size() != open_before)
            throw std::invalid_argument{"{{#" + nodes_[open_.back()].text + "}} is not closed"};
    }

  private:
    [[noreturn]] static void fail(std::string_view source, std::size_t at, const std::string& what) {
        const auto line = 1 + std::count(source.begin(), source.begin() + static_cast<long>(at), '\n');
        throw std::invalid_argument{"line " + std::to_string(line) + ": " + what};
    }

    /// Returns where the text after the tag begins.
    std::size_t take_tag(std::string_view source, std::size_t at, int depth) {
        const bool is_raw = source.substr(at).starts_with("{{{");
        const std::string_view closing = is_raw ? "}}}" : "}}";
        const auto begin = at + (is_raw ? 3 : 2);
        const auto end = source.find(closing, begin);
        if (end == std::string_view::npos) fail(source, at, "a tag without its end");
        const auto after = end + closing.size();
        const auto tag = trimmed(source.substr(begin, end - begin));
        if (tag.empty()) fail(source, at, "an empty tag");
        if (is_raw) {
            add(Kind::raw, tag);
            return after;
        }
        const auto name = trimmed(tag.substr(1));
        switch (tag.front()) {
            case '!':
                return after;
            case '>':
                parse(context_.partial(name), depth + 1);
                return after;
            case '#':
                if (name == "t") return take_translation(source, after);
                if (name.starts_with("n ")) return take_count(source, after, trimmed(name.substr(1)));
                if (name.starts_with("any ")) {
                    open(Kind::any, trimmed(name.substr(4)));
                    nodes_[open_.back()].text = name;
                    return after;
                }
                open(Kind::section, name);
                return after;
            case '^':
                open(Kind::inverted, name);
                return after;
            case '/':
                close(source, at, name);
                return after;
            default:
                add(Kind::escaped, tag);
                return after;
        }
    }

    std::size_t take_translation(std::string_view source, std::size_t begin) {
        const auto end = end_of(source, begin, "{{/t}}");
        add_message(context_.translate(message(source, begin, end)));
        return end + 6;
    }

    /// Both forms become sections of which exactly one is drawn.
    std::size_t take_count(std::string_view source, std::size_t begin, std::string_view name) {
        const auto end = end_of(source, begin, "{{/n}}");
        const auto text = message(source, begin, end);
        const auto bar = text.find('|');
        if (bar == std::string::npos) fail(source, begin, "{{#n}} wants two forms with | between");
        const auto one = on_one_line(std::string_view{text}.substr(0, bar));
        const auto many = on_one_line(std::string_view{text}.substr(bar + 1));
        for (const bool is_one : {true, false}) {
            open(is_one ? Kind::one : Kind::many, name);
            add_message(context_.translate_count(one, many, is_one));
            close(source, end, name);
        }
        return end + 6;
    }

    static std::size_t end_of(std::string_view source, std::size_t begin, std::string_view tag) {
        const auto end = source.find(tag, begin);
        if (end == std::string_view::npos) fail(source, begin, "no " + std::string{tag});
        return end;
    }

    /// The text of a {{#t}} as it stands in the catalogue: values as "{name}".
    static std::string message(std::string_view source, std::size_t begin, std::size_t end) {
        std::string text;
        for (std::size_t at = begin; at < end;) {
            const auto tag = std::min(source.find("{{", at), end);
            text += source.substr(at, tag - at);
            if (tag == end) break;
            const auto close_at = source.find("}}", tag);
            const auto name = trimmed(source.substr(tag + 2, close_at - tag - 2));
            const bool is_value =
                !name.empty() && std::string_view{"#^/>{!&"}.find(name.front()) == std::string_view::npos;
            if (close_at >= end || !is_value) fail(source, tag, "only values may stand in a text to translate");
            text += '{';
            text += name;
            text += '}';
            at = close_at + 2;
        }
        return on_one_line(text);
    }

    void add_message(std::string_view text) {
        for (;;) {
            const auto open_at = text.find('{');
            const auto close_at = text.find('}', open_at);
            if (open_at == std::string_view::npos || close_at == std::string_view::npos) break;
            add_text(text.substr(0, open_at));
            add(Kind::escaped, text.substr(open_at + 1, close_at - open_at - 1));
            text.remove_prefix(close_at + 1);
        }
        add_text(text);
    }

    void add_text(std::string_view text) {
        auto shorter = without_indentation(text);
        if (shorter.empty()) return;
        const bool can_join = !nodes_.empty() && nodes_.back().kind == Kind::text && joinable_;
        if (can_join) {
            auto& before = nodes_.back().text;
            const bool is_second_break = before.back() == '\n' && shorter.front() == '\n';
            before.append(shorter, is_second_break ? 1 : 0);
        } else {
            nodes_.push_back({Kind::text, 0, std::move(shorter), {}});
        }
        joinable_ = true;
    }

    void add(Kind kind, std::string_view name) {
        Node node{kind, 0, std::string{name}, {}};
        if (name != ".") {
            for (std::size_t at = 0; at <= name.size();) {
                const auto dot = std::min(name.find('.', at), name.size());
                node.path.emplace_back(name.substr(at, dot - at));
                at = dot + 1;
            }
        }
        nodes_.push_back(std::move(node));
        joinable_ = false;
    }

    void open(Kind kind, std::string_view name) {
        open_.push_back(nodes_.size());
        add(kind, name);
    }

    void close(std::string_view source, std::size_t at, std::string_view name) {
        if (open_.empty() || nodes_[open_.back()].text != name)
            fail(source, at, "{{/" + std::string{name} + "}} closes nothing");
        nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
        open_.pop_back();
        joinable_ = false;  // text after a section must not be drawn as part of it
    }

    const TemplateContext& context_;
    std::vector<Node>& nodes_;
    std::vector<std::size_t> open_;
    bool joinable_{};
};

Template Template::parse(std::string_view source, const TemplateContext& context) {
    Template result;
    Parser{context, result.nodes_}.parse(source, 0);
    return result;
}

// ---------------------------------------------------------------------------------------------------------- drawing

struct Template::Scope {
    const Json* value;
    const Scope* outer;
};

class Template::Writer {
  public:
    Writer(const std::vector<Node>& nodes, std::string& out, std::vector<std::string>* missing)
        : nodes_{nodes}, out_{out}, missing_{missing} {}

    void write(std::size_t from, std::size_t to, const Scope& scope) {
        for (std::size_t at = from; at < to;) {
            const auto& node = nodes_[at];
            if (node.kind == Kind::text) {
                out_ += node.text;
                ++at;
                continue;
            }
            const auto* const value = find(node, scope);
            if (node.kind == Kind::escaped || node.kind == Kind::raw) {
                write_value(node, value);
                ++at;
                continue;
            }
            write_section(node, at + 1, value, scope);
            at = node.end;
        }
    }

  private:
    static const Json* find(const Node& node, const Scope& scope) {
        if (node.path.empty()) return scope.value;
        for (const auto* at = &scope; at != nullptr; at = at->outer)
            if (const auto* const found = member(*at->value, node.path.front())) return inner(node, found);
        return nullptr;
    }

    static const Json* inner(const Node& node, const Json* value) {
        for (std::size_t part = 1; part < node.path.size() && value != nullptr; ++part)
            value = member(*value, node.path[part]);
        return value;
    }

    void write_value(const Node& node, const Json* value) {
        if (value == nullptr) {
            if (missing_ != nullptr) missing_->push_back(node.text);
        } else if (value->is_string()) {
            const auto& text = value->get_ref<const std::string&>();
            if (node.kind == Kind::raw)
                out_ += text;
            else
                append_escaped(text, out_);
        } else if (!value->is_null()) {
            append_escaped(value->dump(), out_);
        }
    }

    void write_section(const Node& node, std::size_t first, const Json* value, const Scope& scope) {
        const bool holds = value != nullptr && is_truthy(*value);
        switch (node.kind) {
            case Kind::inverted:
                if (!holds) write(first, node.end, scope);
                return;
            case Kind::one:
            case Kind::many: {
                if (value == nullptr && missing_ != nullptr) missing_->push_back(node.text);
                const bool is_one = value != nullptr && value->is_number() && *value == 1;
                if (is_one == (node.kind == Kind::one)) write(first, node.end, scope);
                return;
            }
            default:
                break;
        }
        if (!holds) return;
        if (node.kind == Kind::any) return write(first, node.end, scope);
        if (!value->is_array()) return write(first, node.end, Scope{value, &scope});
        for (const auto& element : *value) write(first, node.end, Scope{&element, &scope});
    }

    const std::vector<Node>& nodes_;
    std::string& out_;
    std::vector<std::string>* missing_;
};

void Template::render(const Json& data, const Json& outer, std::string& out, std::vector<std::string>* missing) const {
    const Scope around{&outer, nullptr};
    Writer{nodes_, out, missing}.write(0, nodes_.size(), Scope{&data, &around});
}

std::vector<std::string> Template::names() const {
    std::vector<std::string> names;
    for (const auto& node : nodes_) {
        std::string name;
        for (const auto& part : node.path) name += (name.empty() ? "" : ".") + part;
        if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return names;
}

}  // namespace services
