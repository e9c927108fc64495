#include "services/cases/case_address.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/document_listing.hpp"
#include "services/cases/list_export.hpp"

/// Lists of cases and of a case's documents as files for a spreadsheet.
namespace services {

using core::Result;

namespace {

std::string day_of(core::Timestamp time) {
    return core::iso_date(core::danish_date(time));
}

CsvCells case_headings(Language language) {
    return {
        translate(language, "Nummer"),
        translate(language, "Titel"),
        translate(language, "KLE-emne"),
        translate(language, "Facet"),
        translate(language, "Tilstand"),
        translate(language, "Enhed"),
        translate(language, "Sagsbehandler"),
        translate(language, "Må læses af"),
        translate(language, "Frist"),
        translate(language, "Afventer"),
        translate(language, "Oprettet"),
        translate(language, "Ændret"),
        translate(language, "Afsluttet"),
    };
}

CsvCells case_cells(const core::Case& one, Language language, const Names& names) {
    return {
        one.number,
        one.title,
        one.subject,
        one.facet,
        spoken(language, one.state),
        names.unit(one.unit),
        names.person(one.caseworker),
        spoken(language, one.confidentiality),
        one.deadline ? core::iso_date(*one.deadline) : std::string{},
        one.waiting_for,
        day_of(one.opened_at),
        day_of(one.changed_at),
        one.closed_at ? day_of(*one.closed_at) : std::string{},
    };
}

Result<Response> get_cases(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto texts = [&](std::string_view name) { return request.query_value(name); };
        const auto address = CaseAddress::of(texts, own_units(caller, *names));
        TRY(auto question, address.question(caller.id(), core::danish_date(now)));
        const auto list = [&] { return list_cases(tx, desk.search, caller.principal, question); };
        return add_all(file, question.filter, list, [&](const core::Case& one) {
            return case_cells(one, language, *names);
        });
    };
    const ListExport wanted{"cases", translate(language, "sager"), case_headings(language)};
    return export_list(desk.workplace.db, desk.files.uploads(), now, caller, wanted, write);
}

CsvCells document_headings(Language language) {
    return {
        translate(language, "Nr."),
        translate(language, "Titel"),
        translate(language, "Retning"),
        translate(language, "Afsender eller modtager"),
        translate(language, "Brevdato"),
        translate(language, "Modtaget"),
        translate(language, "Journaliseret"),
        translate(language, "Journaliseret af"),
        translate(language, "Fil"),
        translate(language, "Tilbagetrækning"),
    };
}

CsvCells document_cells(const core::Document& one, Language language, const Names& names) {
    return {
        std::to_string(one.number),
        one.title,
        spoken(language, one.direction),
        one.correspondent,
        one.letter_date ? core::iso_date(*one.letter_date) : std::string{},
        core::iso_date(one.received),
        day_of(one.journaled_at),
        names.person(one.journaled_by),
        one.file_name,
        one.withdrawn ? translate(language, "Trukket tilbage") : std::string{},
    };
}

Result<Response> get_documents(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto texts = [&](std::string_view name) { return request.query_value(name); };
    TRY(auto question, DocumentAddress::of(texts).question(id));
    TRY(const auto on, desk.workplace.db.read([&](Transaction& tx) { return read_case(tx, caller.principal, id); }));
    const auto write = [&](Transaction& tx, CsvFile& file) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto list = [&] { return list_documents(tx, caller.principal, question); };
        return add_all(file, question.filter, list, [&](const core::Document& one) {
            return document_cells(one, language, *names);
        });
    };
    const ListExport wanted{"documents", on.number, document_headings(language), id};
    const auto now = desk.workplace.clock.now();
    return export_list(desk.workplace.db, desk.files.uploads(), now, caller, wanted, write);
}

}  // namespace

void add_list_files(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager.csv", get_cases);
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/dokumenter.csv", get_documents);
}

}  // namespace services
