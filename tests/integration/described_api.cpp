#include "tests/integration/described_api.hpp"

#include <algorithm>
#include <cctype>

namespace tests {

namespace {

std::string upper(std::string word) {
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return word;
}

bool may_come_anywhere(int status) {
    return status == 429 || status == 431 || status >= 500;
}

std::string media_type(const HttpAnswer& answer) {
    const auto type = answer.header("content-type");
    return type.substr(0, type.find(';'));
}

}  // namespace

bool Operation::takes_json() const {
    const auto body = what.find("requestBody");
    return body != what.end() && body->contains("content") && body->at("content").contains("application/json");
}

DescribedApi::DescribedApi(Json document) : document_(std::move(document)) {
    for (const auto& [path, item] : document_.at("paths").items())
        for (const auto& [method, what] : item.items())
            if (method != "parameters") operations_.push_back({upper(method), path, item, what});
}

std::vector<std::string> DescribedApi::faults(const Operation& operation, const HttpAnswer& answer) const {
    const auto& responses = operation.what.at("responses");
    const auto status = std::to_string(answer.status);
    // The request's own id would make every fault another one.
    const auto shown = answer.body.substr(0, std::min<std::size_t>(200, answer.body.find("\"instance\"")));
    const auto fault = [&](const std::string& what) {
        return operation.name() + " answered " + status + ": " + what + " " + shown;
    };
    std::vector<std::string> found;
    if (!responses.contains(status) && !may_come_anywhere(answer.status)) return {fault("not described")};
    const auto& response =
        referred(document_, responses.contains(status) ? responses.at(status) : responses.at("default"));
    const auto content = response.value("content", Json::object());
    if (content.empty()) {
        if (!answer.body.empty()) found.push_back(fault("a body that is not described"));
        return found;
    }
    const auto type = media_type(answer);
    const bool is_any = content.contains("*/*");
    if (!content.contains(type) && !is_any) return {fault("the type " + type + ", not described")};
    if (answer.status >= 400 && type != "application/problem+json") found.push_back(fault("no problem details"));
    const auto headers = response.value("headers", Json::object());
    for (const auto& [name, header] : headers.items())
        if (referred(document_, header).value("required", false) && answer.header(name).empty())
            found.push_back(fault("no header " + name));
    const auto& media = content.at(is_any && !content.contains(type) ? "*/*" : type);
    if (!type.ends_with("json") || !media.contains("schema")) return found;
    const auto body = Json::parse(answer.body, nullptr, false);
    if (body.is_discarded()) return {fault("no JSON")};
    for (const auto& misfit : misfits(document_, media.at("schema"), body)) found.push_back(fault(misfit));
    if (answer.status >= 400 && body.value("status", 0) != answer.status)
        found.push_back(fault("another status within"));
    return found;
}

Json DescribedApi::example_body(const Operation& operation) const {
    const auto& media = operation.what.at("requestBody").at("content").at("application/json");
    return example(media.at("schema"), 0);
}

Json DescribedApi::example(const Json& schema, int depth) const {
    constexpr int deepest = 8;
    const auto& whole = referred(document_, schema);
    if (whole.contains("examples")) return whole.at("examples").front();
    for (const auto* name : {"const", "default"})
        if (whole.contains(name)) return whole.at(name);
    if (whole.contains("enum")) return whole.at("enum").front();
    if (depth > deepest) return nullptr;
    for (const auto* choices : {"oneOf", "anyOf"})
        if (whole.contains(choices)) return example(whole.at(choices).front(), depth + 1);
    auto type = whole.value("type", Json{});
    if (type.is_array()) type = type.front();
    if (type == "array") return Json::array({example(whole.at("items"), depth + 1)});
    if (type == "integer" || type == "number") return whole.value("minimum", 1);
    if (type == "boolean") return true;
    if (type == "string") {
        const auto format = whole.value("format", "");
        return format == "date" ? "2027-03-01" : format == "date-time" ? "2027-03-01T08:00:00Z" : "Et ord";
    }
    auto made = Json::object();
    for (const auto& part : whole.value("allOf", Json::array())) {
        auto piece = example(part, depth + 1);
        if (!piece.is_object()) return piece;
        made.update(piece);
    }
    for (const auto& name : whole.value("required", Json::array()))
        if (whole.contains("properties") && whole.at("properties").contains(name.get<std::string>()))
            made[name.get<std::string>()] = example(whole.at("properties").at(name.get<std::string>()), depth + 1);
    return made;
}

}  // namespace tests
