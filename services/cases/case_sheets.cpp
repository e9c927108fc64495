#include "services/cases/case_sheets.hpp"

#include <algorithm>

#include "services/cases/case_checks.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/task_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::chrono::year first_due{2000}, last_due{2199};  // as tasks take them

struct Act {
    Transaction& tx;
    core::UserId by;
    core::Timestamp now{};
};

void append(const Act& act, EventKind kind, core::CaseId on, const Json& payload) {
    EventLog{act.tx}.append({
        .at = act.now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = act.by,
        .payload = payload.dump(),
    });
}

void append_task(const Act& act, EventKind kind, const core::Task& task, const Json& payload) {
    EventLog{act.tx}.append({
        .at = act.now,
        .kind = kind,
        .subject_kind = SubjectKind::task,
        .subject = task.id.value,
        .in_case = task.in_case,
        .actor = act.by,
        .payload = payload.dump(),
    });
}

/// The caseworker, if they may read the case; else it is the unit's.
std::optional<core::UserId> who_does_it(Transaction& tx, const core::Case& on) {
    if (!on.caseworker) return std::nullopt;
    const auto principal = UserStore{tx}.principal(*on.caseworker);
    const bool may_read = principal && core::may(*principal, core::Action::read, {on.unit, on.access_group});
    return may_read ? on.caseworker : std::nullopt;
}

std::optional<core::Date> usable_day(const CaseDeadline& deadline, const core::Case& on, const Json& values) {
    const auto due = due_on(deadline, core::danish_date(on.opened_at), values);
    if (!due) return std::nullopt;
    const auto year = std::chrono::year_month_day{*due}.year();
    return year < first_due || year > last_due ? std::nullopt : due;
}

/// Null where there is no such type, or no such deadline in it.
const CaseDeadline* find_deadline(const CaseType* type, const std::string& key) {
    if (type == nullptr) return nullptr;
    const auto found = std::ranges::find(type->deadlines, key, &CaseDeadline::key);
    return found == type->deadlines.end() ? nullptr : &*found;
}

void add_deadline(const Act& act, const core::Case& on, const CaseDeadline& deadline, core::Date due) {
    core::Task task{};
    task.in_case = on.id;
    task.title = deadline.task.danish;
    task.unit = on.unit;
    task.person = who_does_it(act.tx, on);
    task.due = due;
    task.remind_on = due - std::chrono::days{deadline.remind_days};
    task.access_group = on.access_group;
    task.made_at = act.now;
    task.made_by = act.by;
    task.id = TaskStore{act.tx}.add(task);
    append_task(act, EventKind::task_added, task, {{"due", core::iso_date(due)}, {"deadline", deadline.key}});
    CaseSheetStore{act.tx}.put_deadline_task(on.id, {deadline.key, task.id});
}

/// A task that is done stays done, and the day that somebody set by hand stays until what it counts from changes.
void move_deadline(const Act& act, core::TaskId id, core::Date due) {
    auto task = TaskStore{act.tx}.find(id);
    if (!task || task->done || task->due == due) return;
    const Json payload{{"due", {core::iso_date(task->due), core::iso_date(due)}}};
    task->remind_on += due - task->due;
    task->due = due;
    if (TaskStore{act.tx}.update(*task).has_error()) return;  // never: it was read in this transaction
    append_task(act, EventKind::task_changed, *task, payload);
}

void keep_deadlines(const Act& act, const CaseType& type, const core::Case& on, const Json& before, const Json& after) {
    if (on.state == core::CaseState::closed) return;
    const auto made = CaseSheetStore{act.tx}.deadline_tasks(on.id);
    for (const auto& deadline : type.deadlines) {
        const auto due = usable_day(deadline, on, after);
        if (!due) continue;
        const auto task = std::ranges::find(made, deadline.key, &DeadlineTask::deadline);
        if (task == made.end())
            add_deadline(act, on, deadline, *due);
        else if (usable_day(deadline, on, before) != due)
            move_deadline(act, task->task, *due);
    }
}

/// Which fields differ, with what they are called; what stands in them stays out of the log.
Json changed_titles(const CaseType* type, const Json& before, const Json& after) {
    auto titles = Json::object();
    const auto add = [&](const Json& one, const Json& other) {
        for (const auto& [name, value] : one.items()) {
            if (other.contains(name) && other[name] == value) continue;
            const auto* field = type == nullptr ? nullptr : find_field(type->fields, name);
            titles[name] = field == nullptr ? name : field->title.danish;
        }
    };
    add(before, after);
    add(after, before);
    return titles;
}

std::string first_phase(const CaseType& type) {
    return type.phases.empty() ? std::string{} : type.phases.front().key;
}

/// A change of one case's sheet, step by step.
class Changing {
  public:
    Changing(const Act& act, const CaseTypes& types, const core::Case& on)
        : act_(act), types_(types), on_(on), before_(sheet_of(act.tx, types, on.id)), after_(before_) {}

    Result<void> type(const std::string& key) {
        if (key == after_.sheet.type) return core::done();
        const auto* type = types_.find(key);
        if (type == nullptr) return invalid_field("type", "there is no such type of case");
        after_.type = type;
        after_.sheet.type = key;
        after_.sheet.phase = first_phase(*type);
        return core::done();
    }

    Result<void> values(const Json& change, std::vector<FieldFault>* told) {
        if (change.is_null()) return core::done();
        static const std::vector<CaseField> none;
        std::vector<FieldFault> faults;
        const auto& fields = after_.type == nullptr ? none : after_.type->fields;
        after_.values = changed_values(fields, before_.values, change, faults);
        if (told != nullptr) *told = faults;
        if (faults.empty()) return core::done();
        return invalid_field("fields." + faults.front().field, std::string{said(faults.front().kind)});
    }

    Result<void> phase(const std::string& key) {
        const auto* phase = after_.type == nullptr ? nullptr : after_.type->phase(key);
        if (phase == nullptr) return invalid_field("phase", "the case's type has no such phase");
        after_.sheet.phase = key;
        return core::done();
    }

    Result<void> tick(const std::string& item, bool is_ticked) {
        const auto* phase = after_.type == nullptr ? nullptr : after_.type->phase_of_item(item);
        if (phase == nullptr) return invalid_field("checklist", "the case's type has no such item");
        CaseSheetStore store{act_.tx};
        const bool is_changed = is_ticked ? store.tick(on_.id, {item, act_.now, act_.by}) : store.untick(on_.id, item);
        if (!is_changed) return core::done();
        has_ticked_ = true;
        const auto found = std::ranges::find(phase->checklist, item, &ChecklistItem::key);
        append(
            act_,
            EventKind::checklist_changed,
            on_.id,
            {{"item", item}, {"text", found->words.danish}, {"ticked", is_ticked}}
        );
        return core::done();
    }

    /// The case as a new version, if anything is new.
    Result<core::Case> finish() {
        auto after = on_;
        const bool is_typed = before_.sheet.type != after_.sheet.type;
        const bool is_moved = before_.sheet.phase != after_.sheet.phase;
        const bool is_filled = before_.values != after_.values;
        if (!is_typed && !is_moved && !is_filled && !has_ticked_) return after;
        after.changed_at = act_.now;
        TRY(CaseStore{act_.tx}.update(after));
        after.version += 1;
        if (is_typed || is_moved || is_filled) keep();
        if (is_typed || is_filled) {
            Json payload{{"fields", changed_titles(after_.type, before_.values, after_.values)}};
            if (is_typed) payload["type"] = {before_.sheet.type, after_.sheet.type};
            append(act_, EventKind::case_fields_changed, on_.id, payload);
        }
        if (is_moved && !is_typed) append_move();
        if (after_.type != nullptr && (is_typed || is_filled))
            keep_deadlines(act_, *after_.type, on_, before_.values, after_.values);
        return after;
    }

  private:
    void keep() {
        auto& sheet = after_.sheet;
        sheet.fields = after_.values.dump();
        if (after_.type != nullptr) sheet.order_key = order_key_of(after_.values, after_.type->order_by);
        CaseSheetStore{act_.tx}.put(sheet);
    }
    void append_move() const {
        const auto* phase = after_.type->phase(after_.sheet.phase);
        append(
            act_,
            EventKind::case_phase_moved,
            on_.id,
            {{"from", before_.sheet.phase}, {"to", after_.sheet.phase}, {"name", phase->name.danish}}
        );
    }

    Act act_;
    const CaseTypes& types_;
    const core::Case& on_;
    SheetView before_;
    SheetView after_;
    bool has_ticked_{false};
};

}  // namespace

SheetView sheet_of(Transaction& tx, const CaseTypes& types, core::CaseId id) {
    SheetView view;
    const CaseSheetStore store{tx};
    if (auto kept = store.find(id)) {
        view.sheet = std::move(*kept);
        view.ticks = store.ticks(id);
        view.type = types.find(view.sheet.type);
    } else {
        view.sheet.of = id;
        view.sheet.type = general_type;
        view.type = types.find(general_type);
        view.sheet.phase = first_phase(*view.type);
    }
    view.values = Json::parse(view.sheet.fields, nullptr, /*allow_exceptions=*/false);
    if (!view.values.is_object()) view.values = Json::object();
    return view;
}

Result<core::Case> change_sheet(
    Transaction& tx,
    const Acting& acting,
    const CaseTypes& types,
    core::CaseId id,
    std::int64_t version,
    const SheetChange& change,
    std::vector<FieldFault>* faults
) {
    TRY(const auto on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    if (on.state == core::CaseState::closed && FilingStore{tx}.merge_of(id))
        return Error{ErrorCode::conflict, "the case was merged into another", "merged"};
    if (on.version != version) return Error{ErrorCode::conflict, "the case has changed since it was read"};
    Changing changing{{tx, acting.who.user, acting.now}, types, on};
    if (change.type) {
        TRY(changing.type(*change.type));
    }
    TRY(changing.values(change.values, faults));
    if (change.phase) {
        TRY(changing.phase(*change.phase));
    }
    for (const auto& [item, is_ticked] : change.ticks) {
        TRY(changing.tick(item, is_ticked));
    }
    return changing.finish();
}

void begin_sheet(
    Transaction& tx,
    const CaseType& type,
    const core::Case& opened,
    const Json& values,
    core::UserId by,
    core::Timestamp now
) {
    if (type.key == general_type && values.empty() && type.phases.empty()) return;
    CaseSheetStore{tx}.put({
        .of = opened.id,
        .type = type.key,
        .phase = first_phase(type),
        .fields = values.empty() ? "{}" : values.dump(),
        .order_key = order_key_of(values.is_object() ? values : Json::object(), type.order_by),
    });
    keep_deadlines({tx, by, now}, type, opened, Json::object(), values.is_object() ? values : Json::object());
}

void finish_deadlines(Transaction& tx, const CaseTypes& types, core::CaseId id, core::UserId by, core::Timestamp now) {
    const Act act{tx, by, now};
    const auto* type = sheet_of(tx, types, id).type;
    for (const auto& made : CaseSheetStore{tx}.deadline_tasks(id)) {
        auto task = TaskStore{tx}.find(made.task);
        if (!task || task->done || find_deadline(type, made.deadline) == nullptr) continue;
        task->done = core::Task::Done{now, by};
        if (TaskStore{tx}.update(*task).has_error()) continue;  // never: it was read in this transaction
        append_task(act, EventKind::task_done, *task, Json::object());
    }
}

void renew_deadlines(Transaction& tx, const CaseTypes& types, core::CaseId id, core::UserId by, core::Timestamp now) {
    const auto on = CaseStore{tx}.find(id);
    const auto sheet = sheet_of(tx, types, id);
    if (!on || on->state == core::CaseState::closed) return;
    for (const auto& made : CaseSheetStore{tx}.deadline_tasks(id)) {
        const auto* deadline = find_deadline(sheet.type, made.deadline);
        const auto due = deadline == nullptr ? std::nullopt : usable_day(*deadline, *on, sheet.values);
        const auto task = TaskStore{tx}.find(made.task);
        if (due && (!task || task->done)) add_deadline({tx, by, now}, *on, *deadline, *due);
    }
}

void keep_type_orders(Database& db, const CaseTypes& types) {
    constexpr std::int64_t step = 500;
    for (const auto& type : types.all()) {
        core::CaseId last;
        for (bool is_done = false; !is_done;) {
            const auto kept = db.write([&](Transaction& tx) -> Result<void> {
                CaseSheetStore store{tx};
                if (store.order_of(type.key) == type.order_by) {
                    is_done = true;
                    return core::done();
                }
                const auto sheets = store.of_type(type.key, last, step);
                for (const auto& sheet : sheets) {
                    const auto values = Json::parse(sheet.fields, nullptr, /*allow_exceptions=*/false);
                    store.set_order_key(sheet.of, order_key_of(values, type.order_by));
                    last = sheet.of;
                }
                if (std::ssize(sheets) < step) store.set_order(type.key, type.order_by);
                return core::done();
            });
            static_cast<void>(kept);  // the work has no errors of its own
        }
    }
}

}  // namespace services
