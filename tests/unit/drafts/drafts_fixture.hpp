#pragma once

#include <set>

#include "services/drafts/approvals.hpp"
#include "services/drafts/drafts.hpp"
#include "services/store/draft_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

/// A town hall where somebody writes. `user` and `colleague` are caseworkers of one unit, `leader` leads it.
struct DraftHall : TownHall {
    services::FileStore files{folder.path / "files"};
    core::UserId colleague = add_user("karl", {{core::Role::caseworker, unit}});
    core::Case on = open(user, a_case()).value();

    template <class F>
    auto read_in(F&& work) {
        using Value = std::invoke_result_t<F, services::Transaction&>;
        return db->read([&](services::Transaction& tx) -> core::Result<Value> { return work(tx); }).value();
    }

    services::KeptFile file(const std::string& text, const std::string& name = "brev.txt") {
        return {files.put_bytes(text), "text/plain", name};
    }
    services::NewDraft a_draft(bool by_two = false) {
        services::NewDraft made;
        made.title = "Afgørelse om plejebolig";
        made.correspondent = "Karen Holm";
        made.by_two = by_two;
        return made;
    }
    core::Result<core::Draft> begin(core::UserId by, const services::NewDraft& made, const std::string& text = "") {
        const auto who = principal(by);
        const auto kept = text.empty() ? services::KeptFile{} : file(text);
        return write([&](services::Transaction& tx) {
            return services::begin_draft(tx, {who, clock.now()}, on.id, made, text.empty() ? nullptr : &kept);
        });
    }
    /// Reads the draft anew, as a request does, and acts on it.
    template <class Act>
    auto act(core::UserId by, core::DraftId id, Act done) {
        const auto who = principal(by);
        using Outcome = decltype(done(
            std::declval<services::Transaction&>(), std::declval<services::Acting>(), std::declval<core::Draft>()
        ));
        return write([&](services::Transaction& tx) -> Outcome {
            TRY(const auto draft, services::read_draft(tx, who, on.id, id));
            return done(tx, services::Acting{who, clock.now()}, draft);
        });
    }
    core::Result<core::Draft> check_out(core::UserId by, core::DraftId id) {
        return act(by, id, services::check_out_draft);
    }
    core::Result<core::Draft> release(core::UserId by, core::DraftId id, const std::string& reason = "") {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::release_draft(tx, acting, draft, reason);
        });
    }
    core::Result<services::CheckedIn> check_in(
        core::UserId by, core::DraftId id, const std::string& text, const std::string& note = ""
    ) {
        const auto kept = file(text);
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::check_in_draft(tx, acting, draft, kept, note);
        });
    }
    core::Result<core::Draft> ask(core::UserId by, core::DraftId id, core::UserId of) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::ask_for_approval(tx, acting, draft, of);
        });
    }
    core::Result<core::Draft> approve(core::UserId by, core::DraftId id) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::approve_draft(tx, acting, draft, draft.version);
        });
    }
    core::Result<core::Draft> send_back(core::UserId by, core::DraftId id, const std::string& reason) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::send_back_draft(tx, acting, draft, reason);
        });
    }
    core::Result<core::Draft> change(core::UserId by, core::DraftId id, const services::DraftChange& change) {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::change_draft(tx, acting, draft, draft.version, change);
        });
    }
    core::Result<core::Document> journal_it(core::UserId by, core::DraftId id, const std::string& late_reason = "") {
        return act(by, id, [&](services::Transaction& tx, const services::Acting& acting, const core::Draft& draft) {
            return services::journal_draft(tx, acting, draft, draft.version, late_reason);
        });
    }
    core::Result<void> ask_two_for_all(core::UserId by, bool by_two) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::set_case_approval(tx, {who, clock.now()}, on.id, by_two);
        });
    }
    core::Draft draft(core::DraftId id) {
        return read_in([&](services::Transaction& tx) { return *services::DraftStore{tx}.find(id); });
    }
    std::vector<core::Draft> waiting_for(core::UserId who) {
        return read_in([&](services::Transaction& tx) { return services::DraftStore{tx}.waiting_for(who, {who}, 100); }
        );
    }
    std::vector<services::EventKind> happened() {
        return read_in([&](services::Transaction& tx) {
            std::vector<services::EventKind> kinds;
            for (const auto& event : services::EventLog{tx}.of_case(on.id, core::EventId{1'000'000}, 100))
                kinds.push_back(event.kind);
            return kinds;
        });
    }
};

}  // namespace tests
