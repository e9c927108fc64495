#include "services/oio/oio_objects.hpp"

#include <limits>

#include "core/rules/retention.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/relations.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/casework_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using core::OioObject;
using Json = nlohmann::json;

namespace {

constexpr const char* open_end = "infinity";

/// Who made it true, and from when; `note` in their words.
struct Effect {
    core::Timestamp from{};
    std::optional<core::Timestamp> to{};
    std::optional<core::UserId> by{};
    std::string note{};
};

/// "2026-11-03 08:14:00+00:00", as PostgreSQL reads it, which LoRA keeps it in.
std::string moment(core::Timestamp at) {
    auto text = core::iso_time(at);  // "2026-11-03T08:14:00Z"
    text[10] = ' ';
    text.pop_back();
    return text + "+00:00";
}

Json effect_json(const OioSource& from, const Effect& effect) {
    Json told{{"from", moment(effect.from)}, {"to", effect.to ? Json(moment(*effect.to)) : Json(open_end)}};
    if (effect.by) {
        told["aktoerref"] = from.ids.uuid(OioObject::user, effect.by->value);
        told["aktoertypekode"] = "Bruger";
    }
    if (!effect.note.empty()) told["notetekst"] = effect.note;
    return told;
}

/// A relation to what has a UUID.
Json towards(const OioSource& from, const char* type, std::string uuid, const Effect& effect) {
    return {{"objekttype", type}, {"uuid", std::move(uuid)}, {"virkning", effect_json(from, effect)}};
}
Json towards_urn(const OioSource& from, const char* type, std::string urn, const Effect& effect) {
    return {{"objekttype", type}, {"urn", std::move(urn)}, {"virkning", effect_json(from, effect)}};
}

/// The title that may be shown, and beside it the one that may not.
void put_titles(Json& attributes, const char* name, const std::string& title, const std::string& public_title) {
    const bool are_two = !public_title.empty() && public_title != title;
    attributes[name] = are_two ? public_title : title;
    if (are_two) attributes["offentlighedundtaget"] = {{"alternativtitel", title}};
}

void put_retention(const OioSource& from, const core::Case& on, Json& attributes) {
    const auto subject = SubjectStore{from.tx}.find(on.subject);
    const auto facet = SubjectStore{from.tx}.find_facet(on.facet);
    const auto unknown = core::Retention::unknown;
    const auto retention =
        core::retention_of(subject ? subject->retention : unknown, facet ? facet->retention : unknown);
    const auto code = core::oio_retention(core::code_of(retention));
    if (!code.empty()) attributes["kassationskode"] = code;
}

/// KL's own UUID of a number; where none was imported, the number as a URN.
Json to_class(
    const OioSource& from,
    const std::optional<core::SchemeEntry>& entry,
    const std::string& number,
    const Effect& effect
) {
    if (entry && !entry->uuid.empty()) return towards(from, "Klasse", entry->uuid, effect);
    return towards_urn(from, "Klasse", "urn:kle:" + number, effect);
}

Json registration(const OioSource& from, core::Timestamp since, const char* code, std::optional<core::UserId> by) {
    Json told{
        {"fratidspunkt", {{"tidsstempeldatotid", moment(since)}, {"graenseindikator", true}}},
        {"tiltidspunkt", {{"tidsstempeldatotid", open_end}}},
        {"livscykluskode", code},
    };
    if (by) told["brugerref"] = from.ids.uuid(OioObject::user, by->value);
    return told;
}

Json object(std::string uuid, Json registered) {
    return {{uuid, Json::array({{{"id", uuid}, {"registreringer", Json::array({std::move(registered)})}}})}};
}

void put_owner(const OioSource& from, const Effect& effect, Json& relations) {
    if (!from.cvr.empty()) {
        relations["ejer"] = Json::array({towards_urn(from, "Organisation", "urn:oio:cvr-nr:" + from.cvr, effect)});
    } else if (const auto root = UnitStore{from.tx}.root()) {
        relations["ejer"] =
            Json::array({towards(from, "Organisation", from.ids.uuid(OioObject::unit, root->value), effect)});
    }
}

/// What somebody has seen or taken out changes nothing.
bool is_looking(EventKind kind) {
    return kind == EventKind::identifier_shown || kind == EventKind::person_told || kind == EventKind::list_exported ||
           kind == EventKind::case_read || kind == EventKind::document_read;
}

/// Who did the last that was more than looking.
std::optional<core::UserId> changed_by(const OioSource& from, const core::Case& one) {
    constexpr std::int64_t looked_at = 50;
    const core::EventId newest{std::numeric_limits<std::int64_t>::max()};
    for (const auto& event : EventLog{from.tx}.of_case(one.id, newest, looked_at))
        if (!is_looking(event.kind)) return event.actor;
    return std::nullopt;
}

/// Every state that the case has been in, each until the next.
Json states_of(const OioSource& from, const core::Case& one, const Effect& opened) {
    struct Step {
        core::CaseState state{};
        Effect effect;
    };
    std::vector<Step> steps{{core::CaseState::opened, opened}};
    for (const auto& move : CaseStateStore{from.tx}.of_case(one.id)) {
        const auto since = std::max(core::danish_midnight(move.since), steps.back().effect.from);
        steps.back().effect.to = since;
        steps.push_back({move.state, {since, {}, move.set_by, move.reason}});
    }
    auto told = Json::array();
    for (const auto& step : steps)
        told.push_back({
            {"fremdrift", core::oio_state(core::OioInterface::lora, step.state)},
            {"virkning", effect_json(from, step.effect)},
        });
    return told;
}

Json journal_entry(const OioSource& from, const core::Document& document) {
    auto entry = towards(
        from,
        "Dokument",
        from.ids.uuid(OioObject::document, document.id.value),
        {document.journaled_at, {}, document.journaled_by, document.late_reason}
    );
    entry["indeks"] = document.number;
    const bool is_note = document.kind == core::DocumentKind::note;
    entry["journalpostkode"] = is_note ? "journalnotat" : "vedlagtdokument";
    if (is_note) {
        entry["journalnotat"] = {{"titel", document.title}, {"format", document.media_type}};
    } else {
        put_titles(entry["journaldokument"], "dokumenttitel", document.title, document.public_title);
    }
    return entry;
}

Json journal_of(const OioSource& from, const core::Case& one) {
    constexpr std::int64_t at_once = 1000;
    auto entries = Json::array();
    auto before = std::numeric_limits<std::int64_t>::max();
    for (;;) {
        const auto documents = DocumentStore{from.tx}.of_case(one.id, before, at_once);
        for (const auto& document : documents) entries.push_back(journal_entry(from, document));
        if (std::ssize(documents) < at_once) return entries;
        before = documents.back().number;
    }
}

void put_parties(
    const OioSource& from, const Effect& effect, const std::vector<core::Party>& parties, Json& relations
) {
    for (const auto& party : parties) {
        if (!is_told_with_case(party)) continue;
        const bool is_person = party.identifier_kind == core::IdentifierKind::cpr;
        const bool is_firm = party.identifier_kind == core::IdentifierKind::cvr;
        const char* type = is_person ? "Person" : is_firm ? "Virksomhed" : "Interessefaellesskab";
        const auto kind = party.identifier.empty() ? core::IdentifierKind::none : party.identifier_kind;
        auto told = towards_urn(from, type, core::oio_party_urn(kind, party.identifier, party.name), effect);
        told["rolle"] = core::name_of(party.role);
        const bool is_first = party.role == core::PartyRole::primary && !relations.contains("primaerpart");
        auto& list = relations[is_first ? "primaerpart" : "sekundaerpart"];
        if (!is_first) told["indeks"] = list.size() + 1;
        list.push_back(std::move(told));
    }
}

Json case_relations(
    const OioSource& from, const core::Case& one, const Effect& effect, const std::vector<core::Party>& parties
) {
    Json relations;
    const SubjectStore subjects{from.tx};
    relations["primaerklasse"] = Json::array({to_class(from, subjects.find(one.subject), one.subject, effect)});
    relations["handlingsklasse"] = Json::array({to_class(from, subjects.find_facet(one.facet), one.facet, effect)});
    relations["ansvarlig"] =
        Json::array({towards(from, "Organisationenhed", from.ids.uuid(OioObject::unit, one.unit.value), effect)});
    if (one.caseworker)
        relations["primaerbehandler"] =
            Json::array({towards(from, "Bruger", from.ids.uuid(OioObject::user, one.caseworker->value), effect)});
    put_owner(from, effect, relations);
    put_parties(from, effect, parties, relations);
    if (const auto related = related_cases(from.tx, from.who, one.id); related.has_value())
        for (const auto& other : related.value()) {
            auto& list = relations["andresager"];
            auto told = towards(from, "Sag", from.ids.uuid(OioObject::a_case, other.id.value), effect);
            told["indeks"] = list.size() + 1;
            list.push_back(std::move(told));
        }
    if (auto journal = journal_of(from, one); !journal.empty()) relations["journalpost"] = std::move(journal);
    return relations;
}

/// One file of a document: where its bytes are to be had, by the same token.
Json part_of(
    const OioSource& from,
    const std::string& path,
    const std::string& text,
    const std::string& type,
    std::int64_t place,
    const Effect& effect
) {
    return {
        {"deltekst", text},
        {"egenskaber",
         Json::array({{
             {"indeks", place},
             {"indhold", path},
             {"lokation", path},
             {"mimetype", type},
             {"virkning", effect_json(from, effect)},
         }})},
    };
}

Json variants_of(const OioSource& from, const core::Document& one, const Effect& effect) {
    auto variants = Json::array();
    if (!may_read_content(from.tx, from.who, one)) return variants;
    const auto base = "/api/v1/documents/" + std::to_string(one.id.value);
    auto originals = Json::array({part_of(from, base + "/original", one.file_name, one.media_type, 1, effect)});
    for (const auto& attached : AttachmentStore{from.tx}.of_document(one.id))
        originals.push_back(part_of(
            from,
            base + "/attachments/" + std::to_string(attached.place) + "/original",
            attached.title,
            attached.media_type,
            attached.place + 1,
            effect
        ));
    const auto variant = [&](const char* text, bool is_produced, Json parts) {
        return Json{
            {"varianttekst", text},
            {"egenskaber",
             Json::array({{
                 {"offentliggoerelse", one.publication == core::Publication::document},
                 {"produktion", is_produced},
                 {"virkning", effect_json(from, effect)},
             }})},
            {"dele", std::move(parts)},
        };
    };
    variants.push_back(variant("original", true, std::move(originals)));
    if (const auto content = ContentStore{from.tx}.find(one.content); content && content->pdf != core::ContentHash{})
        variants.push_back(variant(
            "PDF", false, Json::array({part_of(from, base + "/pdf", one.file_name, "application/pdf", 1, effect)})
        ));
    return variants;
}

Json document_states(const OioSource& from, const core::Document& one, const Effect& effect) {
    auto states = Json::array();
    const auto received = core::danish_midnight(one.received);
    if (one.direction == core::Direction::incoming && received < one.journaled_at)
        states.push_back(
            {{"fremdrift", "Modtaget"}, {"virkning", effect_json(from, {received, one.journaled_at, {}, {}})}}
        );
    states.push_back({{"fremdrift", "Endeligt"}, {"virkning", effect_json(from, effect)}});
    return states;
}

Json document_relations(const OioSource& from, const core::Document& one, const core::Case& on, const Effect& effect) {
    Json relations;
    const SubjectStore subjects{from.tx};
    relations["primaerklasse"] = Json::array({to_class(from, subjects.find(on.subject), on.subject, effect)});
    relations["ansvarlig"] =
        Json::array({towards(from, "Organisationenhed", from.ids.uuid(OioObject::unit, on.unit.value), effect)});
    put_owner(from, effect, relations);
    relations["tilknyttedesager"] =
        Json::array({towards(from, "Sag", from.ids.uuid(OioObject::a_case, on.id.value), effect)});
    if (!one.correspondent.empty()) {
        auto party = towards_urn(
            from, "Interessefaellesskab", core::oio_party_urn(core::IdentifierKind::none, "", one.correspondent), effect
        );
        party["rolle"] = one.direction == core::Direction::incoming ? "afsender" : "modtager";
        relations["parter"] = Json::array({std::move(party)});
    }
    return relations;
}

}  // namespace

bool is_told_with_case(const core::Party& party) {
    return party.role != core::PartyRole::sender && party.role != core::PartyRole::receiver;
}

std::string oio_document_key(const core::Case& on, const core::Document& one) {
    return on.number + '-' + std::to_string(one.number);
}

Json oio_case(const OioSource& from, const core::Case& one, const std::vector<core::Party>& parties) {
    const Effect effect{one.opened_at, {}, {}, {}};
    Json attributes{
        {"brugervendtnoegle", one.number},
        {"sagsnummer", one.number},
        {"beskrivelse", ""},
        {"virkning", effect_json(from, effect)},
    };
    put_titles(attributes, "titel", one.title, one.public_title);
    put_retention(from, one, attributes);
    auto registered =
        registration(from, one.changed_at, one.version == 1 ? "Opstaaet" : "Rettet", changed_by(from, one));
    registered["attributter"] = {{"sagegenskaber", Json::array({std::move(attributes)})}};
    registered["tilstande"] = {{"sagfremdrift", states_of(from, one, effect)}};
    registered["relationer"] = case_relations(from, one, effect, parties);
    return object(from.ids.uuid(OioObject::a_case, one.id.value), std::move(registered));
}

Json oio_document(const OioSource& from, const core::Document& one, const core::Case& on) {
    const Effect effect{one.journaled_at, {}, one.journaled_by, one.late_reason};
    Json attributes{
        {"brugervendtnoegle", oio_document_key(on, one)},
        {"beskrivelse", ""},
        {"dokumenttype", core::oio_document_type(one)},
        {"virkning", effect_json(from, effect)},
    };
    put_titles(attributes, "titel", one.title, one.public_title);
    put_retention(from, on, attributes);
    if (one.letter_date) attributes["brevdato"] = core::iso_date(*one.letter_date);
    // A withdrawn document is still there, and no longer counts.
    auto registered = one.withdrawn ? registration(from, one.withdrawn->at, "Passiveret", one.withdrawn->by)
                                    : registration(from, one.journaled_at, "Opstaaet", one.journaled_by);
    if (one.withdrawn) registered["note"] = one.withdrawn->reason;
    registered["attributter"] = {{"dokumentegenskaber", Json::array({std::move(attributes)})}};
    registered["tilstande"] = {{"dokumentfremdrift", document_states(from, one, effect)}};
    registered["relationer"] = document_relations(from, one, on, effect);
    if (auto variants = variants_of(from, one, effect); !variants.empty())
        registered["varianter"] = std::move(variants);
    return object(from.ids.uuid(OioObject::document, one.id.value), std::move(registered));
}

}  // namespace services
