#include "core/names.hpp"

#include <algorithm>

#include "core/model/case.hpp"
#include "core/model/content.hpp"
#include "core/model/document.hpp"
#include "core/model/draft.hpp"
#include "core/model/incoming_item.hpp"
#include "core/model/sending.hpp"
#include "core/model/subject.hpp"

namespace core {

namespace {

using std::pair;
using std::string_view;

constexpr Names case_states{{
    pair<CaseState, string_view>{CaseState::opened, "opened"},
    {CaseState::informed, "informed"},
    {CaseState::decided, "decided"},
    {CaseState::ordered, "ordered"},
    {CaseState::executed, "executed"},
    {CaseState::closed, "closed"},
}};

constexpr Names case_relations{{
    pair<CaseRelation, string_view>{CaseRelation::see_also, "see_also"},
    {CaseRelation::follows, "follows"},
    {CaseRelation::precedes, "precedes"},
}};

constexpr Names party_roles{{
    pair<PartyRole, string_view>{PartyRole::primary, "primary"},
    {PartyRole::other, "other"},
    {PartyRole::representative, "representative"},
    {PartyRole::sender, "sender"},
    {PartyRole::receiver, "receiver"},
}};

constexpr Names identifier_kinds{{
    pair<IdentifierKind, string_view>{IdentifierKind::none, "none"},
    {IdentifierKind::cpr, "cpr"},
    {IdentifierKind::cvr, "cvr"},
    {IdentifierKind::p_number, "p_number"},
}};

constexpr Names scheme_kinds{{
    pair<SchemeKind, string_view>{SchemeKind::main_group, "main_group"},
    {SchemeKind::group, "group"},
    {SchemeKind::subject, "subject"},
    {SchemeKind::facet_category, "facet_category"},
    {SchemeKind::facet, "facet"},
}};

constexpr Names sending_channels{{
    pair<SendingChannel, string_view>{SendingChannel::mail, "mail"},
    {SendingChannel::digital_post, "digital_post"},
}};

constexpr Names sending_states{{
    pair<SendingState, string_view>{SendingState::waiting, "waiting"},
    {SendingState::sent, "sent"},
    {SendingState::handed_over, "handed_over"},
    {SendingState::delivered, "delivered"},
    {SendingState::failed, "failed"},
}};

constexpr Names document_kinds{{
    pair<DocumentKind, string_view>{DocumentKind::file, "file"},
    {DocumentKind::note, "note"},
}};

constexpr Names draft_states{{
    pair<DraftState, string_view>{DraftState::writing, "writing"},
    {DraftState::waiting, "waiting"},
    {DraftState::approved, "approved"},
    {DraftState::journaled, "journaled"},
    {DraftState::discarded, "discarded"},
}};

constexpr Names directions{{
    pair<Direction, string_view>{Direction::incoming, "incoming"},
    {Direction::outgoing, "outgoing"},
    {Direction::internal, "internal"},
}};

constexpr Names publications{{
    pair<Publication, string_view>{Publication::document, "document"},
    {Publication::entry, "entry"},
    {Publication::withheld, "withheld"},
}};

constexpr Names channels{{
    pair<Channel, string_view>{Channel::scanner, "scanner"},
    {Channel::upload, "upload"},
    {Channel::command_line, "command_line"},
    {Channel::api, "api"},
}};

constexpr Names incoming_states{{
    pair<IncomingState, string_view>{IncomingState::received, "received"},
    {IncomingState::reading, "reading"},
    {IncomingState::ready, "ready"},
    {IncomingState::partly_read, "partly_read"},
    {IncomingState::failed, "failed"},
    {IncomingState::journaled, "journaled"},
}};

}  // namespace

std::string_view name_of(CaseState state) {
    return case_states.of(state);
}
std::optional<CaseState> case_state_named(std::string_view name) {
    return case_states.find(name);
}
std::string_view name_of(CaseRelation relation) {
    return case_relations.of(relation);
}
std::optional<CaseRelation> case_relation_named(std::string_view name) {
    return case_relations.find(name);
}
std::string_view name_of(PartyRole role) {
    return party_roles.of(role);
}
std::optional<PartyRole> party_role_named(std::string_view name) {
    return party_roles.find(name);
}
std::string_view name_of(SendingChannel channel) {
    return sending_channels.of(channel);
}
std::optional<SendingChannel> sending_channel_named(std::string_view name) {
    return sending_channels.find(name);
}
std::string_view name_of(SendingState state) {
    return sending_states.of(state);
}
std::optional<SendingState> sending_state_named(std::string_view name) {
    return sending_states.find(name);
}
std::string_view name_of(DocumentKind kind) {
    return document_kinds.of(kind);
}
std::optional<DocumentKind> document_kind_named(std::string_view name) {
    return document_kinds.find(name);
}
std::string_view name_of(DraftState state) {
    return draft_states.of(state);
}
std::optional<DraftState> draft_state_named(std::string_view name) {
    return draft_states.find(name);
}
std::string_view name_of(IdentifierKind kind) {
    return identifier_kinds.of(kind);
}
std::optional<IdentifierKind> identifier_kind_named(std::string_view name) {
    return identifier_kinds.find(name);
}
std::string_view name_of(SchemeKind kind) {
    return scheme_kinds.of(kind);
}
std::optional<SchemeKind> scheme_kind_named(std::string_view name) {
    return scheme_kinds.find(name);
}
std::string_view name_of(Direction direction) {
    return directions.of(direction);
}
std::optional<Direction> direction_named(std::string_view name) {
    return directions.find(name);
}
std::string_view name_of(Publication publication) {
    return publications.of(publication);
}
std::optional<Publication> publication_named(std::string_view name) {
    return publications.find(name);
}
std::string_view name_of(Channel channel) {
    return channels.of(channel);
}
std::optional<Channel> channel_named(std::string_view name) {
    return channels.find(name);
}
std::string_view name_of(IncomingState state) {
    return incoming_states.of(state);
}
std::optional<IncomingState> incoming_state_named(std::string_view name) {
    return incoming_states.find(name);
}

std::optional<ContentHash> ContentHash::parse(std::string_view text) {
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != 64 || !std::ranges::all_of(text, is_hex)) return std::nullopt;
    return ContentHash{std::string{text}};
}

}  // namespace core
