#pragma once

#include "services/access_requests/access_requests.hpp"
#include "services/letters/letters.hpp"
#include "services/sending/sendings.hpp"

namespace services {

/// Journals a receipt with the request's number and day, and has it sent to the asker, as the house itself: by Digital
/// Post where the asker is a party with a CPR or CVR number, else by mail where one was told; nothing where neither can
/// be sent. The address of the asker's page is not in it: whoever keeps the mail would have the key. Errors: those of
/// journal_letter and order_sending.
core::Result<void> send_receipt(
    const LetterDesk& letters, const SendingConfigured& configured, core::Timestamp now, const AskedAccess& asked
);

}  // namespace services
