#include <algorithm>
#include <array>

#include "services/drafts/approvals.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/drafts/draft_view.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/draft_store.hpp"

namespace services {

using core::DraftState;
using Json = nlohmann::json;

namespace {

constexpr std::size_t text_shown_max = 200'000;

std::string tone_of(DraftState state) {
    switch (state) {
        case DraftState::writing:
            return "busy";
        case DraftState::waiting:
            return "warn";
        case DraftState::approved:
        case DraftState::journaled:
            return "good";
        case DraftState::discarded:
            break;
    }
    return "";
}

std::string spoken(Language language, DraftState state) {
    switch (state) {
        case DraftState::writing:
            return translate(language, "Under arbejde");
        case DraftState::waiting:
            return translate(language, "Til godkendelse");
        case DraftState::approved:
            return translate(language, "Godkendt");
        case DraftState::journaled:
            return translate(language, "Journaliseret");
        case DraftState::discarded:
            break;
    }
    return translate(language, "Opgivet");
}

std::int64_t number_of(Transaction& tx, const std::optional<core::DocumentId>& id) {
    const auto found = id ? DocumentStore{tx}.find(*id) : std::nullopt;
    return found ? found->number : 0;
}

Json facts_of(const CaseViewing& viewing, const core::Draft& draft) {
    const auto replaced = number_of(viewing.tx, draft.replaces);
    return {
        {"path", draft_path(draft)},
        {"title", draft.title},
        {"state_text", spoken(viewing.language, draft.state)},
        {"tone", tone_of(draft.state)},
        {"version", draft.version},
        {"newest", draft.newest},
        {"returned_reason", draft.returned_reason},
        {"replaces_path", draft.replaces ? document_path(*draft.replaces) : std::string{}},
        {"replaces_number", replaced},
        {"document_path", draft.document ? document_path(*draft.document) : std::string{}},
        {"correspondent", draft.correspondent},
        {"public_title", draft.public_title},
        {"public_correspondent", draft.public_correspondent},
        {"letter_date", draft.letter_date ? core::iso_date(*draft.letter_date) : std::string{}},
        {"by_two", draft.by_two},
        {"needs_second", needs_second_person(viewing.tx, draft)},
    };
}

bool is_second(Transaction& tx, const core::Draft& draft, core::UserId person) {
    const auto writers = writers_of(tx, draft);
    return std::ranges::count(writers, person) == 0;
}

/// What comes next, and what of it the reader may do.
Json step_of(const CaseViewing& viewing, const core::Draft& draft, bool needs_second) {
    const auto me = viewing.caller.id();
    const auto time = [&](core::Timestamp at) { return spoken_time(viewing.language, at, viewing.now); };
    const bool can_write = may_on_case(viewing.caller, core::Action::journal, viewing.one);
    const bool is_over = draft.state == DraftState::journaled || draft.state == DraftState::discarded;
    const bool is_held = draft.checked_out.has_value();
    const bool is_mine = is_held && draft.checked_out->by == me;
    const bool is_waiting = draft.state == DraftState::waiting && !is_held;
    const bool is_approved = draft.state == DraftState::approved && !is_held;
    const bool is_free = draft.state == DraftState::writing && !is_held;
    const bool may_approve = can_write && (!needs_second || is_second(viewing.tx, draft, me));
    const bool is_ready = can_write && draft.newest > 0;
    Json step{
        {"is_mine", is_mine && !is_over},
        {"is_held", is_held && !is_mine && !is_over},
        {"is_free", is_free},
        {"is_waiting", is_waiting},
        {"is_approved", is_approved},
        {"is_done", is_over},
        {"holder", is_held ? viewing.names.person(draft.checked_out->by) : std::string{}},
        {"since", is_held ? time(draft.checked_out->at) : std::string{}},
        {"approver", draft.asked ? viewing.names.person(draft.asked->of) : std::string{}},
        {"asked_by", draft.asked ? viewing.names.person(draft.asked->by) : std::string{}},
        {"asked", draft.asked ? time(draft.asked->at) : std::string{}},
        {"approved_by", draft.approved ? viewing.names.person(draft.approved->by) : std::string{}},
        {"approved", draft.approved ? time(draft.approved->at) : std::string{}},
        {"can_write", can_write && !is_over},
        {"can_release", may_on_case(viewing.caller, core::Action::oversee_drafts, viewing.one)},
        {"can_approve", is_waiting && may_approve},
        {"can_take_back", is_waiting && can_write && draft.asked->by == me},
        {"can_journal", is_ready && (is_approved || (is_free && !needs_second))},
        {"can_ask", is_ready && is_free},
        {"why_not", ""},
    };
    if (is_ready && is_free && needs_second)
        step["why_not"] = translate(viewing.language, "Skal godkendes af en anden, før den kan journaliseres.");
    return step;
}

Json approvers_of(const CaseViewing& viewing, const core::Draft& draft) {
    auto people = Json::array();
    for (const auto person : possible_approvers(viewing.tx, draft))
        if (person != viewing.caller.id())
            people.push_back(choice(std::to_string(person.value), viewing.names.person(person), false));
    std::sort(people.begin(), people.end(), [](const Json& one, const Json& other) {
        return one.at("text").get_ref<const std::string&>() < other.at("text").get_ref<const std::string&>();
    });
    return people;
}

/// What can be shown of the newest version's file.
void put_file(const CaseViewing& viewing, const core::Draft& draft, Json& data) {
    const auto language = viewing.language;
    data["is_pdf"] = data["is_text"] = data["has_none"] = false;
    for (const auto* name : {"pdf_path", "text", "none_text", "original_path", "file_name", "file_facts"})
        data[name] = "";
    const auto version = DraftStore{viewing.tx}.version(draft.id, draft.newest);
    if (!version || !read_draft_version(viewing.tx, viewing.caller.principal, draft, draft.newest)) return;
    const auto path = draft_path(draft) + "/versioner/" + std::to_string(version->number);
    data["original_path"] = path + "/original";
    data["file_name"] = version->file_name;
    data["file_facts"] =
        spoken_media_type(language, version->media_type) + ", " + spoken_size(language, version->size_bytes);
    const ContentStore contents{viewing.tx};
    const auto content = contents.find(version->content).value_or(Content{});
    if (!content.pdf.empty()) {
        data["is_pdf"] = true;
        data["pdf_path"] = path + "/pdf";
        return;
    }
    std::string text;
    for (const auto& page : contents.pages(version->content))
        if (text.size() < text_shown_max) text += page.text;
    if (!text.empty()) {
        data["is_text"] = true;
        data["text"] = std::move(text);
        return;
    }
    data["has_none"] = true;
    data["none_text"] = content.outcome == ReadOutcome::unread
                            ? translate(language, "Filen bliver læst. Vent et øjeblik, og indlæs siden igen.")
                            : spoken_reason(language, content.reason);
}

void put_versions(const CaseViewing& viewing, const core::Draft& draft, Json& data) {
    auto& list = data["versions"] = Json::array();
    for (const auto& one : DraftStore{viewing.tx}.versions(draft.id)) list.push_back(version_row(viewing, draft, one));
}

void put_attachments(const CaseViewing& viewing, const core::Draft& draft, Json& data) {
    auto& list = data["attachments"] = Json::array();
    for (const auto& one : AttachmentStore{viewing.tx}.of_draft(draft.id)) {
        const auto path = draft_path(draft) + "/bilag/" + std::to_string(one.place);
        list.push_back({
            {"path", path},
            {"number", one.place},
            {"title", one.title},
            {"original_path", path + "/original"},
            {"facts",
             spoken_media_type(viewing.language, one.media_type) + ", " +
                 spoken_size(viewing.language, one.size_bytes)},
            {"can_move_up", one.place > 1},
        });
    }
}

constexpr std::array all_directions{core::Direction::outgoing, core::Direction::incoming, core::Direction::internal};
constexpr std::array all_publications{
    core::Publication::entry, core::Publication::document, core::Publication::withheld};

}  // namespace

std::string draft_path(const core::Draft& draft) {
    return case_path(draft.in_case) + "/kladder/" + std::to_string(draft.id.value);
}

Json direction_choices(Language language, core::Direction selected) {
    auto list = Json::array();
    for (const auto one : all_directions)
        list.push_back(choice(std::string{core::name_of(one)}, services::spoken(language, one), one == selected));
    return list;
}

Json version_row(const CaseViewing& viewing, const core::Draft& draft, const core::DraftVersion& one) {
    return {
        {"number", one.number},
        {"original_path", draft_path(draft) + "/versioner/" + std::to_string(one.number) + "/original"},
        {"file_name", one.file_name},
        {"note", one.note},
        {"who", viewing.names.person(one.made_by)},
        {"time", spoken_time(viewing.language, one.made_at, viewing.now)},
        {"time_exact", exact_time(viewing.language, one.made_at)},
        {"is_newest", one.number == draft.newest},
    };
}

Json draft_row(const CaseViewing& viewing, const core::Draft& draft) {
    auto version = translate(viewing.language, "Uden fil");
    if (draft.newest > 0)
        version = translate(viewing.language, "Version {number}", {{"number", std::to_string(draft.newest)}});
    return {
        {"path", draft_path(draft)},
        {"title", draft.title},
        {"state_text", spoken(viewing.language, draft.state)},
        {"tone", tone_of(draft.state)},
        {"version_text", std::move(version)},
        {"author", viewing.names.person(draft.author)},
        {"changed", spoken_time(viewing.language, draft.changed_at, viewing.now)},
        {"changed_exact", exact_time(viewing.language, draft.changed_at)},
        {"holder", draft.checked_out ? viewing.names.person(draft.checked_out->by) : std::string{}},
        {"approver", draft.asked ? viewing.names.person(draft.asked->of) : std::string{}},
        {"replaces", number_of(viewing.tx, draft.replaces)},
    };
}

void put_draft(const CaseViewing& viewing, const core::Draft& draft, Json& data) {
    const auto& on = viewing.one;
    data["case"] = Json{
        {"path", case_path(on.id)},
        {"number", on.number},
        {"title", on.title},
        {"is_closed", on.state == core::CaseState::closed},
    };
    data["draft"] = facts_of(viewing, draft);
    const bool needs_second = data["draft"]["needs_second"];
    data["step"] = step_of(viewing, draft, needs_second);
    data["approvers"] = Json::array();
    if (data["step"]["can_ask"]) {
        data["approvers"] = approvers_of(viewing, draft);
        if (data["approvers"].empty()) data["step"]["can_ask"] = false;
    }
    data["can_edit"] = data["step"]["can_write"];
    data["directions"] = direction_choices(viewing.language, draft.direction);
    auto& publications = data["publications"] = Json::array();
    for (const auto one : all_publications)
        publications.push_back(
            choice(std::string{core::name_of(one)}, services::spoken(viewing.language, one), one == draft.publication)
        );
    put_file(viewing, draft, data);
    put_versions(viewing, draft, data);
    put_attachments(viewing, draft, data);
}

}  // namespace services
