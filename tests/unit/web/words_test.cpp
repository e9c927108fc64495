#include "services/web/words.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace std::chrono_literals;
using services::Language;
using std::chrono::sys_days;

namespace {

const core::Timestamp now = sys_days{2026y / 11 / 3} + 8h + 14min + 5s;  // 9.14 in Denmark

}  // namespace

TEST_CASE("a date is spoken as a citizen would say it", "[web]") {
    const sys_days date{2026y / 11 / 3};
    CHECK(services::spoken_date(Language::danish, date) == "3. november 2026");
    CHECK(services::spoken_date(Language::english, date) == "3 November 2026");
    CHECK(services::spoken_day(Language::danish, date) == "tirsdag den 3. november 2026");
    CHECK(services::spoken_day(Language::english, date) == "Tuesday 3 November 2026");
}

TEST_CASE("a time near now is spoken by its day, in Danish wall time", "[web]") {
    CHECK(services::spoken_time(Language::danish, now, now + 1h) == "i dag kl. 9.14");
    CHECK(services::spoken_time(Language::english, now, now + 1h) == "today at 9:14");
    CHECK(services::spoken_time(Language::danish, now - 24h, now) == "i går kl. 9.14");
    CHECK(services::spoken_time(Language::danish, now - 48h, now) == "1. november 2026 kl. 9.14");
    CHECK(services::exact_time(Language::danish, now) == "3. november 2026 kl. 09.14.05");
    const core::Timestamp late = sys_days{2026y / 11 / 2} + 23h + 30min;  // already the 3rd in Denmark
    CHECK(services::spoken_time(Language::danish, late, now) == "i dag kl. 0.30");
}

TEST_CASE("a size has one decimal below ten and the language's comma", "[web]") {
    CHECK(services::spoken_size(Language::danish, 812) == "812 byte");
    CHECK(services::spoken_size(Language::danish, 1'234'567) == "1,2 MB");
    CHECK(services::spoken_size(Language::english, 1'234'567) == "1.2 MB");
    CHECK(services::spoken_size(Language::danish, 45'600) == "46 kB");
    CHECK(services::spoken_size(Language::danish, 999'999) == "1,0 MB");
}

TEST_CASE("a number has marks between its thousands", "[web]") {
    CHECK(services::spoken_number(Language::danish, 999) == "999");
    CHECK(services::spoken_number(Language::danish, 1'234'567) == "1.234.567");
    CHECK(services::spoken_number(Language::english, -12'000) == "-12,000");
}

TEST_CASE("initials are the first and the last name's letters, Danish ones too", "[web]") {
    CHECK(services::initials_of("Jens Kristian Krogh") == "JK");
    CHECK(services::initials_of("Åse Ørsted") == "ÅØ");
    CHECK(services::initials_of("Bo") == "B");
    CHECK(services::initials_of("").empty());
}

TEST_CASE("every reason and error has its own sentence in both languages", "[web]") {
    for (const auto language : {Language::danish, Language::english}) {
        std::set<std::string> sentences{services::spoken_reason(language, "something new")};
        for (const auto* reason :
             {"empty",
              "not_what_it_says",
              "unsupported",
              "damaged",
              "encrypted",
              "too_many_pages",
              "too_large",
              "page_crashed",
              "page_too_slow",
              "page_too_large",
              "out_of_memory"})
            CHECK(sentences.insert(services::spoken_reason(language, reason)).second);
        for (int code = 0; code <= static_cast<int>(core::ErrorCode::unavailable); ++code) {
            const auto words = services::spoken(language, static_cast<core::ErrorCode>(code));
            CHECK_FALSE(words.title.empty());
            CHECK(sentences.insert(words.message).second);
        }
    }
    CHECK(
        services::spoken_reason(Language::danish, "encrypted:7") ==
        services::spoken_reason(Language::danish, "encrypted")
    );
}

TEST_CASE("a text without a translation is shown in Danish", "[web]") {
    CHECK(services::translate(Language::english, "Postbakke") == "Mailroom");
    CHECK(services::translate(Language::english, "Findes slet ikke i kataloget") == "Findes slet ikke i kataloget");
    CHECK(services::translate_count(Language::english, "{count} bruger", "{count} brugere", 1200) == "1,200 users");
    CHECK(services::translate_count(Language::danish, "{count} bruger", "{count} brugere", 1) == "1 bruger");
}
