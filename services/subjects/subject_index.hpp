#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/subject.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// The subject scheme in memory, as it stands on one day: to be found in while someone types, and to be walked up and
/// down. Not changed after it is made; pointers into it live as long as it does.
class SubjectIndex {
  public:
    SubjectIndex() = default;
    SubjectIndex(std::vector<core::SchemeEntry> entries, core::Date today);

    enum class Scope {
        in_use,  ///< subjects that a new case may have
        all      ///< groups and what is retired too
    };
    struct Found {
        const core::SchemeEntry* entry;
        std::vector<std::string> keywords;  ///< those that made it be found
        std::string replaces{};             ///< the retired number that was typed, which this has taken the place of
    };
    /// By the beginning of the number, with or without dots, and by words: all of them, in any order, whatever their
    /// case or ending. Best first: whole words of the title, beginnings of them, insides of them, then the same of
    /// keywords, then of the group. A retired number gives those that took its place.
    std::vector<Found> find(std::string_view typed, std::size_t limit, Scope scope = Scope::in_use) const;

    const core::SchemeEntry* entry(std::string_view number) const;
    /// From the main group down to the number's own group.
    std::vector<const core::SchemeEntry*> path(std::string_view number) const;
    /// One level down; of "" the main groups.
    std::vector<const core::SchemeEntry*> children(std::string_view number) const;
    /// The subjects in use that have taken a retired one's place, however often it moved on.
    std::vector<const core::SchemeEntry*> successors(const core::SchemeEntry& retired) const;
    core::Date today() const { return today_; }

  private:
    struct Word {
        std::string text, stem;
    };
    struct Keyword {
        std::string text;  ///< as KL writes it
        std::string lower;
        std::vector<Word> words;
    };
    struct Place {
        core::SchemeEntry entry;
        std::string digits;  ///< of the number
        std::string title;   ///< lower case
        std::vector<Word> words;
        std::vector<Keyword> keywords;
    };
    struct Match {
        int cost{};
        std::vector<const Keyword*> keywords;
    };

    static std::vector<Word> words_of(std::string_view lower);
    static bool match_one(const Place& place, const Place* group, const Word& word, Match& match);
    bool is_in(const Place& place, Scope scope) const;
    const Place* place(std::string_view number) const;
    void add_successors(const core::SchemeEntry& retired, int depth, std::vector<const core::SchemeEntry*>& found)
        const;
    std::vector<Found> replacements(std::string_view digits) const;

    std::vector<Place> places_;  ///< by number
    core::Date today_{};
};

/// The index that goes with the database's scheme, made anew when an edition has been imported or the day has changed.
/// Shared by all who ask; from any thread.
class SubjectBook {
  public:
    std::shared_ptr<const SubjectIndex> at(Transaction& tx, core::Timestamp now);

  private:
    std::mutex mutex_;
    std::shared_ptr<const SubjectIndex> index_;
    std::int64_t revision_{-1};
};

}  // namespace services
