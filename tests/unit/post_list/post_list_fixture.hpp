#pragma once

#include "services/post_list/post_list.hpp"
#include "services/store/attachment_store.hpp"
#include "tests/support/interrupted.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

/// A town hall whose documents go to the post list. `leader` reviews it.
struct PostRoom : TownHall {
    core::Case on = open(user, a_case()).value();
    Interrupted interrupted{*db};
    services::PostListFeeder feeder{interrupted, clock};

    /// As a worker would: the text is the file's own. `text` names the file, too.
    core::ContentHash keep(const std::string& text, bool is_read = true) { return keep_pages({text}, is_read); }
    core::ContentHash keep_pages(const std::vector<std::string>& texts, bool is_read = true) {
        std::string whole;
        for (const auto& text : texts) whole += text + '\f';
        const auto hash = services::sha256(whole);
        write([&](services::Transaction& tx) -> core::Result<void> {
            services::Content content;
            content.hash = hash;
            content.media_type = "application/pdf";
            services::ContentStore contents{tx};
            contents.add(content);
            if (!is_read) return core::done();
            content.outcome = services::ReadOutcome::complete;
            content.page_count = std::ssize(texts);
            std::vector<services::StoredPage> pages;
            for (const auto& text : texts) {
                services::StoredPage page;
                page.number = std::ssize(pages) + 1;
                page.source = "text_layer";
                page.text = text;
                pages.push_back(page);
            }
            contents.set_read(content, pages, clock.now());
            return core::done();
        }).value();
        return hash;
    }
    services::NewDocument a_letter(const core::ContentHash& content) {
        services::NewDocument made;
        made.title = "Klage over afslag";
        made.public_title = "Klage over afslag";
        made.received = core::danish_date(clock.now());
        made.content = content;
        made.file_name = "brev.pdf";
        made.publication = core::Publication::document;
        return made;
    }
    core::Document journaled(const services::NewDocument& made) {
        const auto who = principal(user);
        return write([&](services::Transaction& tx) {
                   return services::journal_document(tx, {who, clock.now()}, on, made);
               }
        ).value();
    }
    core::Document journaled(const std::string& text) { return journaled(a_letter(keep(text))); }

    void attach(core::DocumentId to, const core::ContentHash& content, const std::string& title = "Bilag") {
        write([&](services::Transaction& tx) -> core::Result<void> {
            core::Attachment made;
            made.document = to;
            made.place = 1;
            made.title = title;
            made.content = content;
            made.file_name = "bilag.pdf";
            made.added_by = user;
            made.added_at = clock.now();
            services::AttachmentStore{tx}.add(made);
            return core::done();
        }).value();
    }
    /// The feeder takes all that happened since it last did.
    void feed() {
        const auto events = db->read([&](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                                  return services::EventLog{tx}.after(feeder.position(), 1000);
                              }).value();
        if (!events.empty()) feeder.take(events);
    }
    std::optional<services::PostListEntry> entry_of(const core::Document& document) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::optional<services::PostListEntry>> {
                return services::PostListStore{tx}.of_document(document.id);
            })
            .value();
    }
    std::vector<std::string> found_in(const core::Document& document) {
        std::vector<std::string> found;
        for (const auto& finding : services::findings_from_json(entry_of(document).value().reason))
            found.push_back(finding.what + " in " + finding.where);
        return found;
    }
    std::string seen(const core::Document& document) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::string> {
                const auto entry = services::PostListStore{tx}.of_document(document.id);
                return services::fingerprint_of(tx, *entry, *services::DocumentStore{tx}.find(document.id));
            })
            .value();
    }
    core::Result<void> decide(core::UserId by, const core::Document& document, const services::PostDecision& decision) {
        const auto who = principal(by);
        const auto id = entry_of(document).value().id;
        return write([&](services::Transaction& tx) {
            return services::decide_post(tx, {who, clock.now()}, id, decision);
        });
    }
    services::PostDecision released(const core::Document& document) {
        services::PostDecision decision;
        decision.state = services::PostState::published;
        decision.seen = seen(document);
        return decision;
    }
};

using Texts = std::vector<std::string>;

}  // namespace tests
