#include "services/access_requests/access_answers.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/model/attachment.hpp"
#include "core/rules/exemptions.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/passing_file.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/access_requests/second_person.hpp"
#include "services/cases/documents.hpp"
#include "services/files/sha256.hpp"
#include "services/identity/token.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/document_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AccessDecision;
using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

bool is_given(const core::AccessDocument& one) {
    return one.decision == AccessDecision::give || one.decision == AccessDecision::partly;
}

std::string joined(const std::vector<std::string>& texts, const char* between) {
    std::string all;
    for (const auto& text : texts) all += (all.empty() ? "" : between) + text;
    return all;
}

std::string paragraphs_of(const core::AccessDocument& one) {
    std::vector<std::string> texts;
    for (const auto& key : one.exemptions)
        if (const auto* exemption = core::exemption_named(key))
            texts.push_back(core::cited(*exemption) + " (" + std::string{exemption->text} + ")");
    return joined(texts, " og ");
}

std::string outcome_sentence(core::AccessOutcome outcome) {
    switch (outcome) {
        case core::AccessOutcome::full:
            return "Du får aktindsigt i alle de dokumenter, din anmodning handler om. De er vedlagt i én fil, som "
                   "begynder "
                   "med en liste over dem.";
        case core::AccessOutcome::partial:
            return "Du får aktindsigt i en del af de dokumenter, din anmodning handler om. Det, du kan se, er vedlagt "
                   "i én "
                   "fil, som begynder med en liste over alle dokumenterne.";
        case core::AccessOutcome::refused:
            return "Vi kan ikke give dig aktindsigt i de dokumenter, din anmodning handler om.";
        case core::AccessOutcome::nothing_held:
            return "Vi har ingen dokumenter, som din anmodning handler om.";
    }
    return {};
}

/// A refusal names the rules that it was made by (forvaltningslovens § 24): what is held back has one that there is.
bool has_ground(const core::AccessDocument& one) {
    return one.decision == AccessDecision::give || !paragraphs_of(one).empty();
}

/// Errors: conflict (field "decisions": not all are made; "grounds": one is without its paragraph).
Result<void> check_decisions(const std::vector<core::AccessDocument>& documents) {
    if (!core::outcome_of(documents))
        return Error{ErrorCode::conflict, "not every document has been decided", "decisions"};
    if (!std::ranges::all_of(documents, has_ground))
        return Error{ErrorCode::conflict, "a document is held back without a paragraph", "grounds"};
    return core::done();
}

/// Pages that are held back as a whole.
std::vector<DecidedAccessPage> withheld_pages(Transaction& tx, AccessRequestId id, core::DocumentId document) {
    auto pages = AccessReviewStore{tx}.pages(id, document);
    std::erase_if(pages, [](const DecidedAccessPage& page) { return page.exemption.empty(); });
    return pages;
}

/// " Side 2 er holdt helt tilbage efter offentlighedslovens § 23." for each of these pages.
std::string withheld_text(const std::vector<DecidedAccessPage>& pages) {
    std::string text;
    for (const auto& page : pages) {
        const auto at = core::attached_page(page.page);
        const auto* exemption = core::exemption_named(page.exemption);
        text += at.attachment == 0
                    ? " Side " + std::to_string(at.page)
                    : " Bilag " + std::to_string(at.attachment) + ", side " + std::to_string(at.page) + ",";
        text +=
            " er holdt helt tilbage efter " + (exemption == nullptr ? page.exemption : core::cited(*exemption)) + ".";
    }
    return text;
}

/// A paragraph for each document that is held back, whole or in part.
std::string reasons_text(Transaction& tx, AccessRequestId id, const std::vector<ListedAccessDocument>& documents) {
    std::string text;
    for (const auto& row : documents) {
        const auto& chosen = row.chosen;
        if (!chosen.decision || *chosen.decision == AccessDecision::give) continue;
        text += "- Dokument " + std::to_string(chosen.place);
        text += *chosen.decision == AccessDecision::partly ? " udleveres delvist efter " : " udleveres ikke efter ";
        text += (has_ground(chosen) ? paragraphs_of(chosen) : "[skriv bestemmelsen]") + ".";
        if (*chosen.decision == AccessDecision::partly) text += withheld_text(withheld_pages(tx, id, chosen.document));
        if (!chosen.reason.empty()) text += " " + chosen.reason;
        text += "\n";
    }
    return text;
}

std::string complaint_text(const AccessFile& file) {
    const auto& laws = file.request.laws;
    const bool is_open_access = std::ranges::find(laws, core::AccessLaw::public_access) != laws.end();
    std::string text =
        "# Sådan klager du\n\nDu kan klage over afgørelsen til [skriv, hvem der er klageinstans for sagen]. Send "
        "klagen til "
        "os.";
    if (is_open_access) text += " Vi sender den videre inden 7 arbejdsdage (offentlighedslovens § 37).";
    return text + "\n";
}

}  // namespace

std::string decided_now(Transaction& tx, AccessRequestId id) {
    Json all = Json::array();
    for (const auto& one : AccessRequestStore{tx}.documents(id)) {
        Json row = Json::array({one.document.value, one.place});
        row.push_back(one.decision ? core::name_of(*one.decision) : std::string_view{});
        row.push_back(one.exemptions);
        row.push_back(AttachmentStore{tx}.of_document(one.document).size());
        all.push_back(std::move(row));
    }
    for (const auto& box : AccessAnswerStore{tx}.blackouts(id))
        all.push_back(
            Json::array({box.id, box.document.value, box.page, box.left, box.top, box.width, box.height, box.exemption})
        );
    for (const auto& page : AccessReviewStore{tx}.pages(id))
        if (!page.exemption.empty()) all.push_back(Json::array({page.document.value, page.page, page.exemption}));
    for (const auto& words : AccessReviewStore{tx}.text_blackouts(id))
        all.push_back(Json::array({words.id, words.document.value, words.exemption}));
    return sha256(all.dump()).text();
}

Result<std::int64_t> order_answer(Transaction& tx, const Acting& acting, AccessRequestId id, bool widens) {
    TRY(const auto file, open_access_file(tx, acting, id));
    const auto documents = AccessRequestStore{tx}.documents(id);
    TRY(check_decisions(documents));
    if (std::ranges::none_of(documents, is_given)) return Error{ErrorCode::conflict, "nothing is given", "nothing"};
    AccessAnswerStore store{tx};
    for (const auto& one : documents) {
        if (!is_given(one)) continue;
        TRY(read_document_content(tx, acting.who, one.document));
        if (one.decision == AccessDecision::partly && store.blackouts(id, one.document).empty() &&
            withheld_pages(tx, id, one.document).empty() &&
            AccessReviewStore{tx}.text_blackouts(id, one.document).empty())
            return Error{ErrorCode::conflict, "a document is given in part, but nothing in it is blacked out", "boxes"};
    }
    AccessAnswer answer;
    answer.request = id;
    answer.state = AnswerState::waiting;
    answer.decided = decided_now(tx, id);
    answer.widens = widens;
    answer.ordered_by = acting.who.user;
    answer.ordered_at = acting.now;
    const auto added = store.add(answer);
    JobQueue{tx}.add(answer_job_kind, added, acting.now);
    append_access_event(
        tx,
        EventKind::access_answer_ordered,
        file.request,
        acting.who.user,
        acting.now,
        {{"answer", added}, {"documents", std::ranges::count_if(documents, is_given)}}
    );
    return added;
}

CurrentAnswer current_answer(Transaction& tx, AccessRequestId id) {
    CurrentAnswer current{.answer = AccessAnswerStore{tx}.newest(id)};
    current.is_stale =
        current.answer && current.answer->state != AnswerState::sent && current.answer->decided != decided_now(tx, id);
    return current;
}

Result<AccessAnswer> read_answer(Transaction& tx, const Acting& acting, AccessRequestId id, std::int64_t answer) {
    TRY(access_file_to_work_on(tx, acting, id, 0));
    auto found = AccessAnswerStore{tx}.find(answer);
    if (!found || found->request != id || found->file.empty())
        return Error{ErrorCode::not_found, "there is no such file"};
    return std::move(*found);
}

LetterDraft draft_of_answer(Transaction& tx, const core::Principal& who, const AccessFile& file) {
    const auto& one = file.request;
    const auto documents = access_documents(tx, who, one.id);
    std::vector<core::AccessDocument> decided;
    decided.reserve(documents.size());
    for (const auto& row : documents) decided.push_back(row.chosen);
    const auto outcome = core::outcome_of(decided).value_or(core::AccessOutcome::partial);

    LetterDraft letter;
    letter.title = "Afgørelse om aktindsigt";
    letter.receiver = one.asker.name.empty() ? std::string{"Til den, der har bedt om aktindsigt"} : one.asker.name;
    if (!one.asker.address.empty()) letter.receiver += "\n" + one.asker.address;
    letter.text = "Kære " + (one.asker.name.empty() ? std::string{"ansøger"} : one.asker.name) + "\n\n";
    letter.text += "Du bad den " + spoken_date(Language::danish, one.received) + " om aktindsigt:\n\n" + one.asked_for;
    letter.text += "\n\n# Afgørelse\n\n" + outcome_sentence(outcome) + "\n\n";
    if (const auto reasons = reasons_text(tx, one.id, documents); !reasons.empty()) {
        letter.text += "# Begrundelse\n\n" + reasons;
        letter.text +=
            "\nDet, der er dækket til, står med sin bestemmelse på siden. Vi har overvejet, om du kunne få mere at se, "
            "end "
            "du har ret til (meroffentlighed), men har ikke fundet grundlag for det.\n\n";
    }
    if (outcome != core::AccessOutcome::full) letter.text += complaint_text(file);
    return letter;
}

namespace {

/// What can be sent as it is decided now.
struct Sendable {
    AccessFile file;
    std::string decided;                 ///< the hash of it
    std::optional<AccessAnswer> answer;  ///< absent: nothing is given
};

/// Errors: those of open_access_file and check_decisions; conflict (field "second" or "answer").
Result<Sendable> sendable(Transaction& tx, const AccessSettings& settings, const Acting& acting, AccessRequestId id) {
    TRY(auto file, open_access_file(tx, acting, id));
    Sendable found{.file = std::move(file), .decided = decided_now(tx, id), .answer = {}};
    const auto documents = AccessRequestStore{tx}.documents(id);
    TRY(check_decisions(documents));
    if (const auto second = second_person(tx, settings, id); second.is_needed && !second.is_approved)
        return Error{ErrorCode::conflict, "a second person has not approved what is decided", "second"};
    if (std::ranges::none_of(documents, is_given)) return found;
    auto current = current_answer(tx, id);
    if (!current.answer || current.answer->state != AnswerState::ready || current.is_stale)
        return Error{ErrorCode::conflict, "the file is missing, or was made before the last decision", "answer"};
    found.answer = std::move(current.answer);
    return found;
}

/// Ends the request and keeps the answer as sent by `letter`, which is journaled in this very transaction.
void keep_sent(
    Transaction& tx,
    const AccessSettings& settings,
    const Acting& acting,
    const Sendable& what,
    const core::Document& letter
) {
    const auto id = what.file.request.id;
    end_answered(tx, settings.cases, what.file.request, acting.who.user, acting.now);
    AccessAnswer sent;
    if (what.answer) {
        sent = *what.answer;
    } else {
        sent.request = id;
        sent.decided = what.decided;
        sent.ordered_by = acting.who.user;
        sent.ordered_at = acting.now;
        sent.state = AnswerState::sent;
        sent.id = AccessAnswerStore{tx}.add(sent);
    }
    sent.state = AnswerState::sent;
    sent.letter = letter.id;
    sent.ends_at = acting.now + answer_kept_for;
    AccessAnswerStore{tx}.update(sent);
}

/// The whole of it, for the try that has the right to answer.
Result<core::Document> journal_answer(
    const LetterDesk& letters,
    const AccessSettings& settings,
    const Acting& acting,
    AccessRequestId id,
    const std::string& holder,
    const LetterDraft& letter
) {
    TRY(const auto what, letters.db.read([&](Transaction& tx) { return sendable(tx, settings, acting, id); }));
    NewLetter made;
    made.title = letter.title;
    made.receiver = letter.receiver;
    made.text = letter.text;
    made.publication = core::Publication::withheld;
    const PassingFile passing{letters.files};
    if (what.answer) {
        std::filesystem::copy_file(letters.files.path_of(what.answer->file), passing.path());
        std::filesystem::permissions(
            passing.path(), std::filesystem::perms::owner_write, std::filesystem::perm_options::add
        );
        LetterAttachment attached;
        attached.file = passing.path();
        attached.content = what.answer->file;
        attached.file_name = "aktindsigt.pdf";
        made.attachments.push_back(std::move(attached));
    }
    const auto also = [&](Transaction& tx, const core::Document& journaled) -> Result<void> {
        TRY(const auto now, sendable(tx, settings, acting, id));
        AccessAnswerStore store{tx};
        if (!store.has_claim(id, holder))
            return Error{ErrorCode::conflict, "somebody else has begun to answer it meanwhile", "answering"};
        // What was decided while the letter was drawn is not in it, nor in the file: it must not reach the asker.
        if (now.decided != what.decided) return Error{ErrorCode::conflict, "something was decided meanwhile", "answer"};
        keep_sent(tx, settings, acting, now, journaled);
        store.release(id, holder);
        return core::done();
    };
    return journal_letter(letters, acting, what.file.on.id, made, also);
}

}  // namespace

Result<core::Document> send_answer(
    const LetterDesk& letters,
    const AccessSettings& settings,
    const Acting& acting,
    AccessRequestId id,
    const LetterDraft& letter
) {
    // The letter is drawn outside of any transaction, and nobody shall draw it for nothing. The right is this try's
    // own: when another has taken it over, because it lasted too long, this one neither sends nor gives back what is
    // theirs.
    const auto holder = random_token();
    TRY(letters.db.write([&](Transaction& tx) -> Result<void> {
        TRY(open_access_file(tx, acting, id));
        if (!AccessAnswerStore{tx}.claim(id, holder, acting.now))
            return Error{ErrorCode::conflict, "somebody is answering it just now", "answering"};
        return core::done();
    }));
    auto journaled = journal_answer(letters, settings, acting, id, holder, letter);
    if (journaled.has_value()) return journaled;
    TRY(letters.db.write([&](Transaction& tx) -> Result<void> {
        AccessAnswerStore{tx}.release(id, holder);
        return core::done();
    }));
    return journaled;
}

Result<FollowedAnswer> followed_answer(Transaction& tx, std::string_view secret, core::Timestamp now) {
    const Error none{ErrorCode::not_found, "there is no answer, or its time is over"};
    const auto one = AccessRequestStore{tx}.followed_by(token_hash(secret));
    if (!one || one->state == core::AccessState::withdrawn) return none;
    // A request that was taken up again keeps its answer until there is a new one.
    auto answer = AccessAnswerStore{tx}.newest_sent(one->id);
    if (!answer || !answer->letter || !answer->ends_at || now >= *answer->ends_at) return none;
    auto letter = DocumentStore{tx}.find(*answer->letter);
    if (!letter || letter->withdrawn) return none;
    FollowedAnswer followed{.letter = std::move(*letter), .file = {}};
    if (!answer->file.empty()) followed.file = std::move(answer);
    return followed;
}

Result<AccessAnswer> fetch_followed(Transaction& tx, std::string_view secret, core::Timestamp now) {
    TRY(auto followed, followed_answer(tx, secret, now));
    if (!followed.file) return Error{ErrorCode::not_found, "nothing was given"};
    AccessAnswerStore{tx}.count_fetched(followed.file->id);
    const auto one = AccessRequestStore{tx}.find(followed.file->request);
    append_access_event(tx, EventKind::access_answer_fetched, *one, std::nullopt, now, {{"answer", followed.file->id}});
    return std::move(*followed.file);
}

}  // namespace services
