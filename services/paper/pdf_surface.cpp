#include "services/paper/pdf_surface.hpp"

#include <cairo-pdf.h>

#include <stdexcept>

namespace services {

namespace {

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

PdfSurface::PdfSurface(double width, double height, const std::string& title, core::Date made)
    : surface_(cairo_pdf_surface_create_for_stream(&append, &bytes_, width, height)),
      context_(cairo_create(surface_.get())) {
    const std::string time = core::iso_date(made) + "T12:00:00Z";
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, time.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_MOD_DATE, time.c_str());
}

void PdfSurface::set_size(double width, double height) {
    cairo_pdf_surface_set_size(surface_.get(), width, height);
}

void PdfSurface::end_page() {
    cairo_show_page(context_.get());
}

std::string PdfSurface::finish() {
    const cairo_status_t drawn = cairo_status(context_.get());
    context_.reset();
    cairo_surface_finish(surface_.get());
    const cairo_status_t written = cairo_surface_status(surface_.get());
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(
            std::string{"the PDF could not be drawn: "} +
            cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written)
        );
    return std::move(bytes_);
}

}  // namespace services
