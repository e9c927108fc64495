#pragma once

#include <string>

#include "core/time.hpp"
#include "services/paper/cairo_handles.hpp"

namespace services {

/// A PDF in memory, drawn with cairo. Its dates come from the document, never from the clock, so that
/// the same drawing gives the same bytes.
class PdfSurface {
  public:
    /// The page's size in points.
    PdfSurface(double width, double height, const std::string& title, core::Date made);
    PdfSurface(const PdfSurface&) = delete;
    PdfSurface& operator=(const PdfSurface&) = delete;

    cairo_t* context() { return context_.get(); }
    /// For the next page.
    void set_size(double width, double height);
    void end_page();
    /// The whole file. Throws std::runtime_error if anything went wrong while drawing.
    std::string finish();

  private:
    std::string bytes_;  ///< first, so that it outlives the surface that writes to it
    CairoSurface surface_;
    CairoContext context_;
};

}  // namespace services
