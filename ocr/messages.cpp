#include "ocr/messages.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/names.hpp"
#include "ocr/office_kind.hpp"

namespace ocr {
namespace {

using nlohmann::json;

constexpr core::Names<Task, 5> task_names{
    {{Task::begin, "begin"},
     {Task::identify, "identify"},
     {Task::inspect, "inspect"},
     {Task::read_page, "read_page"},
     {Task::assemble, "assemble"}}};
constexpr core::Names<TextSource, 3> source_names{
    {{TextSource::recognised, "recognised"}, {TextSource::text_layer, "text_layer"}, {TextSource::none, "none"}}};

constexpr std::size_t reason_bytes_max = 40;
constexpr int pixels_max = 1'000'000;

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

std::string to_json(const Order& order) {
    json pages = json::array();
    for (const Page& page : order.pages) pages.push_back(json_of(without_text(page)));
    const json message{
        {"task", task_names.of(order.task)},
        {"cpu_seconds", order.cpu_seconds},
        {"limits", json_of(order.limits)},
        {"file", order.file.string()},
        {"media_type", order.media_type},
        {"output", order.output.string()},
        {"page", order.page},
        {"pages", std::move(pages)}};
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string to_json(const Answer& answer) {
    const json message{
        {"reason", answer.reason},
        {"media_type", answer.media_type},
        {"page_count", answer.page_count},
        {"damaged", answer.damaged},
        {"page", json_of(answer.page)}};
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
        return answer;
    });
}

std::filesystem::path picture_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("page-{:05}.jpg", page);
}

std::filesystem::path thumbnail_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("thumb-{:05}.jpg", page);
}

std::filesystem::path sharp_path(const std::filesystem::path& output, int page) {
    return output / fmt::format("sharp-{:05}.jpg", page);
}

}  // namespace ocr
