#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/filing.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t sub_files_max = 200;

Result<core::Case> editable_case(Transaction& tx, const Acting& acting, core::CaseId id) {
    TRY(auto on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    if (FilingStore{tx}.merge_of(id)) return Error{ErrorCode::conflict, "the case was merged into another", "merged"};
    return on;
}

Result<core::SubFile> sub_file_on(Transaction& tx, core::CaseId in_case, core::SubFileId id) {
    auto found = FilingStore{tx}.find(id);
    if (!found || found->in_case != in_case) return Error{ErrorCode::not_found, "the case has no such part"};
    return std::move(*found);
}

void append(Transaction& tx, const Acting& acting, core::CaseId on, const char* what, const core::SubFile& one) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::sub_file_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = nlohmann::json{{"what", what}, {"sub_file", one.id.value}}.dump(),
    });
}

/// Puts one at its place among the others and numbers them all from 1.
void arrange(Transaction& tx, const core::SubFile& moved, std::int64_t place) {
    FilingStore store{tx};
    auto all = store.of_case(moved.in_case);
    std::erase_if(all, [&](const core::SubFile& one) { return one.id == moved.id; });
    const auto at = std::clamp<std::int64_t>(place - 1, 0, std::ssize(all));
    all.insert(all.begin() + at, moved);
    for (std::size_t i = 0; i < all.size(); ++i) store.set_place(all[i].id, static_cast<std::int64_t>(i) + 1);
}

}  // namespace

Result<core::SubFile> add_sub_file(
    Transaction& tx, const Acting& acting, core::CaseId in_case, const std::string& title
) {
    TRY(editable_case(tx, acting, in_case));
    TRY(check_line(title, "title"));
    FilingStore store{tx};
    if (store.of_case(in_case).size() >= sub_files_max)
        return Error{ErrorCode::conflict, "a case has at most 200 parts", "title"};
    core::SubFile made{.id = {}, .in_case = in_case, .title = title, .made_at = acting.now, .made_by = acting.who.user};
    made.id = store.add(made);
    append(tx, acting, in_case, "added", made);
    return sub_file_on(tx, in_case, made.id);
}

Result<core::SubFile> change_sub_file(
    Transaction& tx, const Acting& acting, core::CaseId in_case, core::SubFileId id, const SubFileChange& change
) {
    TRY(editable_case(tx, acting, in_case));
    TRY(const auto before, sub_file_on(tx, in_case, id));
    if (change.title && *change.title != before.title) {
        TRY(check_line(*change.title, "title"));
        FilingStore{tx}.rename(id, *change.title);
        append(tx, acting, in_case, "renamed", before);
    }
    if (change.place && *change.place != before.place) {
        arrange(tx, before, *change.place);
        append(tx, acting, in_case, "arranged", before);
    }
    return sub_file_on(tx, in_case, id);
}

Result<void> remove_sub_file(Transaction& tx, const Acting& acting, core::CaseId in_case, core::SubFileId id) {
    TRY(editable_case(tx, acting, in_case));
    TRY(const auto one, sub_file_on(tx, in_case, id));
    FilingStore{tx}.remove(id);
    append(tx, acting, in_case, "removed", one);
    return core::done();
}

}  // namespace services
