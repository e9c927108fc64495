#include <algorithm>

#include <nlohmann/json.hpp>
#include "core/rules/identifiers.hpp"

#include "services/access_requests/access_requests.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/access_requests/request_paper.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/parties.hpp"
#include "services/identity/token.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/followed_case_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/post_list_store.hpp"

/// How a request comes to be: by a guest, by staff, or on the case of a letter.
namespace services {

using core::AccessLaw;
using core::AccessRequest;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr const char* facet = "A53";                 // KLE: Aktindsigtsanmodning mv.
constexpr const char* general_subject = "00.07.00";  // KLE: Forvaltningsprincipper i almindelighed

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
    if (made.identifier.empty()) return core::done();
    if (made.asker.name.empty()) return invalid_field("name", "whose number is told has a name, too");
    core::Party party;
    party.identifier = core::bare_identifier(made.identifier);
    TRY(check_identifier(party));
    if (party.identifier_kind != core::IdentifierKind::cpr && party.identifier_kind != core::IdentifierKind::cvr)
        return invalid_field("identifier", "this is no CPR or CVR number");
    return core::done();
}

/// What is asked about, as far as it is known.
struct Subject {
    std::optional<core::Case> on;
    std::optional<core::Document> document;
    std::string public_words;  ///< what everyone may know of it
};

/// As a guest sees it: by the post list, or by a page that everyone may follow the case on. What is not there is passed
/// over, so that nobody learns what there is.
Subject public_subject(Transaction& tx, const NewAccessRequest& made) {
    Subject subject;
    if (made.about_followed) {
        const auto followed = FollowedCaseStore{tx}.find(*made.about_followed);
        if (!followed || followed->state != core::HearingState::published) return subject;
        subject.on = CaseStore{tx}.find(followed->in_case);
        if (subject.on) subject.public_words = followed->title + " (sag " + subject.on->number + ")";
        return subject;
    }
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
    append_access_event(
        tx,
        EventKind::access_requested,
        one,
        actor,
        acting.now,
        {{"laws", laws}, {"channel", core::name_of(one.channel)}, {"due", core::iso_date(one.due)}}
    );
    keep_access_sheet(tx, settings, one, acting.now);
}

/// The case of a request. It is opened whatever the scheme has come to: nobody's request waits for a KLE number.
core::Case open_request_case(
    Transaction& tx, const Acting& acting, const AccessSettings& settings, const Subject& subject, core::UnitId unit
) {
    core::Case opened{};
    opened.title = subject.on ? "Aktindsigt i sag " + subject.on->number : std::string{"Anmodning om aktindsigt"};
    opened.public_title = "Anmodning om aktindsigt";
    opened.subject = subject.on ? subject.on->subject : general_subject;
    opened.facet = facet;
    opened.unit = unit;
    opened.confidentiality = core::Confidentiality::unit;
    opened.opened_at = opened.changed_at = acting.now;
    file_new_case(tx, settings.cases, opened, acting.who.user);
    if (const auto* type = settings.cases.types->find(access_case_type))
        begin_sheet(tx, *type, opened, nlohmann::json::object(), acting.who.user, acting.now);
    return opened;
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

Result<void> add_asker(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const AccessRequest& one,
    const std::string& identifier,
    core::PartyRole role
) {
    core::Party party;
    party.in_case = on.id;
    party.role = role;
    party.name = one.asker.name;
    party.address = one.asker.address;
    party.identifier = identifier;
    TRY(add_party(tx, acting, party));
    return core::done();
}

Result<void> journal_paper(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const AccessRequest& one,
    const std::string& identifier,
    const Paper& paper
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
    return add_asker(tx, acting, on, one, identifier, core::PartyRole::primary);
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
    auto filed = open_request_case(tx, {who, now}, settings, subject, unit);
    if (!std::ranges::binary_search(who.groups, filed.access_group)) {
        who.groups.push_back(filed.access_group);
        std::ranges::sort(who.groups);
    }
    const Acting acting{who, now};
    AskedAccess asked;
    asked.secret = random_token();
    asked.request = request_of(made, subject, core::danish_date(now));
    asked.request.in_case = filed.id;
    TRY(journal_paper(tx, acting, filed, asked.request, made.identifier, paper));
    keep_request(tx, acting, settings.cases, asked.request, asked.secret, actor);
    asked.filed = std::move(filed);
    return asked;
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
    if (!made.identifier.empty()) {
        TRY(add_asker(tx, acting, filed, asked.request, made.identifier, core::PartyRole::other));
    }
    keep_request(tx, acting, settings.cases, asked.request, asked.secret, acting.who.user);
    asked.filed = std::move(filed);
    return asked;
}

}  // namespace services
