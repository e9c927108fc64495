#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/paper/cairo_handles.hpp"

/// Sets text on A4 pages: paragraphs flow down and over to the next page. Lengths are points (1/72
/// inch) from the upper left corner. The pages can be painted on any cairo surface, as vectors for a
/// PDF or as pixels for a picture, and look the same.
namespace services {

inline constexpr double a4_width_pt = 595.276;
inline constexpr double a4_height_pt = 841.89;

enum class TextAlign { left, right };

struct TextStyle {
    std::string family;
    double size_pt{};
    bool bold{};
    TextAlign align{};
    double line_spacing{1.25};
    /// What it is to a screen reader, in a PDF: a standard structure type of ISO 32000-1 § 14.8.4, such as "H1" or "P".
    std::string_view tag{"P"};
};

struct Margins {
    double left{71};
    double top{71};
    double right{71};
    double bottom{71};
};

class Typesetter {
  public:
    explicit Typesetter(Margins margins);

    /// Adds a paragraph below what is there; line breaks and tabs in it are kept.
    void paragraph(std::string_view text, const TextStyle& style);
    void space(double points) { cursor_ += points; }
    /// The next paragraph begins at this height, if the page has not come further down yet.
    void move_down_to(double y);
    void new_page();
    /// A line of text on the current page, its upper left corner at (x, y); right-aligned text ends
    /// at x. Does not move the flow.
    void place(std::string_view text, const TextStyle& style, double x, double y);
    /// A thin horizontal rule across the text's width.
    void rule(double y);
    /// Where the last paragraph ended.
    double cursor() const { return cursor_; }

    std::size_t page_count() const { return page_ + 1; }
    /// What stands on a page, a line each, in the order in which it was set.
    std::string text_on(std::size_t page) const;
    /// Paints in black; `context` measures in points.
    void paint(cairo_t* context, std::size_t page) const;

  private:
    struct Line {
        std::size_t page;
        double x;
        double baseline;
        PangoLayoutLine* line;  ///< owned by its layout
        std::size_t paragraph;
        std::string_view tag;
    };
    struct Rule {
        std::size_t page;
        double y;
    };

    PangoLayout* laid_out(std::string_view text, const TextStyle& style, double width);
    void flow(PangoLayoutIter* lines, const TextStyle& style);

    Margins margins_;
    double cursor_;
    std::size_t page_{};
    std::vector<Owned<PangoLayout, &g_object_unref>> layouts_;
    std::vector<Line> lines_;
    std::vector<Rule> rules_;
};

}  // namespace services
