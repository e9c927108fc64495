#include "services/mailroom/mailroom.hpp"

#include <nlohmann/json.hpp>

#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<void> require(const core::Principal& who, core::Action action, const core::IncomingItem& item) {
    if (!core::may(who, action, {item.unit, item.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry this right in the unit that has the item"};
    return core::done();
}

Error no_such_item() {
    return Error{ErrorCode::not_found, "there is no such item"};
}

}  // namespace

Result<core::IncomingItem> read_item(Transaction& tx, const core::Principal& who, core::IncomingId id) {
    auto found = IncomingStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {found->unit, found->access_group})) return no_such_item();
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
    return view;
}

Result<core::IncomingItem> hand_over(Transaction& tx, const Acting& acting, core::IncomingId id, const HandOver& made) {
    TRY(auto item, read_item(tx, acting.who, id));
    TRY(require(acting.who, core::Action::sort_mail, item));
    if (!UnitStore{tx}.find(made.unit)) return Error{ErrorCode::invalid_input, "there is no such unit", "unit"};
    if (made.to) {
        const auto user = UserStore{tx}.find(*made.to);
        if (!user || !user->active) return Error{ErrorCode::invalid_input, "there is no such active user", "to"};
    }
    const auto from = item.unit;
    const auto from_person = item.assigned_to;
    item.unit = made.unit;
    item.assigned_to = made.to;
    item.access_group = GroupStore{tx}.ensure({core::GroupKind::unit, made.unit, std::nullopt});
    item.version = made.version;
    TRY(IncomingStore{tx}.hand_over(item));
    item.version += 1;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::item_handed_over,
        .subject_kind = SubjectKind::incoming,
        .subject = id.value,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"unit", {from.value, made.unit.value}},
                {"caseworker", {from_person.value_or(core::UserId{}).value, made.to.value_or(core::UserId{}).value}}}
                .dump(),
    });
    return item;
}

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
    TRY(auto journaled, journal_document(tx, acting, on, document));
    TRY(IncomingStore{tx}.set_journaled(id, made.version, journaled.id));
    journaled.media_type = item.media_type;
    journaled.size_bytes = item.size_bytes;
    journaled.page_count = item.page_count;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::item_journaled,
        .subject_kind = SubjectKind::incoming,
        .subject = id.value,
        .in_case = on.id,
        .actor = acting.who.user,
        .payload = R"({"document":)" + std::to_string(journaled.id.value) + "}",
    });
    return Journaled{std::move(on), std::move(journaled)};
}

}  // namespace services
