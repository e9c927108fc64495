#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/rules/exemptions.hpp"
#include "services/indexing/indexer.hpp"
#include "services/post_list/subscriptions.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/web/words.hpp"

/// The mails themselves. They are in Danish, as the list is.
namespace services {

using core::Result;
using namespace std::chrono_literals;

namespace {

constexpr auto danish = Language::danish;
constexpr std::int64_t changes_at_once = 500;
/// What is newer may not be found by its words yet, and is told of tomorrow.
constexpr auto settled_after = 5min;

std::string spoken_part(Transaction& tx, const PublicFilter& filter) {
    std::string text;
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
    if (!filter.words.empty()) add("»" + filter.words + "«");
    if (!filter.subject.empty()) {
        const auto title = PublicListStore{tx}.subject_title(filter.subject);
        add("emne " + filter.subject + (title.empty() ? "" : " " + title));
    }
    if (filter.unit)
        if (const auto unit = UnitStore{tx}.find(*filter.unit)) add((filter.unit_alone ? "kun " : "") + unit->name);
    return text.empty() ? "hele postlisten" : text;
}

/// `units` are those of the filter (units_in).
bool is_in(const PublicPost& post, const PublicFilter& filter, const std::vector<core::UnitId>& units) {
    if (filter.unit && std::ranges::find(units, post.unit_id) == units.end()) return false;
    if (filter.subject.empty()) return true;
    const bool is_under = post.subject.starts_with(filter.subject);
    return is_under && (post.subject.size() == filter.subject.size() || post.subject[filter.subject.size()] == '.');
}

std::string line_of(const PostChange& one, const std::string& base) {
    const auto& post = *one.post;
    std::string text = spoken_date(danish, post.listed_on) + " · " + spoken(danish, post.direction);
    if (!post.correspondent.empty()) text += " · " + post.correspondent;
    return post.title + "\n  " + text + "\n  " + base + "/postliste/poster/" + std::to_string(one.id.value) + "\n\n";
}

std::string gone_line(const PostChange& one, const std::string& base) {
    const auto* exemption = core::exemption_named(one.exemption);
    return std::to_string(one.serial_year) + "-" + std::to_string(one.serial) + " er ikke længere på postlisten" +
           (exemption == nullptr ? "" : ", efter " + core::cited(*exemption)) + ".\n  " + base + "/postliste/poster/" +
           std::to_string(one.id.value) + "\n\n";
}

void add_fresh(Digest& digest, PostChange change) {
    const auto day = change.post->listed_on;
    digest.first = std::min(digest.first.value_or(day), day);
    digest.last = std::max(digest.last.value_or(day), day);
    digest.told.push_back(change.id);
    if (digest.fresh.size() < digest_names) digest.fresh.push_back(std::move(change));
}

void add_gone(Digest& digest, PostChange change) {
    digest.retold.push_back(change.id);
    if (digest.gone.size() < digest_names) digest.gone.push_back(std::move(change));
}

}  // namespace

std::string SubscriptionMails::link_of(const PostSubscription& one) const {
    return settings_.public_url + "/postliste/abonnement/" + one.token;
}

/// Whether the server has taken it; false where it refused for good. Errors: unavailable, to be tried again.
Result<bool> SubscriptionMails::send(const PostSubscription& one, const std::string& subject, const std::string& text)
    const {
    core::Sending mail;
    mail.receiver = one.address;
    mail.label = subject;
    mail.text = text;
    mail.message_id = random_uuid();
    mail.ordered_at = clock_.now();
    const auto message = "List-Unsubscribe: <" + link_of(one) + "/afmeld>\r\n" +
                         "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" +
                         mail_message(mail, settings_.letterhead, {});
    const auto answer = settings_.smtp(settings_.letterhead.address, one.address, message);
    if (answer.is_taken) return true;
    if (answer.is_refused) return false;
    return core::Error{core::ErrorCode::unavailable, "the mail server: " + answer.reply};
}

Result<void> SubscriptionMails::confirm(const Job& job) const {
    std::optional<PostSubscription> one;
    std::string part;
    TRY(db_.read([&](Transaction& tx) -> Result<void> {
        one = PostSubscriptionStore{tx}.find(job.subject);
        if (one) part = spoken_part(tx, filter_of_part(one->part));
        return core::done();
    }));
    if (!one || one->is_confirmed || !settings_.smtp) return core::done();
    const auto text = "Nogen har bedt om en daglig mail om nyt på postlisten fra " + settings_.letterhead.authority +
                      ": " + part + ".\n\nEr det dig, så bekræft her:\n" + link_of(*one) +
                      "\n\nEr det ikke dig, skal du ikke gøre noget. Så glemmer vi adressen om to døgn.\n";
    TRY(const auto is_taken, send(*one, "Bekræft, at du vil følge postlisten", text));
    if (is_taken) return core::done();
    return db_.write([&](Transaction& tx) -> Result<void> {
        end_subscription(tx, one->token, clock_.now());
        return core::done();
    });
}

Result<Digest> SubscriptionMails::gather(const PostSubscription& one) const {
    const auto filter = filter_of_part(one.part);
    std::set<std::int64_t> found;
    if (!filter.words.empty()) {
        const search::Reader index{live_index(settings_.index_folder)};
        search::Query query;
        query.text = filter.words;
        query.groups = {public_group};
        query.kind = search::Kind::published;
        TRY(const auto ids, index.ids(query));
        found.insert(ids.begin(), ids.end());
    }
    Digest digest;
    digest.up_to = one.told_change;
    const auto until = clock_.now() - settled_after;
    // All of it, a step at a time: what an import brings in one night may be tens of thousands.
    for (bool has_more = true; has_more;) {
        TRY(db_.read([&](Transaction& tx) -> Result<void> {
            const auto units = units_in(tx, filter);
            auto changes = PostChangeStore{tx}.after(digest.up_to, until, changes_at_once);
            has_more = std::ssize(changes) == changes_at_once;
            for (auto& change : changes) {
                digest.up_to = change.change;
                const bool has_words = filter.words.empty() || found.contains(change.id.value);
                if (!change.post) {
                    if (PostSubscriptionStore{tx}.was_told(one.id, change.id)) add_gone(digest, std::move(change));
                } else if (has_words && is_in(*change.post, filter, units)) {
                    add_fresh(digest, std::move(change));
                }
            }
            return core::done();
        }));
    }
    return digest;
}

std::string SubscriptionMails::text_of(const PostSubscription& one, const Digest& digest, const std::string& part)
    const {
    const auto& base = settings_.public_url;
    std::string text = "Nyt på postlisten fra " + settings_.letterhead.authority + ": " + part + ".\n\n";
    for (const auto& change : digest.fresh) text += line_of(change, base);
    if (const auto more = std::ssize(digest.told) - std::ssize(digest.fresh); more > 0) {
        auto days = filter_of_part(one.part);
        days.from = digest.first;
        days.to = digest.last;
        text += translate_count(danish, "Og 1 mere. Se dem alle:", "Og {count} flere. Se dem alle:", more) + "\n  " +
                base + page_path(days) + "\n\n";
    }
    for (const auto& change : digest.gone) text += gone_line(change, base);
    if (const auto more = std::ssize(digest.retold) - std::ssize(digest.gone); more > 0)
        text += translate_count(
                    danish,
                    "Og 1 mere er ikke længere på postlisten.",
                    "Og {count} flere er ikke længere på postlisten.",
                    more
                ) +
                " Alt, der er taget ned:\n  " + base + "/open-data#nedtagninger\n\n";
    return text + "--\nAfmeld denne mail:\n" + link_of(one) + "\n";
}

/// Keeps what was told, so much at a time that others may write in between, and last how far it goes: whatever stops
/// it before that has the mail sent again rather than a part of it forgotten.
void SubscriptionMails::note(const PostSubscription& one, const Digest& digest) const {
    constexpr std::size_t rows_at_once = 1000;
    const auto in_parts = [&](const std::vector<core::PostListId>& ids, const auto& keep) {
        for (std::size_t from = 0; from < ids.size(); from += rows_at_once) {
            const auto to = std::min(from + rows_at_once, ids.size());
            static_cast<void>(db_.write([&](Transaction& tx) -> Result<void> {
                PostSubscriptionStore store{tx};
                if (!store.find(one.id)) return core::done();  // ended while the mail was on its way
                for (auto at = from; at < to; ++at) keep(store, ids[at]);
                return core::done();
            }));
        }
    };
    in_parts(digest.told, [&](PostSubscriptionStore& store, core::PostListId id) { store.add_told(one.id, id); });
    in_parts(digest.retold, [&](PostSubscriptionStore& store, core::PostListId id) { store.forget_told(one.id, id); });
    static_cast<void>(db_.write([&](Transaction& tx) -> Result<void> {
        PostSubscriptionStore{tx}.set_told(one.id, digest.up_to);
        return core::done();
    }));
}

Result<void> SubscriptionMails::digest(const Job& job) const {
    constexpr std::int64_t failures_borne = 3;
    std::optional<PostSubscription> one;
    std::string part;
    TRY(db_.read([&](Transaction& tx) -> Result<void> {
        one = PostSubscriptionStore{tx}.find(job.subject);
        if (one) part = spoken_part(tx, filter_of_part(one->part));
        return core::done();
    }));
    if (!one || !one->is_confirmed || !settings_.smtp) return core::done();
    TRY(const auto digest, gather(*one));
    bool is_taken = true;
    if (!digest.is_empty()) {
        const auto count = std::ssize(digest.told);
        const auto subject = count == 0 ? std::string{"Taget ned fra postlisten"}
                                        : translate_count(danish, "{count} ny post", "{count} nye poster", count);
        TRY(const auto taken, send(*one, subject, text_of(*one, digest, part)));
        is_taken = taken;
    }
    if (is_taken) {
        note(*one, digest);
        return core::done();
    }
    return db_.write([&](Transaction& tx) -> Result<void> {
        PostSubscriptionStore store{tx};
        if (!store.find(one->id)) return core::done();
        if (store.count_failure(one->id) >= failures_borne) end_subscription(tx, one->token, clock_.now());
        return core::done();
    });
}

}  // namespace services
