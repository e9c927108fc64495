#pragma once

#include "services/files/file_store.hpp"
#include "services/privacy/erasures.hpp"
#include "services/store/citizen_store.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

using core::ErasureGround;
using core::ErasureOf;
using services::ErasureDecision;

inline const std::string secret = "Hemmeligt brev om Karen Blåbjerg";

/// A case with what is to be erased.
struct ErasureOffice : TownHall {
    services::FileStore files{folder.path / "files"};
    core::Case on = open(user, a_case()).value();

    /// A document whose bytes are in the store, with a page that has been read.
    core::Document letter(const std::string& bytes = secret) {
        const auto stored = files.put_bytes(bytes);
        const auto thumbnail = files.put_bytes(bytes + " som billede");
        const auto who = principal(user);
        return write([&](services::Transaction& tx) {
                   services::Content content;
                   content.hash = stored.hash;
                   content.media_type = "text/plain";
                   services::StoredPage page;
                   page.number = 1;
                   page.source = "text_layer";
                   page.text = bytes;
                   page.thumbnail = thumbnail.hash;
                   services::ContentStore{tx}.add_read(content, {page}, clock.now());
                   services::NewDocument made;
                   made.title = "Om " + bytes;
                   made.correspondent = "Karen Blåbjerg";
                   made.received = core::danish_date(clock.now());
                   made.content = stored.hash;
                   made.file_name = "karen.txt";
                   return services::journal_document(tx, {who, clock.now()}, on, made);
               }
        ).value();
    }
    core::Party party() {
        const auto who = principal(user);
        return write([&](services::Transaction& tx) {
                   core::Party made;
                   made.in_case = on.id;
                   made.name = "Karen Blåbjerg";
                   made.identifier = "250948-4916";
                   made.address = "Lindeallé 8";
                   return services::add_party(tx, {who, clock.now()}, made);
               }
        ).value();
    }
    core::Result<std::int64_t> ask(
        core::UserId by, ErasureOf what, std::int64_t subject, ErasureGround ground = ErasureGround::unlawful
    ) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::ask_erasure(tx, {who, clock.now()}, {what, subject, ground, "Sendt til den forkerte"});
        });
    }
    core::Result<void> decide(core::UserId by, std::int64_t id, ErasureDecision decision = ErasureDecision::erase) {
        const auto who = principal(by);
        return services::decide_erasure(*db, files, {who, clock.now()}, id, decision);
    }
    void put_party(core::CaseId in_case, const std::string& name, const core::CitizenNumber& number) {
        const auto who = principal(user);
        write([&](services::Transaction& tx) {
            core::Party made;
            made.in_case = in_case;
            made.name = name;
            made.identifier = number.digits;
            return services::add_party(tx, {who, clock.now()}, made);
        }).value();
    }
    template <class F>
    auto look(F&& work) {
        return db->read(
                     [&](services::Transaction& tx) -> core::Result<decltype(work(tx))> { return work(tx); }
        ).value();
    }
    /// Everything that the log holds, as text.
    std::string log() {
        return look([](services::Transaction& tx) {
            std::string all;
            for (const auto& event : services::EventLog{tx}.after(core::EventId{0}, 1000)) all += event.payload + '\n';
            return all;
        });
    }
};

inline bool holds(const std::string& text, std::string_view word) {
    return text.find(word) != std::string::npos;
}

}  // namespace tests
