#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "search/index.hpp"
#include "search/query.hpp"

/// Our index against Xapian used the shortest way, in the same run on the same documents.
///
/// Usage: bench_search [documents to index = 10000] [documents to ask = 100000] [rounds = 3]
/// Prints lines as CMakeLists.txt here tells. Indexing counts documents a second, by processor time on
/// one shard and by the clock on two; queries count milliseconds of processor time.
namespace {

constexpr std::size_t vocabulary_size = 300'000;
constexpr std::size_t text_bytes = 3'000;
constexpr int groups = 20, groups_of_asker = 15;
constexpr int bare_batch = 1'000;

class Texts {
  public:
    explicit Texts(unsigned seed) : random_(seed) {
        static constexpr const char* syllables[] = {
            "be", "for",  "an",  "søg",  "kom", "mu",  "byg", "ge",   "sag", "til", "lad", "el",  "ning", "hed", "å",
            "ø",  "skov", "vej", "klag", "er",  "bor", "ret", "plan", "bør", "ne",  "rå",  "dig", "ti",   "mel", "lem"};
        std::mt19937 fixed(1);
        for (std::size_t word = 0; word < vocabulary_size; ++word) {
            std::string text;
            for (auto rest = word + 40; rest > 0; rest /= 30) text += syllables[rest % 30];
            words_.push_back(std::move(text));
        }
        std::shuffle(words_.begin(), words_.end(), fixed);
    }

    /// As in language: the word of rank r is about 1/r as frequent as the first.
    const std::string& word(double lowest_rank = 1) {
        const double low = std::log(lowest_rank), high = std::log(static_cast<double>(vocabulary_size));
        const auto rank = std::exp(std::uniform_real_distribution<double>(low, high)(random_));
        return words_[std::min(static_cast<std::size_t>(rank), vocabulary_size) - 1];
    }

    search::Entry entry(std::int64_t id) {
        search::Entry entry;
        entry.kind = search::Kind::document;
        entry.id = id;
        entry.in_case = core::CaseId{id / 5};
        entry.access_group = core::GroupId{below(groups)};
        entry.unit = core::UnitId{below(30)};
        entry.date = core::Date{std::chrono::days{18'000 + below(2'000)}};
        entry.title = word() + " " + word() + " " + word();
        entry.case_number = "2026-" + std::to_string(id / 5);
        entry.subject = "27.35.00";
        entry.people = {word() + " " + word()};
        std::string text;
        while (text.size() < text_bytes) text.append(word()).append(below(12) == 0 ? ".\n" : " ");
        entry.pages.push_back({1, std::move(text)});
        return entry;
    }

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

  private:
    std::mt19937 random_;
    std::vector<std::string> words_;
};

/// The shortest loop that gives the same terms and values.
class BareIndex {
  public:
    explicit BareIndex(const std::string& folder) : database_(folder, Xapian::DB_CREATE_OR_OVERWRITE) {
        words_.set_stemmer(Xapian::Stem("danish"));
        words_.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
    }

    void add(const search::Entry& entry) {
        Xapian::Document document;
        words_.set_document(document);
        words_.set_termpos(0);
        field(entry.title, 5, "S");
        field(entry.people.front(), 3, "A");
        field(entry.case_number, 5, "XNR");
        words_.index_text(entry.subject);
        words_.index_text(entry.pages.front().text);
        for (const std::string term : {"XKLE27", "XKLE27.35", "XKLE27.35.00", "Td", "Y2026"})
            document.add_boolean_term(term);
        document.add_boolean_term("Qd" + std::to_string(entry.id));
        document.add_boolean_term("XG" + std::to_string(entry.access_group.value));
        document.add_boolean_term("XC" + std::to_string(entry.in_case->value));
        document.add_boolean_term("XU" + std::to_string(entry.unit.value));
        document.add_value(0, Xapian::sortable_serialise(static_cast<double>(entry.id)));
        document.add_value(1, std::to_string(entry.unit.value));
        document.set_data(entry.pages.front().text);
        database_.add_document(document);
        if (++added_ % bare_batch == 0) database_.commit();
    }
    void commit() { database_.commit(); }

  private:
    void field(const std::string& text, unsigned weight, const char* prefix) {
        words_.index_text(text, weight);
        words_.index_text(text, 1, prefix);
    }

    Xapian::WritableDatabase database_;
    Xapian::TermGenerator words_;
    int added_{};
};

double now(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

struct Spent {
    double clock{}, processor{};
};

Spent spent(const std::function<void()>& work) {
    const Spent begin{now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID)};
    work();
    return {now(CLOCK_MONOTONIC) - begin.clock, now(CLOCK_PROCESS_CPUTIME_ID) - begin.processor};
}

double percentile(std::vector<double> values, double part) {
    std::ranges::sort(values);
    return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}
double median(std::vector<double> values) {
    return percentile(std::move(values), 0.5);
}

struct Figure {
    const char* name;
    const char* unit;
    const char* goal;
};

void print(const Figure& figure, double ours, double bare, double ratio) {
    std::printf("bench\t%s\t%.2f\t%.2f\t%s\t%.2f\t%s\n", figure.name, ours, bare, figure.unit, ratio, figure.goal);
    std::fflush(stdout);
}

void fill_ours(const std::filesystem::path& folder, const std::vector<search::Entry>& entries, unsigned shards) {
    search::Writer writer(folder, shards);
    std::int64_t event = 0;
    for (const auto& entry : entries) {
        writer.put(entry);
        if (++event % bare_batch == 0) writer.commit(core::EventId{event});
    }
    writer.commit(core::EventId{event});
}

void fill_bare(const std::filesystem::path& folder, const std::vector<search::Entry>& entries) {
    BareIndex index(folder.string());
    for (const auto& entry : entries) index.add(entry);
    index.commit();
}

void bench_indexing(const std::filesystem::path& home, int documents, int rounds) {
    Texts texts(2);
    std::vector<search::Entry> entries;
    for (int id = 1; id <= documents; ++id) entries.push_back(texts.entry(id));
    std::vector<double> one, two, bare_processor, bare_clock, one_ratio, two_ratio;
    for (int round = 0; round < rounds; ++round) {
        const auto fresh = [&](const char* name) {
            std::filesystem::remove_all(home / name);
            return home / name;
        };
        const auto bare = spent([&] { fill_bare(fresh("bare"), entries); });
        const auto ours_one = spent([&] { fill_ours(fresh("one"), entries, 1); });
        const auto ours_two = spent([&] { fill_ours(fresh("two"), entries, 2); });
        bare_processor.push_back(documents / bare.processor);
        bare_clock.push_back(documents / bare.clock);
        one.push_back(documents / ours_one.processor);
        two.push_back(documents / ours_two.clock);
        one_ratio.push_back(bare.processor / ours_one.processor);
        two_ratio.push_back(bare.clock / ours_two.clock);
    }
    const Figure one_shard{"search: indexing on one core", "documents/CPU s", ">= 0.9"};
    const Figure two_shards{"search: indexing on two cores", "documents/s", ">= 1.7"};
    print(one_shard, median(one), median(bare_processor), median(one_ratio));
    print(two_shards, median(two), median(bare_clock), median(two_ratio));
}

std::size_t ask_bare(Xapian::Database& database, const std::string& text) {
    Xapian::QueryParser parser;
    parser.set_database(database);
    parser.set_stemmer(Xapian::Stem("danish"));
    parser.set_default_op(Xapian::Query::OP_AND);
    parser.set_max_expansion(100, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
    Xapian::Enquire enquire(database);
    enquire.set_query(parser.parse_query(text, Xapian::QueryParser::FLAG_DEFAULT | Xapian::QueryParser::FLAG_WILDCARD));
    const auto matches = enquire.get_mset(0, 20);
    std::size_t bytes = 0;
    for (auto match = matches.begin(); match != matches.end(); ++match) {
        bytes += matches.snippet(match.get_document().get_data(), 200, Xapian::Stem("danish")).size();
    }
    return bytes;
}

std::size_t ask_ours(const search::Reader& reader, const std::string& text) {
    search::Query query;
    query.text = text;
    for (int group = 0; group < groups_of_asker; ++group) query.groups.push_back(core::GroupId{group});
    const auto answer = reader.find(query);
    if (!answer) std::abort();
    return answer.value().hits.size();
}

/// One word of any frequency, two words, a phrase and a prefix, as people ask.
std::vector<std::string> questions(int count) {
    Texts texts(3);
    std::vector<std::string> questions;
    for (int number = 0; number < count; ++number) {
        const auto kind = texts.below(10);
        if (kind < 4) questions.push_back(texts.word(20));
        if (kind >= 4 && kind < 8) questions.push_back(texts.word(20) + " " + texts.word(20));
        if (kind == 8) questions.push_back("\"" + texts.word() + " " + texts.word() + "\"");
        if (kind == 9) questions.push_back(texts.word(100).substr(0, 6) + "*");
    }
    return questions;
}

void bench_queries(const std::filesystem::path& home, int documents, int rounds) {
    {
        Texts texts(4);
        search::Writer writer(home / "ours");
        BareIndex bare((home / "plain").string());
        for (int id = 1; id <= documents; ++id) {
            const auto entry = texts.entry(id);
            writer.put(entry);
            bare.add(entry);
        }
        writer.commit(core::EventId{documents});
        bare.commit();
    }
    const search::Reader reader(home / "ours");
    Xapian::Database database((home / "plain").string());
    std::vector<double> ours, bare;
    std::size_t seen = 0;
    for (int round = 0; round <= rounds; ++round) {
        for (const auto& question : questions(400)) {
            const auto begin = now(CLOCK_THREAD_CPUTIME_ID);
            seen += ask_bare(database, question);
            const auto between = now(CLOCK_THREAD_CPUTIME_ID);
            seen += ask_ours(reader, question);
            const auto end = now(CLOCK_THREAD_CPUTIME_ID);
            if (round == 0) continue;  // to warm up
            bare.push_back((between - begin) * 1e3);
            ours.push_back((end - between) * 1e3);
        }
    }
    if (seen == 0) std::abort();
    const auto compare = [&](const Figure& figure, double part) {
        const auto mine = percentile(ours, part), theirs = percentile(bare, part);
        print(figure, mine, theirs, mine / theirs);
    };
    compare({"search: trimmed query with snippets, p50", "CPU ms", "<= 1.5"}, 0.5);
    compare({"search: trimmed query with snippets, p99", "CPU ms", ""}, 0.99);
}

int argument(int count, char** values, int which, int otherwise) {
    return count > which ? std::max(1, std::atoi(values[which])) : otherwise;
}

}  // namespace

int main(int count, char** values) {
    auto pattern = (std::filesystem::temp_directory_path() / "bench-search-XXXXXX").string();
    const std::filesystem::path home = ::mkdtemp(pattern.data());
    const int rounds = argument(count, values, 3, 3);
    bench_indexing(home, argument(count, values, 1, 10'000), rounds);
    bench_queries(home, argument(count, values, 2, 100'000), rounds);
    std::filesystem::remove_all(home);
}
