#include "services/mailroom/mailroom_view.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/store/document_store.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::int64_t confidence_low = 60;  ///< of 100; below it, a page is marked as hard to read

template <class IdType>
std::optional<IdType> id_in(const Request& request, std::string_view name) {
    const auto text = request.query_value(name).value_or("");
    const auto number = core::whole_number(text);
    return number && *number > 0 ? std::optional{IdType{*number}} : std::nullopt;
}

bool is_busy(const core::IncomingItem& item) {
    return item.state == core::IncomingState::reading;
}

std::string title_of(const core::IncomingItem& item) {
    return item.first_words.empty() ? item.file_name : item.first_words;
}

std::string progress_text(const core::IncomingItem& item, Language language) {
    if (!is_busy(item) || item.page_count == 0) return {};
    return translate(
        language,
        "side {page} af {pages}",
        {{"page", std::to_string(item.pages_read)}, {"pages", std::to_string(item.page_count)}}
    );
}

/// Whole readings always have a picture of page 1; of the others it must be looked up.
bool has_thumbnail(Transaction& tx, const core::IncomingItem& item) {
    if (item.state == core::IncomingState::ready) return item.page_count > 0;
    if (item.state != core::IncomingState::partly_read && item.state != core::IncomingState::journaled) return false;
    const auto page = ContentStore{tx}.page(item.content, 1);
    return page && !page->thumbnail.empty();
}

/// To whom the item was handed: a person, or a unit that is not the authority as a whole.
std::string assigned_to(const core::IncomingItem& item, const Choices& choices) {
    if (item.assigned_to) return choices.person(*item.assigned_to);
    const auto* unit = choices.unit(item.unit);
    return unit && unit->parent ? unit->name : std::string{};
}

Json time_json(const core::IncomingItem& item, const Viewing& viewing) {
    return {
        {"time", spoken_time(viewing.language, item.received_at, viewing.now)},
        {"time_exact", exact_time(viewing.language, item.received_at)},
    };
}

/// Two mails that have nothing in common but their id, which anybody can choose.
bool has_only_same_id(Transaction& tx, const core::IncomingItem& item) {
    const auto earlier = item.duplicate_of ? IncomingStore{tx}.find(*item.duplicate_of) : std::nullopt;
    if (!earlier || earlier->content == item.content) return false;
    const MailStore mails{tx};
    const auto own = mails.find(item.content), other = mails.find(earlier->content);
    return !own || !other || own->sender_address != other->sender_address || own->subject != other->subject ||
           own->sent_at != other->sent_at;
}

Json row_json(Transaction& tx, const core::IncomingItem& item, const Viewing& viewing, bool is_current) {
    auto row = progress_json(tx, item, viewing.language);
    const bool is_faulty = item.state == core::IncomingState::failed || item.state == core::IncomingState::partly_read;
    row.update(time_json(item, viewing));
    row["path"] = viewing.place.path(item.id);
    row["file_name"] = item.file_name;
    row["channel"] = spoken(viewing.language, item.channel);
    row["reason"] = is_faulty ? short_reason(viewing.language, item.reason) : std::string{};
    row["thumbnail"] = row["has_thumbnail"].get<bool>() ? ListPlace{}.path(item.id, "/miniature/1") : std::string{};
    row["is_duplicate"] = item.duplicate_of.has_value();
    row["is_same_id"] = has_only_same_id(tx, item);
    row["assigned"] = assigned_to(item, viewing.choices);
    row["is_current"] = is_current;
    return row;
}

Json views_json(const std::vector<WaitingInUnit>& waiting, const Viewing& viewing) {
    std::int64_t items = 0, mine = 0;
    for (const auto& unit : waiting) {
        items += unit.items;
        mine += unit.assigned;
    }
    const auto& place = viewing.place;
    Json views = Json::array();
    const auto add = [&](const ListPlace& where, std::string text, std::int64_t count) {
        const bool is_current = where.mine == place.mine && where.unit == place.unit;
        views.push_back(
            {{"path", where.path()}, {"text", std::move(text)}, {"is_current", is_current}, {"count", count}}
        );
    };
    add({}, translate(viewing.language, "Alle"), items);
    add({.mine = true, .unit = {}, .after = {}}, translate(viewing.language, "Mine"), mine);
    // Units are worth choosing between where post lies in several, and as long as they fit on a line or two.
    constexpr std::size_t units_max = 8;
    if (waiting.size() < 2 || waiting.size() > units_max) return views;
    for (const auto& one : waiting) {
        const auto* unit = viewing.choices.unit(one.unit);
        if (!unit) continue;
        auto text = unit->parent ? unit->short_name : translate(viewing.language, "Ikke fordelt");
        add({.mine = false, .unit = one.unit, .after = {}}, std::move(text), one.items);
    }
    return views;
}

Json pages_json(Transaction& tx, const ItemView& view, bool as_text, Language language) {
    Json pages = Json::array();
    const auto stored = as_text ? ContentStore{tx}.pages(view.item.content) : view.pages;
    for (const auto& page : stored) {
        const auto number = std::to_string(page.number);
        const ListPlace nowhere;
        pages.push_back({
            {"number", page.number},
            {"picture", page.picture.empty() ? std::string{} : nowhere.path(view.item.id, "/sider/" + number)},
            {"thumbnail", page.thumbnail.empty() ? std::string{} : nowhere.path(view.item.id, "/miniature/" + number)},
            {"reason", page.reason.empty() ? std::string{} : spoken_reason(language, page.reason)},
            {"text", page.text},
            {"is_low", page.source == "recognised" && page.confidence < confidence_low},
        });
    }
    return pages;
}

/// A link to the document that an item became; without a path where the reader may not see it.
Json document_link(Transaction& tx, const Viewing& viewing, core::DocumentId id) {
    const auto document = read_document(tx, viewing.who, id);
    const auto on = document ? CaseStore{tx}.find(document.value().in_case) : std::nullopt;
    if (!on) return {{"path", ""}, {"text", translate(viewing.language, "På en sag, som du ikke har adgang til")}};
    const core::Document& journaled = document.value();
    auto text = on->number + ", " +
                translate(viewing.language, "dokument {number}", {{"number", std::to_string(journaled.number)}}) +
                ": " + journaled.title;
    return {{"path", "/dokumenter/" + std::to_string(id.value)}, {"text", std::move(text)}};
}

Json duplicate_json(Transaction& tx, const Viewing& viewing, const core::IncomingItem& item) {
    if (!item.duplicate_of) return nullptr;
    const auto earlier = read_item(tx, viewing.who, *item.duplicate_of);
    if (!earlier) return {{"path", ""}, {"text", translate(viewing.language, "Den ligger, hvor du ikke har adgang.")}};
    const core::IncomingItem& first = earlier.value();
    if (first.document) return document_link(tx, viewing, *first.document);
    const auto time = spoken_time(viewing.language, first.received_at, viewing.now);
    return {{"path", viewing.place.path(first.id)}, {"text", first.file_name + ", " + time}};
}

std::string words_of(const std::vector<core::UnitId>& units) {
    std::string words;
    for (const auto unit : units) words += (words.empty() ? "" : " ") + std::to_string(unit.value);
    return words;
}

/// Other waiting items of the list, which may be journaled as what belongs to this one. Those that are ticked stay,
/// wherever the list has gone meanwhile.
Json others_json(Transaction& tx, const Viewing& viewing, const Json& list, const ItemPage& page) {
    constexpr std::size_t others_max = 30;
    Json others = Json::array();
    auto left = page.form.attached;
    const auto add = [&](const Json& row) {
        const auto id = row.at("id").get<std::int64_t>();
        others.push_back(
            {{"value", std::to_string(id)},
             {"text", row.at("title")},
             {"facts", row.at("file_name").get<std::string>() + ", " + row.at("time").get<std::string>()},
             {"is_ticked", std::erase(left, id) != 0}}
        );
    };
    for (const auto& row : list.at("items"))
        if (!row.at("is_current").get<bool>() && others.size() < others_max) add(row);
    for (const auto id : std::vector(left)) {
        const auto item = read_item(tx, viewing.who, core::IncomingId{id});
        const bool is_other = item && id != page.view.item.id.value;
        if (is_other && item.value().state != core::IncomingState::journaled)
            add(row_json(tx, item.value(), viewing, /*is_current=*/false));
    }
    return others;
}

/// Documents that it may be an attachment to: the newest of the case that is chosen or suggested.
Json documents_json(Transaction& tx, const Viewing& viewing, const ItemPage& page) {
    Json documents = Json::array();
    std::optional<core::Case> on;
    if (page.view.mail) on = case_of_thread(tx, viewing.who, page.view.item.content);
    if (const auto id = core::whole_number(page.form.case_id)) {
        const auto chosen = read_case(tx, viewing.who, core::CaseId{*id});
        if (chosen) on = chosen.value();
    }
    if (!on) return documents;
    constexpr std::int64_t documents_max = 50;
    for (const auto& one : DocumentStore{tx}.of_case(on->id, std::numeric_limits<std::int64_t>::max(), documents_max))
        if (!one.withdrawn && one.kind == core::DocumentKind::file)
            documents.push_back({{"value", on->number + "-" + std::to_string(one.number)}, {"text", one.title}});
    return documents;
}

/// What came with a mail, and is its document's once it is journaled.
Json parts_json(Transaction& tx, const ItemView& view, Language language) {
    Json parts = Json::array();
    std::int64_t number = 0;
    for (const auto& part : view.parts) {
        ++number;
        const auto content = ContentStore{tx}.find(part.content).value_or(Content{});
        parts.push_back({
            {"number", number},
            {"title", part.file_name},
            {"path", ListPlace{}.path(view.item.id, "/bilag/" + std::to_string(number))},
            {"facts",
             spoken_media_type(language, content.media_type) + ", " + spoken_size(language, content.size_bytes)},
        });
    }
    return parts;
}

Json hand_over_json(const Viewing& viewing, const core::IncomingItem& item) {
    const auto chosen_unit = item.unit;
    Json units = Json::array();
    for (const auto& unit : viewing.choices.units)
        units.push_back({
            {"value", std::to_string(unit.id.value)},
            {"text", unit.name},
            {"above", words_of(viewing.choices.with_those_above(unit.id))},
            {"is_selected", unit.id == chosen_unit},
        });
    Json people = Json::array();
    people.push_back({
        {"value", ""},
        {"text", translate(viewing.language, "Ingen bestemt")},
        {"places", ""},
        {"is_selected", !item.assigned_to},
    });
    for (const auto& one : viewing.choices.receivers)
        people.push_back({
            {"value", std::to_string(one.user.value)},
            {"text", one.unit.empty() ? one.name : one.name + " · " + one.unit},
            {"places", words_of(one.places)},
            {"is_selected", item.assigned_to == one.user},
        });
    return {{"units", std::move(units)}, {"caseworkers", std::move(people)}};
}

constexpr std::array channels{
    core::Channel::scanner, core::Channel::upload, core::Channel::command_line, core::Channel::api};

Json filter_json(const Viewing& viewing) {
    const auto& place = viewing.place;
    auto choices =
        Json::array({{{"value", ""}, {"text", translate(viewing.language, "Alle")}, {"is_selected", !place.channel}}});
    for (const auto channel : channels)
        choices.push_back({
            {"value", core::name_of(channel)},
            {"text", spoken(viewing.language, channel)},
            {"is_selected", place.channel == channel},
        });
    Json kept = Json::array();
    if (place.mine) kept.push_back({{"name", "vis"}, {"value", "mine"}});
    if (place.unit) kept.push_back({{"name", "enhed"}, {"value", std::to_string(place.unit->value)}});
    return {
        {"kept", std::move(kept)},
        {"query", place.words},
        {"channels", std::move(choices)},
        {"is_newest_first", place.is_newest_first},
        {"is_open", place.has_filter() || place.is_newest_first},
        {"is_filtered", place.has_filter()},
    };
}

struct Neighbours {
    std::string previous, next;
};
Neighbours neighbours_in(const Json& list) {
    const auto& items = list.at("items");
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (!items[at].at("is_current").get<bool>()) continue;
        return {
            .previous = at == 0 ? std::string{} : items[at - 1].at("path").get<std::string>(),
            .next = at + 1 == items.size() ? std::string{} : items[at + 1].at("path").get<std::string>(),
        };
    }
    return {};
}

}  // namespace

ListPlace ListPlace::of(const Request& request) {
    return {
        .mine = request.query_value("vis") == "mine",
        .unit = id_in<core::UnitId>(request, "enhed"),
        .after = id_in<core::IncomingId>(request, "fra"),
        .channel = core::channel_named(request.query_value("kanal").value_or("")),
        .words = core::on_one_line(request.query_value("q").value_or("")),
        .is_newest_first = request.query_value("sorter") == "nyeste",
    };
}

WaitingQuestion ListPlace::question(core::UserId reader) const {
    const IncomingFilter filter{
        .reader = reader,
        .assigned_to = mine ? std::optional{reader} : std::nullopt,
        .unit = unit,
        .after = after,
        .limit = 50,
        .channel = channel,
        .is_falling = is_newest_first,
    };
    return {filter, words};
}

std::string ListPlace::path(std::optional<core::IncomingId> item, std::string_view step) const {
    std::string text = "/postbakke";
    if (item) text += "/" + std::to_string(item->value);
    text += step;
    char mark = text.find('?') == std::string::npos ? '?' : '&';
    const auto add = [&](const std::string& pair) {
        text += mark + pair;
        mark = '&';
    };
    if (mine) add("vis=mine");
    if (unit) add("enhed=" + std::to_string(unit->value));
    if (channel) add("kanal=" + std::string{core::name_of(*channel)});
    if (!words.empty()) add("q=" + percent_encoded(words));
    if (is_newest_first) add("sorter=nyeste");
    if (after) add("fra=" + std::to_string(after->value));
    return text;
}

Json progress_json(Transaction& tx, const core::IncomingItem& item, Language language) {
    return {
        {"id", item.id.value},
        {"title", title_of(item)},
        {"state", core::name_of(item.state)},
        {"state_text", spoken(language, item.state)},
        {"tone", tone_of(item.state)},
        {"is_busy", is_busy(item)},
        {"pages_read", item.pages_read},
        {"page_count", std::max<std::int64_t>(item.page_count, 1)},
        {"progress_text", progress_text(item, language)},
        {"has_thumbnail", has_thumbnail(tx, item)},
    };
}

Json list_json(Transaction& tx, const Viewing& viewing, std::optional<core::IncomingId> current) {
    const auto& place = viewing.place;
    IncomingStore store{tx};
    const auto listed = list_waiting(tx, place.question(viewing.who.user));
    Json items = Json::array();
    for (const auto& item : listed.rows) items.push_back(row_json(tx, item, viewing, item.id == current));
    std::string more;
    if (listed.next) {
        auto rest = place;
        rest.after = listed.next;
        more = rest.path();
    }
    auto file = place;
    file.after.reset();
    const auto views = views_json(store.waiting_by_unit(viewing.who.user), viewing);
    std::int64_t total = 0;
    for (const auto& view : views)
        if (view.at("is_current").get<bool>()) total = view.at("count").get<std::int64_t>();
    return {
        {"heading", translate(viewing.language, "Postbakke")},
        {"total", total},
        {"views", views},
        {"items", std::move(items)},
        {"more_path", std::move(more)},
        {"filter", filter_json(viewing)},
        {"csv_path", "/postbakke.csv" + file.path().substr(ListPlace{}.path().size())},
        {"can_upload", core::may_anywhere(viewing.who, core::Action::sort_mail)},
        {"item", nullptr},
    };
}

Json item_json(Transaction& tx, const Viewing& viewing, const ItemPage& page, const Json& list) {
    const auto& item = page.view.item;
    const auto language = viewing.language;
    const bool is_waiting = item.state != core::IncomingState::journaled;
    const bool is_failed = item.state == core::IncomingState::failed;
    const bool is_partly = item.state == core::IncomingState::partly_read;
    const auto can = [&](core::Action action) {
        return is_waiting && core::may(viewing.who, action, {item.unit, item.access_group});
    };
    const auto around = neighbours_in(list);
    auto data = progress_json(tx, item, language);
    data.update(time_json(item, viewing));
    data.update(hand_over_json(viewing, item));
    if (!page.view.facts.title.empty()) data["title"] = page.view.facts.title;  // first words are mostly addresses
    data.update({
        {"path", viewing.place.path(item.id)},
        {"file_name", item.file_name},
        {"channel", spoken(language, item.channel)},
        {"size", spoken_size(language, item.size_bytes)},
        {"media_type", spoken_media_type(language, item.media_type)},
        {"back_path", viewing.place.path()},
        {"previous_path", around.previous},
        {"next_path", around.next},
        {"reason", is_failed || is_partly ? spoken_reason(language, item.reason) : std::string{}},
        {"is_failed", is_failed},
        {"is_partly", is_partly},
        {"duplicate", duplicate_json(tx, viewing, item)},
        {"is_same_id", has_only_same_id(tx, item)},
        {"journaled", item.document ? document_link(tx, viewing, *item.document) : Json(nullptr)},
        {"is_text", page.as_text},
        {"pages_path", viewing.place.path(item.id)},
        {"text_path", viewing.place.path(item.id, "?visning=tekst")},
        {"original_path", ListPlace{}.path(item.id, "/original")},
        {"pages", pages_json(tx, page.view, page.as_text, language)},
        {"parts", parts_json(tx, page.view, language)},
        {"thread", page.view.mail ? thread_json(tx, viewing.who, item.content, language, viewing.now) : Json::array()},
        {"can_journal", page.keeps_form || can(core::Action::journal)},
        {"can_hand_over", can(core::Action::sort_mail)},
        {"journal_path", viewing.place.path(item.id, "/journaliser")},
        {"others", others_json(tx, viewing, list, page)},
        {"attach_path", can(core::Action::journal) ? viewing.place.path(item.id, "/bilag-til") : std::string{}},
        {"documents", documents_json(tx, viewing, page)},
        {"hand_over_path", viewing.place.path(item.id, "/fordel")},
        {"form", form_json(tx, viewing.who, page.form, page.view, viewing.choices, language)},
        {"errors", page.errors},
    });
    return data;
}

core::Result<Response> mail_part_response(
    Transaction& tx, const FileStore& files, const core::IncomingItem& item, std::int64_t number
) {
    const auto parts = MailStore{tx}.parts(item.content);
    if (number > std::ssize(parts)) return core::Error{core::ErrorCode::not_found, "there is no such part"};
    const auto& part = parts[static_cast<std::size_t>(number - 1)];
    const auto content = ContentStore{tx}.find(part.content);
    if (!content) return core::Error{core::ErrorCode::not_found, "there is no such part"};
    return original_response(files, part.content, content->media_type, part.file_name);
}

std::optional<core::IncomingId> next_in(
    Transaction& tx, const ListPlace& place, core::UserId reader, core::IncomingId after
) {
    auto question = place.question(reader);
    question.filter.limit = 2;
    for (const auto start : {std::optional{after}, std::optional<core::IncomingId>{}}) {
        question.filter.after = start;
        for (const auto& item : list_waiting(tx, question).rows)
            if (item.id != after) return item.id;
    }
    return std::nullopt;
}

}  // namespace services
