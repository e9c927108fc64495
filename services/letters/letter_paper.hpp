#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"

namespace services {

/// A letter as it is sent: everything that stands on the paper.
struct LetterPaper {
    std::string authority;    ///< "Eksempel Kommune"
    std::string unit;         ///< "Teknik og Miljø"
    std::string receiver;     ///< name and address, a line each
    std::string case_number;  ///< "2026-000123"
    std::string caseworker;   ///< who signs
    core::Date date{};
    std::string title;
    std::string text;                        ///< "# " begins a heading, "- " an item; an empty line parts paragraphs
    std::vector<std::string> attachments{};  ///< named beneath the signature, in this order
};

struct DrawnLetter {
    std::string pdf;
    std::vector<std::string> pages;  ///< what stands on each
};

/// The letter as a PDF on A4, the receiver where a window envelope shows it, with headings and paragraphs marked for
/// screen readers. The same letter gives the same bytes. Throws std::runtime_error if it can't be drawn.
DrawnLetter drawn_letter(const LetterPaper& letter);

}  // namespace services
