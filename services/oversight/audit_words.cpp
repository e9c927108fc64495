#include <algorithm>
#include <array>

#include "services/oversight/oversight_desk.hpp"
#include "services/store/event_log.hpp"

namespace services {

namespace {

struct KindWords {
    EventKind kind;
    std::string_view danish;
};

constexpr std::array kind_words{
    KindWords{EventKind::item_received, "Post modtaget"},
    KindWords{EventKind::item_read, "Post læst af maskinen"},
    KindWords{EventKind::item_handed_over, "Post givet videre"},
    KindWords{EventKind::item_journaled, "Post journaliseret"},
    KindWords{EventKind::case_opened, "Sag oprettet"},
    KindWords{EventKind::case_changed, "Sag ændret"},
    KindWords{EventKind::case_access_changed, "Adgang til sag ændret"},
    KindWords{EventKind::case_fields_changed, "Sagens oplysninger ændret"},
    KindWords{EventKind::case_phase_moved, "Sag flyttet til ny fase"},
    KindWords{EventKind::checklist_changed, "Tjekliste ændret"},
    KindWords{EventKind::sample_drawn, "Stikprøve trukket"},
    KindWords{EventKind::sample_judged, "Sag i stikprøve vurderet"},
    KindWords{EventKind::party_added, "Part tilføjet"},
    KindWords{EventKind::party_removed, "Part fjernet"},
    KindWords{EventKind::party_corrected, "Part rettet"},
    KindWords{EventKind::party_erased, "Part slettet"},
    KindWords{EventKind::party_looked_up, "Part slået op"},
    KindWords{EventKind::identifier_shown, "CPR-nummer vist"},
    KindWords{EventKind::document_journaled, "Dokument journaliseret"},
    KindWords{EventKind::document_withdrawn, "Dokument trukket tilbage"},
    KindWords{EventKind::document_erased, "Dokument slettet"},
    KindWords{EventKind::erasure_asked, "Sletning foreslået"},
    KindWords{EventKind::erasure_refused, "Sletning afvist"},
    KindWords{EventKind::draft_added, "Kladde oprettet"},
    KindWords{EventKind::draft_changed, "Kladde ændret"},
    KindWords{EventKind::draft_checked_out, "Kladde tjekket ud"},
    KindWords{EventKind::draft_released, "Kladde frigivet"},
    KindWords{EventKind::draft_checked_in, "Kladde tjekket ind"},
    KindWords{EventKind::draft_sent_for_approval, "Kladde sendt til godkendelse"},
    KindWords{EventKind::sending_ordered, "Afsendelse bestilt"},
    KindWords{EventKind::document_sent, "Dokument sendt"},
    KindWords{EventKind::document_delivered, "Dokument modtaget af Digital Post"},
    KindWords{EventKind::document_not_sent, "Dokument kunne ikke sendes"},
    KindWords{EventKind::draft_approved, "Kladde godkendt"},
    KindWords{EventKind::draft_sent_back, "Kladde sendt tilbage"},
    KindWords{EventKind::draft_discarded, "Kladde opgivet"},
    KindWords{EventKind::attachment_added, "Bilag tilføjet"},
    KindWords{EventKind::attachment_removed, "Bilag fjernet"},
    KindWords{EventKind::text_known, "Kladde eller bilag læst af maskinen"},
    KindWords{EventKind::document_moved, "Dokument flyttet"},
    KindWords{EventKind::document_placed, "Dokument lagt i delsag"},
    KindWords{EventKind::sub_file_changed, "Delsag ændret"},
    KindWords{EventKind::case_merged, "Sager lagt sammen"},
    KindWords{EventKind::relation_added, "Sag knyttet til en anden"},
    KindWords{EventKind::relation_removed, "Sag løst fra en anden"},
    KindWords{EventKind::task_added, "Opgave oprettet"},
    KindWords{EventKind::task_changed, "Opgave ændret"},
    KindWords{EventKind::task_done, "Opgave løst"},
    KindWords{EventKind::task_reopened, "Opgave genåbnet"},
    KindWords{EventKind::case_read, "Sag set"},
    KindWords{EventKind::document_read, "Dokument set"},
    KindWords{EventKind::reads_missing, "Visninger mangler måske"},
    KindWords{EventKind::person_told, "Udleveret til borger"},
    KindWords{EventKind::post_listed, "Sat på postlisten"},
    KindWords{EventKind::post_held, "Holdt til gennemsyn"},
    KindWords{EventKind::post_withheld, "Holdt uden for postlisten"},
    KindWords{EventKind::access_requested, "Aktindsigt ønsket"},
    KindWords{EventKind::access_request_changed, "Aktindsigt ændret"},
    KindWords{EventKind::access_time_noted, "Aktindsigtens ur stillet"},
    KindWords{EventKind::access_due_moved, "Aktindsigtens frist flyttet"},
    KindWords{EventKind::access_documents_changed, "Aktliste ændret"},
    KindWords{EventKind::access_decided, "Aktindsigt afgjort for et dokument"},
    KindWords{EventKind::access_blacked_out, "Overstregning ændret"},
    KindWords{EventKind::access_answer_ordered, "Svar på aktindsigt bestilt"},
    KindWords{EventKind::access_answer_fetched, "Svar på aktindsigt hentet af ansøgeren"},
    KindWords{EventKind::access_answered, "Aktindsigt besvaret"},
    KindWords{EventKind::access_withdrawn, "Aktindsigt trukket tilbage"},
    KindWords{EventKind::post_counted, "Postlistens dag talt op"},
    KindWords{EventKind::post_rule_changed, "Regel for postlisten ændret"},
    KindWords{EventKind::post_subscribed, "Abonnement på postlisten ændret"},
    KindWords{EventKind::access_party_asked, "Part hørt om aktindsigt"},
    KindWords{EventKind::access_party_answered, "Parts svar om aktindsigt noteret"},
    KindWords{EventKind::access_second_asked, "Godkendelse af aktindsigt ønsket"},
    KindWords{EventKind::access_approved, "Aktindsigt godkendt"},
    KindWords{EventKind::access_sent_back, "Aktindsigt sendt tilbage"},
    KindWords{EventKind::access_complained, "Klage over aktindsigt"},
    KindWords{EventKind::access_complaint_settled, "Klage over aktindsigt behandlet"},
    KindWords{EventKind::access_published, "Svar på aktindsigt offentliggjort"},
    KindWords{EventKind::document_released, "Dokument frigivet til parten"},
    KindWords{EventKind::party_heard, "Part hørt"},
    KindWords{EventKind::party_answered, "Part svarede på høring"},
    KindWords{EventKind::citizen_wrote, "Borger skrev til sagen"},
    KindWords{EventKind::citizen_read, "Borger så sin sag"},
    KindWords{EventKind::attorney_changed, "Fuldmagt ændret"},
    KindWords{EventKind::hearing_changed, "Høring ændret"},
    KindWords{EventKind::hearing_answered, "Høringssvar modtaget"},
    KindWords{EventKind::hearing_answer_judged, "Høringssvar vurderet"},
    KindWords{EventKind::case_published, "Sag offentliggjort"},
    KindWords{EventKind::calendar_changed, "Kalender ændret"},
    KindWords{EventKind::unit_changed, "Enhed ændret"},
    KindWords{EventKind::user_changed, "Bruger ændret"},
    KindWords{EventKind::substitute_named, "Stedfortræder valgt"},
    KindWords{EventKind::substitute_ended, "Stedfortræder afsluttet"},
    KindWords{EventKind::signed_in, "Logget ind"},
    KindWords{EventKind::job_retried, "Job prøvet igen"},
    KindWords{EventKind::scheme_imported, "KLE indlæst"},
    KindWords{EventKind::import_begun, "Sager fra et andet system afleveret"},
    KindWords{EventKind::many_changed, "Mange sager ændret på én gang"},
    KindWords{EventKind::setting_changed, "Indstilling ændret"},
    KindWords{EventKind::list_exported, "Liste hentet som fil"},
};

}  // namespace

std::string spoken_kind(Language language, EventKind kind) {
    const auto words = std::ranges::find(kind_words, kind, &KindWords::kind);
    return words == kind_words.end() ? std::string{name_of(kind)} : translate(language, words->danish);
}

}  // namespace services
