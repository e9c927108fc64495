#include "ocr/messages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/names.hpp"
#include "ocr/office_kind.hpp"

namespace ocr {
namespace {

using nlohmann::json;

constexpr core::Names<Task, 12> task_names{
    {{Task::begin, "begin"},
     {Task::identify, "identify"},
     {Task::open_mail, "open_mail"},
     {Task::inspect, "inspect"},
     {Task::read_page, "read_page"},
     {Task::assemble, "assemble"},
     {Task::redact_page, "redact_page"},
     {Task::join_pages, "join_pages"},
     {Task::check_page, "check_page"},
     {Task::check_whole, "check_whole"},
     {Task::bundle, "bundle"},
     {Task::uncover, "uncover"}}};
constexpr core::Names<TextSource, 3> source_names{
    {{TextSource::recognised, "recognised"}, {TextSource::text_layer, "text_layer"}, {TextSource::none, "none"}}};

constexpr std::size_t reason_bytes_max = 40;
constexpr int pixels_max = 1'000'000;
constexpr std::size_t leaks_max = 10'000;
constexpr std::size_t leak_bytes_max = 4'000;

core::Error garbled(std::string why) {
    return {core::ErrorCode::unreadable, std::move(why)};
}

json json_of(const Limits& limits) {
    return {
        {"memory_bytes", limits.memory_bytes},
        {"output_bytes", limits.output_bytes},
        {"page_pixels", limits.page_pixels},
        {"pages", limits.pages}};
}

json json_of(const Page& page) {
    return {
        {"number", page.number},
        {"source", source_names.of(page.source)},
        {"reason", page.reason},
        {"text", page.text},
        {"confidence", page.confidence},
        {"skew", page.skew_degrees},
        {"rotation", page.rotation_degrees},
        {"width", page.width},
        {"height", page.height},
        {"words", words_to_json(page.words)}};
}

json json_of(const std::vector<MailAddress>& addresses) {
    json list = json::array();
    for (const MailAddress& one : addresses) list.push_back({{"name", one.name}, {"address", one.address}});
    return list;
}

json json_of(const Mail& mail) {
    json parts = json::array();
    for (const MailPart& part : mail.parts)
        parts.push_back({{"file_name", part.file_name}, {"media_type", part.media_type}});
    return {
        {"from", json_of(mail.from)},
        {"to", json_of(mail.to)},
        {"cc", json_of(mail.cc)},
        {"subject", mail.subject},
        {"sent_at", mail.sent_at ? json(mail.sent_at->time_since_epoch().count()) : json(nullptr)},
        {"message_id", mail.message_id},
        {"references", mail.references},
        {"text", mail.text},
        {"parts", std::move(parts)},
        {"reason", mail.reason}};
}

json json_of(const RedactionWork& work) {
    json covers = json::array();
    for (const Blackout& one : work.covers)
        covers.push_back({one.page, one.box.left, one.box.top, one.box.width, one.box.height, one.label});
    json parts = json::array();
    for (const BundlePart& part : work.parts)
        parts.push_back({{"file", part.file.string()}, {"title", part.title}, {"stamp", part.stamp}});
    return {
        {"covers", std::move(covers)},
        {"gone", words_to_json(work.gone)},
        {"phrases", work.phrases},
        {"picture", work.picture.string()},
        {"title", work.title},
        {"language", work.language},
        {"parts", std::move(parts)},
        {"by_sight", work.by_sight}};
}

json json_of(const RedactionFindings& found) {
    json leaks = json::array();
    for (const Leak& leak : found.leaks) leaks.push_back({leak.page, leak.word});
    return {{"leaks", std::move(leaks)}, {"words_hidden", found.words_hidden}};
}

/// nlohmann's accessors throw for a missing or mistyped member; answers and orders turn that into an error once.
template <class Read>
auto checked(std::string_view text, Read read) -> core::Result<decltype(read(json{}))> {
    const json message = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!message.is_object()) return garbled("the message is not a JSON object");
    try {
        return read(message);
    } catch (const json::exception& e) {
        return garbled(e.what());
    } catch (const std::out_of_range& e) {
        return garbled(e.what());
    }
}

/// Whole numbers only: a fraction too large for a whole number must not be made into one.
std::uint64_t whole_number(const json& message, const char* name) {
    if (!message.at(name).is_number_unsigned()) throw std::out_of_range(name);
    return message.at(name).get<std::uint64_t>();
}

int number_between(const json& message, const char* name, int least, int most) {
    if (!message.at(name).is_number_integer()) throw std::out_of_range(name);
    const auto value = message.at(name).get<std::int64_t>();
    if (value < least || value > most) throw std::out_of_range(name);
    return static_cast<int>(value);
}

Page page_from(const json& message) {
    Page page;
    page.number = number_between(message, "number", 0, pixels_max);
    const auto source = source_names.find(message.at("source").get<std::string>());
    if (!source) throw std::out_of_range("source");
    page.source = *source;
    page.reason = message.at("reason").get<std::string>();
    if (page.reason.size() > reason_bytes_max) throw std::out_of_range("reason");
    page.text = message.at("text").get<std::string>();
    page.confidence = number_between(message, "confidence", 0, 100);
    page.skew_degrees = message.at("skew").get<double>();
    if (!(page.skew_degrees >= -45 && page.skew_degrees <= 45)) throw std::out_of_range("skew");
    page.rotation_degrees = number_between(message, "rotation", 0, 270);
    if (page.rotation_degrees % 90 != 0) throw std::out_of_range("rotation");
    page.width = number_between(message, "width", 0, pixels_max);
    page.height = number_between(message, "height", 0, pixels_max);
    auto words = words_from_json(message.at("words").get_ref<const std::string&>());
    if (!words) throw std::out_of_range(words.error().detail);
    page.words = std::move(words).value();
    return page;
}

std::string text_from(const json& message, const char* name, std::size_t bytes_max) {
    auto text = message.at(name).get<std::string>();
    if (text.size() > bytes_max) throw std::out_of_range(name);
    return text;
}

const json& list_from(const json& message, const char* name, std::size_t most) {
    const json& list = message.at(name);
    if (!list.is_array() || list.size() > most) throw std::out_of_range(name);
    return list;
}

std::vector<MailAddress> addresses_from(const json& message, const char* name, const MailLimits& limits) {
    std::vector<MailAddress> addresses;
    for (const json& one : list_from(message, name, limits.addresses))
        addresses.push_back(
            {text_from(one, "name", limits.line_characters), text_from(one, "address", limits.line_characters)}
        );
    return addresses;
}

/// Within the limits that the worker was to keep.
Mail mail_from(const json& message) {
    const MailLimits limits;
    Mail mail;
    mail.from = addresses_from(message, "from", limits);
    mail.to = addresses_from(message, "to", limits);
    mail.cc = addresses_from(message, "cc", limits);
    mail.subject = text_from(message, "subject", limits.line_characters);
    if (!message.at("sent_at").is_null()) {
        constexpr std::int64_t last_second = 253'402'300'799;  // of the year 9999
        const auto seconds = message.at("sent_at").get<std::int64_t>();
        if (!message.at("sent_at").is_number_integer() || seconds < -last_second || seconds > last_second)
            throw std::out_of_range("sent_at");
        mail.sent_at = core::Timestamp{std::chrono::seconds{seconds}};
    }
    mail.message_id = text_from(message, "message_id", limits.line_characters);
    for (const json& one : list_from(message, "references", limits.references * 2)) {
        mail.references.push_back(one.get<std::string>());
        if (mail.references.back().size() > limits.line_characters) throw std::out_of_range("references");
    }
    mail.text = text_from(message, "text", limits.text_bytes + 4);
    for (const json& one : list_from(message, "parts", limits.parts))
        mail.parts.push_back(
            {text_from(one, "file_name", limits.line_characters),
             text_from(one, "media_type", limits.line_characters),
             {}}
        );
    mail.reason = text_from(message, "reason", reason_bytes_max);
    return mail;
}

RedactionWork work_from(const json& message) {
    RedactionWork work;
    constexpr std::size_t columns = 6;
    for (const json& row : message.at("covers")) {
        if (!row.is_array() || row.size() != columns) throw std::out_of_range("covers");
        const Box box{row[1].get<int>(), row[2].get<int>(), row[3].get<int>(), row[4].get<int>()};
        work.covers.push_back({row[0].get<int>(), box, row[5].get<std::string>()});
    }
    auto gone = words_from_json(message.at("gone").get_ref<const std::string&>());
    if (!gone) throw std::out_of_range(gone.error().detail);
    work.gone = std::move(gone).value();
    work.phrases = message.at("phrases").get<std::vector<std::string>>();
    work.picture = message.at("picture").get<std::string>();
    work.title = message.at("title").get<std::string>();
    work.language = message.at("language").get<std::string>();
    for (const json& part : message.at("parts"))
        work.parts.push_back(
            {part.at("file").get<std::string>(),
             part.at("title").get<std::string>(),
             part.at("stamp").get<std::string>()}
        );
    work.by_sight = message.value("by_sight", false);
    return work;
}

RedactionFindings findings_from(const json& message) {
    RedactionFindings found;
    for (const json& row : list_from(message, "leaks", leaks_max)) {
        if (!row.is_array() || row.size() != 2 || !row[0].is_number_integer()) throw std::out_of_range("leaks");
        const auto page = row[0].get<std::int64_t>();
        auto word = row[1].get<std::string>();
        if (page < 0 || page > pixels_max || word.size() > leak_bytes_max) throw std::out_of_range("leaks");
        found.leaks.push_back({static_cast<int>(page), std::move(word)});
    }
    found.words_hidden = number_between(message, "words_hidden", 0, pixels_max);
    return found;
}

/// Within the limits that the worker was to keep.
std::vector<HiddenText> hidden_from(const json& message) {
    const HiddenLimits limits;
    std::vector<HiddenText> texts;
    for (const json& row : list_from(message, "hidden", limits.texts)) {
        if (!row.is_array() || row.size() != 2) throw std::out_of_range("hidden");
        const auto place = hidden_place_named(row[0].get<std::string>());
        auto text = row[1].get<std::string>();
        if (!place || text.size() > limits.text_bytes) throw std::out_of_range("hidden");
        texts.push_back({*place, std::move(text)});
    }
    return texts;
}

Limits limits_from(const json& message) {
    Limits limits;
    limits.memory_bytes = whole_number(message, "memory_bytes");
    limits.output_bytes = whole_number(message, "output_bytes");
    limits.page_pixels = whole_number(message, "page_pixels");
    limits.pages = number_between(message, "pages", 0, pixels_max);
    return limits;
}

/// Without its text and pictures, which the searchable PDF has no use for.
Page without_text(const Page& page) {
    Page slim = page;
    slim.text.clear();
    return slim;
}

}  // namespace

bool is_about_redaction(Task task) {
    switch (task) {
        case Task::begin:
        case Task::identify:
        case Task::open_mail:
        case Task::inspect:
        case Task::read_page:
        case Task::assemble:
        case Task::uncover:
            return false;
        case Task::redact_page:
        case Task::join_pages:
        case Task::check_page:
        case Task::check_whole:
        case Task::bundle:
            return true;
    }
    return false;
}

std::string to_json(const Order& order) {
    json pages = json::array();
    for (const Page& page : order.pages) pages.push_back(json_of(without_text(page)));
    json message{
        {"task", task_names.of(order.task)},
        {"cpu_seconds", order.cpu_seconds},
        {"limits", json_of(order.limits)},
        {"file", order.file.string()},
        {"media_type", order.media_type},
        {"output", order.output.string()},
        {"page", order.page},
        {"pages", std::move(pages)}};
    if (is_about_redaction(order.task)) message["redaction"] = json_of(order.redaction);
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_json(const Answer& answer) {
    json message{
        {"reason", answer.reason},
        {"media_type", answer.media_type},
        {"page_count", answer.page_count},
        {"damaged", answer.damaged},
        {"page", json_of(answer.page)},
        {"mail", json_of(answer.mail)}};
    const auto& found = answer.found;
    if (!found.leaks.empty() || found.words_hidden > 0) message["found"] = json_of(found);
    for (const HiddenText& one : answer.hidden) message["hidden"].push_back({name_of(one.place), one.text});
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

core::Result<Order> order_from_json(std::string_view text) {
    return checked(text, [](const json& message) {
        Order order;
        const auto task = task_names.find(message.at("task").get<std::string>());
        if (!task) throw std::out_of_range("task");
        order.task = *task;
        order.cpu_seconds = number_between(message, "cpu_seconds", 1, pixels_max);
        order.limits = limits_from(message.at("limits"));
        order.file = message.at("file").get<std::string>();
        order.media_type = message.at("media_type").get<std::string>();
        order.output = message.at("output").get<std::string>();
        order.page = number_between(message, "page", 0, pixels_max);
        for (const json& page : message.at("pages")) order.pages.push_back(page_from(page));
        if (is_about_redaction(order.task)) order.redaction = work_from(message.at("redaction"));
        return order;
    });
}

core::Result<Answer> answer_from_json(std::string_view text) {
    return checked(text, [](const json& message) {
        Answer answer;
        answer.reason = message.at("reason").get<std::string>();
        if (answer.reason.size() > reason_bytes_max) throw std::out_of_range("reason");
        answer.media_type = message.value("media_type", "");
        // A worker's word is taken for one of the kinds there are, and for nothing else.
        if (!answer.media_type.empty() && office_ending(answer.media_type).empty())
            throw std::out_of_range("media_type");
        answer.page_count = number_between(message, "page_count", 0, pixels_max);
        answer.damaged = message.at("damaged").get<bool>();
        answer.page = page_from(message.at("page"));
        if (message.contains("mail")) answer.mail = mail_from(message.at("mail"));
        if (message.contains("found")) answer.found = findings_from(message.at("found"));
        if (message.contains("hidden")) answer.hidden = hidden_from(message);
        return answer;
    });
}

std::filesystem::path picture_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("page-{:05}.jpg", page);
}

std::filesystem::path thumbnail_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("thumb-{:05}.jpg", page);
}

std::filesystem::path part_path(const std::filesystem::path& output, int part) {
    return output / fmt::format("part-{:05}", part);
}

std::filesystem::path leaf_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("leaf-{:05}.pdf", page);
}

std::filesystem::path sharp_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("sharp-{:05}.jpg", page);
}

}  // namespace ocr
