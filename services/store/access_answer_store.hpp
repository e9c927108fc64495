#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/model/content.hpp"
#include "services/store/database.hpp"

/// What is blacked out for a request for access, and the files that its answers are made of.
namespace services {

struct AccessBlackout {
    std::int64_t id{};
    core::DocumentId document;
    std::int64_t page{};                            ///< core::page_number
    std::int64_t left{}, top{}, width{}, height{};  ///< pixels of the page's picture
    std::string exemption;                          ///< a key of core::exemptions
    core::UserId made_by;
    core::Timestamp made_at{};
};

enum class AnswerState { waiting, ready, failed, sent };

struct AccessAnswer {
    std::int64_t id{};
    core::AccessRequestId request;
    AnswerState state{};
    std::string reason{};  ///< of a failure: of ocr::Redaction or ocr::Bundle, or "unread", "withdrawn"
    std::int64_t failed_place{};
    std::string decided;  ///< hash of what it was made from (access_answers.hpp)
    bool widens{};
    std::int64_t done{}, total{};
    core::ContentHash file{};
    core::ContentHash zip{};  ///< the same, a file for each document
    std::int64_t page_count{};
    std::optional<core::DocumentId> letter{};
    std::optional<core::Timestamp> ends_at{};
    std::int64_t fetched{};
    core::UserId ordered_by;
    core::Timestamp ordered_at{};
};

class AccessAnswerStore {
  public:
    explicit AccessAnswerStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add_blackout(core::AccessRequestId of, const AccessBlackout& made);  ///< the id is not read
    /// By document, page and id.
    std::vector<AccessBlackout> blackouts(core::AccessRequestId of) const;
    std::vector<AccessBlackout> blackouts(core::AccessRequestId of, core::DocumentId document) const;
    std::optional<AccessBlackout> blackout(core::AccessRequestId of, core::DocumentId document, std::int64_t id) const;
    /// Writes the box and its exemption.
    void update_blackout(const AccessBlackout& changed);
    /// False if there is none.
    bool remove_blackout(core::AccessRequestId of, core::DocumentId document, std::int64_t id);

    std::int64_t add(const AccessAnswer& made);  ///< the id is not read
    std::optional<AccessAnswer> find(std::int64_t id) const;
    std::optional<AccessAnswer> newest(core::AccessRequestId of) const;
    std::optional<AccessAnswer> newest_sent(core::AccessRequestId of) const;
    void set_progress(std::int64_t id, std::int64_t done, std::int64_t total);
    /// Writes state, reason, failed_place, file, zip, page_count, letter and ends_at.
    void update(const AccessAnswer& changed);
    /// Takes the right to answer a request for `holder`, a random token of one try; false while another has it, which
    /// has had it for less than two minutes.
    bool claim(core::AccessRequestId of, std::string_view holder, core::Timestamp now);
    /// Whether the right is still the one's who took it.
    bool has_claim(core::AccessRequestId of, std::string_view holder) const;
    /// Gives it back; one that another has taken over stays theirs.
    void release(core::AccessRequestId of, std::string_view holder);
    void count_fetched(std::int64_t id);

  private:
    Transaction& tx_;
};

std::string_view name_of(AnswerState state);

}  // namespace services
