#include "services/access_requests/receipts.hpp"

#include "services/access_requests/access_words.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/store/case_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Result;

namespace {

std::string receipt_text(const LetterDesk& letters, const AskedAccess& asked) {
    constexpr auto language = Language::danish;
    const auto& one = asked.request;
    std::string laws;
    for (const auto law : one.laws) laws += (laws.empty() ? "" : ", ") + name_of_law(language, law);
    return "Kære " + (one.asker.name.empty() ? std::string{"ansøger"} : one.asker.name) + "\n\n" + "Vi har den " +
           spoken_date(language, one.received) + " modtaget din anmodning om aktindsigt. Den har sagsnummer " +
           asked.filed.number + ". Skriv nummeret, hvis du henvender dig om den.\n\nVi svarer senest " +
           spoken_day(language, one.due) + " efter " + laws +
           ". Kan vi ikke nå det, får du besked om hvorfor, og hvornår du kan vente svar.\n\n" +
           "Har du sendt anmodningen på vores hjemmeside, følger du den på den side, du fik adressen til.\n\n" +
           "Med venlig hilsen\n" + letters.authority;
}

/// Digital Post where the asker is known by a number, else a mail where one was told; nothing where neither can be
/// sent.
std::optional<NewSending> way_to(Database& db, const SendingConfigured& configured, const AskedAccess& asked) {
    NewSending sending;
    if (configured.digital_post && !asked.request.asker.name.empty()) {
        const auto parties = db.read([&](Transaction& tx) -> Result<std::vector<core::Party>> {
            return CaseStore{tx}.parties(asked.filed.id);
        });
        for (const auto& party : parties.value()) {
            const bool has_box = party.identifier_kind == core::IdentifierKind::cpr ||
                                 party.identifier_kind == core::IdentifierKind::cvr;
            if (!has_box || party.name != asked.request.asker.name) continue;
            sending.channel = core::SendingChannel::digital_post;
            sending.party = party.id;
            return sending;
        }
    }
    if (!configured.mail || asked.request.asker.mail.empty()) return std::nullopt;
    sending.channel = core::SendingChannel::mail;
    sending.address = asked.request.asker.mail;
    return sending;
}

}  // namespace

Result<void> send_receipt(
    const LetterDesk& letters, const SendingConfigured& configured, core::Timestamp now, const AskedAccess& asked
) {
    const auto way = way_to(letters.db, configured, asked);
    if (!way) return core::done();
    TRY(const auto house,
        letters.db.write([&](Transaction& tx) -> Result<core::Principal> { return house_on(tx, asked.filed, now); }));
    const Acting acting{house, now};
    NewLetter made;
    made.title = "Kvittering for anmodning om aktindsigt";
    made.receiver = asked.request.asker.name.empty() ? asked.request.asker.mail : asked.request.asker.name;
    made.text = receipt_text(letters, asked);
    made.publication = core::Publication::withheld;
    const auto also = [&](Transaction& tx, const core::Document& journaled) -> Result<void> {
        auto sending = *way;
        sending.label = "Vi har modtaget din anmodning om aktindsigt, " + asked.filed.number;
        if (sending.channel == core::SendingChannel::mail) sending.text = made.text;
        TRY(order_sending(tx, acting, configured, journaled.id, sending));
        return core::done();
    };
    TRY(journal_letter(letters, acting, asked.filed.id, made, also));
    return core::done();
}

}  // namespace services
