#pragma once

#include <string>
#include <string_view>

#include "services/subjects/kle_reader.hpp"

/// Small files of our own in the layouts of KL's.
namespace tests {

inline core::Result<services::Scheme> read_kle(std::string_view text) {
    services::KleReader reader;
    if (const auto fed = reader.feed(text); fed.has_error()) return fed.error();
    return reader.finish();
}

inline std::string a_subject(std::string_view number, std::string_view title, std::string_view more = "") {
    std::string text = "<Emne><EmneNr>";
    text += number;
    text += "</EmneNr><EmneTitel>";
    text += title;
    text += "</EmneTitel>";
    text += more;
    return text + "</Emne>";
}

inline std::string retired(std::string_view date) {
    return "<EmneAdministrativInfo><OprettetDato>1988-01-01</OprettetDato><Historisk><UdgaaetDato>" +
           std::string{date} + "</UdgaaetDato></Historisk></EmneAdministrativInfo>";
}

inline std::string moved(std::string_view date, std::string_view to) {
    return "<EmneAdministrativInfo><OprettetDato>1988-01-01</OprettetDato><Historisk><Flyttet><FlyttetDato>" +
           std::string{date} + "</FlyttetDato>" + std::string{to} + "</Flyttet></Historisk></EmneAdministrativInfo>";
}

inline std::string codes(std::string_view retention, std::string_view deletion) {
    return "<BevaringJaevnfoerArkivloven>" + std::string{retention} +
           "</BevaringJaevnfoerArkivloven><SletningJaevnfoerPersondataloven>" + std::string{deletion} +
           "</SletningJaevnfoerPersondataloven>";
}

inline std::string keyword(std::string_view text) {
    return "<EmneStikord><Orden>1</Orden><Tekst>" + std::string{text} + "</Tekst></EmneStikord>";
}

/// One main group "27 Boliger" with one group "27.35 Boliger til ældre" that has the subjects.
inline std::string a_plan(std::string_view date, std::string_view subjects) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KLE-Emneplan><UdgivelsesDato>" + std::string{date} +
           "</UdgivelsesDato>\n<Hovedgruppe><HovedgruppeNr>27</HovedgruppeNr><HovedgruppeTitel>Boliger"
           "</HovedgruppeTitel>\n<Gruppe><GruppeNr>27.35</GruppeNr><GruppeTitel>Boliger til ældre</GruppeTitel>\n" +
           std::string{subjects} + "\n</Gruppe></Hovedgruppe></KLE-Emneplan>\n";
}

inline std::string facet_file(std::string_view date, std::string_view facets) {
    return "<KLE-Handlingsfacetter><UdgivelsesDato>" + std::string{date} +
           "</UdgivelsesDato><HandlingsfacetKategori><HandlingsfacetKategoriNr>Ø</HandlingsfacetKategoriNr>"
           "<HandlingsfacetKategoriTitel>Regnskab</HandlingsfacetKategoriTitel>" +
           std::string{facets} + "</HandlingsfacetKategori></KLE-Handlingsfacetter>";
}

inline std::string a_facet(std::string_view code, std::string_view title, std::string_view retention) {
    return "<Handlingsfacet><HandlingsfacetNr>" + std::string{code} + "</HandlingsfacetNr><HandlingsfacetTitel>" +
           std::string{title} + "</HandlingsfacetTitel><BevaringJaevnfoerArkivloven>" + std::string{retention} +
           "</BevaringJaevnfoerArkivloven></Handlingsfacet>";
}

}  // namespace tests
