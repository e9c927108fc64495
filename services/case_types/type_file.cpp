#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "core/names.hpp"
#include "core/utf8.hpp"
#include "services/case_types/case_type.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Ordered = nlohmann::ordered_json;  // fields are shown in the order in which the file has them

namespace {

constexpr std::size_t name_max = 40;

constexpr core::Names<CaseDeadline::Unit, 3> deadline_units{{
    {CaseDeadline::Unit::working_days, "working_days"},
    {CaseDeadline::Unit::calendar_days, "calendar_days"},
    {CaseDeadline::Unit::months, "months"},
}};

bool is_name(std::string_view text) {
    const auto is_fit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= name_max && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text, is_fit);
}

/// One value of the file with the way to it. Remembers the first thing that is wrong anywhere, for all that were made
/// from the same one; what is wrong reads as empty, so that readers need not look after each step.
class Place {
  public:
    Place(const Ordered& value, std::string path, std::string& fault)
        : value_(value), path_(std::move(path)), fault_(fault) {}

    void fail(const std::string& what) const {
        if (fault_.empty()) fault_ = (path_.empty() ? "" : path_ + ": ") + what;
    }
    bool has(const char* name) const { return value_.is_object() && value_.contains(name); }
    Place at(const std::string& name) const {
        static const Ordered nothing;
        const bool is_there = value_.is_object() && value_.contains(name);
        if (!is_there) fail("\"" + name + "\" is missing");
        return {is_there ? value_[name] : nothing, path_.empty() ? name : path_ + "." + name, fault_};
    }
    /// Nothing but these members may be there.
    void only(std::initializer_list<std::string_view> names) const {
        if (!value_.is_object()) return fail("has to be an object");
        for (const auto& [name, ignored] : value_.items())
            if (std::ranges::find(names, name) == names.end()) fail("\"" + name + "\" is not understood here");
    }
    std::vector<std::pair<std::string, Place>> members() const {
        std::vector<std::pair<std::string, Place>> all;
        if (!value_.is_object()) {
            fail("has to be an object");
            return all;
        }
        for (const auto& [name, ignored] : value_.items()) all.emplace_back(name, at(name));
        return all;
    }
    std::vector<Place> elements() const {
        std::vector<Place> all;
        if (!value_.is_array()) fail("has to be a list");
        for (std::size_t i = 0; value_.is_array() && i < value_.size(); ++i)
            all.emplace_back(value_[i], path_ + "[" + std::to_string(i) + "]", fault_);
        return all;
    }
    std::string text() const {
        if (value_.is_string() && !value_.get_ref<const std::string&>().empty()) return value_.get<std::string>();
        fail("has to be a text");
        return {};
    }
    std::string text_or_none(const char* name) const { return has(name) ? at(name).text() : std::string{}; }
    std::string name() const {
        auto text = this->text();
        if (!is_name(text))
            fail("has to be a name of a-z, 0-9 and _, beginning with a letter, of at most 40 characters");
        return text;
    }
    std::int64_t whole(std::int64_t least, std::int64_t most) const {
        if (value_.is_number_integer()) {
            const auto number = value_.get<std::int64_t>();
            if (number >= least && number <= most) return number;
        }
        fail("has to be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }
    double number() const {
        if (value_.is_number()) return value_.get<double>();
        fail("has to be a number");
        return 0;
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (const auto& one : elements()) all.push_back(one.text());
        return all;
    }
    /// {"da": "…", "en": "…"}
    TypeWords words() const {
        only({"da", "en"});
        return {at("da").text(), text_or_none("en")};
    }

  private:
    const Ordered& value_;
    std::string path_;
    std::string& fault_;
};

/// What stands in "x-en" of a schema: the English for `name`.
std::string english(const Place& schema, const char* name) {
    return schema.has("x-en") ? schema.at("x-en").text_or_none(name) : std::string{};
}

std::vector<CaseField::Choice> read_choices(const Place& schema) {
    std::vector<CaseField::Choice> choices;
    for (const auto& place : schema.at("enum").elements()) {
        CaseField::Choice choice{place.text(), {}};
        if (schema.has("x-titles")) choice.words.danish = schema.at("x-titles").text_or_none(choice.value.c_str());
        if (choice.words.danish.empty()) choice.words.danish = choice.value;
        if (schema.has("x-en") && schema.at("x-en").has("titles"))
            choice.words.english = schema.at("x-en").at("titles").text_or_none(choice.value.c_str());
        if (std::ranges::find(choices, choice.value, &CaseField::Choice::value) != choices.end())
            place.fail("stands there twice");
        choices.push_back(std::move(choice));
    }
    if (choices.empty()) schema.at("enum").fail("has no choices");
    return choices;
}

void read_lengths(const Place& schema, CaseField& field) {
    constexpr auto most = static_cast<std::int64_t>(CaseField::text_max);
    if (schema.has("minLength")) field.shortest = static_cast<std::size_t>(schema.at("minLength").whole(0, most));
    if (schema.has("maxLength")) field.longest = static_cast<std::size_t>(schema.at("maxLength").whole(1, most));
    if (!schema.has("pattern")) return;
    field.pattern = schema.at("pattern").text();
    try {
        const std::regex tried{field.pattern};
    } catch (const std::regex_error& e) {
        schema.at("pattern").fail(std::string{"is not a regular expression: "} + e.what());
    }
}

void read_text_kind(const Place& schema, CaseField& field) {
    if (schema.has("enum")) {
        schema.only({"type", "title", "description", "enum", "x-titles", "x-en"});
        field.kind = FieldKind::choice;
        field.choices = read_choices(schema);
    } else if (schema.has("format")) {
        schema.only({"type", "title", "description", "format", "x-en"});
        field.kind = FieldKind::date;
        if (schema.at("format").text() != "date") schema.at("format").fail("\"date\" is the only format");
    } else {
        schema.only({"type", "title", "description", "minLength", "maxLength", "pattern", "x-en"});
        field.kind = FieldKind::text;
        read_lengths(schema, field);
    }
}

void read_number_kind(const Place& schema, CaseField& field, FieldKind kind) {
    schema.only({"type", "title", "description", "minimum", "maximum", "x-en"});
    field.kind = kind;
    if (schema.has("minimum")) field.least = schema.at("minimum").number();
    if (schema.has("maximum")) field.most = schema.at("maximum").number();
    if (field.least && field.most && *field.least > *field.most) schema.fail("minimum is larger than maximum");
}

void read_list_kind(const Place& schema, CaseField& field) {
    schema.only({"type", "title", "description", "items", "x-en"});
    field.kind = FieldKind::list;
    const auto items = schema.at("items");
    items.only({"type", "minLength", "maxLength", "pattern"});
    if (items.at("type").text() != "string") items.at("type").fail("a list has texts, \"string\"");
    read_lengths(items, field);
}

CaseField read_field(const std::string& name, const Place& schema) {
    CaseField field;
    field.name = name;
    if (!is_name(name)) schema.fail("the field's name has to be of a-z, 0-9 and _, beginning with a letter");
    field.title = {schema.at("title").text(), english(schema, "title")};
    field.hint = {schema.text_or_none("description"), english(schema, "description")};
    if (schema.has("x-en")) schema.at("x-en").only({"title", "description", "titles"});
    const auto type = schema.at("type").text();
    if (type == "string")
        read_text_kind(schema, field);
    else if (type == "number")
        read_number_kind(schema, field, FieldKind::number);
    else if (type == "integer")
        read_number_kind(schema, field, FieldKind::integer);
    else if (type == "array")
        read_list_kind(schema, field);
    else if (type == "boolean") {
        schema.only({"type", "title", "description", "x-en"});
        field.kind = FieldKind::truth;
    } else
        schema.at("type").fail("has to be one of string, number, integer, boolean, array");
    return field;
}

std::vector<CaseField> read_fields(const Place& schema) {
    schema.only({"type", "properties", "required", "additionalProperties"});
    if (schema.at("type").text() != "object") schema.at("type").fail("has to be \"object\"");
    std::vector<CaseField> fields;
    for (const auto& [name, place] : schema.at("properties").members()) fields.push_back(read_field(name, place));
    if (!schema.has("required")) return fields;
    for (const auto& place : schema.at("required").elements()) {
        const auto name = place.text();
        const auto found = std::ranges::find(fields, name, &CaseField::name);
        if (found == fields.end())
            place.fail("there is no field \"" + name + "\"");
        else
            found->is_required = true;
    }
    return fields;
}

/// A field that is named elsewhere in the file.
std::string named_field(const Place& place, const CaseType& type, std::initializer_list<FieldKind> kinds) {
    auto name = place.text();
    const auto* field = find_field(type.fields, name);
    if (field == nullptr)
        place.fail("there is no field \"" + name + "\"");
    else if (kinds.size() != 0 && std::ranges::find(kinds, field->kind) == kinds.end())
        place.fail("the field \"" + name + "\" is of another kind");
    return name;
}

void read_overview(const Place& place, CaseType& type) {
    place.only({"columns", "order_by"});
    for (const auto& one : place.at("columns").elements()) type.columns.push_back(named_field(one, type, {}));
    if (place.has("order_by"))
        type.order_by = named_field(place.at("order_by"), type, {FieldKind::date, FieldKind::text, FieldKind::choice});
}

void read_phases(const Place& place, CaseType& type) {
    std::set<std::string> phases, items;
    for (const auto& one : place.elements()) {
        one.only({"key", "name", "checklist", "told"});
        CasePhase phase{one.at("key").name(), one.at("name").words(), {}};
        if (one.has("told")) phase.told = one.at("told").words();
        if (!phases.insert(phase.key).second) one.at("key").fail("stands there twice");
        if (one.has("checklist"))
            for (const auto& item : one.at("checklist").elements()) {
                item.only({"key", "text"});
                phase.checklist.push_back({item.at("key").name(), item.at("text").words()});
                if (!items.insert(phase.checklist.back().key).second)
                    item.at("key").fail("stands there twice; an item's key is unique in its type");
            }
        type.phases.push_back(std::move(phase));
    }
}

/// What parties are told of a deadline, which says its day.
void read_told(const Place& place, const CaseType& type, CaseDeadline& made) {
    constexpr std::string_view day = "{day}";
    if (place.has("told")) {
        made.told = place.at("told").words();
        for (const auto* text : {&made.told.danish, &made.told.english})
            if (!text->empty() && text->find(day) == std::string::npos)
                place.at("told").fail("has to hold {day}, where the day is to stand");
    }
    if (!place.has("told_in")) return;
    for (const auto& one : place.at("told_in").elements()) {
        made.told_in.push_back(one.text());
        if (type.phase(made.told_in.back()) == nullptr) one.fail("there is no phase \"" + made.told_in.back() + "\"");
    }
}

CaseDeadline read_deadline(const Place& place, const CaseType& type) {
    place.only({"key", "task", "from", "count", "unit", "remind_days", "source", "told", "told_in"});
    constexpr std::int64_t most = 3650;
    CaseDeadline made;
    made.key = place.at("key").name();
    made.task = place.at("task").words();
    for (const auto& from : place.at("from").elements())
        made.from.push_back(from.text() == "opened" ? "opened" : named_field(from, type, {FieldKind::date}));
    made.count = place.at("count").whole(-most, most);
    const auto unit = deadline_units.find(place.at("unit").text());
    if (!unit) place.at("unit").fail("has to be working_days, calendar_days or months");
    made.unit = unit.value_or(CaseDeadline::Unit::calendar_days);
    if (place.has("remind_days")) made.remind_days = place.at("remind_days").whole(0, 365);
    made.source = place.text_or_none("source");
    read_told(place, type, made);
    return made;
}

void read_deadlines(const Place& place, CaseType& type) {
    for (const auto& one : place.elements()) {
        auto made = read_deadline(one, type);
        if (std::ranges::find(type.deadlines, made.key, &CaseDeadline::key) != type.deadlines.end())
            one.at("key").fail("stands there twice");
        type.deadlines.push_back(std::move(made));
    }
}

void read_access(const Place& place, CaseType& type) {
    place.only({"confidentiality", "unit"});
    if (place.has("confidentiality")) {
        type.confidentiality = core::confidentiality_named(place.at("confidentiality").text());
        if (!type.confidentiality) place.at("confidentiality").fail("has to be open, unit or restricted");
    }
    type.unit = place.text_or_none("unit");
}

CaseSampling read_sampling(const Place& place, const CaseType& type) {
    place.only({"size", "subject", "from", "to"});
    CaseSampling made;
    made.size = named_field(place.at("size"), type, {FieldKind::integer});
    if (place.has("subject")) made.subject = named_field(place.at("subject"), type, {FieldKind::text});
    if (place.has("from")) made.from = named_field(place.at("from"), type, {FieldKind::date});
    if (place.has("to")) made.to = named_field(place.at("to"), type, {FieldKind::date});
    return made;
}

void read_suggestions(const Place& place, CaseType& type) {
    for (const auto& one : place.elements()) {
        one.only({"subject", "facet"});
        type.suggested_by.push_back({one.text_or_none("subject"), one.text_or_none("facet")});
        if (!one.has("subject") && !one.has("facet")) one.fail("names neither subject nor facet");
    }
}

CaseType read_all(const Place& file) {
    file.only(
        {"$schema",
         "key",
         "name",
         "description",
         "suggested_by",
         "fields",
         "overview",
         "phases",
         "deadlines",
         "templates",
         "access",
         "sampling"}
    );
    CaseType type;
    type.key = file.at("key").name();
    type.name = file.at("name").words();
    if (file.has("description")) type.description = file.at("description").words();
    if (file.has("suggested_by")) read_suggestions(file.at("suggested_by"), type);
    if (file.has("fields")) type.fields = read_fields(file.at("fields"));
    if (file.has("overview")) read_overview(file.at("overview"), type);
    if (file.has("phases")) read_phases(file.at("phases"), type);
    if (file.has("deadlines")) read_deadlines(file.at("deadlines"), type);
    if (file.has("templates")) type.templates = file.at("templates").texts();
    if (file.has("access")) read_access(file.at("access"), type);
    if (file.has("sampling")) type.sampling = read_sampling(file.at("sampling"), type);
    return type;
}

}  // namespace

Result<CaseType> read_case_type(std::string_view file_name, std::string_view bytes) {
    const auto refused = [&](const std::string& what) {
        return Error{ErrorCode::invalid_input, std::string{file_name} + ": " + what + ".", "case_types"};
    };
    if (!core::valid_utf8(bytes)) return refused("the text is not UTF-8");
    Ordered file;
    try {
        file = Ordered::parse(bytes);
    } catch (const Ordered::parse_error& e) {
        const auto before = bytes.substr(0, std::min(e.byte, bytes.size()));
        const auto line = std::ranges::count(before, '\n') + 1;
        return refused("line " + std::to_string(line) + ": this is not JSON (" + e.what() + ")");
    }
    std::string fault;
    auto type = read_all(Place{file, {}, fault});
    if (!fault.empty()) return refused(fault);
    return type;
}

}  // namespace services
