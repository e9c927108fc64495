#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

#include "core/rules/file_name.hpp"
#include "services/sending/sending_events.hpp"
#include "services/sending/sendings.hpp"
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
namespace fs = std::filesystem;

/// What came of one try.
struct SendingJob::Attempt {
    bool is_done{};
    bool is_final{};  ///< trying again is of no use
    std::string reply;
    core::ContentHash proof{};
    std::int64_t proof_bytes{};
};

namespace {

std::string bytes_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (!file || !bytes) throw std::system_error{EIO, std::generic_category(), path.string()};
    return std::move(bytes).str();
}

void sync(const fs::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int error = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!is_synced) throw std::system_error{error, std::generic_category(), path.string()};
}

/// Whole or not at all: whoever empties the out-box takes what ends with .xml.
void put_in_outbox(const fs::path& outbox, const std::string& name, const std::string& message) {
    fs::create_directories(outbox);
    const auto draft = outbox / (name + ".part");
    std::ofstream{draft, std::ios::binary | std::ios::trunc} << message;
    if (fs::file_size(draft) != message.size())
        throw std::system_error{ENOSPC, std::generic_category(), draft.string()};
    sync(draft, O_RDONLY);
    fs::rename(draft, outbox / (name + ".xml"));
    sync(outbox, O_RDONLY | O_DIRECTORY);
}

/// What an attempt needs to know of what it sends.
struct ToSend {
    Sending sending;
    core::Document document;
    std::vector<core::Attachment> attachments;
    std::string case_number;
};

std::optional<ToSend> find(Database& db, core::SendingId id) {
    return db
        .read([&](Transaction& tx) -> Result<std::optional<ToSend>> {
            auto sending = SendingStore{tx}.find(id);
            if (!sending) return std::optional<ToSend>{};
            auto document = DocumentStore{tx}.find(sending->document);
            if (!document) return Error{ErrorCode::not_found, "the document is not there"};
            sending->in_case = document->in_case;  // it may have moved since
            const auto on = CaseStore{tx}.find(document->in_case);
            if (!on) return Error{ErrorCode::not_found, "the case is not there"};
            auto attachments = AttachmentStore{tx}.of_document(document->id);
            // What came later was neither weighed nor looked at for personal numbers when the sending was ordered.
            std::erase_if(attachments, [&](const core::Attachment& one) { return one.added_at > sending->ordered_at; });
            return std::optional<ToSend>{{*sending, std::move(*document), std::move(attachments), on->number}};
        })
        .value();
}

std::vector<Enclosed> enclosed_in(const ToSend& sent, const FileStore& files) {
    const auto& document = sent.document;
    std::vector<Enclosed> all;
    all.reserve(1 + sent.attachments.size());
    all.push_back(
        {bytes_of(files.path_of(document.content)), document.media_type, core::harmless_file_name(document.file_name)}
    );
    for (const auto& one : sent.attachments)
        all.push_back(
            {bytes_of(files.path_of(one.content)), one.media_type, core::harmless_file_name(one.file_name), one.title}
        );
    return all;
}

}  // namespace

Result<void> SendingJob::operator()(const Job& job) const {
    auto found = find(db_, core::SendingId{job.subject});
    if (!found || found->sending.state != SendingState::waiting) return core::done();  // it was, by an earlier run
    auto& sending = found->sending;
    if (found->document.withdrawn) {
        note(sending, {.is_done = false, .is_final = true, .reply = "the document was withdrawn"}, job);
        return core::done();
    }
    auto letterhead = settings_.letterhead;
    letterhead.case_number = found->case_number;
    const auto enclosed = enclosed_in(*found, files_);
    const auto message = sending.channel == SendingChannel::mail ? mail_message(sending, letterhead, enclosed)
                                                                 : memo_message(sending, letterhead, enclosed);
    const auto stored = files_.put_bytes(message);  // the proof is on the disk before the message leaves
    auto made = attempt(sending, message);
    made.proof = stored.hash;
    made.proof_bytes = static_cast<std::int64_t>(stored.size_bytes);
    const auto reply = made.reply;
    const bool is_tried_again = !made.is_done && !made.is_final && job.attempts < max_attempts;
    note(std::move(sending), made, job);
    if (is_tried_again) return Error{ErrorCode::unavailable, reply};
    return core::done();
}

SendingJob::Attempt SendingJob::attempt(const Sending& sending, const std::string& message) const {
    if (sending.channel == SendingChannel::mail) {
        if (!settings_.smtp) return {.is_done = false, .is_final = true, .reply = "no mail server is configured"};
        const auto answer = settings_.smtp(settings_.letterhead.address, sending.receiver, message);
        return {.is_done = answer.is_taken, .is_final = answer.is_refused, .reply = answer.reply};
    }
    if (settings_.outbox.empty()) return {.is_done = false, .is_final = true, .reply = "no out-box is configured"};
    try {
        put_in_outbox(settings_.outbox, sending.message_id, message);
    } catch (const std::system_error& e) {
        return {.is_done = false, .is_final = false, .reply = e.what()};
    }
    return {.is_done = true, .is_final = false, .reply = ""};
}

void SendingJob::note(Sending sending, const Attempt& made, const Job& job) const {
    const auto now = clock_.now();
    sending.attempts = job.attempts;
    // Also of what was only tried: whoever erases the document must find every copy of it.
    if (!made.proof.empty()) sending.proof = made.proof;
    const bool is_over = made.is_done || made.is_final || job.attempts >= max_attempts;
    if (made.is_done) {
        sending.state = sending.channel == SendingChannel::mail ? SendingState::sent : SendingState::handed_over;
        sending.reply = made.reply;
        sending.reason.clear();
    } else {
        sending.reason = made.reply;
        if (is_over) sending.state = SendingState::failed;
    }
    if (is_over) sending.ended_at = now;
    db_.write(
           [&](Transaction& tx) -> Result<void> {
               if (!SendingStore{tx}.update(sending, SendingState::waiting)) return core::done();
               if (!made.proof.empty()) {
                   Content proof;
                   proof.hash = made.proof;
                   proof.media_type = sending.channel == SendingChannel::mail ? "message/rfc822" : "application/xml";
                   proof.size_bytes = made.proof_bytes;
                   ContentStore{tx}.add(proof);
               }
               if (!is_over) return core::done();
               const auto kind = made.is_done ? EventKind::document_sent : EventKind::document_not_sent;
               append_sending_event(tx, kind, sending, now, std::nullopt);
               return core::done();
           }
    ).value();
}

}  // namespace services
