#pragma once

#include <cairo.h>

#include <memory>

/// Owners of cairo's and pango's handles.
namespace services {

template <auto release>
struct ReleaseHandle {
    template <class T>
    void operator()(T* handle) const noexcept {
        release(handle);  // NOLINT(cppcoreguidelines-no-malloc): it is what RAII calls, for free() too
    }
};

template <class T, auto release>
using Owned = std::unique_ptr<T, ReleaseHandle<release>>;

using CairoContext = Owned<cairo_t, &cairo_destroy>;
using CairoSurface = Owned<cairo_surface_t, &cairo_surface_destroy>;

}  // namespace services
