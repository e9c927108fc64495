#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "ocr/hidden.hpp"

/// DOC, XLS and PPT with a secret in every place that no page shows, made by LibreOffice from files that it can read.
namespace ocr_test {

struct OlderPlace {
    std::string_view ending;  ///< "doc"
    std::string_view name;    ///< what it is called in tables
    std::string_view marker;  ///< the word before the secret in that place
    ocr::HiddenPlace place{};
};
inline constexpr std::array older_places{
    OlderPlace{"doc", "DOC: slettet tekst, der er gemt", "Slettet", ocr::HiddenPlace::tracked_change},
    OlderPlace{"doc", "DOC: kommentar", "Kommentar", ocr::HiddenPlace::comment},
    OlderPlace{"doc", "DOC: skjult tekst", "Skjult", ocr::HiddenPlace::hidden_text},
    OlderPlace{"doc", "DOC: egenskaber", "Emne", ocr::HiddenPlace::properties},
    OlderPlace{"xls", "XLS: skjult ark", "Ark", ocr::HiddenPlace::sheet},
    OlderPlace{"xls", "XLS: skjult række", "Linje", ocr::HiddenPlace::sheet},
    OlderPlace{"xls", "XLS: skjult kolonne", "Kolonne", ocr::HiddenPlace::sheet},
    OlderPlace{"xls", "XLS: kommentar", "Kommentar", ocr::HiddenPlace::comment},
    OlderPlace{"xls", "XLS: egenskaber", "Emne", ocr::HiddenPlace::properties},
    OlderPlace{"ppt", "PPT: noter", "Noter", ocr::HiddenPlace::notes},
    OlderPlace{"ppt", "PPT: skjult dias", "Dias", ocr::HiddenPlace::slide},
    OlderPlace{"ppt", "PPT: kommentar", "Kommentar", ocr::HiddenPlace::comment},
    OlderPlace{"ppt", "PPT: egenskaber", "Emne", ocr::HiddenPlace::properties},
};

/// Makes one in `folder`, an empty one. Throws std::runtime_error where LibreOffice does not make it.
std::filesystem::path write_older(
    std::string_view ending, const std::string& secret, const std::filesystem::path& folder
);

}  // namespace ocr_test
