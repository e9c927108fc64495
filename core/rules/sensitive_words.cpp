#include "core/rules/sensitive_words.hpp"

#include <algorithm>
#include <array>

namespace core {

namespace {

// All as folded() writes them: ae, oe and aa.
// Found wherever they stand in a word.
constexpr std::array<std::string_view, 120> anywhere{
    "diagnos",       "depress",         "psykisk",       "psykiat",          "psykose",        "psykoti",
    "skizofren",     "bipolar",         "selvmord",      "selvskad",         "anoreksi",       "bulimi",
    "spiseforstyr",  "autis",           "asperger",      "demens",           "dement",         "alzheimer",
    "parkinson",     "sklerose",        "epilep",        "diabet",           "sukkersyge",     "kraeft",
    "cancer",        "kemoterapi",      "leukaemi",      "lymfom",           "metasta",        "hjerneskad",
    "hjernerystel",  "blodprop",        "hjertesyg",     "hjerteanfald",     "apopleksi",      "astma",
    "fibromyalgi",   "leddegigt",       "traumatis",     "udbraendt",        "sygemeld",       "sygedagpeng",
    "sygdom",        "sygefravaer",     "langtidssyg",   "laegeerklaer",     "laegejournal",   "laegelig",
    "helbred",       "indlaeggelse",    "genoptraen",    "medicin",          "smertestill",    "insulin",
    "psykofarma",    "metadon",         "handicap",      "funktionsneds",    "udviklingshaem", "koerestol",
    "protese",       "foertidspension", "fleksjob",      "ressourceforloeb", "arbejdsevne",    "gravid",
    "fertilitets",   "barnloes",        "hepatitis",     "klamydia",         "koenssygdom",    "misbrug",
    "alkohol",       "narko",           "kokain",        "heroin",           "amfetamin",      "afvaenning",
    "overgreb",      "incest",          "voldtaegt",     "omsorgssvigt",     "tvangsfjern",    "tvangsindlag",
    "tvangsbehandl", "krisecenter",     "hjemloes",      "kontanthjaelp",    "gaeldssaner",    "insolven",
    "plejefamilie",  "familiepleje",    "straffeattest", "straffedom",       "straffesag",     "faengsl",
    "faengsel",      "varetaegt",       "sigtelse",      "fagforening",      "muslim",         "islam",
    "jehova",        "joedisk",         "religioes",     "trosretning",      "trosbekend",     "flygtning",
    "asylans",       "statsloes",       "homoseksu",     "biseksu",          "seksu",          "lesbisk",
    "transkoen",     "koensskifte",     "fingeraftryk",  "genetisk",         "doedssyg",       "uhelbred"};
// Found where a word begins with them.
constexpr std::array<std::string_view, 28> at_the_beginning{
    "angst",        "traume",      "tumor",     "stress",      "patient",     "abort",      "anbring",
    "gigt",         "allergi",     "invalid",   "smittet",     "tiltalt",     "volds",      "voldelig",
    "underretning", "tuberkulose", "influenza", "covid",       "kriminel",    "tyveri",     "etnisk",
    "psykolog",     "psykoterap",  "sygeorlov", "sygehusindl", "sygejournal", "sygehistor", "svangerskab"};
// Found as a word alone.
constexpr std::array<std::string_view, 21> by_themselves{
    "adhd", "ptsd",  "ocd",  "kol",  "hiv", "aids",  "syg",   "syge",   "sygt",    "blind", "blinde",
    "doev", "doeve", "vold", "hash", "dna", "gaeld", "doemt", "sigtet", "indlagt", "tics"};
// What contains one of them and means something else.
constexpr std::array<std::string_view, 16> harmless{
    "bekraeft",
    "afkraeft",
    "kraeftig",
    "kraefter",
    "handicapparker",
    "handicaptoilet",
    "handicapvenlig",
    "handicapraad",
    "handicaptilgaeng",
    "alkoholbevilling",
    "alkoholfri",
    "alkoholserver",
    "stresstest",
    "heroinde",
    "medicinalvirksomhed",
    "traumecenter"};

constexpr std::size_t certain_size = 6;  ///< shorter stems are found in too much else

/// The stem that a word tells of itself; empty where it tells nothing.
std::string_view stem_in(std::string_view word) {
    for (const auto stem : by_themselves)
        if (word == stem) return stem;
    for (const auto stem : at_the_beginning)
        if (word.starts_with(stem)) return stem;
    for (const auto stem : anywhere)
        if (word.find(stem) != std::string_view::npos) return stem;
    return {};
}

}  // namespace

std::vector<Finding> find_sensitive_words(const std::vector<TextToken>& tokens) {
    std::vector<Finding> findings;
    for (const auto& token : tokens) {
        if (token.kind != TextToken::Kind::word || token.folded.size() < 3) continue;
        const auto stem = stem_in(token.folded);
        if (stem.empty()) continue;
        const bool is_harmless = std::ranges::any_of(harmless, [&](std::string_view known) {
            return token.folded.find(known) != std::string::npos;
        });
        if (!is_harmless) findings.push_back({token.begin, token.end, stem.size() >= certain_size});
    }
    return findings;
}

std::vector<Finding> find_sensitive_words(std::string_view text) {
    return find_sensitive_words(tokens_of(text));
}

}  // namespace core
