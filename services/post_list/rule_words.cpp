#include "services/post_list/rule_words.hpp"

#include "core/rules/exemptions.hpp"
#include "services/store/people_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

/// Parts with points between them.
class Sentence {
  public:
    void add(const std::string& part) { text_ += (text_.empty() ? "" : " · ") + part; }
    std::string or_else(const std::string& text) const { return text_.empty() ? text : text_; }

  private:
    std::string text_;
};

std::string named(const std::map<std::int64_t, std::string>& units, core::UnitId id) {
    const auto found = units.find(id.value);
    return found == units.end() ? std::to_string(id.value) : found->second;
}

std::string withheld_by(Language language, const std::string& exemption) {
    const auto* known = core::exemption_named(exemption);
    return translate(
        language, "Vises ikke: {ground}", {{"ground", known == nullptr ? exemption : core::cited(*known)}}
    );
}

std::string spoken(Language language, core::RuleMiss miss) {
    switch (miss) {
        case core::RuleMiss::subject:
            return translate(language, "gælder et andet emne");
        case core::RuleMiss::direction:
            return translate(language, "gælder en anden retning");
        case core::RuleMiss::unit:
            return translate(language, "gælder en anden afdeling");
        case core::RuleMiss::kind:
            return translate(language, "gælder en anden slags dokumenter");
        case core::RuleMiss::none:
            break;
    }
    return {};
}

}  // namespace

RuleNames rule_names(Transaction& tx, const std::vector<core::PublicationRule>& rules) {
    RuleNames names;
    for (const auto& unit : UnitStore{tx}.all()) names.units.emplace(unit.id.value, unit.name);
    for (const auto& rule : rules)
        if (!rule.subject.empty())
            names.subjects.emplace(rule.subject, PublicListStore{tx}.subject_title(rule.subject));
    return names;
}

std::string spoken(Language language, core::PaperKind kind) {
    switch (kind) {
        case core::PaperKind::letter:
            return translate(language, "breve og filer");
        case core::PaperKind::mail:
            return translate(language, "mails");
        case core::PaperKind::note:
            return translate(language, "notater");
    }
    return {};
}

std::string spoken_scope(Language language, const core::PublicationRule& rule, const RuleNames& names) {
    Sentence said;
    if (!rule.subject.empty()) {
        const auto title = names.subjects.find(rule.subject);
        const bool is_known = title != names.subjects.end() && !title->second.empty();
        said.add(
            is_known ? rule.subject + " " + title->second
                     : translate(language, "Emne {number}", {{"number", rule.subject}})
        );
    }
    if (rule.direction) said.add(spoken(language, *rule.direction));
    if (rule.kind) said.add(spoken(language, *rule.kind));
    if (rule.unit) said.add(named(names.units, *rule.unit));
    return said.or_else(translate(language, "Alle dokumenter"));
}

std::string spoken_effect(Language language, const core::PublicationRule& rule) {
    if (!rule.is_listed) return withheld_by(language, rule.exemption);
    Sentence said;
    if (rule.words == core::ListedWords::case_title) said.add(translate(language, "Vises med sagens offentlige titel"));
    if (rule.words == core::ListedWords::fixed)
        said.add(translate(language, "Vises som »{text}«", {{"text", rule.text}}));
    if (rule.hides_correspondent) said.add(translate(language, "Afsender og modtager vises ikke"));
    if (rule.on_request) said.add(translate(language, "Dokumentet kun efter anmodning"));
    if (rule.delay_days)
        said.add(translate_count(language, "Efter {count} arbejdsdag", "Efter {count} arbejdsdage", *rule.delay_days));
    return said.or_else(translate(language, "Vises, som den er journaliseret"));
}

std::string spoken_outcome(Language language, const TriedEntry& one) {
    const auto& made = one.would_be;
    if (made.state == PostState::withheld) return withheld_by(language, made.exemption);
    Sentence said;
    if (made.title != one.was.title) said.add(translate(language, "Vises som »{text}«", {{"text", made.title}}));
    if (made.correspondent.empty() && !one.was.correspondent.empty())
        said.add(translate(language, "Afsender og modtager vises ikke"));
    if (!made.document_public && one.was.document_public)
        said.add(translate(language, "Dokumentet kun efter anmodning"));
    if (made.public_from)
        said.add(translate(language, "Vises fra den {day}", {{"day", spoken_date(language, *made.public_from)}}));
    return said.or_else(translate(language, "Vises, som den er journaliseret"));
}

std::string spoken_reason(Language language, const TriedEntry& one, const RuleNames& names) {
    std::string text;
    if (one.rule) {
        text = translate(
            language,
            "Regel {place}, »{name}«: {scope}.",
            {{"place", std::to_string(one.passed_over.size() + 1)},
             {"name", one.rule->name},
             {"scope", spoken_scope(language, *one.rule, names)}}
        );
    } else {
        text = translate(language, "Ingen regel gælder.");
    }
    std::size_t place = 0;
    for (const auto miss : one.passed_over)
        text +=
            " " +
            translate(
                language, "Regel {place} {why}.", {{"place", std::to_string(++place)}, {"why", spoken(language, miss)}}
            );
    return text;
}

}  // namespace services
