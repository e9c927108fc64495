#include "services/demo/compose.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "services/demo/random.hpp"

namespace services {

namespace {

using Words = std::string_view;
using Kind = DemoBlock::Kind;

enum class Letter {
    application,
    receipt,
    visit,
    question,
    supplement,
    statement,
    hearing,
    objection,
    assessment,
    decision,
    complaint,
    forwarding
};

enum class Writer { party, authority, municipality };

struct LetterRow {
    Letter letter;
    Writer writer;
    core::Direction direction;
    Words title;         ///< followed by what the case is about
    Words public_title;  ///< followed by the public title of the case
    Words file_name;
};

using enum core::Direction;

/// The letters of a case in the order in which they come.
constexpr std::array letter_rows{
    LetterRow{Letter::application, Writer::party, incoming, "Henvendelse om {emne}", "Henvendelse", "henvendelse"},
    LetterRow{
        Letter::receipt,
        Writer::municipality,
        outgoing,
        "Kvittering for henvendelse om {emne}",
        "Kvittering",
        "kvittering"},
    LetterRow{
        Letter::visit, Writer::municipality, internal, "Notat fra besigtigelse og møde den {besigt}", "Notat", "notat"},
    LetterRow{
        Letter::question,
        Writer::municipality,
        outgoing,
        "Vi mangler oplysninger om {emne}",
        "Anmodning om oplysninger",
        "anmodning-om-oplysninger"},
    LetterRow{
        Letter::supplement,
        Writer::party,
        incoming,
        "Supplerende oplysninger om {emne}",
        "Supplerende oplysninger",
        "supplerende-oplysninger"},
    LetterRow{Letter::statement, Writer::authority, incoming, "Udtalelse om {emne}", "Udtalelse", "udtalelse"},
    LetterRow{Letter::hearing, Writer::municipality, outgoing, "Partshøring om {emne}", "Partshøring", "partshoering"},
    LetterRow{
        Letter::objection,
        Writer::party,
        incoming,
        "Bemærkninger til udkast om {emne}",
        "Bemærkninger",
        "bemaerkninger"},
    LetterRow{
        Letter::assessment, Writer::municipality, internal, "Faglig vurdering af {emne}", "Vurdering", "vurdering"},
    LetterRow{Letter::decision, Writer::municipality, outgoing, "Afgørelse om {emne}", "Afgørelse", "afgoerelse"},
    LetterRow{Letter::complaint, Writer::party, incoming, "Klage over afgørelse om {emne}", "Klage", "klage"},
    LetterRow{
        Letter::forwarding,
        Writer::municipality,
        outgoing,
        "Klagen om {emne} er sendt videre",
        "Oversendelse af klage",
        "oversendelse"},
};

constexpr Words greetings[]{"Til {afd}", "Til Solbakke Kommune", "Kære Solbakke Kommune", "Att. {sagsb}"};
constexpr Words answers_welcome[]{
    "Ring eller skriv endelig, hvis der mangler oplysninger. Telefonen bliver passet efter klokken 16 på hverdage.",
    "Bekræft venligst, at henvendelsen er modtaget, og oplys, hvornår der kan ventes et svar.",
    "Det vil være en stor hjælp at få svar inden den {frist}, så der kan planlægges videre derfra.",
    "Billeder fra stedet kan eftersendes, hvis det hjælper sagen på vej."};
constexpr Words backgrounds[]{
    "Baggrunden er, at forholdene har ændret sig siden sidste år, og at der ikke længere er andre muligheder.",
    "Der var en kort snak med en medarbejder i Borgerservice, som bad om at få det hele på skrift.",
    "Kopi af tidligere breve er lagt ved, så sagen kan læses i sammenhæng.",
    "Der er talt med naboerne, som alle er orienteret og ikke har haft indvendinger."};
constexpr Words thanks[]{
    "Tak for din henvendelse, som vi modtog den {dato}. Den drejer sig om {emne}.",
    "Vi har den {dato} modtaget din henvendelse om {emne} og har oprettet en sag.",
    "Din henvendelse om {emne} er nået frem til {afd}, og den bliver behandlet af {sagsb}."};
constexpr Words what_happens[]{
    "Vi gennemgår nu materialet og skriver til dig, hvis der mangler noget. Sager af denne type tager normalt otte til "
    "tolv uger, men det afhænger af, om andre skal høres.",
    "Næste skridt er, at vi undersøger de faktiske forhold og de regler, som gælder på stedet. Du hører fra os senest "
    "den {frist}.",
    "Først ser vi på, om sagen er fuldt oplyst. Derefter bliver naboer og andre berørte eventuelt hørt, før vi træffer "
    "en afgørelse."};
constexpr Words party_rights[]{
    "Du har som part ret til at se sagens dokumenter, og du kan til enhver tid lade dig repræsentere af en anden. "
    "Skriv i så fald en fuldmagt til os.",
    "Du kan følge sagen på kommunens hjemmeside med MitID. Har du spørgsmål, kan du skrive til os gennem Digital "
    "Post."};
constexpr Words visit_openings[]{
    "Til stede den {besigt} var {kontakt}, en repræsentant for {firma} og {sagsb} fra {afd}. Vejret var tørt, og "
    "besigtigelsen varede en time.",
    "Der blev holdt møde på {sted} den {besigt} med {kontakt}. Formålet var at få belyst {emne}.",
    "Telefonsamtale den {besigt} mellem {kontakt} og {sagsb}. Samtalen er noteret efter offentlighedslovens § 13."};
constexpr Words visit_endings[]{
    "Det blev aftalt, at {afd} vender tilbage senest den {frist}, og at {kontakt} i mellemtiden finder de gamle "
    "tegninger frem.",
    "Ingen af deltagerne havde yderligere. Billeder fra stedet er lagt på sagen.",
    "{kontakt} oplyste, at henvendelsen fastholdes, og fik en kort vejledning om det videre forløb."};
constexpr Words missing[]{
    "For at kunne behandle sagen om {emne} har vi brug for flere oplysninger. Send dem senest den {frist}; ellers "
    "afgør vi sagen på det grundlag, vi har.",
    "Vi har gennemgået din henvendelse om {emne} og mangler enkelte ting, før sagen er fuldt oplyst."};
constexpr Words missing_items[]{
    "Send en målfast tegning, hvor afstanden til {nabo} fremgår, og oplys, hvem der udfører arbejdet.",
    "Vi beder om en kort beskrivelse af, hvordan forholdene er i dag, gerne med {antal} billeder eller færre.",
    "Oplys også, om der er indgået aftale med {firma}, og send i givet fald en kopi af aftalen.",
    "Skriv, hvilken periode det drejer sig om, og om der tidligere er givet tilladelse på {matr}."};
constexpr Words supplements[]{
    "Hermed de oplysninger, som I bad om i jeres brev om {emne}.",
    "Som aftalt med {sagsb} følger her resten af materialet om {emne}.",
    "I forlængelse af mødet den {besigt} sendes hermed de manglende bilag."};
constexpr Words statements[]{
    "I har bedt om en udtalelse om {emne}. Vi har gennemgået materialet og har følgende bemærkninger.",
    "Vi henviser til jeres høring om {emne} på {adresse} og kan udtale følgende."};
constexpr Words statement_endings[]{
    "Under de forudsætninger har vi ikke indvendinger mod, at sagen afgøres. Vi vil gerne have en kopi af afgørelsen.",
    "Vi anbefaler, at ovenstående bliver skrevet ind som vilkår, og deltager gerne i et møde om løsningen.",
    "Skulle der komme nye oplysninger frem, beder vi om at blive hørt igen."};
constexpr Words hearings[]{
    "Vi har behandlet sagen om {emne} og sender dig hermed et udkast, før vi træffer endelig afgørelse. Du har "
    "mulighed for at komme med bemærkninger efter forvaltningslovens § 19.",
    "Inden vi afgør sagen om {emne}, skal du kende de oplysninger, som vi lægger vægt på, og have lejlighed til at "
    "udtale dig."};
constexpr Words hearing_endings[]{
    "Send dine bemærkninger senest den {frist}. Hører vi ikke fra dig, træffer vi afgørelse i overensstemmelse med "
    "udkastet.",
    "Fristen for bemærkninger er den {frist}. Du kan skrive gennem Digital Post eller ringe til {sagsb}."};
constexpr Words objections[]{
    "Tak for muligheden for at komme med bemærkninger til udkastet om {emne}.",
    "Udkastet om {emne} er læst grundigt, og der er flere ting, som ikke stemmer."};
constexpr Words objection_endings[]{
    "På den baggrund bør udkastet ændres, og der bør holdes et møde på stedet, inden sagen afgøres.",
    "Det må være muligt at finde en løsning, som begge parter kan leve med.",
    "Tag venligst bemærkningerne med, når sagen forelægges for udvalget."};
constexpr Words assessments[]{
    "Dette notat samler de hensyn, som {afd} har lagt vægt på i sagen om {emne}. Notatet er internt.",
    "Vurderingen er lavet til brug for afgørelsen om {emne} på {adresse}."};
constexpr Words assessment_endings[]{
    "Samlet set taler de fleste hensyn for at imødekomme sagen på vilkår. Økonomien er anslået til {beløb} kr., som "
    "kan holdes inden for budgettet.",
    "Der er tale om en konkret vurdering, som ikke skaber præcedens. Lignende sager fra de seneste fem år er "
    "gennemgået, og resultatet er i tråd med dem.",
    "Det indstilles, at afgørelsen træffes administrativt, da sagen ikke har principiel betydning."};
constexpr Words decisions[]{
    "Du har den {dato} henvendt dig til kommunen om {emne}. Sagen er nu færdigbehandlet i {afd}.",
    "Kommunen har truffet afgørelse i sagen om {emne} på {adresse}."};
constexpr Words weights[]{
    "Ved afgørelsen har vi lagt vægt på følgende forhold.",
    "Begrundelsen er, at oplysningerne i sagen efter vores opfattelse viser følgende.",
    "Vi har afvejet dine interesser over for hensynet til naboer, natur og fællesskabets økonomi."};
constexpr Words complaint_guides[]{
    "Du kan klage inden fire uger fra den dag, du modtog afgørelsen. Klagen sendes til kommunen, som vurderer sagen "
    "igen. Fastholder vi afgørelsen, sender vi klagen videre til klageinstansen sammen med sagens dokumenter.",
    "Hvis du er uenig i afgørelsen, kan du klage over retlige forhold. Fristen er fire uger. Det koster et gebyr at få "
    "klagen behandlet, og gebyret betales tilbage, hvis du får medhold."};
constexpr Words complaints[]{
    "Hermed klages over kommunens afgørelse om {emne}.",
    "Afgørelsen om {emne} er efter min opfattelse forkert, og jeg beder om, at den bliver ændret."};
constexpr Words complaint_endings[]{
    "Klagen bør have opsættende virkning, indtil den er behandlet. Yderligere begrundelse eftersendes inden den "
    "{frist}.",
    "Jeg beder samtidig om at få en kopi af alle sagens dokumenter, herunder notatet fra den {besigt}."};
constexpr Words forwardings[]{
    "Vi har modtaget din klage over afgørelsen om {emne} og har vurderet sagen på ny. Der er ikke kommet oplysninger "
    "frem, som ændrer resultatet.",
    "Din klage om {emne} er i dag sendt videre sammen med sagens dokumenter og vores bemærkninger."};
constexpr Words forwarding_endings[]{
    "Klageinstansen skriver direkte til dig, når sagen er modtaget. Behandlingen kan tage flere måneder.",
    "Har du bemærkninger til vores udtalelse, skal de sendes inden to uger. Indtil sagen er afgjort, gælder afgørelsen "
    "fortsat."};

/// Puts one document's text together.
class Pen {
  public:
    Pen(const DemoFacts& facts, DemoRandom& random) : facts_(facts), random_(random) {}

    template <class Range>
    Pen& one_of(const Range& variants) {
        return line(random_.pick(variants));
    }
    Pen& line(Words template_text) {
        blocks_.push_back({Kind::paragraph, filled(template_text, facts_)});
        return *this;
    }
    Pen& heading(Words text) {
        blocks_.push_back({Kind::heading, std::string{text}});
        return *this;
    }
    /// Up to `count` different sentences, in the order in which they stand, as one paragraph.
    Pen& some_of(DemoSentences sentences, std::size_t count) {
        std::string paragraph;
        std::size_t wanted = std::min(count, sentences.size());
        for (std::size_t i = 0; i < sentences.size() && wanted > 0; ++i) {
            if (random_.below(sentences.size() - i) >= wanted) continue;
            if (!paragraph.empty()) paragraph += ' ';
            paragraph += filled(sentences[i], facts_);
            --wanted;
        }
        blocks_.push_back({Kind::paragraph, std::move(paragraph)});
        return *this;
    }
    Pen& signed_by(Words who) { return line("Med venlig hilsen\n\n" + std::string{who}); }
    std::vector<DemoBlock> done() { return std::move(blocks_); }

  private:
    const DemoFacts& facts_;
    DemoRandom& random_;
    std::vector<DemoBlock> blocks_;
};

constexpr Words told_by_party[]{
    "Ejendommen på {sted} har været i familien eller firmaet længe, og vi kender derfor forholdene på stedet godt.",
    "Den {besigt} passer fint til et møde, men andre dage kan også lade sig gøre med et par dages varsel.",
    "Tidligere har {sagsb} hjulpet i en lignende sag, og det gik både hurtigt og ordentligt.",
    "Der er taget billeder fra {vej} både før og efter, og de kan sendes, hvis det ønskes.",
    "Hvis sagen trækker ud, vil det koste omkring {beløb} kr., som der ikke er regnet med.",
    "Flere i {by} har samme spørgsmål, så svaret vil have interesse for andre end os.",
    "Det er vigtigt, at der bliver taget hensyn til dem, som bor nærmest, især på {nabo}."};
constexpr Words told_by_us[]{
    "Sagen behandles af {afd}, som har ansvaret for området i hele kommunen.",
    "Oplysningerne stammer fra henvendelsen den {dato}, fra kommunens egne registre og fra samtaler med {kontakt}.",
    "Vi har gennemgået ældre sager om {sted} og har ikke fundet afgørelser, som peger i en anden retning.",
    "{kontakt} har haft adgang til sagens dokumenter og har ikke gjort indsigelse mod de faktiske oplysninger.",
    "Udgifterne skønnes at ligge omkring {beløb} kr., og de afholdes inden for den ramme, som byrådet har vedtaget.",
    "Afstanden fra {sted} til den nærmeste nabo, {nabo}, er opmålt på kortet og kontrolleret på stedet.",
    "Kommunen har pligt til at vejlede og til selv at sørge for, at sagen er oplyst, før den afgøres.",
    "Hvis forholdene ændrer sig, kan sagen tages op igen, når {afd} får besked om det."};
constexpr Words by_party = "{kontakt}";
constexpr Words by_caseworker = "{sagsb}\n{afd}";

std::vector<DemoBlock> party_letter(Letter letter, const DemoTopic& topic, Pen pen) {
    pen.one_of(greetings);
    switch (letter) {
        case Letter::supplement:
            pen.one_of(supplements).some_of(topic.ask, 4).some_of(topic.objections, 1);
            pen.some_of(told_by_party, 3).one_of(answers_welcome);
            break;
        case Letter::objection:
            pen.one_of(objections).some_of(topic.objections, 3).some_of(told_by_party, 4);
            pen.one_of(backgrounds);
            pen.one_of(objection_endings);
            break;
        case Letter::complaint:
            pen.one_of(complaints).some_of(topic.objections, 4).some_of(topic.ask, 3);
            pen.some_of(told_by_party, 3).one_of(complaint_endings);
            break;
        default:
            pen.line("Denne henvendelse drejer sig om {emne}.").some_of(topic.ask, 6);
            pen.some_of(told_by_party, 3).one_of(backgrounds).one_of(answers_welcome);
    }
    return pen.signed_by(by_party).done();
}

std::vector<DemoBlock> statement(const DemoTopic& topic, Pen pen) {
    pen.line("Til Solbakke Kommune, {afd}").one_of(statements).some_of(topic.findings, 4);
    pen.some_of(topic.terms, 3).some_of(topic.objections, 1).one_of(statement_endings);
    return pen.line("Venlig hilsen\n\n" + std::string{topic.authority}).done();
}

std::vector<DemoBlock> note(Letter letter, const DemoTopic& topic, Pen pen) {
    if (letter == Letter::visit) {
        pen.one_of(visit_openings).heading("Det blev konstateret").some_of(topic.findings, 4);
        pen.heading("Bemærkninger fra parten").some_of(topic.objections, 2);
        pen.heading("Videre forløb").some_of(told_by_us, 3).one_of(visit_endings);
    } else {
        pen.one_of(assessments).heading("Sagens oplysninger").some_of(topic.findings, 5);
        pen.heading("Regler").line("Sagen skal afgøres " + std::string{topic.law[0]} + ".");
        pen.heading("Vurdering").some_of(told_by_us, 4).some_of(topic.terms, 2);
        pen.one_of(assessment_endings);
    }
    return pen.line("{sagsb}").done();
}

void decision(const DemoTopic& topic, Pen& pen, DemoRandom& random) {
    pen.one_of(decisions).heading("Afgørelse").some_of(topic.outcome, 1);
    pen.line("Afgørelsen er truffet " + std::string{random.pick(topic.law)} + ".");
    pen.heading("Vilkår").some_of(topic.terms, 3);
    pen.heading("Begrundelse").one_of(weights).some_of(topic.findings, 4).some_of(told_by_us, 4);
    pen.heading("Klagevejledning").one_of(complaint_guides).one_of(party_rights);
}

std::vector<DemoBlock> outgoing_letter(Letter letter, const DemoTopic& topic, Pen pen, DemoRandom& random) {
    pen.line("Kære {kontakt}");
    switch (letter) {
        case Letter::question:
            pen.one_of(missing).some_of(missing_items, 3).some_of(topic.findings, 2);
            pen.some_of(told_by_us, 4).one_of(party_rights);
            break;
        case Letter::hearing:
            pen.one_of(hearings).heading("Det lægger vi vægt på").some_of(topic.findings, 4);
            pen.some_of(told_by_us, 3);
            pen.heading("Udkast til vilkår").some_of(topic.terms, 3).one_of(hearing_endings);
            break;
        case Letter::decision:
            decision(topic, pen, random);
            break;
        case Letter::forwarding:
            pen.one_of(forwardings).some_of(topic.findings, 3).some_of(told_by_us, 4);
            pen.one_of(forwarding_endings);
            break;
        default:
            pen.one_of(thanks).one_of(what_happens).some_of(told_by_us, 3).one_of(party_rights);
            pen.line("Hvis der sker ændringer på {adresse}, beder vi dig give besked til {afd}.");
    }
    return pen.signed_by(by_caseworker).done();
}

std::vector<DemoBlock> full_text(const LetterRow& row, const DemoStory& story, DemoRandom& random) {
    const DemoTopic& topic = story.kind->topic;
    const Pen pen{story.facts, random};
    if (row.writer == Writer::party) return party_letter(row.letter, topic, pen);
    if (row.writer == Writer::authority) return statement(topic, pen);
    if (row.direction == internal) return note(row.letter, topic, pen);
    return outgoing_letter(row.letter, topic, pen, random);
}

std::vector<DemoBlock> brief_text(const DemoStory& story, DemoRandom& random) {
    const DemoTopic& topic = story.kind->topic;
    const Words first = random.pick(topic.ask);
    const Words second = random.pick(topic.findings);
    return {
        {Kind::paragraph,
         filled("Vedrørende {adresse}: ", story.facts) + filled(first, story.facts) + " " +
             filled(second, story.facts)}};
}

/// Which letters a case with `count` documents has: always the first, then some of the others in
/// their order; a very long case goes on with more of the same.
std::vector<const LetterRow*> chosen_letters(DemoIndex count, DemoRandom& random) {
    std::vector<const LetterRow*> chosen;
    DemoIndex wanted = count;
    for (std::size_t i = 0; i < letter_rows.size() && wanted > 0; ++i) {
        const std::size_t left = letter_rows.size() - i;
        if (i > 0 && random.below(left) >= wanted) continue;
        chosen.push_back(&letter_rows[i]);
        --wanted;
    }
    constexpr std::array more{Letter::supplement, Letter::visit, Letter::statement, Letter::objection};
    for (std::size_t i = 0; i < wanted; ++i)
        chosen.push_back(&letter_rows[static_cast<std::size_t>(more[i % more.size()])]);
    return chosen;
}

core::Publication publication_of(const LetterRow& row, const DemoTopic& topic, DemoRandom& random) {
    using enum core::Publication;
    if (topic.confidentiality == core::Confidentiality::restricted) return withheld;
    if (row.direction == internal) return random.chance(15) ? entry : withheld;
    if (topic.confidentiality == core::Confidentiality::unit) return random.chance(60) ? entry : withheld;
    if (row.writer == Writer::party && topic.party == DemoPartyKind::citizen) return entry;
    return random.chance(70) ? document : entry;
}

std::vector<std::string> address_lines(const DemoFacts& facts) {
    std::vector<std::string> lines{facts.party};
    if (facts.contact != facts.party) lines.push_back("Att. " + facts.contact);
    lines.push_back(facts.place);
    lines.push_back(facts.post_town);
    return lines;
}

void address(DemoDocument& document, const LetterRow& row, const DemoStory& story) {
    const DemoFacts& facts = story.facts;
    if (row.direction == internal) return;
    if (row.writer == Writer::authority) {
        document.correspondent = story.kind->topic.authority;
        document.public_correspondent = document.correspondent;
        document.sender_lines = {document.correspondent, "Torvegade 1", "9991 Solbakke"};
        return;
    }
    document.correspondent = facts.party;
    document.public_correspondent = facts.party_kind == DemoPartyKind::citizen ? "Borger" : facts.party;
    (row.direction == incoming ? document.sender_lines : document.receiver_lines) = address_lines(facts);
}

core::Date weekday_from(core::Date date, core::Date last) {
    const std::chrono::weekday day{date};
    if (day == std::chrono::Saturday) date += std::chrono::days{2};
    if (day == std::chrono::Sunday) date += std::chrono::days{1};
    return std::min(date, last);
}

/// A few citizens write their number into the letter, as they do, so that there is something for the
/// post list to hold back.
bool tells_cpr(const DemoStory& story, DemoIndex number) {
    return number == 0 && story.index % 29 == 5 && story.facts.party_kind == DemoPartyKind::citizen;
}

std::string reference_of(const DemoCase& of) {
    const std::chrono::year_month_day opened{of.opened};
    const int year = static_cast<int>(opened.year()) % 100;
    return of.subject + "-" + of.facet + "-" + std::to_string(of.index + 1) + "-" + std::to_string(year);
}

void give_dates(
    DemoDocument& document, const LetterRow& row, core::Date received, core::Date last, DemoRandom& random
) {
    document.received = weekday_from(received, last);
    document.letter_date = document.received;
    if (row.direction == incoming) *document.letter_date -= std::chrono::days{random.between(0, 4)};
}

}  // namespace

std::vector<DemoDocument> composed(
    const DemoStory& story, const DemoCase& of, DemoIndex count, DemoText text, core::Date last
) {
    DemoRandom random{story.seed, "documents", story.index};
    const auto letters = chosen_letters(count, random);
    const auto span = (last - of.opened).count();
    const auto step = std::min<std::int64_t>(span / static_cast<std::int64_t>(count + 1), 21);
    std::vector<DemoDocument> documents(letters.size());
    for (DemoIndex i = 0; i < letters.size(); ++i) {
        const LetterRow& row = *letters[i];
        DemoDocument& document = documents[i];
        document.case_index = of.index;
        document.number = static_cast<std::int64_t>(i) + 1;
        document.title = filled(row.title, story.facts);
        document.public_title = std::string{row.public_title} + ": " + of.public_title;
        document.direction = row.direction;
        address(document, row, story);
        give_dates(document, row, of.opened + std::chrono::days{step * static_cast<std::int64_t>(i)}, last, random);
        document.publication = publication_of(row, story.kind->topic, random);
        // The registrars journal what comes in, the caseworker what goes out.
        constexpr std::array<DemoIndex, 3> registrars{0, 7, 8};
        document.journaled_by = row.direction == incoming ? random.pick(registrars) : of.caseworker;
        document.file_name = std::string{row.file_name} + "-" + std::to_string(i + 1) + ".pdf";
        document.reference = reference_of(of);
        document.blocks = text == DemoText::full ? full_text(row, story, random) : brief_text(story, random);
        if (text == DemoText::full && tells_cpr(story, i)) {
            const std::string number{demo_cpr_numbers[story.index % std::size(demo_cpr_numbers)]};
            document.blocks.insert(document.blocks.end() - 1, {Kind::paragraph, "Mit personnummer er " + number + "."});
            document.publication = core::Publication::entry;
        }
    }
    return documents;
}

std::string text_of(const DemoDocument& document) {
    std::string text;
    for (const DemoBlock& block : document.blocks) {
        if (!text.empty()) text += "\n\n";
        text += block.text;
    }
    return text;
}

}  // namespace services
