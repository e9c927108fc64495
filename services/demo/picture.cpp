#include "services/demo/picture.hpp"

#include <cstdio>  // jpeglib.h needs it first

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "services/paper/cairo_handles.hpp"
#include "services/paper/pdf_surface.hpp"

namespace services {

namespace {

struct JpegErrors {
    jpeg_error_mgr manager{};
    std::jmp_buf leave{};
};

void leave_jpeg(j_common_ptr jpeg) {
    // The manager is the first member, which is how libjpeg means it to be extended.
    // NOLINTNEXTLINE(cert-err52-cpp): an exception can't be trusted to pass through libjpeg's frames, which are C.
    std::longjmp(reinterpret_cast<JpegErrors*>(jpeg->err)->leave, 1);
}

/// A JPEG in memory that libjpeg got from malloc.
struct Encoded {
    Owned<unsigned char, &std::free> bytes;
    unsigned long size{};
};

/// Holds nothing with a destructor, because libjpeg leaves it by a jump when it fails.
bool encode_jpeg(const Picture& picture, int quality, unsigned char*& bytes, unsigned long& size) {
    jpeg_compress_struct jpeg{};
    JpegErrors errors;
    jpeg.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = &leave_jpeg;
    if (setjmp(errors.leave) != 0) {  // NOLINT(cert-err52-cpp): libjpeg's only way out
        jpeg_destroy_compress(&jpeg);
        return false;
    }
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, &size);
    jpeg.image_width = static_cast<JDIMENSION>(picture.width);
    jpeg.image_height = static_cast<JDIMENSION>(picture.height);
    jpeg.input_components = picture.channels;
    jpeg.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.density_unit = 1;
    jpeg.X_density = jpeg.Y_density = picture_dots_per_inch;
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        const auto offset = picture.row_bytes() * jpeg.next_scanline;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): libjpeg only reads it, but knows no const.
        auto* row = const_cast<JSAMPROW>(picture.pixels.data() + offset);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return true;
}

/// The file that libtiff believes it writes to.
struct MemoryFile {
    std::string bytes;
    std::size_t at{};
};

MemoryFile& memory(thandle_t handle) {
    return *static_cast<MemoryFile*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t size) {
    MemoryFile& file = memory(handle);
    const auto left = file.bytes.size() - std::min(file.at, file.bytes.size());
    const auto count = std::min(static_cast<std::size_t>(size), left);
    std::memcpy(to, file.bytes.data() + file.at, count);
    file.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t size) {
    MemoryFile& file = memory(handle);
    const auto count = static_cast<std::size_t>(size);
    if (file.bytes.size() < file.at + count) file.bytes.resize(file.at + count);
    std::memcpy(file.bytes.data() + file.at, from, count);
    file.at += count;
    return size;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
    MemoryFile& file = memory(handle);
    const toff_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file.at : file.bytes.size();
    file.at = base + offset;
    return file.at;
}

int close_memory(thandle_t) {
    return 0;
}

toff_t size_of_memory(thandle_t handle) {
    return memory(handle).bytes.size();
}

using Tiff = Owned<TIFF, &TIFFClose>;

void set_page_fields(TIFF* tiff, const Picture& page, TiffCoding coding) {
    const bool bilevel = coding == TiffCoding::group4;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bilevel ? 1 : 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.channels);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<double>(picture_dots_per_inch));
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<double>(picture_dots_per_inch));
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, bilevel ? COMPRESSION_CCITTFAX4 : COMPRESSION_JPEG);
    if (bilevel) {
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    } else if (page.channels == 1) {
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
    } else {
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, bilevel ? page.height : 256);
}

/// Eight pixels a byte, black is 1.
std::vector<std::uint8_t> packed_row(const Picture& page, int y) {
    std::vector<std::uint8_t> row((static_cast<std::size_t>(page.width) + 7) / 8);
    const std::uint8_t* from = page.pixels.data() + page.row_bytes() * static_cast<std::size_t>(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(page.width); ++x)
        if (from[x] < 128) row[x / 8] = static_cast<std::uint8_t>(row[x / 8] | (0x80U >> (x % 8)));
    return row;
}

bool write_page(TIFF* tiff, const Picture& page, TiffCoding coding) {
    set_page_fields(tiff, page, coding);
    std::vector<std::uint8_t> row(page.row_bytes());
    for (int y = 0; y < page.height; ++y) {
        const auto offset = static_cast<std::ptrdiff_t>(page.row_bytes() * static_cast<std::size_t>(y));
        if (coding == TiffCoding::group4)
            row = packed_row(page, y);
        else
            std::copy_n(page.pixels.begin() + offset, row.size(), row.begin());
        if (TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0) != 1) return false;
    }
    return TIFFWriteDirectory(tiff) == 1;
}

Encoded encoded_jpeg(const Picture& picture, int quality) {
    unsigned char* bytes = nullptr;
    Encoded encoded;
    const bool is_done = encode_jpeg(picture, quality, bytes, encoded.size);
    encoded.bytes.reset(bytes);
    if (!is_done) throw std::runtime_error("a picture could not be written as JPEG");
    return encoded;
}

void keep_until_destroyed(cairo_surface_t* surface, Encoded encoded) {
    auto* bytes = encoded.bytes.get();
    const cairo_status_t status =
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, bytes, encoded.size, &std::free, bytes);
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error("a scanned page could not be put into a PDF");
    (void)encoded.bytes.release();  // the surface frees it
}

}  // namespace

std::string jpeg_of(const Picture& picture, int quality) {
    const Encoded encoded = encoded_jpeg(picture, quality);
    return {reinterpret_cast<const char*>(encoded.bytes.get()), encoded.size};
}

std::string png_of(const Picture& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = picture.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    image.flags = PNG_IMAGE_FLAG_FAST;
    std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t size = bytes.size();
    const void* pixels = picture.pixels.data();
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels, 0, nullptr) == 0)
        throw std::runtime_error(std::string{"a picture could not be written as PNG: "} + image.message);
    bytes.resize(size);
    return bytes;
}

std::string tiff_of(std::span<const Picture> pages, TiffCoding coding) {
    MemoryFile file;
    Tiff tiff{TIFFClientOpen(
        "scan", "wm", &file, &read_memory, &write_memory, &seek_memory, &close_memory, &size_of_memory, nullptr, nullptr
    )};
    if (!tiff) throw std::runtime_error("a TIFF could not be begun");
    for (const Picture& page : pages)
        if (!write_page(tiff.get(), page, coding)) throw std::runtime_error("a picture could not be written as TIFF");
    tiff.reset();  // writes what is left into the file
    return std::move(file.bytes);
}

std::string picture_pdf_of(std::span<const Picture> pages, int quality, core::Date made) {
    constexpr double points_per_dot = 72.0 / picture_dots_per_inch;
    PdfSurface pdf{595, 842, "Scan", made};
    for (const Picture& page : pages) {
        // Cairo takes the JPEG as it is; the empty surface only says how large the picture is.
        const CairoSurface surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, page.width, page.height)};
        keep_until_destroyed(surface.get(), encoded_jpeg(page, quality));
        pdf.set_size(page.width * points_per_dot, page.height * points_per_dot);
        cairo_save(pdf.context());
        cairo_scale(pdf.context(), points_per_dot, points_per_dot);
        cairo_set_source_surface(pdf.context(), surface.get(), 0, 0);
        cairo_paint(pdf.context());
        cairo_restore(pdf.context());
        pdf.end_page();
    }
    return pdf.finish();
}

}  // namespace services
