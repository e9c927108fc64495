#include "services/subjects/kle_reader.hpp"

#include <expat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "core/rules/kle.hpp"
#include "core/utf8.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::SchemeEntry;
using core::SchemeKind;

namespace {

constexpr std::size_t depth_max = 32;
constexpr std::size_t text_bytes_max = 64UL * 1024;
constexpr std::size_t entries_max = 50'000;
constexpr std::uintmax_t file_bytes_max = 64UL << 20U;
constexpr std::size_t chunk_bytes = 64UL * 1024;

/// What the elements of one level of a scheme are called.
struct Level {
    std::string_view element;  ///< its number is in <element>Nr, its title in <element>Titel
    SchemeKind kind;
};
constexpr std::array levels{
    Level{"Hovedgruppe", SchemeKind::main_group},
    Level{"Gruppe", SchemeKind::group},
    Level{"Emne", SchemeKind::subject},
    Level{"HandlingsfacetKategori", SchemeKind::facet_category},
    Level{"Handlingsfacet", SchemeKind::facet},
};

const Level* level_of(std::string_view element) {
    const auto* found = std::ranges::find(levels, element, &Level::element);
    return found == levels.end() ? nullptr : found;
}

bool is_facet_letter(std::string_view text) {
    return core::is_facet(std::string{text} + "00");
}

bool has_form(SchemeKind kind, std::string_view number) {
    switch (kind) {
        case SchemeKind::main_group:
            return number.size() == 2 && core::is_subject_number(std::string{number} + ".00.00");
        case SchemeKind::group:
            return number.size() == 5 && core::is_subject_number(std::string{number} + ".00");
        case SchemeKind::subject:
            return core::is_subject_number(number);
        case SchemeKind::facet_category:
            return is_facet_letter(number);
        case SchemeKind::facet:
            return core::is_facet(number);
    }
    return false;
}

/// "kle:Emne" is "Emne": the layouts differ in their namespaces, not in the names.
std::string_view local_name(const char* name) {
    const std::string_view whole{name};
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

/// Takes what stands in brackets at the end of a title, "Sporanlæg [udgår 2015]", and puts it where it belongs.
void part_note(SchemeEntry& entry) {
    const auto end = entry.title.find_last_not_of(" .");
    if (end == std::string::npos || entry.title[end] != ']') return;
    const auto begin = entry.title.rfind('[', end);
    if (begin == std::string::npos || begin == 0) return;
    entry.note = entry.title.substr(begin + 1, end - begin - 1);
    entry.title = core::on_one_line(entry.title.substr(0, begin));
}

}  // namespace

struct KleReader::State {
    XML_Parser parser{XML_ParserCreate(nullptr)};
    std::vector<std::string> path;
    std::vector<SchemeEntry> open;         ///< a main group stays open while its groups are read
    std::vector<std::size_t> open_depths;  ///< how long `path` is inside each
    std::string text;
    std::string item_mark;  ///< "- " inside an item of a list
    std::string law, paragraph;
    std::optional<core::Date> published;
    std::optional<Error> error;
    Scheme scheme;

    State() {
        XML_SetUserData(parser, this);
        XML_SetElementHandler(parser, begin_element, end_element);
        XML_SetCharacterDataHandler(parser, characters);
        XML_SetStartDoctypeDeclHandler(parser, doctype);
    }
    ~State() { XML_ParserFree(parser); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    void fail(const std::string& what) {
        if (error) return;
        error = Error{
            ErrorCode::unreadable, "line " + std::to_string(XML_GetCurrentLineNumber(parser)) + ": " + what, "file"};
        XML_StopParser(parser, XML_FALSE);
    }

    bool is_in(std::string_view element) const { return std::ranges::find(path, element) != path.end(); }
    std::string_view above() const { return path.size() < 2 ? std::string_view{} : path[path.size() - 2]; }

    void begin(std::string_view name);
    void end(std::string_view name);
    void end_of_entry();
    void take_number(std::string_view name, SchemeEntry& entry);
    bool take_fact(std::string_view name, SchemeEntry& entry);
    void take_source(std::string_view name, SchemeEntry& entry);
    void take_guidance(SchemeEntry& entry);
    std::optional<core::Date> date();

    static void begin_element(void* self, const char* name, const char** /*attributes*/) {
        static_cast<State*>(self)->begin(local_name(name));
    }
    static void end_element(void* self, const char* name) { static_cast<State*>(self)->end(local_name(name)); }
    static void characters(void* self, const char* bytes, int size) {
        auto& state = *static_cast<State*>(self);
        if (state.text.size() + static_cast<std::size_t>(size) > text_bytes_max)
            return state.fail("the text is longer than 64 KiB");
        state.text.append(bytes, static_cast<std::size_t>(size));
    }
    static void doctype(void* self, const char* /*name*/, const char* /*system*/, const char* /*open*/, int /*own*/) {
        static_cast<State*>(self)->fail("a document type declaration is not allowed");
    }
};

/// xs:date, which may end in a time zone.
std::optional<core::Date> KleReader::State::date() {
    const auto line = core::on_one_line(text);
    const auto read = core::parse_iso_date(std::string_view{line}.substr(0, 10));
    if (!read) fail("not a date such as 2026-02-01: " + core::first_words(line, 40));
    return read;
}

void KleReader::State::begin(std::string_view name) {
    if (error) return;
    if (path.empty()) {
        const bool is_subjects = name == "KLE-Emneplan";
        if (!is_subjects && name != "KLE-Handlingsfacetter")
            return fail("the file is neither KLE-Emneplan nor KLE-Handlingsfacetter");
        scheme.name = is_subjects ? SchemeName::subjects : SchemeName::facets;
    }
    if (path.size() >= depth_max) return fail("the elements are nested too deeply");
    if (const auto* level = level_of(name)) {
        const bool is_of_facets = level->kind >= SchemeKind::facet_category;
        if (is_of_facets != (scheme.name == SchemeName::facets))
            return fail(std::string{name} + " does not belong in this file");
        if (scheme.entries.size() + open.size() >= entries_max) return fail("there are more than 50,000 numbers");
        open.push_back({.kind = level->kind, .number = {}, .title = {}});
        open_depths.push_back(path.size() + 1);
    }
    path.emplace_back(name);
    if (is_in("VejledningTekst")) {
        // The words of a paragraph that go before its list stand on a line of their own.
        if ((name == "p" || name == "li" || name == "ul" || name == "ol") && !open.empty()) take_guidance(open.back());
        if (name == "li") item_mark = "- ";
        return;
    }
    text.clear();
}

void KleReader::State::end(std::string_view name) {
    if (error || path.empty()) return;
    if (!open.empty()) {
        auto& entry = open.back();
        if (is_in("VejledningTekst")) {
            if (name == "p" || name == "li") take_guidance(entry);
            if (name == "li") item_mark.clear();
        } else if (path.size() == open_depths.back()) {
            end_of_entry();
        } else if (name.ends_with("Nr") && level_of(name.substr(0, name.size() - 2)) != nullptr) {
            take_number(name, entry);
        } else if (!take_fact(name, entry)) {
            take_source(name, entry);
        }
    } else if (name == "UdgivelsesDato") {
        published = date();
    }
    path.pop_back();
    if (!is_in("VejledningTekst")) text.clear();
}

void KleReader::State::end_of_entry() {
    auto entry = std::move(open.back());
    open.pop_back();
    open_depths.pop_back();
    if (!has_form(entry.kind, entry.number))
        return fail("not the number of a " + std::string{core::name_of(entry.kind)} + ": '" + entry.number + "'");
    if (entry.title.empty()) return fail(entry.number + " has no title");
    part_note(entry);
    scheme.entries.push_back(std::move(entry));
}

void KleReader::State::take_number(std::string_view name, SchemeEntry& entry) {
    auto number = core::on_one_line(text);
    const auto* level = level_of(name.substr(0, name.size() - 2));
    if (above() == "AfloestAf") {
        if (!has_form(level->kind, number)) return fail("not a number: " + core::first_words(number, 40));
        if (std::ranges::find(entry.successors, number) == entry.successors.end())
            entry.successors.push_back(std::move(number));
    } else if (path.size() == open_depths.back() + 1 && level->kind == entry.kind) {
        entry.number = std::move(number);
    }
}

/// Whether the element was one of those that hold a single fact.
bool KleReader::State::take_fact(std::string_view name, SchemeEntry& entry) {
    if (path.size() == open_depths.back() + 1 && name.ends_with("Titel")) {
        entry.title = core::on_one_line(text);
    } else if (name == "OprettetDato") {
        entry.created = date();
    } else if (name == "RettetDato") {
        entry.changed = std::max(entry.changed, date());
    } else if (name == "UdgaaetDato" || name == "FlyttetDato") {
        entry.retired = date();
    } else if (name == "BevaringJaevnfoerArkivloven") {
        const auto code = core::on_one_line(text);
        const auto retention = core::retention_coded(code);
        if (!retention) fail("not a code for preserving: " + core::first_words(code, 40));
        entry.retention = retention.value_or(core::Retention::unknown);
        scheme.has_retention = true;
    } else if (name == "SletningJaevnfoerPersondataloven") {
        entry.deletion = core::on_one_line(text);
        if (!entry.deletion.empty() && !core::days_of_duration(entry.deletion))
            fail("not a duration such as P1825D: " + core::first_words(entry.deletion, 40));
        scheme.has_deletion = true;
    } else if (name == "UUID") {
        entry.uuid = core::lower_case(core::on_one_line(text));
    } else if (name == "Tekst" && above().ends_with("Stikord")) {
        auto keyword = core::on_one_line(text);
        scheme.has_keywords = true;
        if (!keyword.empty() && std::ranges::find(entry.keywords, keyword) == entry.keywords.end())
            entry.keywords.push_back(std::move(keyword));
    } else {
        return false;
    }
    return true;
}

void KleReader::State::take_source(std::string_view name, SchemeEntry& entry) {
    const auto add = [&] {
        if (law.empty()) return;
        if (entry.sources.size() > text_bytes_max) return fail("the sources of law are longer than 64 KiB");
        if (!entry.sources.empty()) entry.sources += '\n';
        entry.sources += law;
        if (!paragraph.empty()) entry.sources += ", " + paragraph;
        law.clear();
        paragraph.clear();
    };
    if (name == "RetskildeTitel") {
        add();
        law = core::on_one_line(text);
    } else if (name == "ParagrafEllerKapitel") {
        paragraph = core::on_one_line(text);
    } else if (name.ends_with("RetskildeReference")) {
        add();
    }
}

void KleReader::State::take_guidance(SchemeEntry& entry) {
    const auto line = core::on_one_line(text);
    text.clear();
    if (line.empty()) return;
    if (entry.guidance.size() + line.size() > text_bytes_max) return fail("the guidance is longer than 64 KiB");
    if (!entry.guidance.empty()) entry.guidance += '\n';
    entry.guidance += item_mark + line;
}

KleReader::KleReader() : state_(std::make_unique<State>()) {}
KleReader::~KleReader() = default;
KleReader::KleReader(KleReader&&) noexcept = default;
KleReader& KleReader::operator=(KleReader&&) noexcept = default;

Result<void> KleReader::feed(std::string_view bytes) {
    auto& state = *state_;
    const auto status = XML_Parse(state.parser, bytes.data(), static_cast<int>(bytes.size()), XML_FALSE);
    if (status == XML_STATUS_ERROR && !state.error) state.fail(XML_ErrorString(XML_GetErrorCode(state.parser)));
    if (state.error) return *state.error;
    return core::done();
}

Result<Scheme> KleReader::finish() {
    auto& state = *state_;
    if (!state.error && XML_Parse(state.parser, nullptr, 0, XML_TRUE) == XML_STATUS_ERROR)
        state.fail(XML_ErrorString(XML_GetErrorCode(state.parser)));
    if (!state.error && !state.published) state.fail("the file does not say when it was published (UdgivelsesDato)");
    auto& scheme = state.scheme;
    std::ranges::sort(scheme.entries, {}, &SchemeEntry::number);
    const auto twice = std::ranges::adjacent_find(scheme.entries, {}, &SchemeEntry::number);
    if (twice != scheme.entries.end()) state.fail(twice->number + " is there twice");
    if (scheme.entries.empty()) state.fail("there is no number in the file");
    if (state.error) return *state.error;
    scheme.published = *state.published;
    // The mark in the title is all that some layouts have to say so.
    for (auto& entry : scheme.entries)
        if (!entry.retired && core::lower_case(entry.note).starts_with("udgået")) entry.retired = scheme.published;
    return std::move(scheme);
}

Result<Scheme> read_kle_file(const std::filesystem::path& file) {
    std::error_code no_size;
    const auto size = std::filesystem::file_size(file, no_size);
    std::ifstream in{file, std::ios::binary};
    if (no_size || !in) return Error{ErrorCode::not_found, "the file cannot be opened", "file"};
    if (size > file_bytes_max) return Error{ErrorCode::too_large, "the file is larger than 64 MiB", "file"};
    KleReader reader;
    std::string bytes(chunk_bytes, '\0');
    while (in) {
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        TRY(reader.feed(std::string_view{bytes}.substr(0, static_cast<std::size_t>(in.gcount()))));
    }
    return reader.finish();
}

}  // namespace services
