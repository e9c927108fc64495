#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/case.hpp"
#include "core/model/document.hpp"

/// Words and names of OIO Sag og Dokument, the public standard for cases and documents (Sag 1.1 and Dokument 1.1 of
/// December 2009), in the shape that Den fælleskommunale rammearkitektur's LoRA gave it.
namespace core {

/// Each interface has its own set of states.
enum class OioInterface {
    lora,              ///< Opstaaet, Oplyst, Afgjort, Bestilt, Udfoert, Afsluttet
    case_index_sf1470  ///< KOMBIT's Sags- og Dokumentindeks 6: Opstaaet, Oplyst, Afgjort, Afsluttet
};
/// `fremdrift` of a case.
std::string_view oio_state(OioInterface at, CaseState state);

/// `dokumenttype`, of the list in KOMBIT's Dokumentindeks: "Brev, indgaaende", "Brev, udgaaende", "Internt Notat",
/// "Andet".
std::string_view oio_document_type(const Document& document);

/// `kassationskode`: B (preserve) or K (discard) alone, whatever the time; empty where nothing is known.
std::string_view oio_retention(std::string_view code);

/// urn:oio:cpr-nr:…, urn:oio:cvr-nr:…, urn:oio:pnr:…, and urn:oio:fuldtnavn:… for who has a name alone, what no URN may
/// hold (RFC 8141) as %XX.
std::string oio_party_urn(IdentifierKind kind, std::string_view identifier, std::string_view name);

/// What has a UUID of ours.
enum class OioObject : std::uint8_t { a_case = 1, document, user, unit, subject_number };

/// A UUID that stands for an id for good: of version 8 (RFC 9562 § 5.8). Its first 58 free bits are of `check`, a hash
/// of the installation and the object, so that those of other installations are others; its last 62 are the id itself,
/// so that finding the object takes no table. See docs/decisions/0013.
std::string oio_uuid(std::string_view check, std::int64_t id);
/// The id in a UUID of that form, in lower case or capitals; whether its first half is right is not looked at.
std::optional<std::int64_t> id_in_oio_uuid(std::string_view uuid);

}  // namespace core
