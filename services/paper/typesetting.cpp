#include "services/paper/typesetting.hpp"

#include <algorithm>

namespace services {

namespace {

using FontOptions = Owned<cairo_font_options_t, &cairo_font_options_destroy>;
using FontDescription = Owned<PangoFontDescription, &pango_font_description_free>;
using Attributes = Owned<PangoAttrList, &pango_attr_list_unref>;
using LineIterator = Owned<PangoLayoutIter, &pango_layout_iter_free>;
using Tabs = Owned<PangoTabArray, &pango_tab_array_free>;
using Context = Owned<PangoContext, &g_object_unref>;
using FontMap = Owned<PangoFontMap, &g_object_unref>;

Context made_context() {
    // A map of its own rather than the default one, whose resolution belongs to everybody.
    const FontMap map{pango_cairo_font_map_new()};
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
    Context context{pango_font_map_create_context(map.get())};
    // Without hinting a line is equally long on paper and on a picture of any resolution.
    const FontOptions options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    return context;
}

/// Finding and loading a font is slow, so each thread keeps what it has loaded.
PangoContext* shared_context() {
    thread_local const Context context = made_context();
    return context.get();
}

double points(int pango_units) {
    return static_cast<double>(pango_units) / PANGO_SCALE;
}

}  // namespace

Typesetter::Typesetter(Margins margins) : margins_(margins), cursor_(margins.top) {}

PangoLayout* Typesetter::laid_out(std::string_view text, const TextStyle& style, double width) {
    Owned<PangoLayout, &g_object_unref> layout{pango_layout_new(shared_context())};
    const FontDescription font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), style.family.c_str());
    pango_font_description_set_absolute_size(font.get(), style.size_pt * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    // A ligature would make one glyph of "fi", and some readers of the PDF would miss the word.
    const Attributes attributes{pango_attr_list_new()};
    pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("liga=0, clig=0"));
    pango_layout_set_attributes(layout.get(), attributes.get());
    const Tabs tabs{pango_tab_array_new_with_positions(
        3,
        FALSE,
        PANGO_TAB_LEFT,
        230 * PANGO_SCALE,
        PANGO_TAB_LEFT,
        310 * PANGO_SCALE,
        PANGO_TAB_LEFT,
        390 * PANGO_SCALE
    )};
    pango_layout_set_tabs(layout.get(), tabs.get());
    if (width > 0) pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);  // an address on the web is longer than a line
    if (style.align == TextAlign::right) pango_layout_set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    layouts_.push_back(std::move(layout));
    return layouts_.back().get();
}

void Typesetter::flow(PangoLayoutIter* lines, const TextStyle& style) {
    const double advance = style.size_pt * style.line_spacing;
    do {
        if (cursor_ + advance > a4_height_pt - margins_.bottom) new_page();
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(lines, nullptr, &logical);
        const double baseline = cursor_ + style.size_pt;
        lines_.push_back(
            {page_,
             margins_.left + points(logical.x),
             baseline,
             pango_layout_iter_get_line_readonly(lines),
             layouts_.size(),
             style.tag}
        );
        cursor_ += advance;
    } while (pango_layout_iter_next_line(lines));
}

void Typesetter::paragraph(std::string_view text, const TextStyle& style) {
    const double width = a4_width_pt - margins_.left - margins_.right;
    PangoLayout* layout = laid_out(text, style, width);
    const LineIterator lines{pango_layout_get_iter(layout)};
    flow(lines.get(), style);
}

void Typesetter::move_down_to(double y) {
    cursor_ = std::max(cursor_, y);
}

void Typesetter::new_page() {
    ++page_;
    cursor_ = margins_.top;
}

void Typesetter::place(std::string_view text, const TextStyle& style, double x, double y) {
    PangoLayout* layout = laid_out(text, style, 0);
    const LineIterator lines{pango_layout_get_iter(layout)};
    double at = y + style.size_pt;
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(lines.get(), nullptr, &logical);
        const double left = style.align == TextAlign::right ? x - points(logical.width) : x;
        lines_.push_back({page_, left, at, pango_layout_iter_get_line_readonly(lines.get()), layouts_.size(), style.tag}
        );
        at += style.size_pt * style.line_spacing;
    } while (pango_layout_iter_next_line(lines.get()));
}

void Typesetter::rule(double y) {
    rules_.push_back({page_, y});
}

std::string Typesetter::text_on(std::size_t page) const {
    std::string text;
    for (const Line& line : lines_) {
        if (line.page != page) continue;
        const std::string_view whole{pango_layout_get_text(line.line->layout)};
        text +=
            whole.substr(static_cast<std::size_t>(line.line->start_index), static_cast<std::size_t>(line.line->length));
        text += '\n';
    }
    return text;
}

void Typesetter::paint(cairo_t* context, std::size_t page) const {
    cairo_set_source_rgb(context, 0, 0, 0);
    // The lines of one paragraph on one page are one element of the document's structure.
    std::size_t open_paragraph = 0;
    std::string open_tag;
    const auto end_element = [&] {
        if (open_paragraph != 0) cairo_tag_end(context, open_tag.c_str());
        open_paragraph = 0;
    };
    for (const Line& line : lines_) {
        if (line.page != page) continue;
        if (line.paragraph != open_paragraph) {
            end_element();
            open_tag = line.tag;
            open_paragraph = line.paragraph;
            cairo_tag_begin(context, open_tag.c_str(), nullptr);
        }
        cairo_move_to(context, line.x, line.baseline);
        pango_cairo_show_layout_line(context, line.line);
    }
    end_element();
    cairo_set_line_width(context, 0.5);
    for (const Rule& rule : rules_) {
        if (rule.page != page) continue;
        cairo_move_to(context, margins_.left, rule.y);
        cairo_line_to(context, a4_width_pt - margins_.right, rule.y);
        cairo_stroke(context);
    }
}

}  // namespace services
