#include "services/access_requests/access_requests.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/request_paper.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/token.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

using core::AccessLaw;
using core::AccessRequest;
using core::AccessRequestId;
using core::AccessState;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::string_view type_key = "access_request";
constexpr const char* facet = "A53";                 // KLE: Aktindsigtsanmodning mv.
constexpr const char* general_subject = "00.07.00";  // KLE: Forvaltningsprincipper i almindelighed
constexpr std::int64_t hours_max = 10'000;

void append(
    Transaction& tx,
    EventKind kind,
    const AccessRequest& one,
    std::optional<core::UserId> actor,
    core::Timestamp now,
    Json payload
) {
    payload["request"] = one.id.value;
    EventLog{tx}.append({
        .at = now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = one.in_case.value,
        .in_case = one.in_case,
        .actor = actor,
        .payload = payload.dump(),
    });
}

std::string sheet_law(AccessLaw law) {
    switch (law) {
        case AccessLaw::public_access:
            return "ofl";
        case AccessLaw::party_access:
            return "fvl";
        case AccessLaw::own_data:
            return "gdpr";
        case AccessLaw::environment:
            return "mol";
    }
    return {};
}

/// What the case's type shows of the request.
Json sheet_values(const AccessRequest& one) {
    constexpr std::size_t shown = 2000;
    Json values{
        {"received_on", core::iso_date(one.received)},
        {"due_on", core::iso_date(one.due)},
        {"law", sheet_law(one.laws.front())},
        {"requester", core::name_of(one.asker.kind)},
        {"asked_for", core::first_words(one.asked_for, shown)},
        {"answered_on", nullptr},
        {"outcome", nullptr},
    };
    if (one.ended) values["answered_on"] = core::iso_date(*one.ended);
    if (one.state == AccessState::withdrawn) values["outcome"] = "withdrawn";
    if (one.outcome) values["outcome"] = core::name_of(*one.outcome);
    return values;
}

/// Brings what the case shows in line, as the house itself: whoever may work on the request may do that. A case that
/// can't be changed any more keeps what it says.
void keep_sheet(Transaction& tx, const CaseSettings& settings, const AccessRequest& one, core::Timestamp now) {
    const auto on = CaseStore{tx}.find(one.in_case);
    if (!on) return;
    const auto house = house_on(tx, *on, now);
    SheetChange change;
    change.type = std::string{type_key};
    change.values = sheet_values(one);
    const auto changed = change_sheet(tx, {house, now}, *settings.types, on->id, on->version, change);
    static_cast<void>(changed);
}

std::vector<AccessLaw> tidied(std::vector<AccessLaw> laws) {
    if (laws.empty()) laws.push_back(AccessLaw::public_access);
    std::ranges::sort(laws);
    const auto doubled = std::ranges::unique(laws);
    laws.erase(doubled.begin(), doubled.end());
    return laws;
}

bool looks_like_mail(const std::string& text) {
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos && !text.ends_with('.') &&
           text.find_first_of(" \t<>,;") == std::string::npos && text.find('@', at + 1) == std::string::npos;
}

Result<void> check_made(const NewAccessRequest& made, core::Date today) {
    TRY(check_text(made.asked_for, "asked_for", asked_for_limit));
    TRY(check_line(made.asker.name, "name", /*may_be_empty=*/true));
    TRY(check_line(made.asker.mail, "mail", /*may_be_empty=*/true));
    TRY(check_line(made.asker.address, "address", /*may_be_empty=*/true));
    if (!made.asker.mail.empty() && !looks_like_mail(made.asker.mail))
        return invalid_field("mail", "this is not a mail address");
    if (made.received && *made.received > today) return invalid_field("received_on", "the day lies in the future");
    const auto is_asked_by = [&](AccessLaw law) { return std::ranges::find(made.laws, law) != made.laws.end(); };
    const bool names_themself = is_asked_by(AccessLaw::party_access) || is_asked_by(AccessLaw::own_data);
    if (names_themself && made.asker.name.empty())
        return invalid_field("name", "who asks as a party, or for their own data, says who they are");
    return core::done();
}

/// What is asked about, as far as it is known.
struct Subject {
    std::optional<core::Case> on;
    std::optional<core::Document> document;
    std::string public_words;  ///< what everyone may know of it
};

/// As a guest sees it: by the post list. What is not there is passed over, so that nobody learns what there is.
Subject public_subject(Transaction& tx, const NewAccessRequest& made) {
    Subject subject;
    if (!made.about_post) return subject;
    const auto post = PostListStore{tx}.public_entry(*made.about_post);
    if (!post) return subject;
    subject.document = DocumentStore{tx}.find(post->document);
    if (subject.document) subject.on = CaseStore{tx}.find(subject.document->in_case);
    subject.public_words = post->title + " (sag " + post->case_number + ")";
    return subject;
}

Result<Subject> readable_subject(Transaction& tx, const Acting& acting, const NewAccessRequest& made) {
    Subject subject;
    if (made.about_document) {
        TRY(auto document, read_document(tx, acting.who, *made.about_document));
        TRY(auto on, read_case(tx, acting.who, document.in_case));
        subject = {std::move(on), std::move(document), {}};
    } else if (made.about_case) {
        TRY(auto on, read_case(tx, acting.who, *made.about_case));
        subject.on = std::move(on);
    }
    if (subject.document)
        subject.public_words = subject.document->title + " (sag " + subject.on->number + ")";
    else if (subject.on)
        subject.public_words = subject.on->title + " (sag " + subject.on->number + ")";
    return subject;
}

core::UnitId unit_for(Transaction& tx, const AccessSettings& settings, const Subject& subject) {
    if (subject.on) return subject.on->unit;
    const auto units = UnitStore{tx}.all();
    const auto named = std::ranges::find(units, settings.unit, &Unit::name);
    return named != units.end() ? named->id : UnitStore{tx}.root().value();
}

AccessRequest request_of(const NewAccessRequest& made, const Subject& subject, core::Date today) {
    AccessRequest one;
    one.laws = tidied(made.laws);
    one.asked_for = made.asked_for;
    if (subject.on) one.about_case = subject.on->id;
    if (subject.document) one.about_document = subject.document->id;
    one.asker = made.asker;
    one.channel = made.channel;
    one.received = made.received.value_or(today);
    return one;
}

/// Keeps the request on its case, with its day worked out, and adds what it is about to its documents.
void keep_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequest& one,
    const std::string& secret,
    std::optional<core::UserId> actor
) {
    const auto calendar = CalendarStore{tx}.calendar();
    one.follow_hash = token_hash(secret);
    one.due = core::access_clock(course_of(one, {}), calendar, core::danish_date(acting.now)).due;
    AccessRequestStore store{tx};
    one.id = store.add(one);
    if (one.about_document) store.add_document(one.id, *one.about_document);
    std::vector<std::string_view> laws;
    for (const auto law : one.laws) laws.push_back(core::name_of(law));
    append(
        tx,
        EventKind::access_requested,
        one,
        actor,
        acting.now,
        {{"laws", laws}, {"channel", core::name_of(one.channel)}, {"due", core::iso_date(one.due)}}
    );
    keep_sheet(tx, settings, one, acting.now);
}

/// The case of a request, opened by one who may. A number that is no longer used gives way to the general one.
Result<core::Case> open_request_case(
    Transaction& tx, const Acting& acting, const AccessSettings& settings, const Subject& subject, core::UnitId unit
) {
    NewCase made;
    made.title = subject.on ? "Aktindsigt i sag " + subject.on->number : std::string{"Anmodning om aktindsigt"};
    made.public_title = "Anmodning om aktindsigt";
    made.subject = subject.on ? subject.on->subject : general_subject;
    made.facet = facet;
    made.unit = unit;
    made.confidentiality = core::Confidentiality::unit;
    made.type = type_key;
    auto opened = open_case(tx, acting, settings.cases, made);
    if (opened.has_value() || opened.error().field != "subject") return opened;
    made.subject = general_subject;
    return open_case(tx, acting, settings.cases, made);
}

struct Paper {
    DrawnPaper drawn;
    Stored stored;
};

Paper paper_of(
    FileStore& files,
    const AccessSettings& settings,
    const NewAccessRequest& made,
    const Subject& subject,
    core::Date today
) {
    auto drawn = drawn_request({
        .authority = settings.authority,
        .asker = made.asker,
        .asked_for = made.asked_for,
        .laws = tidied(made.laws),
        .about = subject.public_words,
        .received = made.received.value_or(today),
        .channel = made.channel,
    });
    auto stored = files.put_bytes(drawn.pdf);
    return {std::move(drawn), stored};
}

Result<void> journal_paper(
    Transaction& tx, const Acting& acting, const core::Case& on, const AccessRequest& one, const Paper& paper
) {
    ContentStore{tx}.add_drawn(paper.stored.hash, paper.stored.size_bytes, paper.drawn.pages, acting.now);
    NewDocument document;
    document.title = "Anmodning om aktindsigt";
    document.public_title = document.title;
    document.direction = core::Direction::incoming;
    document.correspondent = one.asker.name.empty() ? std::string{"Navn ikke oplyst"} : one.asker.name;
    document.letter_date = document.received = one.received;
    document.publication = core::Publication::withheld;
    document.content = paper.stored.hash;
    document.file_name = "anmodning.pdf";
    TRY(const auto journaled, journal_document(tx, acting, on, document));
    JobQueue{tx}.add("read_document", journaled.id.value, acting.now);  // for pictures, and where each word stands
    if (one.asker.name.empty()) return core::done();
    core::Party party;
    party.in_case = on.id;
    party.role = core::PartyRole::primary;
    party.name = one.asker.name;
    party.address = one.asker.address;
    TRY(add_party(tx, acting, party));
    return core::done();
}

/// Opens, journals and keeps it all as `who`.
Result<AskedAccess> file_it(
    Transaction& tx,
    core::Principal who,
    core::Timestamp now,
    const AccessSettings& settings,
    const NewAccessRequest& made,
    const Subject& subject,
    core::UnitId unit,
    const Paper& paper,
    std::optional<core::UserId> actor
) {
    TRY(auto filed, open_request_case(tx, {who, now}, settings, subject, unit));
    if (!std::ranges::binary_search(who.groups, filed.access_group)) {
        who.groups.push_back(filed.access_group);
        std::ranges::sort(who.groups);
    }
    const Acting acting{who, now};
    AskedAccess asked;
    asked.secret = random_token();
    asked.request = request_of(made, subject, core::danish_date(now));
    asked.request.in_case = filed.id;
    TRY(journal_paper(tx, acting, filed, asked.request, paper));
    keep_request(tx, acting, settings.cases, asked.request, asked.secret, actor);
    asked.filed = std::move(filed);
    return asked;
}

Result<void> require_open(const AccessFile& file) {
    if (file.request.state == AccessState::open) return core::done();
    return Error{ErrorCode::conflict, "the request has been ended", "state"};
}

Result<AccessFile> open_file(Transaction& tx, const Acting& acting, AccessRequestId id, std::int64_t version) {
    TRY(auto file, access_file_to_work_on(tx, acting, id, version));
    TRY(require_open(file));
    return file;
}

AccessFile file_of(Transaction& tx, const core::Principal& who, AccessRequest one, core::Case on, core::Date today) {
    AccessFile file{.request = std::move(one), .on = std::move(on), .times = {}, .clock = {}, .may_work = false};
    file.times = AccessRequestStore{tx}.times(file.request.id);
    file.clock = core::access_clock(course_of(file.request, file.times), CalendarStore{tx}.calendar(), today);
    file.may_work = core::may(who, core::Action::journal, {file.on.unit, file.on.access_group});
    return file;
}

bool is_paused(const AccessFile& file) {
    return std::ranges::any_of(file.times, [](const AccessTime& time) {
        return time.kind == AccessTime::Kind::pause && !time.to;
    });
}

void end(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequest one,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    one.state = AccessState::withdrawn;
    one.ended = core::danish_date(now);
    one.forget_at = now + asker_kept_for;
    AccessRequestStore store{tx};
    store.end_pause(one.id, *one.ended);
    const auto kept = store.update(one);
    static_cast<void>(kept);  // it was read in this very transaction
    append(tx, EventKind::access_withdrawn, one, actor, now, Json::object());
    keep_sheet(tx, settings, one, now);
}

}  // namespace

Result<AskedAccess> ask_access(
    Database& db, FileStore& files, core::Timestamp now, const AccessSettings& settings, const NewAccessRequest& made
) {
    const auto today = core::danish_date(now);
    TRY(check_made(made, today));
    TRY(const auto subject, db.read([&](Transaction& tx) -> Result<Subject> { return public_subject(tx, made); }));
    const auto paper = paper_of(files, settings, made, subject, today);
    return db.write([&](Transaction& tx) -> Result<AskedAccess> {
        const auto unit = unit_for(tx, settings, subject);
        return file_it(tx, house_in(tx, unit, now), now, settings, made, subject, unit, paper, std::nullopt);
    });
}

Result<AskedAccess> file_access_request(
    Database& db, FileStore& files, const Acting& acting, const AccessSettings& settings, const NewAccessRequest& made
) {
    const auto today = core::danish_date(acting.now);
    TRY(check_made(made, today));
    TRY(const auto subject, db.read([&](Transaction& tx) { return readable_subject(tx, acting, made); }));
    const auto may_open = [&](core::UnitId unit) {
        return core::may(acting.who, core::Action::open_case, {unit, std::nullopt});
    };
    std::optional<core::UnitId> unit;
    if (subject.on && may_open(subject.on->unit)) unit = subject.on->unit;
    for (const auto& held : acting.who.roles)
        if (!unit && may_open(held.unit)) unit = held.unit;
    if (!unit) return Error{ErrorCode::forbidden, "the role does not carry the right to open a case"};
    const auto paper = paper_of(files, settings, made, subject, today);
    return db.write([&](Transaction& tx) {
        return file_it(tx, acting.who, acting.now, settings, made, subject, *unit, paper, acting.who.user);
    });
}

Result<AskedAccess> begin_access_request(
    Transaction& tx, const Acting& acting, const AccessSettings& settings, core::CaseId on, const NewAccessRequest& made
) {
    const auto today = core::danish_date(acting.now);
    TRY(auto filed, read_case(tx, acting.who, on));
    TRY(require_on_case(acting.who, core::Action::journal, filed));
    if (AccessRequestStore{tx}.of_case(on))
        return Error{ErrorCode::conflict, "the case is a request for access already", "case"};
    TRY(check_made(made, today));
    TRY(const auto subject, readable_subject(tx, acting, made));
    AskedAccess asked;
    asked.secret = random_token();
    asked.request = request_of(made, subject, today);
    asked.request.in_case = on;
    keep_request(tx, acting, settings.cases, asked.request, asked.secret, acting.who.user);
    asked.filed = std::move(filed);
    return asked;
}

Result<AccessFile> read_access_request(
    Transaction& tx, const core::Principal& who, AccessRequestId id, core::Date today
) {
    auto one = AccessRequestStore{tx}.find(id);
    if (!one) return Error{ErrorCode::not_found, "there is no such request"};
    auto on = read_case(tx, who, one->in_case);
    if (!on) return Error{ErrorCode::not_found, "there is no such request"};
    return file_of(tx, who, std::move(*one), std::move(on.value()), today);
}

Result<AccessFile> read_access_request_of(
    Transaction& tx, const core::Principal& who, core::CaseId id, core::Date today
) {
    TRY(auto on, read_case(tx, who, id));
    auto one = AccessRequestStore{tx}.of_case(id);
    if (!one) return Error{ErrorCode::not_found, "the case is no request for access"};
    return file_of(tx, who, std::move(*one), std::move(on), today);
}

Result<AccessFile> access_file_to_work_on(
    Transaction& tx, const Acting& acting, AccessRequestId id, std::int64_t version
) {
    TRY(auto file, read_access_request(tx, acting.who, id, core::danish_date(acting.now)));
    TRY(require_on_case(acting.who, core::Action::journal, file.on));
    if (version != 0 && file.request.version != version)
        return Error{ErrorCode::conflict, "the request has changed since it was read", "version"};
    return file;
}

Result<FollowedAccess> follow_access_request(Transaction& tx, std::string_view secret, core::Date today) {
    auto one = AccessRequestStore{tx}.followed_by(token_hash(secret));
    const auto on = one ? CaseStore{tx}.find(one->in_case) : std::nullopt;
    if (!on) return Error{ErrorCode::not_found, "there is no such request"};
    const auto unit = UnitStore{tx}.find(on->unit);
    auto course = course_of(*one, AccessRequestStore{tx}.times(one->id));
    FollowedAccess followed{.request = std::move(*one), .case_number = on->number, .unit = {}, .clock = {}};
    if (unit) followed.unit = unit->name;
    followed.clock = core::access_clock(course, CalendarStore{tx}.calendar(), today);
    return followed;
}

Result<void> withdraw_followed(
    Transaction& tx, std::string_view secret, const CaseSettings& settings, core::Timestamp now
) {
    auto one = AccessRequestStore{tx}.followed_by(token_hash(secret));
    if (!one) return Error{ErrorCode::not_found, "there is no such request"};
    if (one->state != AccessState::open) return Error{ErrorCode::conflict, "the request has been ended", "state"};
    end(tx, settings, std::move(*one), std::nullopt, now);
    return core::done();
}

Result<void> withdraw_access_request(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, AccessRequestId id, std::int64_t version
) {
    TRY(auto file, open_file(tx, acting, id, version));
    end(tx, settings, std::move(file.request), acting.who.user, acting.now);
    return core::done();
}

Result<void> change_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const AccessChange& change
) {
    TRY(auto file, access_file_to_work_on(tx, acting, id, version));
    auto changed = file.request;
    if (change.laws) {
        TRY(require_open(file));
        if (change.laws->empty()) return invalid_field("laws", "one law at least");
        changed.laws = tidied(*change.laws);
    }
    if (change.size) changed.size = *change.size;
    if (change.hours_expected) {
        const auto& hours = *change.hours_expected;
        if (hours && (*hours < 1 || *hours > hours_max))
            return invalid_field("hours_expected", "a whole number from 1 to 10000");
        changed.hours_expected = hours;
    }
    if (change.minutes_more) {
        changed.minutes_used += *change.minutes_more;
        if (changed.minutes_used < 0 || changed.minutes_used > hours_max * 60)
            return invalid_field("minutes_more", "the time used can't be less than nothing, or so much");
    }
    TRY(AccessRequestStore{tx}.update(changed));
    Json payload{{"size", core::name_of(changed.size)}, {"minutes_used", changed.minutes_used}};
    for (const auto law : changed.laws) payload["laws"].push_back(core::name_of(law));
    if (changed.hours_expected) payload["hours_expected"] = *changed.hours_expected;
    append(tx, EventKind::access_request_changed, changed, acting.who.user, acting.now, std::move(payload));
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "laws", acting.who.user, acting.now);
    return core::done();
}

Result<void> pause_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const core::AccessPause& pause
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    TRY(check_text(pause.reason, "reason", reason_limit));
    if (is_paused(file)) return Error{ErrorCode::conflict, "the clock stands still already", "state"};
    if (pause.from > core::danish_date(acting.now)) return invalid_field("on", "the day lies in the future");
    if (pause.from < file.request.received) return invalid_field("on", "the day lies before the receipt");
    AccessRequestStore store{tx};
    store.add_time(
        id,
        {.kind = AccessTime::Kind::pause,
         .from = pause.from,
         .reason = pause.reason,
         .noted_by = acting.who.user,
         .noted_at = acting.now}
    );
    TRY(store.update(file.request));  // a new version: whoever works from the page before is told
    append(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "pause"}, {"from", core::iso_date(pause.from)}, {"reason", pause.reason}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "pause", acting.who.user, acting.now);
    return core::done();
}

Result<void> resume_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    core::Date on
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    const auto pause = std::ranges::find_if(file.times, [](const AccessTime& time) {
        return time.kind == AccessTime::Kind::pause && !time.to;
    });
    if (pause == file.times.end()) return Error{ErrorCode::conflict, "the clock is running", "state"};
    if (on > core::danish_date(acting.now)) return invalid_field("on", "the day lies in the future");
    if (on < pause->from) return invalid_field("on", "the day lies before the pause");
    AccessRequestStore store{tx};
    store.end_pause(id, on);
    TRY(store.update(file.request));
    append(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "resumed"}, {"on", core::iso_date(on)}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "resumed", acting.who.user, acting.now);
    return core::done();
}

Result<void> extend_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    AccessRequestId id,
    std::int64_t version,
    const core::AccessExtension& extension
) {
    TRY(const auto file, open_file(tx, acting, id, version));
    TRY(check_text(extension.reason, "reason", reason_limit));
    const auto today = core::danish_date(acting.now);
    if (extension.told_on > today) return invalid_field("told_on", "the day lies in the future");
    if (extension.told_on < file.request.received) return invalid_field("told_on", "the day lies before the receipt");
    if (extension.until <= file.clock.due) return invalid_field("until", "that is no later than what holds now");
    const auto latest = core::latest_extension(course_of(file.request, file.times), today);
    if (latest && extension.until > *latest)
        return invalid_field("until", "the law allows no later day than " + core::iso_date(*latest));
    AccessRequestStore store{tx};
    store.add_time(
        id,
        {.kind = AccessTime::Kind::extension,
         .from = extension.told_on,
         .to = extension.until,
         .reason = extension.reason,
         .noted_by = acting.who.user,
         .noted_at = acting.now}
    );
    TRY(store.update(file.request));
    append(
        tx,
        EventKind::access_time_noted,
        file.request,
        acting.who.user,
        acting.now,
        {{"what", "extension"}, {"until", core::iso_date(extension.until)}, {"reason", extension.reason}}
    );
    keep_due(tx, settings, id, CalendarStore{tx}.calendar(), "extension", acting.who.user, acting.now);
    return core::done();
}

void keep_due(
    Transaction& tx,
    const CaseSettings& settings,
    AccessRequestId id,
    const core::WorkCalendar& calendar,
    std::string_view because,
    std::optional<core::UserId> actor,
    core::Timestamp now
) {
    AccessRequestStore store{tx};
    auto one = store.find(id);
    if (!one || one->state != AccessState::open) return;
    const auto due = core::access_clock(course_of(*one, store.times(id)), calendar, core::danish_date(now)).due;
    if (due == one->due) return;
    const auto before = one->due;
    one->due = due;
    const auto kept = store.update(*one);
    static_cast<void>(kept);  // it was read in this very transaction
    append(
        tx,
        EventKind::access_due_moved,
        *one,
        actor,
        now,
        {{"from", core::iso_date(before)}, {"to", core::iso_date(due)}, {"because", because}}
    );
    one->version += 1;
    keep_sheet(tx, settings, *one, now);
}

void keep_access_requests(Database& db, const CaseSettings& settings, core::Timestamp now) {
    constexpr std::int64_t at_once = 100;
    AccessRequestId last;
    for (bool is_more = true; is_more;) {
        const auto due = db.read([&](Transaction& tx) -> Result<std::vector<AccessRequest>> {
            return AccessRequestStore{tx}.open_after(last, at_once);
        });
        is_more = std::ssize(due.value()) == at_once;
        if (due.value().empty()) break;
        last = due.value().back().id;
        std::vector<AccessRequestId> moved;
        const auto looked = db.read([&](Transaction& tx) -> Result<void> {
            const auto calendar = CalendarStore{tx}.calendar();
            const AccessRequestStore store{tx};
            for (const auto& one : due.value())
                if (core::access_clock(course_of(one, store.times(one.id)), calendar, core::danish_date(now)).due !=
                    one.due)
                    moved.push_back(one.id);
            return core::done();
        });
        static_cast<void>(looked);
        if (moved.empty()) continue;
        const auto kept = db.write([&](Transaction& tx) -> Result<void> {
            const auto calendar = CalendarStore{tx}.calendar();
            for (const auto id : moved) keep_due(tx, settings, id, calendar, "day_passed", std::nullopt, now);
            return core::done();
        });
        static_cast<void>(kept);  // the work has no errors of its own
    }
    const auto forgotten = db.write([&](Transaction& tx) -> Result<void> {
        AccessRequestStore{tx}.forget_askers(now);
        return core::done();
    });
    static_cast<void>(forgotten);
}

}  // namespace services
