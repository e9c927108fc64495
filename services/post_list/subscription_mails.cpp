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
constexpr std::int64_t changes_a_mail = 500;
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
        if (const auto unit = UnitStore{tx}.find(*filter.unit)) add(unit->name);
    return text.empty() ? "hele postlisten" : text;
}

bool is_in(const PublicPost& post, const PublicFilter& filter) {
    if (filter.unit && post.unit_id != *filter.unit) return false;
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
    return db_.read([&](Transaction& tx) -> Result<Digest> {
        Digest digest;
        digest.up_to = one.told_change;
        const PostSubscriptionStore store{tx};
        for (auto& change : PostChangeStore{tx}.after(one.told_change, clock_.now() - settled_after, changes_a_mail)) {
            digest.up_to = change.change;
            if (!change.post) {
                if (store.was_told(one.id, change.id)) digest.gone.push_back(std::move(change));
                continue;
            }
            const bool has_words = filter.words.empty() || found.contains(change.id.value);
            if (has_words && is_in(*change.post, filter)) digest.fresh.push_back(std::move(change));
        }
        return digest;
    });
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
        std::string text = "Nyt på postlisten fra " + settings_.letterhead.authority + ": " + part + ".\n\n";
        for (const auto& change : digest.fresh) text += line_of(change, settings_.public_url);
        for (const auto& change : digest.gone) text += gone_line(change, settings_.public_url);
        text += "--\nAfmeld denne mail:\n" + link_of(*one) + "\n";
        const auto count = static_cast<std::int64_t>(digest.fresh.size());
        const auto subject = count == 0 ? std::string{"Taget ned fra postlisten"}
                                        : translate_count(danish, "{count} ny post", "{count} nye poster", count);
        TRY(const auto taken, send(*one, subject, text));
        is_taken = taken;
    }
    return db_.write([&](Transaction& tx) -> Result<void> {
        PostSubscriptionStore store{tx};
        if (!store.find(one->id)) return core::done();  // ended while the mail was on its way
        if (!is_taken) {
            if (store.count_failure(one->id) >= failures_borne) end_subscription(tx, one->token, clock_.now());
            return core::done();
        }
        std::vector<core::PostListId> told;
        for (const auto& change : digest.fresh) told.push_back(change.id);
        store.set_told(one->id, digest.up_to, told);
        for (const auto& change : digest.gone) store.forget_told(one->id, change.id);
        return core::done();
    });
}

}  // namespace services
