#include <nlohmann/json.hpp>

#include "core/whole_number.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/citizens/writing.hpp"
#include "services/identity/sign_in_pace.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t free_messages = 20;  ///< of one session; then pauses grow, as with wrong passwords

CitizenMessage message_in(const Request& request) {
    CitizenMessage made;
    made.text = request.form_value("text");
    made.hearing = core::whole_number(request.form_value("hearing"));
    if (made.hearing && request.form_value("no_comments") == "yes") made.text = "Jeg har ingen bemærkninger.";
    for (const auto& part : request.parts) {
        const auto hash = core::ContentHash::parse(part.sha256);
        if (part.name != "file" || part.file_name.empty() || part.size_bytes == 0 || !hash) continue;
        made.files.push_back({part.file, *hash, part.size_bytes, part.file_name});
    }
    return made;
}

std::string said_of_message(Language language, const Error& error) {
    if (error.field == "text") return translate(language, "Skriv, hvad du vil sige, med højst 10.000 tegn.");
    if (error.field == "files") return translate(language, "Vælg højst 10 filer ad gangen.");
    if (error.field == "hearing")
        return translate(language, "Der er allerede svaret på høringen. Vil du tilføje noget, så skriv det her.");
    if (error.field == "merged")
        return translate(language, "Sagen er lagt sammen med en anden. Skriv på den sag i stedet, eller kontakt os.");
    return spoken(language, error.code).message;
}

Result<Response> post_message(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const core::CaseId id{request.id_parameter("id")};
    std::optional<OwnCase> seen;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(seen, asked_case(tx, desk, request, who));
        return core::done();
    }));
    TRY(count_message(desk, who));
    const auto made = message_in(request);
    const auto written = write_on_own_case(
        {desk.workplace.db, desk.files, desk.workplace.authority},
        who,
        desk.rules(),
        desk.workplace.clock.now(),
        id,
        seen->as.power,
        made
    );
    if (written.has_value()) {
        auto path = own_case_path(*seen);
        path += (path.find('?') == std::string::npos ? "?sendt=" : "&sendt=") +
                std::to_string(written.value().document.number);
        return redirect(path);
    }
    const auto& error = written.error();
    if (error.field.empty()) return error;
    CitizenForm typed{.text = made.text};
    typed.errors[error.field == "merged" || error.field == "hearing" ? "form" : error.field] =
        said_of_message(page_language(request), error);
    return show_own_case(desk, request, who, typed, 422);
}

}  // namespace

Result<void> count_message(const CitizenDesk& desk, const Citizen& who) {
    const auto key = "citizen:" + who.session;
    const auto now = desk.workplace.clock.now();
    return desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        SignInPace pace{tx, key, free_messages};
        if (pace.wait(now).count() > 0)
            return Error{ErrorCode::too_many, "too many messages from one person; try again later"};
        pace.count_attempt(now);
        return core::done();
    });
}

void add_writing_pages(Router& router, const CitizenDesk& desk) {
    router.add(
        Method::post,
        "/mine-sager/{id:id}/skriv",
        as_citizen(
            desk, [desk](const Request& request, const Citizen& who) { return post_message(desk, request, who); }
        ),
        BodyLimit::upload
    );
}

}  // namespace services
