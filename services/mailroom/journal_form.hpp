#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "services/http/message.hpp"
#include "services/mailroom/choices.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/web/translation.hpp"

/// The form that journals an item: what stands in it, what was typed, and what is wrong with that.
namespace services {

/// The fields as text, as they were typed.
struct JournalForm {
    std::int64_t version{};
    std::string title;
    bool is_new_case{};
    std::string case_id, case_text;
    std::string subject, subject_text;
    std::string facet, case_title, case_unit, confidentiality;
    std::string correspondent, public_correspondent;
    std::string letter_date;  ///< "2026-11-03"
    std::string direction, publication, public_title;
    std::string late_reason;             ///< asked for only where the chosen case is closed
    std::vector<std::int64_t> attached;  ///< other items that are ticked as what belongs to it
};

/// Sentences for the reader by field: title, case, subject, case_title, correspondent, letter_date, public_title,
/// late_reason, form.
using FieldTexts = std::map<std::string, std::string>;

/// What the form holds before anyone has typed: what the letter says of itself.
JournalForm suggested_form(const ItemView& view);
JournalForm typed_form(const Request& request);

struct CheckedForm {
    Journaling made;
    FieldTexts errors;  ///< empty: `made` can be tried
};
/// Finds the case and the subject that were chosen or typed, and what must be put right.
CheckedForm check_form(
    Transaction& tx, const core::Principal& who, const JournalForm& form, core::Timestamp now, Language language
);

/// What a use case refused, at the field it is about.
FieldTexts texts_for(const core::Error& error, Language language);
/// Adds the sentence over the form that says how many fields are wrong.
void summarise(FieldTexts& errors, Language language);

/// `form` of the template. The suggestions are those of the letter that have not been taken up yet.
nlohmann::json form_json(
    Transaction& tx,
    const core::Principal& who,
    const JournalForm& form,
    const ItemView& view,
    const Choices& choices,
    Language language
);

}  // namespace services
