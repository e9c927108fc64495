#include "services/cases/mail_threads.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/documents.hpp"
#include "services/store/incoming_store.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr std::size_t mails_max = 100;

std::optional<core::Document> readable_document(
    Transaction& tx, const core::Principal& who, const core::ContentHash& content
) {
    for (const auto id : MailStore{tx}.documents_with(content, who.user))
        if (auto one = read_document_content(tx, who, id)) return std::move(one).value();
    return std::nullopt;
}

std::optional<core::IncomingItem> readable_item(
    Transaction& tx, const core::Principal& who, const core::ContentHash& content
) {
    const IncomingStore items{tx};
    for (const auto id : items.with_content(content)) {
        auto one = items.find(id);
        const bool is_waiting = one && one->state != core::IncomingState::journaled;
        if (is_waiting && core::may(who, core::Action::read, {one->unit, one->access_group})) return one;
    }
    return std::nullopt;
}

}  // namespace

std::vector<ThreadMail> mail_thread(Transaction& tx, const core::Principal& who, const core::ContentHash& content) {
    std::vector<ThreadMail> thread;
    for (auto& mail : MailStore{tx}.thread(content, mails_max)) {
        if (mail.content == content) continue;
        ThreadMail one{std::move(mail), {}, {}};
        one.document = readable_document(tx, who, one.mail.content);
        if (!one.document) one.item = readable_item(tx, who, one.mail.content);
        if (one.document || one.item) thread.push_back(std::move(one));
    }
    return thread;
}

std::optional<core::Case> case_of_thread(
    Transaction& tx, const core::Principal& who, const core::ContentHash& content
) {
    auto thread = mail_thread(tx, who, content);
    std::ranges::reverse(thread);
    for (const auto& one : thread) {
        if (!one.document) continue;
        auto on = CaseStore{tx}.find(one.document->in_case);
        const bool may_go_there = on && on->state != core::CaseState::closed &&
                                  core::may(who, core::Action::journal, {on->unit, on->access_group});
        if (may_go_there) return on;
    }
    return std::nullopt;
}

Json thread_json(
    Transaction& tx,
    const core::Principal& who,
    const core::ContentHash& content,
    Language language,
    core::Timestamp now
) {
    auto list = Json::array();
    for (const auto& one : mail_thread(tx, who, content)) {
        std::string path, place = translate(language, "Postbakke");
        if (one.document) {
            const auto on = CaseStore{tx}.find(one.document->in_case);
            path = "/dokumenter/" + std::to_string(one.document->id.value);
            place = (on ? on->number + ", " : std::string{}) +
                    translate(language, "dokument {number}", {{"number", std::to_string(one.document->number)}});
        } else {
            path = "/postbakke/" + std::to_string(one.item->id.value);
        }
        const auto& sent_at = one.mail.sent_at;
        list.push_back({
            {"path", std::move(path)},
            {"title", one.mail.subject.empty() ? translate(language, "(uden emne)") : one.mail.subject},
            {"sender", sender_of(one.mail)},
            {"time", sent_at ? spoken_time(language, *sent_at, now) : std::string{}},
            {"time_exact", sent_at ? exact_time(language, *sent_at) : std::string{}},
            {"place", std::move(place)},
        });
    }
    return list;
}

Json thread_json(Transaction& tx, const core::Principal& who, const core::ContentHash& content) {
    auto list = Json::array();
    for (const auto& one : mail_thread(tx, who, content))
        list.push_back({
            {"subject", one.mail.subject},
            {"sender", sender_of(one.mail)},
            {"sent_at", one.mail.sent_at ? Json(core::iso_time(*one.mail.sent_at)) : Json(nullptr)},
            {"document", one.document ? Json(one.document->id.value) : Json(nullptr)},
            {"incoming", one.item ? Json(one.item->id.value) : Json(nullptr)},
        });
    return list;
}

}  // namespace services
