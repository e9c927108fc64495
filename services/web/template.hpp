#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

/// Page templates: the part of Mustache that pages need, parsed once for each language, so that drawing a page is
/// one walk over a flat list with no parsing, no look-up of translations and no copying of its data.
///
///   {{name}} {{a.b}} {{.}}   a value, escaped for HTML text and quoted attributes
///   {{{name}}}               a value that is HTML already
///   {{#name}}…{{/name}}      for every element of an array; else once, if the value is truthy
///   {{^name}}…{{/name}}      if it isn't. Falsy: absent, null, false, 0, "", and an empty array
///   {{#any name}}…{{/any name}}   once, if the value is truthy: around the rows of an array
///   {{>folder/name}}         another template in this place
///   {{! … }}                 a comment; one at the top of each file describes the data of the page
///   {{#t}}Side {{n}}{{/t}}   a Danish text to translate; values are allowed in it, sections are not
///   {{#n count}}{{count}} dokument|{{count}} dokumenter{{/n}}   the same, by the number `count`
///
/// A name is looked for in the innermost section first, then outwards, as Mustache does.
namespace services {

/// What a template needs from outside while it is parsed.
struct TemplateContext {
    std::function<std::string_view(std::string_view name)> partial;  ///< the source of {{>name}}
    std::function<std::string(std::string_view danish)> translate;   ///< values as "{name}"
    std::function<std::string(std::string_view one, std::string_view many, bool is_one)> translate_count;
};

class Template {
  public:
    /// Throws std::invalid_argument with the line, where the template is wrong: a mistake of ours that a test finds.
    static Template parse(std::string_view source, const TemplateContext& context);

    /// Appends the page to `out`. What `data` lacks is looked for in `outer`; names of values that neither has go to
    /// `missing`, if that is given.
    void render(
        const nlohmann::json& data,
        const nlohmann::json& outer,
        std::string& out,
        std::vector<std::string>* missing = nullptr
    ) const;

    /// Every name that the template mentions, in order, once; for the test of the documentation.
    std::vector<std::string> names() const;

  private:
    enum class Kind : std::uint8_t { text, escaped, raw, section, inverted, one, many, any };
    struct Node {
        Kind kind{};
        std::uint32_t end{};            ///< of sections: the node after the section's last one
        std::string text;               ///< literal text, or the tag's words as written
        std::vector<std::string> path;  ///< the name in its parts; empty for {{.}}
    };
    struct Scope;
    class Parser;
    class Writer;

    std::vector<Node> nodes_;
};

}  // namespace services
