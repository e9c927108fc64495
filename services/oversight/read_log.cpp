#include "services/oversight/read_log.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/rules/oio.hpp"
#include "services/oversight/ground_names.hpp"
#include "services/store/access_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

constexpr auto once_within = 10min;
constexpr std::size_t waiting_limit = 100'000;
constexpr std::size_t noted_limit = 100'000;
constexpr auto heartbeat = 60s;
constexpr auto given_up_after = 180s;

/// Where cases and documents are read. What lies beneath an address is part of the same thing.
enum class Behind { a_case, document, item };
struct Door {
    std::string_view path;
    Behind behind;
    bool is_for_programs;
};
constexpr std::array doors{
    Door{"/sager/", Behind::a_case, false},
    Door{"/dokumenter/", Behind::document, false},
    Door{"/postbakke/", Behind::item, false},
    Door{"/api/v1/cases/", Behind::a_case, true},
    Door{"/api/v1/documents/", Behind::document, true},
    Door{"/api/v1/incoming/", Behind::item, true},
    Door{"/oio/sag/sag/", Behind::a_case, true},
    Door{"/oio/dokument/dokument/", Behind::document, true},
};

/// What is read, by what stands behind the door's path: an id, or OIO's UUID of one; and what beneath it.
struct Behindmost {
    std::int64_t id{};
    std::string_view rest;
};
std::optional<Behindmost> id_behind(std::string_view text) {
    if (const auto id = core::id_in_oio_uuid(text)) return Behindmost{*id, {}};
    std::int64_t id = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, id);
    if (error != std::errc{} || (at != end && *at != '/')) return std::nullopt;
    return Behindmost{id, {at, static_cast<std::size_t>(end - at)}};
}

/// A picture the size of a thumb can't be read, and who may read a case is no part of it.
bool shows_nothing(std::string_view rest) {
    return rest.starts_with("/miniature/") || rest == "/readers" || rest == "/reads" || rest == "/laesninger";
}

/// About people, or kept closely.
bool is_watched(Transaction& tx, const core::Case& one) {
    if (one.confidentiality == core::Confidentiality::restricted) return true;
    return std::ranges::any_of(CaseStore{tx}.parties(one.id), [](const core::Party& party) {
        return party.identifier_kind == core::IdentifierKind::cpr;
    });
}

nlohmann::json why_json(Transaction& tx, const core::Case& one, core::UserId who) {
    const auto staffing = read_staffing(tx);
    const auto why = core::explain_reading(CaseAccessStore{tx}.readers(one), staffing.personas(who), staffing.units);
    auto grounds = nlohmann::json::array();
    for (const auto& reason : why.reasons) {
        grounds.push_back({{"ground", name_of(reason.ground)}});
        if (reason.through) grounds.back()["through"] = reason.through->value;
        if (reason.grant) grounds.back()["access"] = reason.grant->id.value;
    }
    return grounds;
}

}  // namespace

ReadLog::ReadLog(Database& db, const core::Clock& clock) : db_(db), clock_(clock) {
    const auto begun = db_.write([&](Transaction& tx) -> core::Result<ReadWriterId> {
        const auto now = clock_.now();
        bury_the_dead(tx, now);
        return ReadWriterStore{tx}.begin(now);
    });
    id_ = begun.value();
    alive_at_ = clock_.now();
    thread_ = std::jthread{[this](const std::stop_token& stop) { loop(stop); }};
}

ReadLog::~ReadLog() {
    thread_.request_stop();
    thread_.join();
}

std::optional<ReadLog::Reading> ReadLog::reading_of(const Request& request, const Response& response) {
    const bool is_shown = response.status == 200 || response.status == 206 || response.status == 304;
    if (request.method != Method::get || !is_shown) return std::nullopt;
    const std::string_view path{request.path};
    const auto door = std::ranges::find_if(doors, [&](const Door& one) { return path.starts_with(one.path); });
    if (door == doors.end()) return std::nullopt;
    const auto behind = id_behind(path.substr(door->path.size()));
    if (!behind || shows_nothing(behind->rest)) return std::nullopt;
    const auto& [id, rest] = *behind;
    Reading reading{};
    switch (door->behind) {
        case Behind::a_case:
            reading.in_case = id;
            break;
        case Behind::document:
            reading.document = id;
            break;
        case Behind::item:
            reading.item = id;
            break;
    }
    reading.is_original = rest == "/original";
    reading.is_by_program = door->is_for_programs;
    return reading;
}

core::Result<void> ReadLog::note(const Request& request, const Caller& caller, const Response& response) {
    auto reading = reading_of(request, response);
    if (!reading) return core::done();
    reading->who = caller.id();
    reading->at = clock_.now();
    {
        const std::lock_guard lock{mutex_};
        if (waiting_.size() >= waiting_limit)
            return core::Error{core::ErrorCode::unavailable, "who reads what can't be noted at the moment"};
        if (noted_.size() >= noted_limit)
            std::erase_if(noted_, [&](const auto& one) { return reading->at - one.second >= once_within; });
        if (noted_.size() >= noted_limit) noted_.clear();  // noted once too often is better than not at all
        const Key key{reading->who, reading->in_case, reading->document, reading->item, reading->is_original};
        const auto [before, is_new] = noted_.try_emplace(key, reading->at);
        if (!is_new && reading->at - before->second < once_within) return core::done();
        before->second = reading->at;
        waiting_.push_back(*reading);
    }
    wake_.notify_one();
    return core::done();
}

void ReadLog::wait_until_written() {
    std::unique_lock lock{mutex_};
    written_.wait(lock, [this] { return waiting_.empty() && !is_writing_; });
}

void ReadLog::loop(const std::stop_token& stop) {
    for (;;) {
        std::vector<Reading> batch;
        const bool is_last = stop.stop_requested();
        {
            std::unique_lock lock{mutex_};
            wake_.wait_for(lock, stop, heartbeat, [this] { return !waiting_.empty(); });
            batch.swap(waiting_);
            is_writing_ = true;
        }
        const bool is_written = write(batch, is_last);
        {
            const std::lock_guard lock{mutex_};
            is_writing_ = false;
            if (!is_written) waiting_.insert(waiting_.begin(), batch.begin(), batch.end());
        }
        written_.notify_all();
        if (is_last) return;
        if (is_written) continue;
        std::unique_lock lock{mutex_};
        wake_.wait_for(lock, stop, 1s, [] { return false; });
    }
}

/// Whether the database took it. What is not watched costs no write.
bool ReadLog::write(std::vector<Reading>& batch, bool is_last) {
    try {
        const auto now = clock_.now();
        const auto looked = db_.read([&](Transaction& tx) -> core::Result<void> {
            std::erase_if(batch, [&](const Reading& reading) { return !case_watched(tx, reading); });
            return core::done();
        });
        if (!looked.has_value()) return false;
        if (batch.empty() && !is_last && now - alive_at_ < heartbeat) return true;
        const auto written = db_.write([&](Transaction& tx) -> core::Result<void> {
            for (const auto& reading : batch) put(tx, reading);
            bury_the_dead(tx, now);
            if (is_last)
                ReadWriterStore{tx}.end(id_, now);
            else
                ReadWriterStore{tx}.note_alive(id_, now);
            return core::done();
        });
        alive_at_ = now;
        return written.has_value();
    } catch (const DatabaseError&) {
        return false;  // a full disk is met, and told, by every request that writes
    }
}

/// Of an item, the reading of the document that it has become. One that waits is on no case: nothing is left of it.
ReadLog::Reading ReadLog::of_document(Transaction& tx, const Reading& reading) {
    if (reading.item == 0) return reading;
    auto read = reading;
    const auto item = IncomingStore{tx}.find(core::IncomingId{reading.item});
    read.document = item && item->document ? item->document->value : 0;
    return read;
}

/// The case that was read, or whose document was, if it is watched.
std::optional<core::Case> ReadLog::case_watched(Transaction& tx, const Reading& read) {
    const auto reading = of_document(tx, read);
    auto in_case = core::CaseId{reading.in_case};
    if (reading.document != 0) {
        const auto document = DocumentStore{tx}.find(core::DocumentId{reading.document});
        if (!document) return std::nullopt;
        in_case = document->in_case;
    }
    auto one = CaseStore{tx}.find(in_case);
    return one && is_watched(tx, *one) ? std::move(one) : std::nullopt;
}

void ReadLog::put(Transaction& tx, const Reading& read) {
    const auto reading = of_document(tx, read);
    const auto one = case_watched(tx, reading);
    if (!one) return;
    nlohmann::json payload{{"by", reading.is_by_program ? "api" : "page"}, {"why", why_json(tx, *one, reading.who)}};
    if (reading.is_original) payload["original"] = true;
    const bool is_document = reading.document != 0;
    EventLog{tx}.append({
        .at = reading.at,
        .kind = is_document ? EventKind::document_read : EventKind::case_read,
        .subject_kind = is_document ? SubjectKind::document : SubjectKind::case_file,
        .subject = is_document ? reading.document : reading.in_case,
        .in_case = one->id,
        .actor = reading.who,
        .payload = payload.dump(),
    });
}

void ReadLog::bury_the_dead(Transaction& tx, core::Timestamp now) {
    for (const auto heard_of : ReadWriterStore{tx}.bury(now - given_up_after, now))
        EventLog{tx}.append({
            .at = now,
            .kind = EventKind::reads_missing,
            .subject_kind = SubjectKind::authority,
            .subject = 0,
            .in_case = std::nullopt,
            .actor = std::nullopt,
            .payload = nlohmann::json{{"from", core::iso_time(heard_of)}}.dump(),
        });
}

}  // namespace services
