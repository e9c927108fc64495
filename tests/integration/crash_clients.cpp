#include "tests/integration/crash_clients.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"

namespace tests {

namespace {

constexpr std::int64_t every_nth_is_a_pdf = 16;

}  // namespace

std::string bytes_for(std::int64_t serial) {
    if (serial % every_nth_is_a_pdf == 0)
        return small_pdf({"Dette er brev nummer " + std::to_string(serial), "om en sag, som ingen må glemme"});
    return small_zip("upload " + std::to_string(serial));
}

std::string word_for(std::int64_t serial) {
    std::string word = "kvit";
    for (auto rest = serial; rest > 0; rest /= 20) word += "bcdfghjklmnpqrstvwxz"[rest % 20];
    return word + "ax";
}

std::string title_for(std::int64_t serial) {
    return "Kvittering " + word_for(serial);
}

void Harbour::open(const std::string& base) {
    const std::lock_guard lock{mutex_};
    berth_ = {base, berth_.generation + 1};
    changed_.notify_all();
}

void Harbour::close() {
    const std::lock_guard lock{mutex_};
    is_closed_ = true;
    changed_.notify_all();
}

std::optional<Harbour::Berth> Harbour::newer_than(std::int64_t seen) {
    std::unique_lock lock{mutex_};
    const auto has_come = [&] { return is_closed_ || berth_.generation > seen; };
    if (!changed_.wait_for(lock, std::chrono::minutes{2}, has_come) || is_closed_) return std::nullopt;
    return berth_;
}

/// One of them, on a thread of their own.
class CrashClients::Person {
  public:
    Person(CrashClients& crowd, std::uint32_t seed) : crowd_{crowd}, random_{seed} {}

    void live(const std::stop_token& stop) {
        while (!stop.stop_requested() && (is_connected_ || connect())) {
            const auto serial = draw_serial();
            const auto answer = client_->upload("/api/v1/intake", {{name_of(serial), bytes_for(serial)}});
            if (!is_done(answer)) continue;
            const auto item = answer.json();
            const auto id = item.at("id").get<std::int64_t>();
            note([&](Ledger& ledger) { ledger.uploads.push_back({serial, id, item.at("sha256")}); });
            journal(serial, id);
        }
    }

  private:
    static std::string name_of(std::int64_t serial) {
        return std::to_string(serial) + (serial % every_nth_is_a_pdf == 0 ? ".pdf" : ".zip");
    }

    template <class Write>
    void note(Write write) {
        const std::lock_guard lock{crowd_.mutex_};
        write(crowd_.ledger_);
    }

    std::int64_t draw_serial() {
        const std::lock_guard lock{crowd_.mutex_};
        return crowd_.next_serial_++;
    }

    bool connect() {
        const auto berth = crowd_.harbour_.newer_than(generation_);
        if (!berth) return false;
        generation_ = berth->generation;
        client_.emplace(berth->base, crowd_.token_);
        is_connected_ = true;
        return true;
    }

    /// Whether it was acknowledged. Without an answer nothing is known, and the server is gone.
    bool is_done(const HttpAnswer& answer) {
        if (answer.status == 201) return true;
        if (!answer.came()) {
            is_connected_ = false;
            note([](Ledger& ledger) { ++ledger.unanswered; });
        } else {
            note([&](Ledger& ledger) { ledger.surprises.push_back(std::to_string(answer.status) + " " + answer.body); }
            );
        }
        return false;
    }

    Json wanted_case(std::int64_t serial) const { return case_wanted("Sag " + word_for(serial)); }

    /// On a case that many journal on, on one opened before, on one opened with it, or not at all.
    void journal(std::int64_t serial, std::int64_t item) {
        Json wanted{{"title", title_for(serial)}, {"publication", "withheld"}};
        switch (random_() % 5) {
            case 0:
                return;
            case 1: {
                const auto opened = client_->post("/api/v1/cases", wanted_case(serial));
                if (!is_done(opened)) return;
                note_case(opened.json());
                wanted["case"] = opened.json().at("id");
                break;
            }
            case 2:
                wanted["new_case"] = wanted_case(serial);
                break;
            default:
                wanted["case"] = crowd_.shared_cases_[random_() % crowd_.shared_cases_.size()];
        }
        const auto path = "/api/v1/incoming/" + std::to_string(item) + "/journal";
        auto answer = client_->post(path, wanted);
        const bool is_second_try = !answer.came();
        if (is_second_try) {
            note([](Ledger& ledger) { ++ledger.unanswered; });
            if (!connect()) return;
            answer = client_->post(path, wanted);
        }
        if (is_second_try && answer.status == 409) {
            note([&](Ledger& ledger) { ledger.found_journaled.push_back(item); });
        } else if (is_done(answer)) {
            note_journaling(serial, item, answer.json());
        }
    }

    void note_case(const Json& opened) {
        note([&](Ledger& ledger) {
            ledger.cases.push_back({opened.at("id"), opened.at("number"), opened.at("title")});
        });
    }

    void note_journaling(std::int64_t serial, std::int64_t item, const Json& made) {
        note_case(made.at("case"));
        const auto& document = made.at("document");
        note([&](Ledger& ledger) {
            ledger.journalings.push_back(
                {serial, item, document.at("id"), made.at("case").at("id"), document.at("number")}
            );
        });
    }

    CrashClients& crowd_;
    std::mt19937 random_;
    std::optional<HttpClient> client_;
    std::int64_t generation_{};
    bool is_connected_{};
};

CrashClients::CrashClients(
    int people, std::uint32_t seed, std::string token, std::vector<std::int64_t> shared_cases, std::int64_t first_serial
)
    : token_{std::move(token)}, shared_cases_{std::move(shared_cases)}, next_serial_{first_serial} {
    for (int i = 0; i < people; ++i)
        threads_.emplace_back([this, its = seed + static_cast<std::uint32_t>(i)](const std::stop_token& stop) {
            Person{*this, its}.live(stop);
        });
}

CrashClients::~CrashClients() {
    harbour_.close();
    for (auto& thread : threads_) thread.request_stop();
}

std::size_t CrashClients::acknowledged() {
    const std::lock_guard lock{mutex_};
    return ledger_.uploads.size();
}

Ledger CrashClients::finish() {
    for (auto& thread : threads_) thread.request_stop();
    harbour_.close();
    threads_.clear();
    return std::move(ledger_);
}

}  // namespace tests
