#include "services/participation/gate.hpp"

#include <algorithm>

#include "services/cases/case_checks.hpp"
#include "services/files/sha256.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// What goes out with the document, each with its place; 0: the document itself.
std::vector<std::pair<std::int64_t, core::ContentHash>> contents_shown(
    Transaction& tx, const core::Document& document, bool only_attachments
) {
    std::vector<std::pair<std::int64_t, core::ContentHash>> contents;
    if (!only_attachments) contents.emplace_back(0, document.content);
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id))
        contents.emplace_back(attached.place, attached.content);
    return contents;
}

bool is_in(const PostHit& hit, bool only_attachments) {
    return !only_attachments || hit.attachment > 0;
}

void look_at_file(Transaction& tx, const GateFile& file, const core::ReleaseCheck& check, GateReport& report) {
    const auto document = DocumentStore{tx}.find(file.document);
    if (!document) return;
    const auto add = [&](PostHit hit) {
        if (report.hits.size() < gate_hits_max)
            report.hits.push_back({.document = document->id, .document_title = file.title, .hit = std::move(hit)});
    };
    for (const auto& [place, hash] : contents_shown(tx, *document, file.only_attachments)) {
        const auto content = ContentStore{tx}.find(hash);
        if (!content || content->outcome == ReadOutcome::unread)
            report.is_waiting = true;
        else if (content->outcome != ReadOutcome::complete)
            add({"unread", "text", place, 0, false, {}, {}, {}});
    }
    const PublicWords words{file.only_attachments ? std::string{} : file.title, {}, {}, true};
    for (auto& hit : hits_in(tx, *document, words, check, gate_hits_max))
        if (is_in(hit, file.only_attachments)) add(std::move(hit));
}

}  // namespace

GateReport look_at(Transaction& tx, const std::vector<GateWords>& words, const std::vector<GateFile>& files) {
    const auto check = release_check(tx);
    GateReport report;
    for (const auto& one : words)
        for (auto& hit : hits_in_text(one.field, one.text, check))
            if (report.hits.size() < gate_hits_max) report.hits.push_back({.hit = std::move(hit)});
    for (const auto& file : files) look_at_file(tx, file, check, report);
    return report;
}

Result<void> pass_gate(const GateReport& report, const std::string& reason) {
    if (report.is_waiting)
        return Error{ErrorCode::conflict, "a document that is to be shown has not been read yet", "document"};
    for (const auto& one : report.hits)
        if (one.document.value == 0 && one.hit.what == "cpr" && one.hit.certain)
            return Error{ErrorCode::invalid_input, "a CPR number is not shown to everyone", one.hit.where};
    if (report.hits.empty()) return core::done();
    return check_text(reason, "reason", reason_limit);
}

std::string seen_of(Transaction& tx, const GateFile& file) {
    const auto document = DocumentStore{tx}.find(file.document);
    if (!document) return {};
    Sha256 hash;
    const auto add = [&](std::string_view field) {
        hash.add(std::to_string(field.size()) + ":");
        hash.add(field);
    };
    add(file.title);
    for (const auto& attached : AttachmentStore{tx}.of_document(document->id)) add(attached.title);
    for (const auto& [place, content] : contents_shown(tx, *document, file.only_attachments)) add(content.text());
    return hash.finish().text();
}

}  // namespace services
