#include "services/mailroom/mailroom_pages.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/filing.hpp"
#include "services/cases/list_export.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/mailroom/mailroom_view.hpp"
#include "services/mailroom/mailroom_watch.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

/// What every handler stands on. `choices` is shared by all of them.
struct Mailroom {
    MailroomPages pages;
    std::shared_ptr<KeptChoices> choices{std::make_shared<KeptChoices>(std::chrono::seconds{10})};

    Database& db() const { return pages.workplace.db; }
    core::Timestamp now() const { return pages.workplace.clock.now(); }
    Acting acting(const Caller& caller) const { return {caller.principal, now()}; }
    std::shared_ptr<const Choices> choices_now(Transaction& tx) const {
        return choices->at(now(), [&] { return Choices::read(tx, core::danish_date(now())); });
    }
};

core::IncomingId item_of(const Request& request) {
    return core::IncomingId{request.id_parameter("id")};
}

/// What an item's page shows besides the item itself.
struct Shown {
    const JournalForm* form{};  ///< null: what the letter suggests
    FieldTexts errors;
    int status{200};
    bool keeps_form{};
};

/// The whole page: the list, and the item if one is open.
Result<Response> draw(
    const Mailroom& room,
    const Request& request,
    const Caller& caller,
    std::optional<core::IncomingId> open,
    const Shown& shown
) {
    std::string title;
    TRY(auto data, room.db().read([&](Transaction& tx) -> Result<Json> {
        const auto choices = room.choices_now(tx);
        const auto language = page_language(request);
        const Viewing viewing{caller.principal, language, room.now(), ListPlace::of(request), *choices};
        auto list = list_json(tx, viewing, open);
        list["events_path"] = "/postbakke/events?fra=" + std::to_string(EventLog{tx}.last().value);
        title = list["heading"].get<std::string>();
        if (!open) return list;
        TRY(const auto view, view_item(tx, caller.principal, *open));
        const auto form = shown.form ? *shown.form : suggested_form(view);
        const bool as_text = request.query_value("visning") == "tekst";
        const ItemPage page{view, form, shown.errors, as_text, shown.keeps_form};
        list["item"] = item_json(tx, viewing, page, list);
        title = list["item"]["title"].get<std::string>();
        return list;
    }));
    const auto frame = staff_frame(request, caller, std::move(title), room.pages.workplace);
    return page(room.pages.workplace, "mailroom/list", data, frame, shown.status);
}

Result<void> require_mailroom(const Caller& caller) {
    using core::Action;
    if (core::may_anywhere(caller.principal, Action::sort_mail) ||
        core::may_anywhere(caller.principal, Action::journal))
        return core::done();
    return Error{ErrorCode::forbidden, "the role handles no post"};
}

Result<Response> get_list(const Mailroom& room, const Request& request, const Caller& caller) {
    TRY(require_mailroom(caller));
    return draw(room, request, caller, std::nullopt, {});
}

Result<Response> get_item(const Mailroom& room, const Request& request, const Caller& caller) {
    return draw(room, request, caller, item_of(request), {});
}

std::optional<core::EventId> seen_event(const Request& request) {
    const auto text = request.header("last-event-id").empty() ? request.query_value("fra").value_or("")
                                                              : std::string{request.header("last-event-id")};
    const auto number = core::whole_number(text);
    return number && *number >= 0 ? std::optional{core::EventId{*number}} : std::nullopt;
}

Result<Response> get_events(const Mailroom& room, const Request& request, const Caller& caller) {
    TRY(require_mailroom(caller));
    // The stream calls for as long as it is open, from one thread after another; it alone holds the watch.
    const auto watch = std::make_shared<MailroomWatch>(
        room.db(), room.pages.workplace.clock, caller, page_language(request), seen_event(request)
    );
    Response response;
    response.set("content-type", "text/event-stream");
    response.set("cache-control", "no-store");
    response.body = EventStream{[watch] { return watch->poll(); }};
    return response;
}

Result<Response> post_upload(const Mailroom& room, const Request& request, const Caller& caller) {
    Json items = Json::array();
    for (const auto& part : request.parts) {
        if (part.name != "file" || part.file.empty()) continue;
        if (part.file_name.empty() && part.size_bytes == 0) continue;  // a browser's way to say that none was picked
        TRY(const auto received,
            room.pages.intake.receive({
                .file = part.file,
                .file_name = part.file_name,
                .channel = core::Channel::upload,
                .known_hash = core::ContentHash::parse(part.sha256),
                .from = &caller.principal,
            }));
        items.push_back({
            {"id", received.id.value},
            {"state", core::name_of(received.state)},
            {"is_duplicate", received.duplicate_of.has_value()},
        });
    }
    if (!wants_page(request)) {
        if (items.empty()) return Error{ErrorCode::invalid_input, "send the file as the field 'file'", "file"};
        return json(Json{{"items", std::move(items)}}.dump(), 201);
    }
    const auto text = items.empty() ? translate(page_language(request), "Ingen fil var valgt.")
                                    : translate_count(
                                          page_language(request),
                                          "Filen ligger i postbakken.",
                                          "{count} filer ligger i postbakken.",
                                          static_cast<std::int64_t>(items.size())
                                      );
    return with_toast(redirect("/postbakke"), text);
}

/// To the letter that comes next in the list, or to the empty list.
Result<Response> go_on(const Mailroom& room, const Request& request, const Caller& caller) {
    const auto place = ListPlace::of(request);
    return room.db().read([&](Transaction& tx) -> Result<Response> {
        return redirect(place.path(next_in(tx, place, caller.id(), item_of(request))));
    });
}

/// What to say of a journaling that came too late or met a change, and the form to try again with.
Result<Response> draw_conflict(const Mailroom& room, const Request& request, const Caller& caller, JournalForm form) {
    const auto language = page_language(request);
    TRY(const auto item,
        room.db().read([&](Transaction& tx) { return read_item(tx, caller.principal, item_of(request)); }));
    Shown shown{.form = &form, .errors = {}, .status = 409, .keeps_form = true};
    if (item.state == core::IncomingState::journaled) {
        shown.errors["form"] = translate(
            language,
            "En anden nåede at journalisere brevet. Linket til dokumentet står øverst. Det, du skrev, er ikke gemt på "
            "en sag, men står stadig her."
        );
    } else if (item.version != form.version) {
        form.version = item.version;
        shown.errors["form"] = translate(
            language,
            "Brevet er givet videre, mens du skrev. Intet er journaliseret endnu. Tryk igen, hvis det stadig er dit."
        );
    } else {
        shown.errors = texts_for({ErrorCode::conflict, "", "late_reason"}, language);
        shown.status = 422;
        summarise(shown.errors, language);
    }
    return draw(room, request, caller, item_of(request), shown);
}

Result<Response> draw_errors(
    const Mailroom& room, const Request& request, const Caller& caller, const JournalForm& form, FieldTexts errors
) {
    summarise(errors, page_language(request));
    return draw(room, request, caller, item_of(request), {.form = &form, .errors = std::move(errors), .status = 422});
}

Result<Response> post_journal(const Mailroom& room, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    auto form = typed_form(request);
    TRY(const auto checked, room.db().read([&](Transaction& tx) -> Result<CheckedForm> {
        TRY(read_item(tx, caller.principal, item_of(request)));
        return check_form(tx, caller.principal, form, room.now(), language);
    }));
    if (!checked.errors.empty()) return draw_errors(room, request, caller, form, checked.errors);
    const auto journaled = room.db().write([&](Transaction& tx) {
        return journal_item(tx, room.acting(caller), room.pages.settings, item_of(request), checked.made);
    });
    if (!journaled) {
        if (journaled.error().code == ErrorCode::conflict) return draw_conflict(room, request, caller, form);
        return draw_errors(room, request, caller, form, texts_for(journaled.error(), language));
    }
    TRY(auto response, go_on(room, request, caller));
    const auto& [on, document] = journaled.value();
    const auto said = translate(
        language,
        "Journaliseret på {case} som dokument {number}",
        {{"case", on.number}, {"number", std::to_string(document.number)}}
    );
    return with_toast(std::move(response), said);
}

/// The address of a form that had errors, loaded anew.
Result<Response> back_to_item(const Mailroom&, const Request& request, const Caller&) {
    return redirect(ListPlace::of(request).path(item_of(request)));
}

std::optional<std::int64_t> number_of(const Request& request, std::string_view field) {
    return core::whole_number(request.form_value(field));
}

std::string why_not_handed_over(const Error& error, Language language) {
    if (error.code == ErrorCode::conflict)
        return translate(language, "Brevet er ændret imens og blev ikke givet videre. Se det igennem, og prøv igen.");
    if (error.code == ErrorCode::forbidden) return translate(language, "Du har ikke ret til at give brevet videre.");
    if (error.field == "caseworker")
        return translate(language, "Personen hører ikke til enheden. Brevet blev ikke givet videre.");
    return translate(language, "Vælg en enhed fra listen. Brevet blev ikke givet videre.");
}

Result<Response> post_hand_over(const Mailroom& room, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto place = ListPlace::of(request);
    const auto to = number_of(request, "caseworker");
    const HandOver made{
        .unit = core::UnitId{number_of(request, "unit").value_or(0)},
        .to = to ? std::optional{core::UserId{*to}} : std::nullopt,
        .version = number_of(request, "version").value_or(0),
    };
    std::string receiver;
    const auto handed = room.db().write([&](Transaction& tx) -> Result<core::IncomingItem> {
        TRY(auto item, hand_over(tx, room.acting(caller), item_of(request), made));
        receiver = made.to ? UserStore{tx}.find(*made.to)->full_name : UnitStore{tx}.find(made.unit)->name;
        return item;
    });
    if (!handed) {
        if (handed.error().code == ErrorCode::not_found) return handed.error();
        return with_toast(redirect(place.path(item_of(request))), why_not_handed_over(handed.error(), language));
    }
    TRY(auto response, go_on(room, request, caller));
    const auto said = translate(language, "Givet videre til {receiver}", {{"receiver", receiver}});
    return with_toast(std::move(response), said, place.path(item_of(request), "/fortryd"));
}

/// "2026-000123-4" is document 4 of case 2026-000123, wherever it has gone since, if the person may read it.
Result<core::DocumentId> document_called(Transaction& tx, const Caller& caller, const std::string& typed) {
    const Error unknown{ErrorCode::invalid_input, "there is no such document", "document"};
    const auto dash = typed.rfind('-');
    const auto number = dash == std::string::npos ? std::nullopt : core::whole_number(typed.substr(dash + 1));
    const auto on = number ? CaseStore{tx}.find_by_number(typed.substr(0, dash)) : std::nullopt;
    if (!on || *number < 1 || *number == std::numeric_limits<std::int64_t>::max()) return unknown;
    const auto found = find_by_number(tx, caller.principal, on->id, *number);
    if (!found) return unknown;
    return found.value().document;
}

std::string why_not_attached(const Error& error, Language language) {
    if (error.field == "document" && error.code == ErrorCode::invalid_input)
        return translate(
            language, "Der er intet dokument med det nummer, som du har adgang til. Skriv det som 2026-000123-4."
        );
    if (error.field == "document")
        return translate(language, "Dokumentet er trukket tilbage eller er et notat og kan ikke få bilag.");
    if (error.field == "late_reason")
        return translate(language, "Sagen er afsluttet. Skriv, hvorfor bilaget alligevel skal på den.");
    if (error.field == "attachments") return translate(language, "Dokumentet har så mange bilag, som det kan have.");
    if (error.code == ErrorCode::conflict)
        return translate(language, "Brevet er ændret imens og blev ikke lagt ved. Se det igennem, og prøv igen.");
    if (error.code == ErrorCode::forbidden) return translate(language, "Du har ikke ret til at lægge bilag på sagen.");
    return translate(language, "Brevet blev ikke lagt ved. Ret felterne, og prøv igen.");
}

Result<Response> post_attach_to(const Mailroom& room, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto typed = core::on_one_line(request.form_value("document_number"));
    const auto attached = room.db().write([&](Transaction& tx) -> Result<core::Document> {
        AttachTo made;
        TRY(made.document, document_called(tx, caller, typed));
        made.title = core::on_one_line(request.form_value("title"));
        made.version = number_of(request, "version").value_or(0);
        made.late_reason = request.form_value("late_reason");
        return attach_to_document(tx, room.acting(caller), item_of(request), made);
    });
    if (!attached) {
        if (attached.error().code == ErrorCode::not_found) return attached.error();
        const auto back = ListPlace::of(request).path(item_of(request));
        return with_toast(redirect(back), why_not_attached(attached.error(), language));
    }
    TRY(auto response, go_on(room, request, caller));
    return with_toast(
        std::move(response), translate(language, "Lagt ved som bilag til {document}", {{"document", typed}})
    );
}

Result<Response> post_undo(const Mailroom& room, const Request& request, const Caller& caller) {
    const auto place = ListPlace::of(request);
    const auto undone =
        room.db().write([&](Transaction& tx) { return undo_hand_over(tx, room.acting(caller), item_of(request)); });
    if (undone) return with_toast(redirect(place.path(item_of(request))), "Brevet er tilbage i postbakken.");
    if (undone.error().code != ErrorCode::conflict) return undone.error();
    return with_toast(redirect(place.path()), "Det kan ikke fortrydes: Brevet er behandlet siden.");
}

/// A part of an item that the person may see, made by `make` from the transaction and the item.
template <class Make>
Result<Response> part_of(const Mailroom& room, const Request& request, const Caller& caller, Make make) {
    return room.db().read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto item, read_item(tx, caller.principal, item_of(request)));
        return make(tx, item);
    });
}

Result<Response> get_original(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [&](Transaction&, const core::IncomingItem& item) -> Result<Response> {
        return original_response(room.pages.files, item.content, item.media_type, item.file_name);
    });
}

Result<Response> get_part(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [&](Transaction& tx, const core::IncomingItem& item) {
        return mail_part_response(tx, room.pages.files, item, request.id_parameter("number"));
    });
}

Result<Response> get_text(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [](Transaction& tx, const core::IncomingItem& item) {
        return text_response(tx, item.content);
    });
}

Result<Response> get_picture(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [&](Transaction& tx, const core::IncomingItem& item) {
        return picture_response(tx, room.pages.files, item.content, request.id_parameter("page"));
    });
}

Result<Response> get_thumbnail(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [&](Transaction& tx, const core::IncomingItem& item) {
        return thumbnail_response(tx, room.pages.files, item.content, request.id_parameter("page"));
    });
}

Result<Response> get_words(const Mailroom& room, const Request& request, const Caller& caller) {
    return part_of(room, request, caller, [&](Transaction& tx, const core::IncomingItem& item) {
        return words_response(tx, room.pages.files, item.content, request.id_parameter("page"));
    });
}

CsvCells item_cells(const core::IncomingItem& one, Language language, const Choices& choices) {
    const auto* unit = choices.unit(one.unit);
    return {
        core::iso_time(one.received_at),
        spoken(language, one.channel),
        one.file_name,
        one.first_words,
        spoken(language, one.state),
        unit != nullptr ? unit->name : std::string{},
        one.assigned_to ? choices.person(*one.assigned_to) : std::string{},
        std::to_string(one.page_count),
    };
}

Result<Response> get_file(const Mailroom& room, const Request& request, const Caller& caller) {
    TRY(require_mailroom(caller));
    const auto language = page_language(request);
    auto question = ListPlace::of(request).question(caller.id());
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto choices = room.choices_now(tx);
        const auto list = [&]() -> Result<ListedItems> { return list_waiting(tx, question); };
        return add_all(file, question.filter, list, [&](const core::IncomingItem& one) {
            return item_cells(one, language, *choices);
        });
    };
    const CsvCells headings{
        translate(language, "Modtaget"),
        translate(language, "Kommet ind ved"),
        translate(language, "Fil"),
        translate(language, "Første ord"),
        translate(language, "Tilstand"),
        translate(language, "Enhed"),
        translate(language, "Givet til"),
        translate(language, "Sider"),
    };
    const ListExport wanted{"mailroom", translate(language, "postbakke"), headings};
    return export_list(room.db(), room.pages.files.uploads(), room.now(), caller, wanted, write);
}

}  // namespace

void add_mailroom_pages(Router& router, Identity& identity, const MailroomPages& pages) {
    const Mailroom room{.pages = pages};
    const ForSignedIn add{router, identity, room};
    add(Method::get, "/postbakke", get_list);
    add(Method::get, "/postbakke.csv", get_file);
    add(Method::get, "/postbakke/events", get_events);
    add(Method::post, "/postbakke/upload", post_upload, BodyLimit::upload);
    add(Method::get, "/postbakke/{id:id}", get_item);
    add(Method::get, "/postbakke/{id:id}/journaliser", back_to_item);
    add(Method::post, "/postbakke/{id:id}/journaliser", post_journal);
    add(Method::post, "/postbakke/{id:id}/bilag-til", post_attach_to);
    add(Method::post, "/postbakke/{id:id}/fordel", post_hand_over);
    add(Method::post, "/postbakke/{id:id}/fortryd", post_undo);
    add(Method::get, "/postbakke/{id:id}/original", get_original);
    add(Method::get, "/postbakke/{id:id}/bilag/{number:id}", get_part);
    add(Method::get, "/postbakke/{id:id}/tekst", get_text);
    add(Method::get, "/postbakke/{id:id}/sider/{page:id}", get_picture);
    add(Method::get, "/postbakke/{id:id}/miniature/{page:id}", get_thumbnail);
    add(Method::get, "/postbakke/{id:id}/ord/{page:id}", get_words);
}

}  // namespace services
