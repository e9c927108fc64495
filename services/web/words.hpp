#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/web/translation.hpp"

/// What the house's values are called when people are spoken to: dates, sizes, states, reasons and errors. All of it is
/// plain text, not yet escaped.
namespace services {

/// "3. november 2026" / "3 November 2026"
std::string spoken_date(Language language, core::Date date);
/// "tirsdag den 3. november 2026" / "Tuesday 3 November 2026"
std::string spoken_day(Language language, core::Date date);
/// In Danish wall time: "i dag kl. 9.14", "i går kl. 16.05", else "3. november 2026 kl. 9.14".
std::string spoken_time(Language language, core::Timestamp time, core::Timestamp now);
/// The whole of it, for the title attribute: "3. november 2026 kl. 09.14.05".
std::string exact_time(Language language, core::Timestamp time);
/// "812 byte", "1,2 MB": powers of 1,000, one decimal below ten.
std::string spoken_size(Language language, std::int64_t bytes);
/// "PDF", "TIFF-billede" …; the media type itself where it has no name.
std::string spoken_media_type(Language language, std::string_view media_type);
/// "JK" of "Jens Kristian Krogh": the first and the last name's letters.
std::string initials_of(std::string_view name);

std::string spoken(Language language, core::CaseState state);
std::string spoken(Language language, core::IncomingState state);
std::string spoken(Language language, core::Channel channel);
std::string spoken(Language language, core::Direction direction);
std::string spoken(Language language, core::Publication publication);
std::string spoken(Language language, core::Confidentiality level);
std::string spoken(Language language, core::PartyRole role);
std::string spoken(Language language, core::IdentifierKind kind);
std::string spoken(Language language, core::Role role);

/// The colour of a state's chip: "good", "busy", "warn", "bad", or "" for none.
std::string tone_of(core::IncomingState state);
std::string tone_of(core::CaseState state);

/// Why a file or page could not be read, by a reason key of ocr/reading.hpp: what happened, what was kept and what to
/// do. A key that is not known gets a general sentence. Of "key:detail" the key counts.
std::string spoken_reason(Language language, std::string_view reason);
/// The same in a few words, for lists: "Beskyttet med adgangskode".
std::string short_reason(Language language, std::string_view reason);

/// What the error page says.
struct ErrorWords {
    std::string title;    ///< what happened
    std::string message;  ///< what was kept and what to do
};
ErrorWords spoken(Language language, core::ErrorCode code);

}  // namespace services
