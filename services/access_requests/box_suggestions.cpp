#include "services/access_requests/box_suggestions.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/model/attachment.hpp"
#include "core/rules/release_check.hpp"
#include "core/utf8.hpp"
#include "ocr/word_search.hpp"
#include "services/access_requests/blackout_versions.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/cases.hpp"
#include "services/cases/documents.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t phrase_words_max = 8;  ///< more under one box is a passage, which stands nowhere else
constexpr std::int64_t boxes_max = 5'000;    ///< of one request

/// A page with its words, read once.
struct ReadPage {
    std::int64_t number{};
    StoredPage page;
    std::vector<ocr::Word> words;
};

ocr::Box box_of(const AccessBlackout& one) {
    return {
        static_cast<int>(one.left),
        static_cast<int>(one.top),
        static_cast<int>(one.width),
        static_cast<int>(one.height)};
}

/// Whether most of `box` lies under `cover`.
bool covers(const ocr::Box& cover, const ocr::Box& box) {
    const std::int64_t wide = std::min(cover.left + cover.width, box.left + box.width) - std::max(cover.left, box.left);
    const std::int64_t high = std::min(cover.top + cover.height, box.top + box.height) - std::max(cover.top, box.top);
    return wide > 0 && high > 0 && wide * high * 10 >= std::int64_t{box.width} * box.height * 8;
}

/// Gathers what is suggested on one document; of two that mean the same place the first stays.
class Gathering {
  public:
    Gathering(Transaction& tx, const FileStore& files, const core::Principal& who, const core::AccessRequest& one)
        : tx_(tx), files_(files), who_(who), one_(one), usual_(usual_exemption(one.laws)) {}

    Result<std::vector<BoxSuggestion>> of(core::DocumentId document) {
        TRY(const auto read, read_document_content(tx_, who_, document));
        TRY(load(document));
        add_earlier(read);
        add_phrases(document);
        add_parties(read);
        add_findings();
        std::ranges::stable_sort(found_, {}, &BoxSuggestion::page);
        return std::move(found_);
    }

  private:
    Result<void> load(core::DocumentId document) {
        for (const auto& box : AccessAnswerStore{tx_}.blackouts(one_.id, document))
            taken_[box.page].push_back(box_of(box));
        const AccessReviewStore review{tx_};
        for (const auto& box : review.dismissed(one_.id, document)) taken_[box.page].push_back(box_of(box));
        std::set<std::int64_t> decided;
        for (const auto& page : review.pages(one_.id, document)) decided.insert(page.page);
        TRY(auto pages, judged_pages(tx_, who_, document));
        for (auto& page : pages) {
            if (page.page.picture.empty() || decided.contains(page.number)) continue;
            auto words = words_of(files_, page.page);
            pages_.push_back({page.number, std::move(page.page), std::move(words)});
        }
        return core::done();
    }

    void add(BoxSuggestion made) {
        auto& taken = taken_[made.page];
        if (std::ranges::any_of(taken, [&](const ocr::Box& cover) { return covers(cover, made.box); })) return;
        taken.push_back(made.box);
        found_.push_back(std::move(made));
    }

    void add_phrase(
        const std::string& kind, const std::string& words, const std::string& detail, const std::string& exemption
    ) {
        for (const auto& page : pages_)
            for (const auto& box : ocr::boxes_of(page.words, words))
                add({.kind = kind, .page = page.number, .box = box, .exemption = exemption, .detail = detail});
    }

    void add_earlier(const core::Document& document) {
        add_earlier(document.content, 0);
        for (const auto& attached : AttachmentStore{tx_}.of_document(document.id))
            add_earlier(attached.content, attached.place);
    }

    void add_earlier(const core::ContentHash& file, std::int64_t attachment) {
        for (const auto& box : AccessReviewStore{tx_}.earlier(file, one_.id, who_.user)) {
            const auto number = core::page_number({attachment, box.page});
            if (std::ranges::find(pages_, number, &ReadPage::number) == pages_.end()) continue;
            add({
                .kind = "earlier",
                .page = number,
                .box =
                    {static_cast<int>(box.left),
                     static_cast<int>(box.top),
                     static_cast<int>(box.width),
                     static_cast<int>(box.height)},
                .exemption = box.exemption,
                .detail = box.case_number,
            });
        }
    }

    /// The words under the boxes of this request, looked for on these pages.
    void add_phrases(core::DocumentId document) {
        std::map<core::DocumentId, std::vector<AccessBlackout>> boxes;
        for (auto& box : AccessAnswerStore{tx_}.blackouts(one_.id)) boxes[box.document].push_back(std::move(box));
        if (boxes.empty()) return;
        std::map<core::DocumentId, std::int64_t> places;
        for (const auto& row : AccessRequestStore{tx_}.documents(one_.id)) places[row.document] = row.place;
        std::set<std::string> known;
        for (const auto& [in, covered] : boxes) {
            std::map<std::int64_t, std::vector<ocr::Word>> words;
            if (in == document) {
                for (const auto& page : pages_) words[page.number] = page.words;
            } else {
                const auto pages = judged_pages(tx_, who_, in);
                if (!pages) continue;  // it may not be read any more
                for (const auto& page : pages.value())
                    if (std::ranges::find(covered, page.number, &AccessBlackout::page) != covered.end())
                        words[page.number] = words_of(files_, page.page);
            }
            for (const auto& box : covered) {
                const auto phrase = phrase_under(words[box.page], box_of(box));
                if (phrase.empty() || !known.insert(ocr::folded(phrase)).second) continue;
                add_phrase("phrase", phrase, std::to_string(places[in]), box.exemption);
            }
        }
    }

    /// What a box covers, if that is a phrase worth looking for; else nothing.
    static std::string phrase_under(const std::vector<ocr::Word>& words, const ocr::Box& box) {
        const auto under = ocr::words_under(words, box);
        if (under.empty() || under.size() > phrase_words_max) return {};
        std::string phrase;
        for (const auto at : under) phrase += (phrase.empty() ? "" : " ") + words[at].text;
        constexpr std::size_t least = 3;
        constexpr std::size_t telling = 7;
        const auto folded = ocr::folded(phrase);
        // A short word in small letters ("eller") stands on every page.
        const bool is_plain = std::ranges::all_of(phrase, [](unsigned char c) { return c >= 'a' && c <= 'z'; });
        return folded.size() < least || (is_plain && folded.size() < telling) ? std::string{} : phrase;
    }

    void add_parties(const core::Document& document) {
        const auto asker = ocr::folded(one_.asker.name);
        const auto is_asker = [&](const std::string& name) { return !asker.empty() && ocr::folded(name) == asker; };
        if (document.correspondent.find(' ') != std::string::npos && !is_asker(document.correspondent))
            add_phrase("party", document.correspondent, document.correspondent, usual_);
        const auto on = read_case(tx_, who_, document.in_case);
        if (!on) return;
        for (const auto& party : CaseStore{tx_}.parties(document.in_case)) {
            if (is_asker(party.name)) continue;
            add_phrase("party", party.name, party.name, usual_);
            if (!party.identifier.empty()) add_phrase("party", party.identifier, party.name, usual_);
            for (const auto& piece : pieces_of(party.address)) add_phrase("party", piece, party.name, usual_);
            const auto last = party.name.rfind(' ');
            constexpr std::size_t least = 3;
            if (party.identifier_kind != core::IdentifierKind::cvr && last != std::string::npos &&
                party.name.size() - last > least)
                add_phrase("party", party.name.substr(last + 1), party.name, usual_);
        }
    }

    /// An address, and what stands between its commas as far as it has a number in it.
    static std::vector<std::string> pieces_of(const std::string& address) {
        std::vector<std::string> pieces;
        if (address.empty()) return pieces;
        pieces.push_back(address);
        std::size_t from = 0;
        while (from <= address.size()) {
            const auto end = std::min(address.find_first_of(",\n", from), address.size());
            const auto piece = address.substr(from, end - from);
            constexpr std::size_t least = 5;
            const auto digit = piece.find_first_of("0123456789");
            // A town with its postal code is where many live.
            const bool is_town = digit <= 1;
            if (piece.size() >= least && digit != std::string::npos && !is_town) pieces.push_back(piece);
            from = end + 1;
        }
        return pieces;
    }

    /// What the gate of the post list would stop.
    void add_findings() {
        const auto check = release_check(tx_);
        for (const auto& page : pages_) {
            std::string text;
            std::vector<std::size_t> begins;
            for (std::size_t i = 0; i < page.words.size(); ++i) {
                if (i > 0) text += page.words[i].line == page.words[i - 1].line ? ' ' : '\n';
                begins.push_back(text.size());
                text += page.words[i].text;
            }
            for (const auto& finding : check(text)) {
                const auto first = std::ranges::upper_bound(begins, finding.begin) - begins.begin() - 1;
                const auto end = std::ranges::lower_bound(begins, finding.end) - begins.begin();
                if (first < 0) continue;
                for (const auto& box :
                     ocr::boxes_around(page.words, static_cast<std::size_t>(first), static_cast<std::size_t>(end)))
                    add({
                        .kind = std::string{core::name_of(finding.kind)},
                        .page = page.number,
                        .box = box,
                        .exemption = usual_,
                        .detail = {},
                        .certain = finding.certain,
                    });
            }
        }
    }

    Transaction& tx_;
    const FileStore& files_;
    const core::Principal& who_;
    const core::AccessRequest& one_;
    std::string usual_;
    std::vector<ReadPage> pages_;
    std::map<std::int64_t, std::vector<ocr::Box>> taken_;
    std::vector<BoxSuggestion> found_;
};

struct Chosen {
    AccessFile file;
    std::vector<BoxSuggestion> suggestions;
};

/// Words lie in files: they are looked through before anything is written.
Result<Chosen> chosen_of(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const SuggestionChoice& choice
) {
    return db.read([&](Transaction& tx) -> Result<Chosen> {
        TRY(auto file, open_access_file(tx, acting, id));
        if (!AccessRequestStore{tx}.document(id, document))
            return Error{ErrorCode::not_found, "it is not on the file list"};
        TRY(auto all, box_suggestions(tx, files, acting.who, file.request, document));
        std::erase_if(all, [&](const BoxSuggestion& one) {
            return (!choice.key.empty() && key_of(one) != choice.key) ||
                   (!choice.kind.empty() && one.kind != choice.kind);
        });
        return Chosen{std::move(file), std::move(all)};
    });
}

AccessBlackout blackout_of(const BoxSuggestion& one, core::DocumentId document, const Acting& acting) {
    AccessBlackout box;
    box.document = document;
    box.page = one.page;
    box.left = one.box.left;
    box.top = one.box.top;
    box.width = one.box.width;
    box.height = one.box.height;
    box.exemption = one.exemption;
    box.made_by = acting.who.user;
    box.made_at = acting.now;
    return box;
}

bool is_same_box(const AccessBlackout& one, const AccessBlackout& other) {
    return one.page == other.page && one.left == other.left && one.top == other.top && one.width == other.width &&
           one.height == other.height;
}

}  // namespace

std::string key_of(const BoxSuggestion& one) {
    std::string key = std::to_string(one.page);
    for (const int part : {one.box.left, one.box.top, one.box.width, one.box.height}) key += '-' + std::to_string(part);
    return key;
}

std::string usual_exemption(const std::vector<core::AccessLaw>& laws) {
    switch (laws.empty() ? core::AccessLaw::public_access : laws.front()) {
        case core::AccessLaw::public_access:
            return "ofl-30-1";
        case core::AccessLaw::party_access:
            return "fvl-15b";
        case core::AccessLaw::own_data:
            return "dbl-22";
        case core::AccessLaw::environment:
            return "mol-4";
    }
    return {};
}

Result<std::vector<BoxSuggestion>> box_suggestions(
    Transaction& tx,
    const FileStore& files,
    const core::Principal& who,
    const core::AccessRequest& one,
    core::DocumentId document
) {
    return Gathering{tx, files, who, one}.of(document);
}

Result<std::int64_t> take_suggestions(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const SuggestionChoice& choice
) {
    TRY(const auto chosen, chosen_of(db, files, acting, id, document, choice));
    return db.write([&](Transaction& tx) -> Result<std::int64_t> {
        TRY(const auto file, open_access_file(tx, acting, id));
        TRY(check_reviewed(tx, id, document, choice.if_match));
        AccessAnswerStore store{tx};
        const auto known = store.blackouts(id, document);
        if (std::ssize(store.blackouts(id)) + std::ssize(chosen.suggestions) > boxes_max)
            return Error{ErrorCode::too_large, "a request holds at most 5,000 boxes"};
        std::int64_t added = 0;
        for (const auto& one : chosen.suggestions) {
            const auto box = blackout_of(one, document, acting);
            if (std::ranges::any_of(known, [&](const AccessBlackout& other) { return is_same_box(box, other); }))
                continue;
            store.add_blackout(id, box);
            ++added;
        }
        if (added > 0)
            append_access_event(
                tx,
                EventKind::access_blacked_out,
                file.request,
                acting.who.user,
                acting.now,
                {{"document", document.value}, {"boxes", added}, {"suggested", true}}
            );
        return added;
    });
}

Result<std::int64_t> dismiss_suggestions(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const SuggestionChoice& choice
) {
    TRY(const auto chosen, chosen_of(db, files, acting, id, document, choice));
    return db.write([&](Transaction& tx) -> Result<std::int64_t> {
        TRY(const auto file, open_access_file(tx, acting, id));
        TRY(check_reviewed(tx, id, document, choice.if_match));
        AccessReviewStore store{tx};
        for (const auto& one : chosen.suggestions) store.dismiss(id, blackout_of(one, document, acting));
        if (!chosen.suggestions.empty())
            append_access_event(
                tx,
                EventKind::access_blacked_out,
                file.request,
                acting.who.user,
                acting.now,
                {{"document", document.value}, {"dismissed", chosen.suggestions.size()}}
            );
        return std::ssize(chosen.suggestions);
    });
}

}  // namespace services
