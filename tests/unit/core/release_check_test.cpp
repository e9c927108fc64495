#include "core/rules/release_check.hpp"

#include <catch2/catch.hpp>
#include <ctime>
#include <limits>
#include <map>
#include <random>

using core::ReleaseCheck;
using core::ReleaseFinding;
using core::ReleaseKind;
using core::WatchedKind;

namespace {

using Kinds = std::vector<ReleaseKind>;

Kinds kinds_in(const std::string& text, const ReleaseCheck& check = ReleaseCheck{}) {
    Kinds kinds;
    for (const auto& one : check(text)) kinds.push_back(one.kind);
    return kinds;
}

/// A generator of secrets in the shapes that Danish letters have them in, and of the sentences around.
class Writer {
  public:
    explicit Writer(unsigned seed) : random_(seed) {}

    std::string secret(ReleaseKind kind) {
        switch (kind) {
            case ReleaseKind::cpr:
                return two(1, 28) + two(1, 12) + two(10, 99) + pick({"-", " ", "", " - ", "-\n"}) + digits(4);
            case ReleaseKind::email:
                return pick({"karen", "j.holm", "ib77"}) + pick({"@", " (a) ", "(at)", " snabel-a "}) +
                       pick({"mail", "firma-by"}) + pick({".", " . "}) + pick({"dk", "com"});
            case ReleaseKind::phone: {
                const auto gap = pick({" ", "", "-", "\u00A0"});
                return pick({"", "+45 ", "tlf. ", "45 "}) + two(20, 99) + gap + two(0, 99) + gap + two(0, 99) + gap +
                       two(0, 99);
            }
            case ReleaseKind::address:
                return pick({"Skov", "Nørre", "Sønder", "Birke"}) + pick({"vej", "gade", "parken", "vænget", "allé"}) +
                       " " + two(1, 99) + pick({"", "B", ", 3. th", ", st. tv", ", 8000 Aarhus C"});
            case ReleaseKind::sensitive:
                return pick({"depression", "diagnosen", "misbruget", "sygemelding", "lungekræft", "hjerneskade"});
            case ReleaseKind::listed:
                return pick({"Karen Østergård", "Østergård, Karen", "KAREN ØSTERGÅRD"});
        }
        return {};
    }
    std::string harmless() {
        return pick(
            {"Vi bekræfter modtagelsen den " + two(1, 28) + "." + two(1, 12) + ".2026.",
             "Beløbet er " + two(10, 99) + ".000.000 kr. og betales over 2026-2029.",
             "Sagen har sagsnr. 2026-00" + digits(4) + " og CVR-nr. 29189714.",
             "Høringen slutter kl. 12.00, og planen gælder for alle.",
             "Byggetilladelsen omfatter 120 m2 og to etager.",
             "Kommunen har besluttet at bygge. De nye boliger står klar i 2027."}
        );
    }
    std::string letter(const std::string& secret) {
        return harmless() + pick({" ", "\n", "\n\n"}) + pick({"Det drejer sig om ", "Se ", "Fra "}) + secret +
               pick({". ", "\n", ", ", " "}) + harmless();
    }

  private:
    std::string pick(const std::vector<std::string>& from) {
        return from[std::uniform_int_distribution<std::size_t>{0, from.size() - 1}(random_)];
    }
    std::string two(int from, int to) {
        const auto value = std::uniform_int_distribution<int>{from, to}(random_);
        return (value < 10 ? "0" : "") + std::to_string(value);
    }
    std::string digits(int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += static_cast<char>('0' + std::uniform_int_distribution<int>{0, 9}(random_));
        return text;
    }

    std::mt19937 random_;
};

constexpr std::array all_kinds{
    ReleaseKind::cpr,
    ReleaseKind::listed,
    ReleaseKind::email,
    ReleaseKind::phone,
    ReleaseKind::address,
    ReleaseKind::sensitive};

}  // namespace

TEST_CASE("each kind is found, in order, and none twice", "[release]") {
    const ReleaseCheck check{core::WatchList{{{WatchedKind::name, "Karen Holm"}}}};
    CHECK(
        kinds_in("Karen Holm, Skovvej 12, 8000 Aarhus, 070761-4285, tlf. 20304050, k@h.dk: depression", check) ==
        Kinds{
            ReleaseKind::listed,
            ReleaseKind::address,
            ReleaseKind::cpr,
            ReleaseKind::phone,
            ReleaseKind::email,
            ReleaseKind::sensitive}
    );
    CHECK(kinds_in("Byggetilladelse til carport").empty());
    CHECK(kinds_in("").empty());
}

TEST_CASE("the authority's own address is allowed, a CPR number never is", "[release]") {
    const ReleaseCheck check{core::WatchList{
        {{WatchedKind::allowed, "Rådhuspladsen 1, 9999 Eksempelby"}, {WatchedKind::allowed, "070761-4285"}}}};
    CHECK(kinds_in("Eksempel Kommune\nRådhuspladsen 1\n9999 Eksempelby", check).empty());
    CHECK(kinds_in("070761-4285", check) == Kinds{ReleaseKind::cpr});
}

TEST_CASE("of what is planted in letters, nearly all is found, and hardly a clean letter is held", "[release]") {
    constexpr int letters = 500;
    const ReleaseCheck check{core::WatchList{{{WatchedKind::name, "Karen Østergård"}}}};
    Writer writer{20261122};
    for (const auto kind : all_kinds) {
        int found = 0;
        for (int i = 0; i < letters; ++i) {
            const auto text = writer.letter(writer.secret(kind));
            const auto kinds = kinds_in(text, check);
            const bool is_found = std::ranges::find(kinds, kind) != kinds.end();
            found += is_found ? 1 : 0;
            if (!is_found) UNSCOPED_INFO("missed: " << text);
        }
        UNSCOPED_INFO(core::name_of(kind) << ": " << found << " of " << letters);
        CHECK(found >= letters * 99 / 100);
    }
    int held = 0;
    for (int i = 0; i < letters; ++i) {
        const auto text = writer.harmless() + " " + writer.harmless();
        if (check(text).empty()) continue;
        ++held;
        UNSCOPED_INFO("held: " << text);
    }
    CHECK(held <= letters / 100);
}

TEST_CASE("sixteen pages take about sixteen times as long as one", "[release]") {
    Writer writer{7};
    std::string page;
    while (page.size() < 4000) page += writer.harmless() + " ";
    std::string pages;
    for (int i = 0; i < 16; ++i) pages += page;
    const ReleaseCheck check;
    // Of the processor's time, of which a busy machine takes nothing.
    const auto shortest = [&](const std::string& text) {
        auto time = std::numeric_limits<std::clock_t>::max();
        for (int i = 0; i < 5; ++i) {
            const auto begin = std::clock();
            static_cast<void>(check(text));
            time = std::min(time, std::clock() - begin);
        }
        return time;
    };
    // Were every word compared with every other, it would be 256 times.
    CHECK(shortest(pages) < 64 * shortest(page));
}
