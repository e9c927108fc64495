#include "tests/integration/town.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

#include "core/time.hpp"
#include "services/demo/municipality.hpp"
#include "tests/support/waiting.hpp"

namespace tests {

namespace {

constexpr std::uint64_t letter_seed = 1;
constexpr std::size_t shortest_telling_word = 8;

/// The municipality is made once; each test works on a copy.
const Saglig& seeded() {
    static const auto made = [] {
        auto town = std::make_unique<Saglig>();
        const auto seeded = town->run({"demo", "seed", "--cases", "20", "--documents", "60", "--no-letters"});
        if (seeded.status != 0) throw std::runtime_error{"no demonstration: " + seeded.output};
        return town;
    }();
    return *made;
}

std::set<std::string> words_in(const std::string& text) {
    std::set<std::string> words;
    std::string word;
    for (const char c : text + ' ') {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter) {
            word += c;
            continue;
        }
        // A word with æ, ø or å is passed over: half of it would be none.
        const bool is_cut = static_cast<unsigned char>(c) >= 0x80U;
        if (!is_cut && word.size() >= shortest_telling_word) words.insert(word);
        word.clear();
        if (is_cut) word = "\x01";
    }
    std::erase_if(words, [](const std::string& one) { return one.front() == '\x01'; });
    return words;
}

}  // namespace

Town::Town(Settings settings) : Saglig{std::move(settings)} {
    become_copy_of(seeded());
    start();
}

std::string some_subject() {
    return std::string{services::Municipality::subjects().front().number};
}

Json case_wanted(const std::string& title) {
    return {{"title", title}, {"subject", some_subject()}};
}

Json journaling_on(const Json& on_case, const std::string& title) {
    return {{"case", on_case.at("id")}, {"title", title}, {"direction", "incoming"}};
}

Json body_of(const HttpAnswer& answer, int wanted_status) {
    if (answer.status != wanted_status)
        throw std::runtime_error{
            "wanted " + std::to_string(wanted_status) + ", got " + std::to_string(answer.status) + ": " +
            answer.body.substr(0, 1000)};
    return answer.json();
}

Json settled_item(HttpClient& client, std::int64_t id, std::chrono::seconds limit) {
    Json item;
    const bool is_settled = within(limit, [&] {
        item = body_of(client.get("/api/v1/incoming/" + std::to_string(id)));
        return item["state"] != "received" && item["state"] != "reading";
    });
    if (!is_settled) throw std::runtime_error{"the item is not read in time: " + item.dump()};
    return item;
}

std::int64_t taken_in(HttpClient& client, const FileToSend& file) {
    return body_of(client.upload("/api/v1/intake", {file}), 201).at("id").get<std::int64_t>();
}

std::vector<Json> all_of(HttpClient& client, const std::string& path) {
    std::vector<Json> all;
    std::string cursor;
    do {
        const auto body = body_of(client.get(path + (cursor.empty() ? "" : "&after=" + percent_encoded(cursor))));
        for (const auto& one : body.at("items")) all.push_back(one);
        cursor = body.at("next").is_null() ? std::string{} : body.at("next").get<std::string>();
    } while (!cursor.empty());
    return all;
}

Json search(HttpClient& client, const std::string& words, const std::string& more) {
    return body_of(client.get("/api/v1/search?limit=100&q=" + percent_encoded(words) + more));
}

bool finds(HttpClient& client, const std::string& words, const std::string& kind, std::int64_t id) {
    const auto found = search(client, words, "&kind=" + kind);
    return std::ranges::any_of(found.at("hits"), [&](const Json& hit) { return hit.at("id") == id; });
}

services::DemoLetter letter(std::size_t index) {
    return services::demo_letter(letter_seed, index, core::danish_date(core::SystemClock{}.now()));
}

std::vector<std::string> recognised_words(const std::string& printed, const std::string& recognised) {
    const auto on_paper = words_in(printed);
    const auto read = words_in(recognised);
    std::vector<std::string> both;
    std::ranges::set_intersection(on_paper, read, std::back_inserter(both));
    std::ranges::sort(both, [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return both;
}

std::string csrf_on(const std::string& page) {
    static const std::string mark = "name=\"csrf\" value=\"";
    const auto at = page.find(mark);
    if (at == std::string::npos) throw std::runtime_error{"the page has no form: " + page.substr(0, 500)};
    const auto begin = at + mark.size();
    return page.substr(begin, page.find('"', begin) - begin);
}

}  // namespace tests
