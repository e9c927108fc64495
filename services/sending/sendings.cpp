#include "services/sending/sendings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/personal_numbers.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/sending/sending_events.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/sending_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::Sending;
using core::SendingChannel;
using core::SendingState;

namespace {

/// One address as mail servers take it, without the forms that only programs write (RFC 5321 4.1.2): no quotes, no
/// brackets, nothing that could begin another header.
bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.size() > 254 || at > 64) return false;
    const auto domain = text.substr(at + 1);
    if (domain.find('@') != std::string_view::npos || domain.find('.') == std::string_view::npos) return false;
    if (domain.front() == '.' || domain.back() == '.' || domain.find("..") != std::string_view::npos) return false;
    for (const char c : text) {
        const bool is_safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                             std::string_view{"@.!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
        if (!is_safe) return false;
    }
    return true;
}

/// The document and what belongs to it.
struct Parcel {
    std::vector<core::ContentHash> contents;
    std::int64_t size_bytes{};
};

Parcel parcel_of(Transaction& tx, const core::Document& document) {
    Parcel parcel{{document.content}, document.size_bytes};
    for (const auto& one : AttachmentStore{tx}.of_document(document.id)) {
        parcel.contents.push_back(one.content);
        parcel.size_bytes += one.size_bytes;
    }
    return parcel;
}

bool has_personal_number(Transaction& tx, const Parcel& parcel, const NewSending& made) {
    if (!core::find_cpr(made.text).empty() || !core::find_cpr(made.label).empty()) return true;
    for (const auto& content : parcel.contents)
        for (const auto& page : ContentStore{tx}.pages(content))
            if (!core::find_cpr(page.text).empty()) return true;
    return false;
}

/// What is still to be read, or was not read to its end, may hold a number that nobody has seen.
bool is_unchecked(Transaction& tx, const Parcel& parcel) {
    return std::ranges::any_of(parcel.contents, [&](const core::ContentHash& hash) {
        const auto content = ContentStore{tx}.find(hash);
        return !content || content->outcome != ReadOutcome::complete || wants_reading(*content);
    });
}

Result<void> put_mail(Transaction& tx, const core::Document& document, const NewSending& made, Sending& sending) {
    if (!is_mail_address(made.address)) return invalid_field("address", "there is no such mail address");
    TRY(check_text(made.text, "text", mail_text_limit));
    const auto parcel = parcel_of(tx, document);
    if (parcel.size_bytes > mail_file_limit)
        return Error{ErrorCode::conflict, "the document and its attachments are too large for a mail: 18 MB at most"};
    if (!made.knows_of_number && has_personal_number(tx, parcel, made))
        return invalid_field("knows_of_number", "a personal number would go out by mail");
    if (!made.knows_of_number && is_unchecked(tx, parcel))
        return invalid_field("knows_of_number", std::string{not_checked_for_numbers});
    sending.receiver = sending.receiver_name = made.address;
    sending.text = made.text;
    return core::done();
}

Result<void> put_digital_post(
    Transaction& tx, const core::Document& document, const NewSending& made, Sending& sending
) {
    const auto party = CaseStore{tx}.find_party(made.party);
    const bool has_box =
        party && party->in_case == document.in_case &&
        (party->identifier_kind == core::IdentifierKind::cpr || party->identifier_kind == core::IdentifierKind::cvr);
    if (!has_box) return invalid_field("party", "Digital Post goes to a party of the case with a CPR or CVR number");
    if (parcel_of(tx, document).size_bytes > memo_file_limit)
        return Error{ErrorCode::conflict, "the document and its attachments are too large for Digital Post: 70 MB"};
    sending.receiver = party->identifier;
    sending.receiver_kind = party->identifier_kind;
    sending.receiver_name = party->name;
    return core::done();
}

Result<core::Case> case_to_send_from(Transaction& tx, const Acting& acting, core::CaseId id) {
    TRY(auto on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::journal, on));
    return on;
}

}  // namespace

void append_sending_event(
    Transaction& tx, EventKind kind, const Sending& one, core::Timestamp now, std::optional<core::UserId> actor
) {
    nlohmann::json payload{{"sending", one.id.value}, {"channel", core::name_of(one.channel)}};
    if (!one.proof.empty()) payload["proof"] = one.proof.text();
    if (kind == EventKind::document_not_sent) payload["reason"] = one.reason;
    EventLog{tx}.append({
        .at = now,
        .kind = kind,
        .subject_kind = SubjectKind::document,
        .subject = one.document.value,
        .in_case = one.in_case,
        .actor = actor,
        .payload = payload.dump(),
    });
}

Result<Sending> order_sending(
    Transaction& tx,
    const Acting& acting,
    const SendingConfigured& configured,
    core::DocumentId id,
    const NewSending& made
) {
    TRY(const auto document, read_document(tx, acting.who, id));
    TRY(const auto on, case_to_send_from(tx, acting, document.in_case));
    if (document.withdrawn) return Error{ErrorCode::conflict, "the document has been withdrawn"};
    if (document.direction != core::Direction::outgoing)
        return Error{ErrorCode::conflict, "only what was journaled as outgoing is sent"};
    const bool is_mail = made.channel == SendingChannel::mail;
    if (is_mail ? !configured.mail : !configured.digital_post)
        return invalid_field("channel", "the server is not set up to send that way");
    TRY(check_line(made.label, "label"));
    Sending sending;
    sending.document = id;
    sending.in_case = on.id;
    sending.channel = made.channel;
    sending.label = made.label;
    sending.message_id = random_uuid();
    sending.ordered_by = acting.who.user;
    sending.ordered_at = acting.now;
    TRY(is_mail ? put_mail(tx, document, made, sending) : put_digital_post(tx, document, made, sending));
    sending.id = SendingStore{tx}.add(sending);
    append_sending_event(tx, EventKind::sending_ordered, sending, acting.now, acting.who.user);
    JobQueue{tx}.add("send_document", sending.id.value, acting.now);
    return sending;
}

Result<std::vector<Sending>> read_sendings(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    TRY(const auto document, read_document(tx, who, id));
    return SendingStore{tx}.of_document(document.id);
}

Result<Sending> read_sending(Transaction& tx, const core::Principal& who, core::SendingId id) {
    auto found = SendingStore{tx}.find(id);
    const auto document = found ? DocumentStore{tx}.find(found->document) : std::nullopt;
    if (!document || read_document(tx, who, document->id).has_error())
        return Error{ErrorCode::not_found, "there is no such sending"};
    found->in_case = document->in_case;  // a document may have moved since
    return std::move(*found);
}

Result<Sending> retry_sending(Transaction& tx, const Acting& acting, core::SendingId id) {
    TRY(auto sending, read_sending(tx, acting.who, id));
    TRY(case_to_send_from(tx, acting, sending.in_case));
    TRY(const auto document, read_document(tx, acting.who, sending.document));
    if (document.withdrawn) return Error{ErrorCode::conflict, "the document has been withdrawn"};
    const auto was = sending.state;
    sending.state = SendingState::waiting;
    sending.attempts = 0;
    sending.ended_at.reset();
    if (was != SendingState::failed || !SendingStore{tx}.update(sending, was))
        return Error{ErrorCode::conflict, "only what could not be sent is tried again"};
    append_sending_event(tx, EventKind::sending_ordered, sending, acting.now, acting.who.user);
    JobQueue{tx}.add("send_document", sending.id.value, acting.now);
    return sending;
}

Result<Sending> take_receipt(Transaction& tx, const Acting& acting, core::SendingId id, const Receipt& receipt) {
    TRY(auto sending, read_sending(tx, acting.who, id));
    TRY(case_to_send_from(tx, acting, sending.in_case));
    if (receipt.reply.size() > 500) return invalid_field("reply", "at most 500 bytes");
    const auto wanted = receipt.is_delivered ? SendingState::delivered : SendingState::failed;
    if (sending.state == wanted && sending.reply == receipt.reply) return sending;
    if (sending.state != SendingState::handed_over)
        return Error{ErrorCode::conflict, "no receipt is waited for: the message is not in the out-box"};
    sending.state = wanted;
    sending.reply = receipt.reply;
    sending.reason = receipt.is_delivered ? "" : receipt.reply;
    sending.ended_at = acting.now;
    if (!SendingStore{tx}.update(sending, SendingState::handed_over))
        return Error{ErrorCode::conflict, "another receipt came first"};
    const auto kind = receipt.is_delivered ? EventKind::document_delivered : EventKind::document_not_sent;
    append_sending_event(tx, kind, sending, acting.now, acting.who.user);
    return sending;
}

}  // namespace services
