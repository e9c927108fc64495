#include "ocr/recogniser.hpp"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <clocale>
#include <cmath>
#include <stdexcept>

#include "ocr/straightening.hpp"

namespace ocr {
namespace {

/// Words that tesseract itself hardly believes in and that hold no letter or digit are dirt.
constexpr int dirt_confidence = 40;
/// Tesseract's own scale; below this the four directions look alike to it.
constexpr float least_orientation_certainty = 1.0f;

using Engine = std::unique_ptr<tesseract::TessBaseAPI>;

Engine engine_for(const char* models) {
    auto engine = std::make_unique<tesseract::TessBaseAPI>();
    if (engine->Init(nullptr, models, tesseract::OEM_LSTM_ONLY) != 0) return nullptr;
    engine->SetVariable("debug_file", "/dev/null");
    // Our pages are dark on light: trying each weak line as its negative costs time and finds nothing.
    engine->SetVariable("invert_threshold", "0");
    engine->SetPageSegMode(tesseract::PSM_AUTO);
    return engine;
}

tesseract::PageSegMode segmentation_of(Layout layout) {
    switch (layout) {
        case Layout::page:
            return tesseract::PSM_AUTO;
        case Layout::piece:
            return tesseract::PSM_SPARSE_TEXT;
        case Layout::line:
            return tesseract::PSM_SINGLE_LINE;
    }
    return tesseract::PSM_AUTO;
}

bool has_letter_or_digit(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c >= 0xC3; });
}

Box box_of(const tesseract::ResultIterator& at) {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    at.BoundingBox(tesseract::RIL_WORD, &left, &top, &right, &bottom);
    return {left, top, right - left, bottom - top};
}

}  // namespace

struct Recogniser::Engines {
    Engine danish;
    Engine english;
    Engine only_english;
    Engine orientation;

    /// Loaded when first asked for; nullptr for a model that is not installed.
    tesseract::TessBaseAPI* in(Language language) {
        if (language == Language::danish) return danish.get();
        auto& engine = language == Language::english ? english : only_english;
        if (!engine) engine = engine_for(language == Language::english ? "eng+dan" : "eng");
        return engine.get();
    }
};

Recogniser::Recogniser() : engines_(std::make_unique<Engines>()) {
    std::setlocale(LC_NUMERIC, "C");  // tesseract reads its numbers with the C library
    engines_->danish = engine_for("dan");
    if (!engines_->danish) throw std::runtime_error("tesseract's Danish model can't be loaded");
}

Recogniser::~Recogniser() = default;

std::vector<Word> Recogniser::words_on(Pix* grey, double dpi, Language language, Layout layout) {
    std::vector<Word> words;
    auto* engine = engines_->in(language);
    if (engine == nullptr) return words;
    // One threshold for the page; Sauvola's, by the surroundings, costs a tenth of the reading.
    engine->SetVariable("thresholding_method", is_evenly_lit(grey) ? "0" : "2");
    engine->SetPageSegMode(segmentation_of(layout));
    engine->SetImage(grey);
    engine->SetSourceResolution(static_cast<int>(std::lround(dpi)));
    if (engine->Recognize(nullptr) != 0) return words;
    const std::unique_ptr<tesseract::ResultIterator> at{engine->GetIterator()};
    int line = -1;
    if (at) {
        do {
            if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) ++line;
            const std::unique_ptr<char[]> text{at->GetUTF8Text(tesseract::RIL_WORD)};
            if (!text || text[0] == '\0') continue;
            const auto confidence = static_cast<int>(std::lround(at->Confidence(tesseract::RIL_WORD)));
            Word word{text.get(), box_of(*at), std::clamp(confidence, 0, 100), std::max(0, line)};
            if (word.confidence < dirt_confidence && !has_letter_or_digit(word.text)) continue;
            words.push_back(std::move(word));
        } while (at->Next(tesseract::RIL_WORD));
    }
    engine->Clear();
    return words;
}

int Recogniser::turn_needed(Pix* grey, double dpi) {
    if (!engines_->orientation) {
        auto engine = std::make_unique<tesseract::TessBaseAPI>();
        if (engine->Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) != 0) return 0;
        engine->SetVariable("debug_file", "/dev/null");
        engine->SetPageSegMode(tesseract::PSM_OSD_ONLY);
        engines_->orientation = std::move(engine);
    }
    auto& engine = *engines_->orientation;
    engine.SetImage(grey);
    engine.SetSourceResolution(static_cast<int>(std::lround(dpi)));
    int degrees = 0;
    float certainty = 0;
    const char* script = nullptr;
    float script_certainty = 0;
    const bool told = engine.DetectOrientationScript(&degrees, &certainty, &script, &script_certainty);
    engine.Clear();
    if (!told || certainty < least_orientation_certainty) return 0;
    // Tesseract tells how far the text lies turned; the page is turned back by the rest of the circle.
    return (360 - degrees) % 360;
}

}  // namespace ocr
