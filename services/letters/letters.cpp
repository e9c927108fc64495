#include "services/letters/letters.hpp"

#include "core/rules/party_access.hpp"
#include "core/utf8.hpp"
#include "services/cases/case_checks.hpp"
#include "services/letters/letter_attachments.hpp"
#include "services/letters/letter_paper.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

std::string first_line(const std::string& text) {
    return core::on_one_line(text.substr(0, std::min(text.find('\n'), text.size())));
}

std::string unit_name(Transaction& tx, core::UnitId id) {
    const auto unit = UnitStore{tx}.find(id);
    return unit ? unit->name : std::string{};
}

/// Who signs is who writes.
std::string writer_name(Transaction& tx, const Acting& acting) {
    const auto user = UserStore{tx}.find(acting.who.user);
    return user ? user->full_name : std::string{};
}

Result<core::Case> case_to_write_on(Transaction& tx, const Acting& acting, core::CaseId on) {
    TRY(auto found, read_case(tx, acting.who, on));
    TRY(require_on_case(acting.who, core::Action::journal, found));
    return found;
}

Result<DrawnLetter> draw(
    Transaction& tx, const LetterDesk& desk, const Acting& acting, const core::Case& on, const NewLetter& made
) {
    TRY(check_line(made.title, "title"));
    TRY(check_text(made.receiver, "receiver", receiver_limit));
    TRY(check_text(made.text, "text", letter_limit));
    TRY(auto names, attachment_names(tx, acting, on, made.attachments));
    return drawn_letter({
        .authority = desk.authority,
        .unit = unit_name(tx, on.unit),
        .receiver = made.receiver,
        .case_number = on.number,
        .caseworker = writer_name(tx, acting),
        .date = core::danish_date(acting.now),
        .title = made.title,
        .text = made.text,
        .attachments = std::move(names),
    });
}

NewDocument document_of(const NewLetter& made, const Stored& stored, core::Timestamp now) {
    NewDocument document;
    document.title = made.title;
    document.public_title = made.public_title;
    document.direction = core::Direction::outgoing;
    document.correspondent = first_line(made.receiver);
    document.public_correspondent = made.public_receiver;
    document.received = core::danish_date(now);
    document.letter_date = document.received;
    document.publication = made.publication;
    document.content = stored.hash;
    document.file_name = "brev.pdf";
    document.late_reason = made.late_reason;
    return document;
}

/// Asks the policy and draws, on one snapshot.
Result<DrawnLetter> draw_on(const LetterDesk& desk, const Acting& acting, core::CaseId on, const NewLetter& made) {
    return desk.db.read([&](Transaction& tx) -> Result<DrawnLetter> {
        TRY(const auto found, case_to_write_on(tx, acting, on));
        return draw(tx, desk, acting, found, made);
    });
}

}  // namespace

namespace {

/// Empty for whoever can't see the case there.
std::string where_to_see(Transaction& tx, const LetterDesk& desk, const core::Case& on, const std::string& name) {
    if (desk.own_cases.empty() || on.confidentiality == core::Confidentiality::restricted) return {};
    for (const auto& party : CaseStore{tx}.parties(on.id))
        if (party.name == name && core::can_see_own_case(party))
            return "Du kan følge sagen, læse dens breve og skrive til os på " + desk.own_cases + ".";
    return {};
}

}  // namespace

MergeFields merge_fields(
    Transaction& tx, const LetterDesk& desk, const Acting& acting, const core::Case& on, const std::string& receiver
) {
    return {
        {"sagsnummer", on.number},
        {"sagstitel", on.title},
        {"dato", spoken_date(Language::danish, core::danish_date(acting.now))},
        {"sagsbehandler", writer_name(tx, acting)},
        {"enhed", unit_name(tx, on.unit)},
        {"myndighed", desk.authority},
        {"modtager", first_line(receiver)},
        {"mine_sager", where_to_see(tx, desk, on, first_line(receiver))},
    };
}

Result<std::string> preview_letter(
    const LetterDesk& desk, const Acting& acting, core::CaseId on, const NewLetter& made
) {
    TRY(auto drawn, draw_on(desk, acting, on, made));
    return std::move(drawn.pdf);
}

Result<core::Document> journal_letter(
    const LetterDesk& desk, const Acting& acting, core::CaseId on, const NewLetter& made, const WithLetter& also
) {
    TRY(const auto drawn, draw_on(desk, acting, on, made));
    if (!left_to_write(made.text).empty())
        return Error{ErrorCode::invalid_input, "something is left to write in the text", "unfinished"};
    const auto stored = desk.files.put_bytes(drawn.pdf);
    const auto kept = keep_attachments(desk.files, made.attachments);
    return desk.db.write([&](Transaction& tx) -> Result<core::Document> {
        TRY(const auto found, case_to_write_on(tx, acting, on));
        // What stands on it is known from the beginning: it is found, and checked for the post list, at once.
        ContentStore{tx}.add_drawn(stored.hash, stored.size_bytes, drawn.pages, acting.now);
        TRY(auto journaled, journal_document(tx, acting, found, document_of(made, stored, acting.now)));
        TRY(attach_to_letter(tx, acting, found, journaled, made.attachments, kept));
        JobQueue{tx}.add("read_document", journaled.id.value, acting.now);  // for pictures, and where each word stands
        journaled.media_type = "application/pdf";
        journaled.size_bytes = static_cast<std::int64_t>(stored.size_bytes);
        journaled.page_count = std::ssize(drawn.pages);
        if (also) {
            TRY(also(tx, journaled));
        }
        return journaled;
    });
}

}  // namespace services
