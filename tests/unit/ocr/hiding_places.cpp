#include "tests/unit/ocr/hiding_places.hpp"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace ocr_test {
namespace {

const std::string shown = "Til Borgmester Mikkelsen";

/// A line of print, 14 points high.
std::string line(const std::string& text, int x, int y) {
    return "BT /F1 14 Tf 1 0 0 1 " + std::to_string(x) + " " + std::to_string(y) + " Tm (" + text + ") Tj ET\n";
}

class Pdf {
  public:
    Pdf() {
        pdf_.emptyPDF();
        page_ = pdf_.makeIndirectObject(QPDFObjectHandle::parse(
            "<< /Type /Page /MediaBox [0 0 595 842] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 "
            "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        ));
        QPDFPageDocumentHelper{pdf_}.addPage(page_, false);
    }

    void draw(const std::string& orders) { page_.replaceKey("/Contents", stream(orders)); }
    void set(const std::string& key, const std::string& value) { page_.replaceKey(key, parsed(value)); }
    void set_in_root(const std::string& key, const std::string& value) {
        pdf_.getRoot().replaceKey(key, parsed(value));
    }
    QPDFObjectHandle page() { return page_; }
    QPDFObjectHandle root() { return pdf_.getRoot(); }
    QPDF& file() { return pdf_; }
    QPDFObjectHandle stream(const std::string& bytes, const std::string& dictionary = "") {
        auto made = QPDFObjectHandle::newStream(&pdf_, bytes);
        if (!dictionary.empty()) made.replaceDict(parsed(dictionary));
        made.replaceStreamData(bytes, QPDFObjectHandle::newNull(), QPDFObjectHandle::newNull());
        return made;
    }
    static QPDFObjectHandle parsed(const std::string& text) { return QPDFObjectHandle::parse(text); }
    QPDFObjectHandle add(const std::string& text) { return pdf_.makeIndirectObject(parsed(text)); }

    void write(const std::filesystem::path& path) {
        QPDFWriter writer{pdf_, path.c_str()};
        writer.setStaticID(true);
        writer.write();
    }

  private:
    QPDF pdf_;
    QPDFObjectHandle page_;
};

const std::string hidden{marker};

/// A form that an annotation looks like, 300 by 30 points.
QPDFObjectHandle appearance(Pdf& pdf) {
    auto form = pdf.stream(
        line(hidden, 5, 8),
        "<< /Type /XObject /Subtype /Form /BBox [0 0 300 30] /Resources << /Font << /F1 << /Type /Font "
        "/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
    );
    return form;
}

void annotate(Pdf& pdf, const std::string& dictionary) {
    pdf.draw(line(shown, 72, 700));
    auto annotation = pdf.add(dictionary);
    annotation.replaceKey("/AP", QPDFObjectHandle::newDictionary());
    annotation.getKey("/AP").replaceKey("/N", appearance(pdf));
    pdf.page().replaceKey("/Annots", QPDFObjectHandle::newArray({annotation}));
}

void add_field(Pdf& pdf) {
    annotate(
        pdf,
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (navn) /V (" + hidden +
            ") /DA (/F1 14 Tf 0 g) /Rect [72 600 372 630] /F 4 >>"
    );
    pdf.set_in_root("/AcroForm", "<< /Fields [] /DA (/F1 14 Tf 0 g) >>");
    pdf.root().getKey("/AcroForm").replaceKey("/Fields", pdf.page().getKey("/Annots"));
}

void attach(Pdf& pdf) {
    pdf.draw(line(shown, 72, 700));
    auto specification = pdf.add("<< /Type /Filespec /F (" + hidden + ".txt) /UF (" + hidden + ".txt) >>");
    specification.replaceKey("/EF", QPDFObjectHandle::newDictionary());
    specification.getKey("/EF").replaceKey("/F", pdf.stream(hidden, "<< /Type /EmbeddedFile >>"));
    pdf.set_in_root("/Names", "<< /EmbeddedFiles << /Names [] >> >>");
    auto names = pdf.root().getKey("/Names").getKey("/EmbeddedFiles").getKey("/Names");
    names.appendItem(QPDFObjectHandle::newString(hidden));
    names.appendItem(specification);
}

void add_layer(Pdf& pdf) {
    pdf.draw(line(shown, 72, 700) + "/OC /Layer BDC " + line(hidden, 72, 600) + " EMC\n");
    auto group = pdf.add("<< /Type /OCG /Name (" + hidden + ") >>");
    auto properties = QPDFObjectHandle::newDictionary();
    properties.replaceKey("/Layer", group);
    pdf.page().getKey("/Resources").replaceKey("/Properties", properties);
    pdf.set_in_root("/OCProperties", "<< /OCGs [] /D << /OFF [] >> >>");
    pdf.root().getKey("/OCProperties").getKey("/OCGs").appendItem(group);
    pdf.root().getKey("/OCProperties").getKey("/D").getKey("/OFF").appendItem(group);
}

void inform(Pdf& pdf) {
    pdf.draw(line(shown, 72, 700));
    pdf.file().getTrailer().replaceKey(
        "/Info", pdf.add("<< /Title (" + hidden + ") /Author (" + hidden + ") /CreationDate (D:20260101) >>")
    );
    pdf.root().replaceKey(
        "/Metadata",
        pdf.stream(
            "<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'>" + hidden + "</x:xmpmeta>",
            "<< /Type /Metadata /Subtype /XML >>"
        )
    );
}

/// Each letter is a shape that a code of its own stands for: 1 for the first, and so on. Blocks as tall as letters.
void use_odd_font(Pdf& pdf) {
    auto font = pdf.add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
        "/FirstChar 72 /LastChar 73 /Widths [800 800] /Encoding << /Type /Encoding /Differences [72 /eta /iota] >> >>"
    );
    auto shapes = QPDFObjectHandle::newDictionary();
    shapes.replaceKey("/eta", pdf.stream("800 0 d0 100 0 600 700 re f\n"));
    shapes.replaceKey("/iota", pdf.stream("800 0 d0 100 0 200 700 re 500 0 200 700 re f\n"));
    font.replaceKey("/CharProcs", shapes);
    pdf.page().getKey("/Resources").getKey("/Font").replaceKey("/F2", font);
    pdf.draw(line(shown, 72, 700) + "BT /F2 14 Tf 1 0 0 1 72 600 Tm (HIHHIHIHI) Tj ET\n" + line(hidden, 72, 500));
}

void cover_by_picture(Pdf& pdf) {
    std::string pixels;
    for (int i = 0; i < 64 * 8; ++i) pixels += static_cast<char>((i * 37) % 200);
    auto resources = QPDFObjectHandle::newDictionary();
    resources.replaceKey(
        "/Im",
        pdf.stream(
            pixels,
            "<< /Type /XObject /Subtype /Image /Width 64 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 >>"
        )
    );
    pdf.page().getKey("/Resources").replaceKey("/XObject", resources);
    pdf.draw(line(shown, 72, 700) + line(hidden, 72, 600) + "q 200 0 0 30 60 592 cm /Im Do Q\n");
}

void add_scripts(Pdf& pdf) {
    pdf.draw(line(shown, 72, 700));
    pdf.set_in_root("/OpenAction", "<< /S /JavaScript /JS (app.alert\\('" + hidden + "'\\)) >>");
    pdf.set_in_root("/Names", "<< /Dests << /Names [(" + hidden + ") [null /Fit]] >> >>");
    pdf.set_in_root("/PageLabels", "<< /Nums [0 << /P (" + hidden + ") >>] >>");
    pdf.set("/PieceInfo", "<< /Program << /Private (" + hidden + ") >> >>");
    auto outlines = pdf.add("<< /Type /Outlines /Count 1 >>");
    auto entry = pdf.add("<< /Title (" + hidden + ") >>");
    entry.replaceKey("/Parent", outlines);
    outlines.replaceKey("/First", entry);
    outlines.replaceKey("/Last", entry);
    pdf.root().replaceKey("/Outlines", outlines);
}

}  // namespace

void write_hiding(HidingPlace place, const std::filesystem::path& file) {
    Pdf pdf;
    switch (place) {
        case HidingPlace::text:
            pdf.draw(line(shown + " " + hidden + " og andre", 72, 700));
            break;
        case HidingPlace::free_text:
            annotate(
                pdf,
                "<< /Type /Annot /Subtype /FreeText /Contents (" + hidden +
                    ") /DA (/F1 14 Tf) /Rect [72 600 372 630] /F 4 >>"
            );
            break;
        case HidingPlace::sticky_note:
            pdf.draw(line(shown, 72, 700));
            pdf.set(
                "/Annots",
                "[ << /Type /Annot /Subtype /Text /Contents (" + hidden + ") /T (" + hidden +
                    ") /Rect [72 600 92 620] /F 4 >> ]"
            );
            break;
        case HidingPlace::attachment:
            attach(pdf);
            break;
        case HidingPlace::hidden_layer:
            add_layer(pdf);
            break;
        case HidingPlace::form_field:
            add_field(pdf);
            break;
        case HidingPlace::rotated_page:
            pdf.set("/Rotate", "90");
            pdf.draw("q 0 1 -1 0 595 0 cm " + line(shown + " " + hidden + " og andre", 72, 400) + " Q\n");
            break;
        case HidingPlace::outside_crop_box:
            pdf.set("/CropBox", "[50 400 550 800]");
            pdf.draw(line(shown, 72, 700) + line(hidden, 72, 100));
            break;
        case HidingPlace::information:
            inform(pdf);
            break;
        case HidingPlace::thumbnail:
            pdf.draw(line(shown, 72, 700));
            pdf.page().replaceKey(
                "/Thumb", pdf.stream(hidden, "<< /Width 13 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 >>")
            );
            break;
        case HidingPlace::odd_font:
            use_odd_font(pdf);
            break;
        case HidingPlace::under_black:
            pdf.draw(line(shown, 72, 700) + line(hidden, 72, 600) + "0 g 60 592 200 30 re f\n");
            break;
        case HidingPlace::behind_picture:
            cover_by_picture(pdf);
            break;
        case HidingPlace::invisible_text:
            pdf.draw(line(shown, 72, 700) + "3 Tr " + line(hidden, 72, 600));
            break;
        case HidingPlace::colours:
            pdf.draw(line(shown + " " + hidden + " og andre", 72, 700) + "1 0 0 rg 100 300 100 100 re f\n");
            break;
        case HidingPlace::script:
            add_scripts(pdf);
            break;
        case HidingPlace::user_units:
            pdf.set("/MediaBox", "[-100 -50 495 792]");
            pdf.set("/UserUnit", "2");
            pdf.draw(line(shown + " " + hidden + " og andre", -28, 650));
            break;
    }
    pdf.write(file);
}

}  // namespace ocr_test
