#include "services/mailroom/mailroom.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/word_match.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Result<void> require(const core::Principal& who, core::Action action, const core::IncomingItem& item) {
    if (!core::may(who, action, {item.unit, item.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry this right in the unit that has the item"};
    return core::done();
}

/// A mail says of itself what must be guessed of a letter.
core::LetterFacts facts_of(const StoredMail& mail) {
    core::LetterFacts facts;
    facts.title = mail.subject;
    facts.sender = sender_of(mail);
    if (mail.sent_at) facts.letter_date = core::danish_date(*mail.sent_at);
    return facts;
}

Error no_such_item() {
    return Error{ErrorCode::not_found, "there is no such item"};
}

/// Who sees an item that was handed to a unit.
core::AccessGroup post_of(core::UnitId unit) {
    return {core::GroupKind::unit, unit, std::nullopt};
}

bool may_receive(Transaction& tx, core::UserId user, core::UnitId unit) {
    const auto principal = UserStore{tx}.principal(user);
    return principal && core::is_member(post_of(unit), user, principal->roles, principal->units);
}

/// Writes the item's new place and the event that says so. The event names the version that the item has then, so that
/// undoing knows whether anything has come in between.
Result<core::IncomingItem> move_item(
    Transaction& tx,
    const Acting& acting,
    const core::IncomingItem& before,
    const core::IncomingItem& after,
    bool is_undone = false
) {
    TRY(IncomingStore{tx}.hand_over(after));
    auto moved = after;
    moved.version += 1;
    const auto number = [](std::optional<core::UserId> user) { return user.value_or(core::UserId{}).value; };
    Json payload{
        {"unit", {before.unit.value, after.unit.value}},
        {"caseworker", {number(before.assigned_to), number(after.assigned_to)}},
        {"group", {before.access_group.value, after.access_group.value}},
        {"version", moved.version},
    };
    if (is_undone) payload["undone"] = true;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::item_handed_over,
        .subject_kind = SubjectKind::incoming,
        .subject = before.id.value,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
    return moved;
}

}  // namespace

Result<core::IncomingItem> read_item(Transaction& tx, const core::Principal& who, core::IncomingId id) {
    auto found = IncomingStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group})) return no_such_item();
    // The letter of a document that was withdrawn is kept for those whom the document itself is kept for.
    if (found->document && !read_document_content(tx, who, *found->document)) return no_such_item();
    return std::move(*found);
}

Result<ItemView> view_item(Transaction& tx, const core::Principal& who, core::IncomingId id) {
    ItemView view;
    TRY(view.item, read_item(tx, who, id));
    ContentStore contents{tx};
    view.pages = contents.page_heads(view.item.content);
    if (const auto first_page = contents.page(view.item.content, 1))
        view.facts = core::facts_in(first_page->text, core::danish_date(view.item.received_at));
    view.next = IncomingStore{tx}.next_waiting(who.user, id);
    view.mail = MailStore{tx}.find(view.item.content);
    if (view.mail) {
        view.facts = facts_of(*view.mail);
        view.parts = MailStore{tx}.parts(view.item.content);
    }
    return view;
}

ListedItems list_waiting(Transaction& tx, const WaitingQuestion& question) {
    const core::WordMatch match{question.words};
    auto filter = question.filter;
    const auto read = [&](const std::optional<core::IncomingId>& after, std::int64_t count) {
        filter.after = after;
        filter.limit = count;
        return IncomingStore{tx}.waiting(filter);
    };
    const auto is_wanted = [&](const core::IncomingItem& one) {
        return match.is_empty() || match(one.file_name + ' ' + one.first_words);
    };
    const auto place_of = [](const core::IncomingItem& one) { return one.id; };
    return paged<core::IncomingItem>(question.filter.after, question.filter.limit, read, is_wanted, place_of);
}

Result<core::IncomingItem> hand_over(Transaction& tx, const Acting& acting, core::IncomingId id, const HandOver& made) {
    TRY(const auto before, read_item(tx, acting.who, id));
    TRY(require(acting.who, core::Action::sort_mail, before));
    if (!UnitStore{tx}.find(made.unit)) return Error{ErrorCode::invalid_input, "there is no such unit", "unit"};
    if (made.to && !may_receive(tx, *made.to, made.unit))
        return Error{ErrorCode::invalid_input, "there is no such active user in the unit", "caseworker"};
    auto after = before;
    after.unit = made.unit;
    after.assigned_to = made.to;
    after.access_group = GroupStore{tx}.ensure(post_of(made.unit));
    after.version = made.version;
    return move_item(tx, acting, before, after);
}

Result<core::IncomingItem> undo_hand_over(Transaction& tx, const Acting& acting, core::IncomingId id) {
    const auto handed = EventLog{tx}.last_of(SubjectKind::incoming, id.value, EventKind::item_handed_over);
    const auto item = IncomingStore{tx}.find(id);
    if (!handed || handed->actor != acting.who.user || !item) return no_such_item();
    const auto moved = Json::parse(handed->payload);
    if (moved.value("undone", false) || item->state == core::IncomingState::journaled ||
        item->version != moved.value("version", std::int64_t{}))
        return Error{ErrorCode::conflict, "the item has been journaled or handed on since"};

    const auto id_before = [&](const char* what) { return moved.at(what).at(0).get<std::int64_t>(); };
    auto after = *item;
    after.unit = core::UnitId{id_before("unit")};
    after.access_group = core::GroupId{id_before("group")};
    const core::UserId caseworker{id_before("caseworker")};
    after.assigned_to = caseworker == core::UserId{} ? std::nullopt : std::optional{caseworker};
    TRY(require(acting.who, core::Action::sort_mail, after));
    return move_item(tx, acting, *item, after, /*is_undone=*/true);
}

namespace {

void tell_journaled(
    Transaction& tx, const Acting& acting, core::IncomingId id, const core::Document& document, const Json& payload
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::item_journaled,
        .subject_kind = SubjectKind::incoming,
        .subject = id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

}  // namespace

Result<Journaled> journal_item(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, core::IncomingId id, const Journaling& made
) {
    TRY(const auto item, read_item(tx, acting.who, id));
    if (item.state == core::IncomingState::journaled)
        return Error{ErrorCode::conflict, "the item has been journaled already"};
    TRY(require(acting.who, core::Action::journal, item));
    if (made.on_case.has_value() == made.new_case.has_value())
        return Error{ErrorCode::invalid_input, "choose a case, or describe a new one", "case"};

    const auto open_or_read = [&]() -> Result<core::Case> {
        if (made.on_case) return read_case(tx, acting.who, *made.on_case);
        return open_case(tx, acting, settings, *made.new_case);
    };
    TRY(auto on, open_or_read());
    auto document = made.document;
    document.content = item.content;
    document.file_name = item.file_name;
    document.received = core::danish_date(item.received_at);
    // A new case may be the first of its access group: one that the principal, older than the group, does not know of.
    const bool is_new_group = !core::may(acting.who, core::Action::read, {on.unit, on.access_group});
    const auto renewed = is_new_group ? UserStore{tx}.principal(acting.who.user) : std::nullopt;
    TRY(auto journaled, journal_document(tx, {renewed ? *renewed : acting.who, acting.now}, on, document));
    TRY(IncomingStore{tx}.set_journaled(id, made.version, journaled.id));
    journaled.media_type = item.media_type;
    journaled.size_bytes = item.size_bytes;
    journaled.page_count = item.page_count;
    tell_journaled(tx, acting, id, journaled, {{"document", journaled.id.value}});
    std::int64_t place = 0;
    attach_parts(tx, acting, item.content, journaled, place);
    for (const auto& attached : made.attachments) {
        TRY(attach_item(tx, acting, attached, journaled, place));
    }
    return Journaled{std::move(on), std::move(journaled)};
}

}  // namespace services
