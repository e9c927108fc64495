#include "tests/unit/ocr/drawn_pages.hpp"

#include <cairo-pdf.h>
#include <cairo.h>
#include <leptonica/allheaders.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <sstream>
#include <string_view>

namespace ocr_test {
namespace {

constexpr int dpi = 300;
constexpr int page_width = 2480;
constexpr int page_height = 3508;
constexpr int margin = 260;

struct PixRelease {
    void operator()(Pix* pixels) const noexcept { pixDestroy(&pixels); }
};
using Picture = std::unique_ptr<Pix, PixRelease>;
struct SurfaceRelease {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceRelease>;
struct ContextRelease {
    void operator()(cairo_t* context) const noexcept { cairo_destroy(context); }
};
using Context = std::unique_ptr<cairo_t, ContextRelease>;
struct ObjectRelease {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, ObjectRelease>;

/// The same numbers on every machine, unlike <random>'s distributions.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 1) {}
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ull;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t most) { return static_cast<std::size_t>(next() % most); }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// Mean 0, deviation 1, near enough.
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }

  private:
    std::uint64_t state_;
};

constexpr std::array<std::string_view, 26> sentences{
    "Vi har modtaget din ansøgning om byggetilladelse til opførelse af en carport på ejendommen.",
    "Kommunen vurderer, at der er behov for flere oplysninger, før sagen kan afgøres.",
    "Naboerne er blevet hørt, og der er indkommet to indsigelser inden for fristen.",
    "Afgørelsen kan påklages til Nævnenes Hus senest fire uger efter, at du har modtaget den.",
    "Grundejerforeningen ønsker, at stien langs åen bliver åbnet for gående og cyklister.",
    "Ifølge lokalplanen må bebyggelsen ikke overstige en højde på otte og en halv meter.",
    "Vi gør opmærksom på, at sagsbehandlingstiden for tiden er omkring ti uger.",
    "Børnehaven søger om tilskud til en ny legeplads med gynger, sandkasse og rutsjebane.",
    "Du bedes indsende en målfast situationsplan, hvor afstanden til skel er påført.",
    "Teknik- og Miljøudvalget behandlede sagen på mødet og besluttede at udsætte den.",
    "Støjen fra værkstedet overskrider de vejledende grænseværdier om aftenen.",
    "Ældrerådet har ingen bemærkninger til forslaget om ændret buskørsel i området.",
    "Ansøgeren oplyser, at ombygningen ventes afsluttet i løbet af foråret.",
    "Forvaltningen indstiller, at beløbet frigives af den afsatte pulje til vedligeholdelse.",
    "Skolebestyrelsen har drøftet fordelingen af lærertimer og ønsker en ændring.",
    "Der er givet dispensation fra bestemmelsen om tagmateriale og farve på facaden.",
    "Vejen er i så dårlig stand, at renovationsbilen ikke længere kan køre helt frem.",
    "Kopi af brevet er sendt til ejeren, som har fjorten dage til at komme med bemærkninger.",
    "Kommunens tilsyn konstaterede, at spildevandet blev ledt til grøften uden tilladelse.",
    "Hvis vi ikke hører fra dig, træffer vi afgørelse på det foreliggende grundlag.",
    "Foreningen råder over lokaler i den gamle skole og betaler selv for lys og varme.",
    "Sagen er journaliseret, og du kan følge den ved at henvende dig til borgerservice.",
    "Høringsperioden udløber i næste måned, hvorefter materialet forelægges byrådet.",
    "Med henvisning til vores samtale fremsendes hermed de ønskede bilag og tegninger.",
    "Kørsel til speciallæge kan godtgøres, når betingelserne i sundhedsloven er opfyldt.",
    "Der skal søges særskilt tilladelse til at fælde de fredede træer på kirkegården.",
};

constexpr std::array<std::string_view, 6> fonts{
    "Liberation Serif 11",
    "Liberation Sans 10.5",
    "DejaVu Serif 10",
    "DejaVu Sans 10",
    "Liberation Sans 12",
    "Liberation Serif 12",
};

void lay_out(cairo_t* context, const std::string& text, std::string_view font, double inch) {
    const Layout layout{pango_cairo_create_layout(context)};
    pango_cairo_context_set_resolution(pango_layout_get_context(layout.get()), inch);
    PangoFontDescription* description = pango_font_description_from_string(std::string{font}.c_str());
    pango_layout_set_font_description(layout.get(), description);
    pango_font_description_free(description);
    const double scale = inch / dpi;
    pango_layout_set_width(layout.get(), static_cast<int>((page_width - 2 * margin) * scale * PANGO_SCALE));
    pango_layout_set_spacing(layout.get(), static_cast<int>(10 * scale * PANGO_SCALE));
    pango_layout_set_text(layout.get(), text.c_str(), -1);
    cairo_move_to(context, margin * scale, margin * scale);
    pango_cairo_show_layout(context, layout.get());
}

Picture drawn(const std::string& text, std::string_view font) {
    const Surface surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24, page_width, page_height)};
    const Context context{cairo_create(surface.get())};
    cairo_set_source_rgb(context.get(), 1, 1, 1);
    cairo_paint(context.get());
    cairo_set_source_rgb(context.get(), 0, 0, 0);
    lay_out(context.get(), text, font, dpi);
    cairo_surface_flush(surface.get());
    const unsigned char* bytes = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    Picture page{pixCreate(page_width, page_height, 8)};
    for (int y = 0; y < page_height; ++y) {
        l_uint32* line = pixGetData(page.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(page.get());
        for (int x = 0; x < page_width; ++x) {
            const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(y) * stride + 4 * x + 1;
            SET_DATA_BYTE(line, x, bytes[at]);
        }
    }
    return page;
}

struct Dirt {
    double ink{0}, paper{255};  ///< greys of black and white
    double noise{0};            ///< deviation, in greys
    double shadow{0};           ///< darker by this much at the right edge
    int specks{0};
};

Dirt dirt_of(Wear wear) {
    switch (wear) {
        case Wear::clean:
            return {10, 252, 3, 0, 20};
        case Wear::office:
            return {40, 240, 10, 8, 120};
        case Wear::worn:
            return {85, 205, 8, 20, 400};
        case Wear::fax:
            return {60, 200, 26, 0, 500};
        case Wear::shadowed:
            return {30, 250, 4, 190, 20};
    }
    return {};
}

void add_specks(Pix* page, int count, double ink, Dice& dice) {
    for (int i = 0; i < count; ++i) {
        const auto x = static_cast<int>(dice.below(page_width - 4));
        const auto y = static_cast<int>(dice.below(page_height - 4));
        const auto wide = 1 + static_cast<int>(dice.below(3));
        const auto high = 1 + static_cast<int>(dice.below(3));
        for (int dy = 0; dy < high; ++dy)
            for (int dx = 0; dx < wide; ++dx) pixSetPixel(page, x + dx, y + dy, static_cast<l_uint32>(ink));
    }
}

void add_noise(Pix* page, const Dirt& dirt, Dice& dice) {
    const int width = pixGetWidth(page);
    for (int y = 0; y < pixGetHeight(page); ++y) {
        l_uint32* line = pixGetData(page) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(page);
        for (int x = 0; x < width; ++x) {
            const double lightness = GET_DATA_BYTE(line, x) / 255.0;
            double grey = dirt.ink + lightness * (dirt.paper - dirt.ink);
            grey -= dirt.shadow * x / width;
            grey += dirt.noise * dice.normal();
            SET_DATA_BYTE(line, x, static_cast<l_uint8>(std::clamp(grey, 0.0, 255.0)));
        }
    }
}

/// Two hundred dots to the inch, each black or white.
Picture faxed(Pix* page) {
    const Picture coarse{pixScaleAreaMap(page, 2.0f / 3, 2.0f / 3)};
    const Picture dots{pixThresholdToBinary(coarse.get(), 128)};
    return Picture{pixScaleToSize(dots.get(), page_width, page_height)};
}

Picture drawn(const Drawing& drawing, const std::string& text) {
    Dice dice{drawing.seed};
    const std::string_view chosen = fonts[dice.below(fonts.size())];
    Picture page = drawn(text, drawing.font.empty() ? chosen : drawing.font);
    const Dirt dirt = dirt_of(drawing.wear);
    add_specks(page.get(), dirt.specks, 0, dice);
    if (drawing.skew_degrees != 0) {
        const auto radians = static_cast<l_float32>(drawing.skew_degrees * 3.14159265 / 180);
        page.reset(pixRotateAM(page.get(), radians, L_BRING_IN_WHITE));
    }
    if (drawing.wear == Wear::worn) page.reset(pixBlockconv(page.get(), 1, 1));
    add_noise(page.get(), dirt, dice);
    if (drawing.wear == Wear::fax) page = faxed(page.get());
    if (drawing.turn_degrees != 0) page.reset(pixRotateOrth(page.get(), drawing.turn_degrees / 90));
    pixSetResolution(page.get(), dpi, dpi);
    return page;
}

std::string text_for(const Drawing& drawing) {
    return drawing.text.empty() ? danish_letter(drawing.seed, drawing.paragraphs) : drawing.text;
}

std::u32string normalised(const std::string& text) {
    std::u32string characters;
    std::istringstream words{text};
    for (std::string word; words >> word;) {
        if (!characters.empty()) characters += U' ';
        for (std::size_t i = 0; i < word.size();) {
            const auto first = static_cast<unsigned char>(word[i]);
            const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            char32_t value = first;
            for (std::size_t k = 1; k < length && i + k < word.size(); ++k)
                value = value << 8 | static_cast<unsigned char>(word[i + k]);
            characters += value;
            i += length;
        }
    }
    return characters;
}

}  // namespace

std::string danish_letter(std::uint64_t seed, int paragraphs) {
    Dice dice{seed * 31 + 7};
    std::ostringstream letter;
    letter << "Sag nr. 2026-" << 100000 + dice.below(900000) << "\n\nKære borger\n\n";
    for (int i = 0; i < paragraphs; ++i) {
        for (int k = 0; k < 4; ++k) letter << sentences[dice.below(sentences.size())] << ' ';
        letter << "Beløbet er " << 1 + dice.below(900) << "." << 100 + dice.below(900) << " kr.\n\n";
    }
    letter << "Med venlig hilsen\n\nSøren Ågård Kjær\nTeknik og Miljø\n";
    return letter.str();
}

DrawnPage draw_page(const Drawing& drawing, const std::filesystem::path& file) {
    DrawnPage made{text_for(drawing), file};
    const Picture page = drawn(drawing, made.text);
    if (file.extension() == ".jpg")
        pixWriteJpeg(file.c_str(), page.get(), 85, 0);
    else
        pixWrite(file.c_str(), page.get(), file.extension() == ".tif" ? IFF_TIFF_ZIP : IFF_PNG);
    return made;
}

void draw_tiff(const std::vector<Drawing>& drawings, const std::filesystem::path& file) {
    const char* mode = "w";
    for (const Drawing& drawing : drawings) {
        const Picture page = drawn(drawing, text_for(drawing));
        pixWriteTiff(file.c_str(), page.get(), IFF_TIFF_ZIP, mode);
        mode = "a";
    }
}

void write_text_pdf(const std::vector<std::string>& texts, const std::filesystem::path& file) {
    const Surface surface{cairo_pdf_surface_create(file.c_str(), 595.2, 841.92)};
    const Context context{cairo_create(surface.get())};
    for (const std::string& text : texts) {
        lay_out(context.get(), text, "Liberation Sans 11", 72);
        cairo_show_page(context.get());
    }
}

double character_error_rate(const std::string& truth, const std::string& read) {
    const std::u32string wanted = normalised(truth);
    const std::u32string got = normalised(read);
    std::vector<std::size_t> above(got.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    std::vector<std::size_t> row(got.size() + 1);
    for (std::size_t i = 1; i <= wanted.size(); ++i) {
        row[0] = i;
        for (std::size_t k = 1; k <= got.size(); ++k) {
            const std::size_t changed = above[k - 1] + (wanted[i - 1] == got[k - 1] ? 0 : 1);
            row[k] = std::min({changed, above[k] + 1, row[k - 1] + 1});
        }
        std::swap(above, row);
    }
    return static_cast<double>(above[got.size()]) / static_cast<double>(std::max<std::size_t>(1, wanted.size()));
}

}  // namespace ocr_test
