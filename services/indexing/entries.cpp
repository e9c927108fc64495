#include "services/indexing/entries.hpp"

#include <nlohmann/json.hpp>

#include "services/indexing/indexer.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_sheet_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

namespace {

std::vector<search::Page> pages_of(Transaction& tx, const core::ContentHash& content) {
    std::vector<search::Page> pages;
    for (auto& page : ContentStore{tx}.pages(content))
        if (!page.text.empty()) pages.push_back({static_cast<int>(page.number), std::move(page.text)});
    return pages;
}

/// What everybody may read of it.
std::vector<search::Page> public_pages_of(Transaction& tx, const core::ContentHash& content) {
    std::vector<search::Page> pages;
    for (auto& page : PublishedFileStore{tx}.pages(content))
        if (!page.text.empty()) pages.push_back({static_cast<int>(page.number), std::move(page.text)});
    return pages;
}

void add_words(const nlohmann::json& value, std::string& words) {
    if (value.is_structured())
        for (const auto& one : value) add_words(one, words);
    else if (value.is_string())
        words += value.get_ref<const std::string&>() + '\n';
    else if (value.is_number())
        words += value.dump() + '\n';
}

/// What stands in the fields that the case's type has, a line each; which field it is in makes no difference.
std::string field_words(Transaction& tx, core::CaseId id) {
    std::string words;
    if (const auto sheet = CaseSheetStore{tx}.find(id))
        add_words(nlohmann::json::parse(sheet->fields, nullptr, /*allow_exceptions=*/false), words);
    return words;
}

/// What belongs to a document is found as pages of it: the title of an attachment stands on its first.
void add_attachments(
    Transaction& tx,
    const std::vector<core::Attachment>& attachments,
    search::Entry& entry,
    std::vector<search::Page> (*read)(Transaction&, const core::ContentHash&) = pages_of
) {
    for (const auto& attached : attachments) {
        auto pages = read(tx, attached.content);
        if (pages.empty() || pages.front().number != 1) pages.insert(pages.begin(), {1, {}});
        pages.front().text = attached.title + "\n" + pages.front().text;
        for (auto& page : pages) {
            page.number = static_cast<int>(core::page_number({attached.place, page.number}));
            entry.pages.push_back(std::move(page));
        }
    }
}

}  // namespace

search::Entry entry_of(Transaction& tx, const core::Case& one) {
    search::Entry entry{};
    entry.kind = search::Kind::case_file;
    entry.id = one.id.value;
    entry.in_case = one.id;
    entry.access_group = one.access_group;
    entry.unit = one.unit;
    entry.date = core::danish_date(one.opened_at);
    entry.title = one.title;
    entry.case_number = one.number;
    entry.subject = one.subject;
    for (auto& party : CaseStore{tx}.parties(one.id)) entry.people.push_back(std::move(party.name));
    if (auto words = field_words(tx, one.id); !words.empty()) entry.pages.push_back({1, std::move(words)});
    return entry;
}

search::Entry entry_of(Transaction& tx, const core::Document& one) {
    const auto on = CaseStore{tx}.find(one.in_case);
    search::Entry entry{};
    entry.kind = search::Kind::document;
    entry.id = one.id.value;
    entry.in_case = one.in_case;
    entry.access_group = one.access_group;
    entry.unit = on->unit;
    entry.date = one.letter_date.value_or(one.received);
    entry.title = one.title;
    entry.case_number = on->number;
    entry.subject = on->subject;
    if (!one.correspondent.empty()) entry.people.push_back(one.correspondent);
    entry.pages = pages_of(tx, one.content);
    add_attachments(tx, AttachmentStore{tx}.of_document(one.id), entry);
    return entry;
}

search::Entry entry_of(Transaction& tx, const core::Draft& one) {
    const auto on = CaseStore{tx}.find(one.in_case);
    search::Entry entry{};
    entry.kind = search::Kind::draft;
    entry.id = one.id.value;
    entry.in_case = one.in_case;
    entry.access_group = on->access_group;
    entry.unit = on->unit;
    entry.date = one.letter_date.value_or(core::danish_date(one.made_at));
    entry.title = one.title;
    entry.case_number = on->number;
    entry.subject = on->subject;
    if (!one.correspondent.empty()) entry.people.push_back(one.correspondent);
    if (const auto newest = DraftStore{tx}.version(one.id, one.newest)) entry.pages = pages_of(tx, newest->content);
    add_attachments(tx, AttachmentStore{tx}.of_draft(one.id), entry);
    return entry;
}

bool is_found(const core::Draft& one) {
    return one.state != core::DraftState::journaled && one.state != core::DraftState::discarded;
}

search::Entry entry_of(Transaction& tx, const core::IncomingItem& one) {
    search::Entry entry{};
    entry.kind = search::Kind::incoming;
    entry.id = one.id.value;
    entry.access_group = one.access_group;
    entry.unit = one.unit;
    entry.date = core::danish_date(one.received_at);
    // A scanner's file names say nothing; the first words are what the letter is about, once it is read.
    entry.title = one.first_words.empty() ? one.file_name : one.first_words;
    entry.pages = pages_of(tx, one.content);
    return entry;
}

search::Entry entry_of(Transaction& tx, const PublicPost& one) {
    search::Entry entry{};
    entry.kind = search::Kind::published;
    entry.id = one.id.value;
    entry.access_group = public_group;
    entry.unit = one.unit_id;
    entry.date = one.listed_on;
    entry.title = one.title;
    entry.case_number = one.case_number;
    entry.subject = one.subject;
    if (!one.correspondent.empty()) entry.people.push_back(one.correspondent);
    if (one.document_public)
        if (const auto document = DocumentStore{tx}.find(one.document)) {
            entry.pages = public_pages_of(tx, document->content);
            add_attachments(tx, AttachmentStore{tx}.of_document(document->id), entry, public_pages_of);
        }
    return entry;
}

}  // namespace services
