#pragma once

#include <string>

namespace services {

/// What cairo leaves out of a tagged PDF that it has drawn: that it is tagged, its language ("da-DK"), and that a
/// reader shows its title instead of its file name (ISO 14289-1 §§ 6.2, 7.1, 7.2). The same PDF gives the same bytes.
/// Only for what was drawn here. Throws std::runtime_error if it is no PDF.
std::string accessible_pdf(const std::string& drawn, const std::string& language);

}  // namespace services
