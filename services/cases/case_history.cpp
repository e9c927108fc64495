#include "services/cases/case_desk.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

/// The old and the new of a field that changed, as the log has them: [before, after].
struct Change {
    const Json& before;
    const Json& after;
};

template <class Enum>
std::string spoken_name(Language language, std::optional<Enum> (*find)(std::string_view), const Json& name) {
    const auto value = name.is_string() ? find(name.get<std::string>()) : std::nullopt;
    return value ? spoken(language, *value) : std::string{};
}

std::string unit_name(const Names& names, const Json& id) {
    return id.is_number_integer() ? names.unit(core::UnitId{id.get<std::int64_t>()}) : std::string{};
}

std::string person_name(Language language, const Names& names, const Json& id) {
    const auto number = id.is_number_integer() ? id.get<std::int64_t>() : 0;
    return number == 0 ? translate(language, "ingen") : names.person(core::UserId{number});
}

std::string day_text(Language language, const Json& day) {
    const auto date = day.is_string() ? core::parse_iso_date(day.get<std::string>()) : std::nullopt;
    return date ? spoken_date(language, *date) : std::string{};
}

std::string spoken_change(Language language, const std::string& field, const Change& change, const Names& names) {
    const auto from_to = [](std::string from, std::string to) {
        return Values{{"from", std::move(from)}, {"to", std::move(to)}};
    };
    const auto as_is = [](const Json& text) { return text.is_string() ? text.get<std::string>() : std::string{}; };
    if (field == "state")
        return translate(
            language,
            "Ændrede tilstanden fra {from} til {to}",
            from_to(
                spoken_name(language, core::case_state_named, change.before),
                spoken_name(language, core::case_state_named, change.after)
            )
        );
    if (field == "confidentiality")
        return translate(
            language,
            "Ændrede, hvem der må læse sagen, fra »{from}« til »{to}«",
            from_to(
                spoken_name(language, core::confidentiality_named, change.before),
                spoken_name(language, core::confidentiality_named, change.after)
            )
        );
    if (field == "caseworker")
        return translate(
            language,
            "Ændrede sagsbehandleren fra {from} til {to}",
            from_to(person_name(language, names, change.before), person_name(language, names, change.after))
        );
    if (field == "unit")
        return translate(
            language,
            "Flyttede sagen fra {from} til {to}",
            from_to(unit_name(names, change.before), unit_name(names, change.after))
        );
    if (field == "subject")
        return translate(
            language, "Ændrede KLE-emnet fra {from} til {to}", from_to(as_is(change.before), as_is(change.after))
        );
    if (field == "facet")
        return translate(
            language, "Ændrede facetten fra {from} til {to}", from_to(as_is(change.before), as_is(change.after))
        );
    if (field == "by_two")
        return change.after == true ? translate(language, "Bestemte, at dokumenter på sagen skal godkendes af to")
                                    : translate(language, "Ophævede, at dokumenter på sagen skal godkendes af to");
    if (field == "deadline")
        return change.after.is_null()
                   ? translate(language, "Fjernede fristen")
                   : translate(language, "Satte fristen til {date}", {{"date", day_text(language, change.after)}});
    if (field == "waiting_for") return translate(language, "Ændrede, hvad sagen afventer");
    if (field == "title") return translate(language, "Rettede titlen");
    if (field == "public_title") return translate(language, "Rettede den offentlige titel");
    return translate(language, "Ændrede sagen");
}

std::string text_in(const Json& payload, const char* field) {
    const auto found = payload.find(field);
    return found != payload.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// What follows a sentence; "" where nothing was explained.
std::string with_reason(Language language, const std::string& reason) {
    return reason.empty() ? std::string{} : ". " + translate(language, "Begrundelse: {reason}", {{"reason", reason}});
}

std::string spoken_access_time(Language language, const Json& payload) {
    const auto what = text_in(payload, "what");
    if (what == "pause") return translate(language, "Satte aktindsigtens ur på pause");
    if (what == "reminder") {
        const Values due{{"day", day_text(language, payload.value("due", Json()))}};
        if (text_in(payload, "stage") != "late")
            return translate(language, "Mindede om, at aktindsigten skal besvares senest {day}", due);
        return payload.contains("told_to")
                   ? translate(language, "Gav lederen besked om, at aktindsigtens frist {day} er overskredet", due)
                   : translate(language, "Gav enheden besked om, at aktindsigtens frist {day} er overskredet", due);
    }
    if (what == "resumed") return translate(language, "Lod aktindsigtens ur gå videre");
    return translate(
        language,
        "Gav besked om, at aktindsigten kan ventes {day}",
        {{"day", day_text(language, payload.value("until", Json()))}}
    );
}

std::string spoken_changes(Language language, const Json& payload, const Names& names) {
    static const Json nothing;
    std::string text;
    for (const auto& [field, value] : payload.items()) {
        if (field == "since" || field == "reason") continue;  // belong to the state, and are said with it
        if (field == "bulk" || field == "undo") continue;     // said last
        const bool is_pair = value.is_array() && value.size() == 2;
        const Change change{is_pair ? value[0] : nothing, is_pair ? value[1] : nothing};
        text += (text.empty() ? "" : ". ") + spoken_change(language, field, change, names);
    }
    if (const auto since = text_in(payload, "since"); const auto date = core::parse_iso_date(since))
        text += ". " + translate(language, "Gælder fra {date}", {{"date", spoken_date(language, *date)}});
    text += with_reason(language, text_in(payload, "reason"));
    if (payload.contains("undo")) return text + ". " + translate(language, "Fortrød en ændring af flere sager");
    if (payload.contains("bulk")) text += ". " + translate(language, "Sammen med andre sager");
    return text.empty() ? translate(language, "Ændrede sagen") : text;
}

/// "Journaliserede dokument 7", as the log has the number.
std::string numbered(Language language, const Json& payload, std::string_view with, std::string_view without) {
    const auto number = payload.find("number");
    if (number == payload.end() || !number->is_number_integer()) return translate(language, without);
    return translate(language, with, {{"number", std::to_string(number->get<std::int64_t>())}});
}

std::string spoken_journaling(Language language, const Json& payload) {
    auto text = text_in(payload, "kind") == "note"
                    ? numbered(language, payload, "Skrev notat {number}", "Skrev et notat")
                    : numbered(language, payload, "Journaliserede dokument {number}", "Journaliserede et dokument");
    const auto reason = text_in(payload, "late_reason");
    if (!reason.empty()) text += " " + translate(language, "på den afsluttede sag");
    return text + with_reason(language, reason);
}

/// What befell a document before it was journaled.
std::string spoken_draft(Language language, EventKind kind, const Json& payload, const Names& names) {
    const auto reason = with_reason(language, text_in(payload, "reason"));
    if (kind == EventKind::draft_added)
        return payload.contains("replaces") ? translate(language, "Oprettede en kladde til en ny udgave af et dokument")
                                            : translate(language, "Oprettede en kladde");
    if (kind == EventKind::draft_changed) return translate(language, "Rettede en kladde");
    if (kind == EventKind::draft_checked_out) return translate(language, "Tjekkede en kladde ud");
    if (kind == EventKind::draft_released) return translate(language, "Frigav en kladde") + reason;
    if (kind == EventKind::draft_checked_in)
        return numbered(language, payload, "Lagde version {number} af en kladde ind", "Lagde en ny version ind");
    if (kind == EventKind::draft_sent_for_approval) {
        const auto approver = payload.find("approver");
        const Values values{
            {"name", approver == payload.end() ? std::string{} : person_name(language, names, *approver)}};
        return translate(language, "Bad {name} om at godkende en kladde", values);
    }
    if (kind == EventKind::draft_approved)
        return numbered(language, payload, "Godkendte version {number} af en kladde", "Godkendte en kladde");
    if (kind == EventKind::draft_sent_back) return translate(language, "Sendte en kladde tilbage") + reason;
    if (kind == EventKind::draft_discarded) return translate(language, "Opgav en kladde");
    if (kind == EventKind::attachment_added && payload.contains("number"))
        return numbered(language, payload, "Lagde et bilag ved dokument {number}", "Lagde et bilag ved et dokument") +
               with_reason(language, text_in(payload, "reason"));
    if (kind == EventKind::attachment_added) return translate(language, "Tilføjede et bilag til en kladde");
    if (kind == EventKind::attachment_removed) return translate(language, "Fjernede et bilag fra en kladde");
    return translate(language, "Læste teksten i en kladde eller et bilag");
}

/// "Udfyldte Leverandør, Udløber", as the type called its fields at that time.
std::string spoken_fields(Language language, const Json& payload) {
    std::string text;
    if (payload.contains("type")) text = translate(language, "Ændrede sagens type");
    std::string titles;
    const auto fields = payload.find("fields");
    if (fields != payload.end() && fields->is_object())
        for (const auto& [name, title] : fields->items())
            titles += (titles.empty() ? "" : ", ") + (title.is_string() ? title.get<std::string>() : name);
    if (!titles.empty())
        text +=
            (text.empty() ? "" : ". ") + translate(language, "Udfyldte eller rettede {fields}", {{"fields", titles}});
    return text.empty() ? translate(language, "Ændrede sagen") : text;
}

std::string spoken_sub_file(Language language, const Json& payload) {
    const auto what = text_in(payload, "what");
    if (what == "added") return translate(language, "Oprettede en delsag");
    if (what == "renamed") return translate(language, "Gav en delsag en ny titel");
    if (what == "removed") return translate(language, "Fjernede en delsag");
    return translate(language, "Flyttede en delsag");
}

std::string spoken_merge(Language language, const Json& payload) {
    const auto what = text_in(payload, "what");
    if (what == "in") return translate(language, "Lagde en anden sag sammen med denne");
    if (what == "back") return translate(language, "Skilte sagen fra den, den var lagt sammen med");
    if (what == "gone") return translate(language, "Skilte en sag fra, der var lagt sammen med denne");
    return translate(language, "Lagde sagen sammen med en anden");
}

/// " med Digital Post"
std::string channel_text(Language language, const Json& payload) {
    return payload.value("channel", "") == "mail" ? translate(language, " med e-mail")
                                                  : translate(language, " med Digital Post");
}

std::string spoken_access(Language language, const Json& payload, const Names& names) {
    const auto user = payload.find("user");
    const auto unit = payload.find("unit");
    auto who = user != payload.end()   ? person_name(language, names, *user)
               : unit != payload.end() ? unit_name(names, *unit)
                                       : std::string{};
    const auto what = payload.value("what", "");
    const bool is_block = payload.value("kind", "") == "block";
    const Values values{{"name", std::move(who)}};
    if (what == "expired")
        return is_block ? translate(language, "Spærringen af {name} udløb", values)
                        : translate(language, "Adgangen for {name} udløb", values);
    if (what == "taken_back")
        return is_block ? translate(language, "Ophævede spærringen af {name}", values)
                        : translate(language, "Fjernede adgangen for {name}", values);
    return is_block ? translate(language, "Spærrede {name} for sagen", values)
                    : translate(language, "Gav {name} adgang til sagen", values);
}

}  // namespace

// A line for each kind there is, and the compiler sees to it that none is missing.
// NOLINTNEXTLINE(readability-function-size)
std::string spoken_event(Language language, const Event& event, const Names& names) {
    auto payload = Json::parse(event.payload, nullptr, /*allow_exceptions=*/false);
    if (!payload.is_object()) payload = Json::object();
    switch (event.kind) {
        case EventKind::case_opened:
            return translate(language, "Oprettede sagen");
        case EventKind::case_changed:
            return spoken_changes(language, payload, names);
        case EventKind::case_access_changed:
            return spoken_access(language, payload, names);
        case EventKind::case_fields_changed:
            return spoken_fields(language, payload);
        case EventKind::case_phase_moved:
            return translate(language, "Flyttede sagen til fasen »{phase}«", {{"phase", text_in(payload, "name")}});
        case EventKind::checklist_changed:
            return payload.value("ticked", true)
                       ? translate(language, "Satte flueben ved »{item}«", {{"item", text_in(payload, "text")}})
                       : translate(language, "Fjernede fluebenet ved »{item}«", {{"item", text_in(payload, "text")}});
        case EventKind::sample_drawn:
            return translate(language, "Trak en stikprøve af sager");
        case EventKind::sample_judged:
            return translate(language, "Vurderede en sag i stikprøven");
        case EventKind::person_told:
            if (text_in(payload, "what") == "bundle")
                return translate(language, "Samlede, hvad sagen har om en person, til indsigt");
            return translate(language, "Gav en borger listen over, hvem der har set sagen");
        case EventKind::party_added:
            return translate(language, "Tilføjede en part");
        case EventKind::party_removed:
            return translate(language, "Fjernede en part");
        case EventKind::party_corrected:
            return translate(language, "Rettede en part") + with_reason(language, text_in(payload, "reason"));
        case EventKind::party_erased:
            return translate(language, "Slettede en parts oplysninger efter databeskyttelsesforordningens artikel 17");
        case EventKind::identifier_shown:
            return translate(language, "Så en parts CPR-nummer");
        case EventKind::document_journaled:
            return spoken_journaling(language, payload);
        case EventKind::document_withdrawn:
            return numbered(language, payload, "Trak dokument {number} tilbage", "Trak et dokument tilbage") +
                   with_reason(language, text_in(payload, "reason"));
        case EventKind::sending_ordered:
            return translate(language, "Bad om, at et dokument bliver sendt") + channel_text(language, payload);
        case EventKind::document_sent:
            return translate(language, "Sendte et dokument") + channel_text(language, payload);
        case EventKind::document_delivered:
            return translate(language, "Fik kvittering for et sendt dokument") + channel_text(language, payload);
        case EventKind::document_not_sent:
            return translate(language, "Kunne ikke sende et dokument") + channel_text(language, payload) +
                   with_reason(language, text_in(payload, "reason"));
        case EventKind::draft_added:
        case EventKind::draft_changed:
        case EventKind::draft_checked_out:
        case EventKind::draft_released:
        case EventKind::draft_checked_in:
        case EventKind::draft_sent_for_approval:
        case EventKind::draft_approved:
        case EventKind::draft_sent_back:
        case EventKind::draft_discarded:
        case EventKind::attachment_added:
        case EventKind::attachment_removed:
        case EventKind::text_known:
            return spoken_draft(language, event.kind, payload, names);
        case EventKind::document_moved:
            return (payload.value("what", "") == "in"
                        ? numbered(
                              language,
                              payload,
                              "Flyttede et dokument hertil fra en anden sag som nummer {number}",
                              "Flyttede et dokument hertil fra en anden sag"
                          )
                        : numbered(
                              language,
                              payload,
                              "Flyttede dokument {number} til en anden sag",
                              "Flyttede et dokument til en anden sag"
                          )) +
                   with_reason(language, text_in(payload, "reason"));
        case EventKind::document_placed:
            return payload.contains("to")
                       ? numbered(
                             language, payload, "Lagde dokument {number} i en delsag", "Lagde et dokument i en delsag"
                         )
                       : numbered(
                             language,
                             payload,
                             "Tog dokument {number} ud af en delsag",
                             "Tog et dokument ud af en delsag"
                         );
        case EventKind::sub_file_changed:
            return spoken_sub_file(language, payload);
        case EventKind::case_merged:
            return spoken_merge(language, payload) + with_reason(language, text_in(payload, "reason"));
        case EventKind::document_erased:
            return numbered(language, payload, "Slettede dokument {number}", "Slettede et dokument") + " " +
                   translate(language, "efter databeskyttelsesforordningens artikel 17");
        case EventKind::erasure_asked:
            return translate(language, "Foreslog en sletning");
        case EventKind::erasure_refused:
            return translate(language, "Afviste en sletning");
        case EventKind::relation_added:
            return translate(language, "Knyttede sagen til en anden sag");
        case EventKind::relation_removed:
            return translate(language, "Fjernede sagens tilknytning til en anden sag");
        case EventKind::task_added:
            return translate(language, "Oprettede en opgave");
        case EventKind::task_changed:
            return translate(language, "Ændrede en opgave");
        case EventKind::task_done:
            return translate(language, "Løste en opgave");
        case EventKind::task_reopened:
            return translate(language, "Genoptog en opgave");
        case EventKind::item_journaled:
            return translate(language, "Lagde post fra postbakken på sagen");
        case EventKind::post_listed:
            return translate(language, "Satte et dokument på postlisten");
        case EventKind::post_held:
            return translate(language, "Holdt et dokument tilbage til gennemsyn før postlisten");
        case EventKind::post_withheld:
            return translate(language, "Holdt et dokument uden for postlisten");
        case EventKind::access_requested:
            return translate(language, "Tog imod en anmodning om aktindsigt");
        case EventKind::access_request_changed:
            return translate(language, "Ændrede oplysningerne om anmodningen om aktindsigt");
        case EventKind::access_time_noted:
            return spoken_access_time(language, payload) + with_reason(language, text_in(payload, "reason"));
        case EventKind::access_due_moved:
            return translate(
                language,
                "Fristen for aktindsigten flyttede fra {from} til {to}",
                {{"from", day_text(language, payload.value("from", Json()))},
                 {"to", day_text(language, payload.value("to", Json()))}}
            );
        case EventKind::access_documents_changed:
            return translate(language, "Ændrede listen over dokumenter i aktindsigten");
        case EventKind::access_decided:
            return numbered(
                language, payload, "Afgjorde aktindsigt i dokument {number}", "Afgjorde aktindsigt i et dokument"
            );
        case EventKind::access_blacked_out:
            return payload.contains("lifted") ? translate(language, "Fjernede en overstregning i aktindsigten")
                                              : translate(language, "Overstregede noget i aktindsigten");
        case EventKind::access_answer_ordered:
            return translate(language, "Bestilte filen til svaret på aktindsigten");
        case EventKind::access_answer_fetched:
            return translate(language, "Ansøgeren hentede svaret på aktindsigten");
        case EventKind::access_answered:
            return translate(language, "Besvarede anmodningen om aktindsigt");
        case EventKind::access_withdrawn:
            return translate(language, "Anmodningen om aktindsigt blev trukket tilbage");
        case EventKind::access_party_asked:
            return translate(language, "Hørte en part, før der gives aktindsigt");
        case EventKind::access_party_answered:
            return translate(language, "Noterede en parts svar om aktindsigten");
        case EventKind::access_second_asked:
            return translate(language, "Bad en anden om at godkende afgørelserne om aktindsigt");
        case EventKind::access_approved:
            return translate(language, "Godkendte afgørelserne om aktindsigt");
        case EventKind::access_sent_back:
            return translate(language, "Sendte afgørelserne om aktindsigt tilbage");
        case EventKind::access_complained:
            return translate(language, "Tog imod en klage over aktindsigten");
        case EventKind::access_complaint_settled:
            return translate(language, "Behandlede klagen over aktindsigten");
        case EventKind::access_published:
            return translate(language, "Offentliggjorde svaret på aktindsigten, eller fjernede det igen");
        case EventKind::document_released:
            return translate(language, "Frigav et dokument til sagens part, eller tog det tilbage");
        case EventKind::party_heard:
            return translate(language, "Hørte en part");
        case EventKind::party_answered:
            return translate(language, "En part svarede på høringen");
        case EventKind::citizen_wrote:
            return translate(language, "En part skrev til sagen");
        case EventKind::citizen_read:
            return translate(language, "En part så sagen på Mine sager");
        case EventKind::attorney_changed:
            return translate(language, "En fuldmagt blev givet eller trukket tilbage");
        case EventKind::hearing_changed:
            return translate(language, "Ændrede den offentlige høring");
        case EventKind::hearing_answered:
            return translate(language, "Tog imod et høringssvar");
        case EventKind::hearing_answer_judged:
            return translate(language, "Vurderede et høringssvar");
        case EventKind::case_published:
            return translate(language, "Offentliggjorde sagen, eller tog den ned igen");
        case EventKind::list_exported:
            return translate(language, "Hentede listen over dokumenter som fil");
        case EventKind::item_received:
        case EventKind::item_read:
        case EventKind::item_handed_over:
        case EventKind::case_read:
        case EventKind::document_read:
        case EventKind::reads_missing:
        case EventKind::post_counted:
        case EventKind::post_rule_changed:
        case EventKind::post_subscribed:
        case EventKind::calendar_changed:
        case EventKind::unit_changed:
        case EventKind::user_changed:
        case EventKind::substitute_named:
        case EventKind::substitute_ended:
        case EventKind::signed_in:
        case EventKind::job_retried:
        case EventKind::party_looked_up:
        case EventKind::scheme_imported:
        case EventKind::import_begun:
        case EventKind::many_changed:
        case EventKind::setting_changed:
            break;  // never on a case
    }
    return std::string{name_of(event.kind)};
}

}  // namespace services
