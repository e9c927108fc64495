#include "services/demo/topics.hpp"

namespace services {

namespace {

using Sentences = std::string_view[];

constexpr Sentences leisure_ask{
    "På foreningens vegne søger vi om {emne}.",
    "Foreningen har {antal} medlemmer under 25 år, og kontingentet er 600 kr. for en sæson.",
    "Vi træner i hallen ved {skole} to aftener om ugen og mangler plads til de yngste hold.",
    "Pengene skal bruges til nye redningsveste, kurser for trænerne og en tur til et stævne.",
    "Regnskabet er godkendt på generalforsamlingen og underskrevet af to revisorer.",
    "Koncerten holdes i {område} og er gratis for alle."};
constexpr Sentences leisure_findings{
    "Foreningen er godkendt som folkeoplysende, og vedtægterne er fra 2019.",
    "Puljen er på {beløb} kr., og der er søgt om det dobbelte.",
    "Hallen ved {skole} er optaget tirsdag og torsdag, men har ledige timer om onsdagen.",
    "Folkeoplysningsudvalget behandlede sagen den {besigt}."};
constexpr Sentences leisure_law{
    "efter folkeoplysningslovens § 16 og kommunens retningslinjer for tilskud",
    "efter folkeoplysningslovens § 21 om anvisning af lokaler"};
constexpr Sentences leisure_outcome{
    "Foreningen får et tilskud på {beløb} kr., som udbetales i den følgende måned.",
    "Foreningen tildeles hallen ved {skole} onsdag fra klokken 16 til 19.",
    "Der gives afslag, fordi puljen er brugt op i år."};
constexpr Sentences leisure_terms{
    "Regnskab for tilskuddet indsendes senest den 1. april.",
    "Foreningen skal indhente børneattester på alle trænere.",
    "Ikke brugte timer meldes tilbage senest en uge før."};
constexpr Sentences leisure_objections{
    "Vi har fået halvdelen af tilskuddet sidste år, selv om medlemstallet er steget.",
    "Onsdag falder sammen med musikskolen, så børnene må vælge."};

constexpr Sentences school_ask{
    "Vi skriver som forældre til to elever på {skole} om {emne}.",
    "Afstanden fra {adresse} til skolen er mere end seks kilometer ad landevej uden cykelsti.",
    "Bussen kører, længe før skolen begynder, så børnene venter i {antal} minutter i mørke.",
    "Vi beder om, at ændringen får virkning fra det nye skoleår.",
    "Skolelederen har set sagen og bakker op om vores ønske."};
constexpr Sentences school_findings{
    "Klassen har nu {antal} elever fordelt på to spor, og der er plads til flere.",
    "Vejen er vurderet til at være trafikfarlig for elever til og med sjette klasse.",
    "Skolebestyrelsen drøftede sagen på mødet den {besigt} og anbefaler forslaget.",
    "Udgiften er beregnet til {beløb} kr. om året."};
constexpr Sentences school_law{
    "efter folkeskolelovens § 26 om befordring",
    "efter folkeskolelovens § 36 om optagelse på en anden skole end distriktsskolen"};
constexpr Sentences school_outcome{
    "Der bevilges buskort fra den første hverdag i næste måned.",
    "Ønsket imødekommes, fordi der er plads inden for de {antal} elever, som er grænsen.",
    "Kommunen giver afslag, fordi skolevejen ikke er vurderet som farlig."};
constexpr Sentences school_terms{
    "Kortet gælder kun på skoledage og mellem hjem og skole.",
    "Bevillingen bortfalder ved flytning, og flytning meldes til {afd}.",
    "Behovet tages op igen før hvert skoleår."};
constexpr Sentences school_objections{
    "Vurderingen er lavet om sommeren, hvor det er lyst klokken 7.",
    "Vi vil gerne vise en medarbejder krydset ved {vej} en mørk morgen."};

constexpr Sentences support_ask{
    "Jeg søger om {emne}.",
    "Jeg har i flere år haft nedsat syn og kan ikke færdes alene uden for {by}.",
    "Min pension er det eneste, jeg har at leve for, og huslejen er steget med {beløb} kr. om året.",
    "Min datter hjælper mig, når hun kan, men hun bor i den anden ende af landet.",
    "Lægen har skrevet en erklæring, som ligger ved ansøgningen.",
    "Jeg vil gerne ledsages til svømning, indkøb og besøg hos min bror."};
constexpr Sentences support_findings{
    "Borgeren bor alene i lejlighed og klarer den daglige husførelse med besvær.",
    "Ved samtalen den {besigt} oplyste borgeren at have behov for ledsagelse {antal} gange om måneden.",
    "Der er indhentet en statusattest, som bekræfter en varig nedsat funktionsevne.",
    "Rådighedsbeløbet er efter de faste udgifter {beløb} kr."};
constexpr Sentences support_law{
    "efter servicelovens § 97 om ledsagelse", "efter boligstøtteloven", "efter aktivlovens § 81 om enkeltudgifter"};
constexpr Sentences support_outcome{
    "Der bevilges 15 timers ledsagelse om måneden.",
    "Der bevilges hjælp med {beløb} kr. til den ansøgte udgift.",
    "Der gives afslag, fordi udgiften kunne forudses."};
constexpr Sentences support_terms{
    "Timerne kan spares op i seks måneder.",
    "Ændringer i helbred eller økonomi meldes til {afd} med det samme.",
    "Bevillingen følges op efter et år."};
constexpr Sentences support_objections{
    "Lægens erklæring er fra i foråret, og mit syn er blevet dårligere siden.",
    "Udgiften til briller kunne jeg ikke have set komme."};

constexpr Sentences care_ask{
    "Jeg skriver på min mors vegne og beder om {emne}.",
    "Hun faldt i badet den {dato} og er usikker på benene, når hun skal ud i køkkenet.",
    "Hun kan stadig selv lave kaffe, men har brug for hjælp til bad, strømper og medicin.",
    "Trappen til soveværelset har {antal} trin og intet gelænder på den ene side.",
    "Hjemmesygeplejersken mener, at en badetaburet og et gelænder vil gøre stor forskel."};
constexpr Sentences care_findings{
    "Ved hjemmebesøget den {besigt} blev der målt op til håndgreb og en hævet toiletforhøjer.",
    "Borgeren går med rollator inde og kan gå {m} meter uden pause.",
    "Der er aftalt genoptræning to gange om ugen i {antal} uger.",
    "Borgeren ønsker at blive boende i egen bolig så længe som muligt."};
constexpr Sentences care_law{
    "efter ældrelovens regler om helhedspleje",
    "efter servicelovens § 112 om hjælpemidler",
    "efter almenboliglovens § 54 om anvisning af ældreboliger"};
constexpr Sentences care_outcome{
    "Der bevilges hjælp til bad to gange om ugen og en badetaburet til udlån.",
    "Borgeren godkendes til en ældrebolig i {by} og kommer på venteliste.",
    "Der gives afslag på elscooter, fordi gangfunktionen kan trænes op."};
constexpr Sentences care_terms{
    "Hjælpemidlet er et lån og leveres tilbage, når det ikke længere bruges.",
    "Hjælpen vurderes igen efter tre måneder.",
    "Døren skal kunne åbnes af hjemmeplejen med elektronisk lås."};
constexpr Sentences care_objections{
    "To gange om ugen er for lidt, når hun også har eksem.",
    "Ventelisten i {by} er {antal} måneder, og så længe kan hun ikke vente."};

constexpr Sentences work_ask{
    "Jeg søger om {emne} og vedlægger mit CV.",
    "Jeg har arbejdet {antal} år som lagermedarbejder hos {firma}, indtil ryggen sagde fra.",
    "Jeg kan sidde og stå på skift, men ikke løfte mere end fem kilo.",
    "Mit mål er en stilling på {antal} timer om ugen i et roligt kontor."};
constexpr Sentences work_findings{
    "Rehabiliteringsteamet drøftede sagen den {besigt} og indstiller til fleksjob.",
    "Praktikken hos {firma} viste, at borgeren kan arbejde otte timer om ugen med god indsats.",
    "Der er aftalt en mentor i {antal} uger.",
    "Borgeren deltog aktivt i mødet og kender rammerne for indsatsen."};
constexpr Sentences work_law{
    "efter lov om en aktiv beskæftigelsesindsats § 116",
    "efter lov om en aktiv beskæftigelsesindsats § 172 om hjælpemidler"};
constexpr Sentences work_outcome{
    "Borgeren visiteres til fleksjob fra den første i næste måned.",
    "Der bevilges et hæve-sænke-bord og en særlig stol til en værdi af {beløb} kr."};
constexpr Sentences work_terms{
    "Der følges op ved en samtale hvert halve år.", "Arbejdsgiveren oplyser de faktiske timer hver måned."};
constexpr Sentences work_objections{
    "Otte timer var et forsøg, og jeg sov resten af dagen efter hver vagt.",
    "Jeg ønsker at blive prøvet af et andet sted end på et lager."};

constexpr Sentences staff_ask{
    "Jeg søger hermed stillingen og henviser til opslaget om {emne}.",
    "Jeg har {antal} års erfaring fra en lignende stilling og trives med at have mange bolde i luften.",
    "Jeg er vant til at skrive klart, holde frister og lytte, før jeg svarer.",
    "Vedlagt er eksamensbevis og udtalelser fra to tidligere arbejdsgivere."};
constexpr Sentences staff_findings{
    "Der kom {antal} ansøgninger, og fem blev indkaldt til samtale den {besigt}.",
    "Udvalget lagde vægt på faglighed, erfaring og evnen til at samarbejde på tværs.",
    "Lønnen er aftalt med den faglige organisation."};
constexpr Sentences staff_law{
    "efter overenskomsten og kommunens kompetenceplan",
    "efter forvaltningslovens regler om partshøring og begrundelse"};
constexpr Sentences staff_outcome{
    "Ansøgeren tilbydes stillingen fra den første i måneden efter.",
    "Stillingen er besat til anden side, og ansøgeren får besked."};
constexpr Sentences staff_terms{"Prøvetiden er tre måneder.", "Der indhentes straffeattest før tiltrædelsen."};
constexpr Sentences staff_objections{"Jeg vil gerne have en uddybning af, hvorfor jeg ikke kom til samtale."};

constexpr Sentences finance_ask{
    "Hermed vores tilbud om {emne}.",
    "Prisen er {beløb} kr. uden moms og gælder i {antal} måneder fra tilbuddets dato.",
    "Vi har i tre år leveret til {skole} uden forsinkelser.",
    "Levering sker på hverdage mellem klokken 7 og 14, og fejl rettes inden to arbejdsdage.",
    "Fakturaen sendes elektronisk med kommunens ordrenummer."};
constexpr Sentences finance_findings{
    "Budgetopfølgningen viser et forventet mindreforbrug på {beløb} kr.",
    "Der kom {antal} tilbud, som er vurderet efter pris, kvalitet og miljø.",
    "Anlægget blev afsluttet den {besigt}, og regnskabet er revideret.",
    "Afvigelsen skyldes især stigende energipriser og flere elever på {skole}."};
constexpr Sentences finance_law{
    "efter kommunestyrelseslovens § 40 om bevillinger",
    "efter udbudslovens regler om det økonomisk mest fordelagtige tilbud"};
constexpr Sentences finance_outcome{
    "Aftalen indgås med {firma} for fire år.",
    "Der gives en tillægsbevilling på {beløb} kr., som finansieres af kassebeholdningen.",
    "Regnskabet godkendes uden bemærkninger."};
constexpr Sentences finance_terms{
    "Leverandøren skal dokumentere miljømærker på mindst {antal} procent af varerne.",
    "Der afrapporteres hvert kvartal til udvalget."};
constexpr Sentences finance_objections{
    "Vurderingen af kvalitet er uklar, og vi beder om evalueringsskemaet.",
    "Prisen fra vinderen ligger under indkøbsprisen og bør undersøges."};

constexpr Sentences access_ask{
    "Jeg anmoder om {emne} efter offentlighedsloven.",
    "Anmodningen omfatter alle mails, notater og mødereferater siden den {dato}.",
    "Jeg ønsker også at se aktlisten, så jeg kan vælge de vigtigste dokumenter.",
    "Materialet må gerne sendes elektronisk, efterhånden som det bliver klar.",
    "Hvis dele undtages, beder jeg om en henvisning til den bestemmelse, I bruger."};
constexpr Sentences access_findings{
    "Der er fundet {antal} dokumenter, hvoraf fire er interne.",
    "To bilag indeholder oplysninger om drift og forretning hos {firma}, som er hørt.",
    "Fristen på syv arbejdsdage kan ikke holdes, fordi {firma} skal høres."};
constexpr Sentences access_law{
    "efter offentlighedslovens § 7, jf. §§ 23 og 30",
    "efter forvaltningslovens § 9 om partens adgang til sagens dokumenter"};
constexpr Sentences access_outcome{
    "Der gives aktindsigt i {antal} dokumenter, mens interne arbejdsdokumenter undtages.",
    "Der gives fuld aktindsigt, og dokumenterne er vedlagt."};
constexpr Sentences access_terms{
    "Oplysninger om privatpersoner er streget over.",
    "Faktiske oplysninger i de interne dokumenter er skrevet ud i et særskilt notat."};
constexpr Sentences access_objections{
    "Konkurrencehensyn kan ikke begrunde, at hele bilaget er sort.",
    "Sagen er afsluttet, så intet kan skade forhandlingerne længere."};

constexpr Sentences council_ask{
    "Vi ønsker {emne} optaget på dagsordenen til det næste møde.",
    "Baggrunden er, at borgere i {by} i længere tid har efterlyst en samlet plan for {område}.",
    "Vi foreslår, at forvaltningen beskriver tre modeller med hver sin økonomi.",
    "Sagen bør sendes i høring hos {forening} og de berørte skolebestyrelser."};
constexpr Sentences council_findings{
    "Udvalget drøftede sagen den {besigt} og ønskede flere oplysninger om økonomien.",
    "Der er afsat {beløb} kr. i budgettet til formålet.",
    "Et flertal udtalte støtte til forslaget, mens to medlemmer tog forbehold."};
constexpr Sentences council_law{"efter kommunestyrelseslovens § 11", "efter styrelsesvedtægtens § 12"};
constexpr Sentences council_outcome{
    "Byrådet godkender indstillingen.",
    "Sagen oversendes til budgetforhandlingerne.",
    "Forslaget bortfalder, da der ikke er flertal."};
constexpr Sentences council_terms{
    "Forvaltningen vender tilbage med en status om {antal} uger.", "Referatet offentliggøres, når det er godkendt."};
constexpr Sentences council_objections{
    "{forening} finder, at fristen for at svare har været for kort.",
    "Vi savner tal for, hvad modellen koster i drift."};

constexpr Sentences estate_ask{
    "Vi er interesserede i {emne} og byder {beløb} kr. kontant.",
    "Grunden på {m2} m² skal bruges til en ny bygning for vores virksomhed.",
    "Vi regner med at ansætte {antal} medarbejdere, når byggeriet står færdigt.",
    "Overtagelsen kan ske, når skødet er tinglyst."};
constexpr Sentences estate_findings{
    "Ejendommen har været udbudt offentligt, og der kom {antal} bud.",
    "En ekstern vurdering lyder på {beløb} kr.",
    "Der er tinglyst en deklaration om vejadgang over {matr}."};
constexpr Sentences estate_law{
    "efter kommunestyrelseslovens § 68 og udbudsbekendtgørelsen", "efter lejelovens regler om erhvervslejemål"};
constexpr Sentences estate_outcome{
    "Grunden sælges til højestbydende.", "Lejemålet forlænges i {antal} måneder på uændrede vilkår."};
constexpr Sentences estate_terms{
    "Byggeriet skal være begyndt senest to år efter overtagelsen.",
    "Køber betaler tilslutning til vand, varme og kloak."};
constexpr Sentences estate_objections{"Vi fik oplysning om deklarationen, efter at buddet var afgivet."};

constexpr Sentences it_ask{
    "Vi fremsender materiale om {emne} til jeres godkendelse.",
    "Data opbevares i EU, og underleverandørerne fremgår af bilag C.",
    "Ændringen berører cirka {antal} brugere og kan sættes i drift uden afbrydelser.",
    "Adgangen logges, og loggen gemmes i seks måneder."};
constexpr Sentences it_findings{
    "Risikovurderingen viser middel risiko for tab af fortrolighed.",
    "Ved testen den {besigt} blev der fundet {antal} fejl, hvoraf ingen var alvorlige.",
    "Hændelsen berørte én modtager, og mailen blev slettet ulæst."};
constexpr Sentences it_law{
    "efter databeskyttelsesforordningens artikel 28 og 32", "efter databeskyttelsesforordningens artikel 33"};
constexpr Sentences it_outcome{
    "Aftalen godkendes med de rettelser, som fremgår af bilaget.",
    "Hændelsen anmeldes ikke, da den næppe indebærer en risiko for personer."};
constexpr Sentences it_terms{
    "Leverandøren sender en revisionserklæring hvert år.", "Alle brugere skal anvende totrinsgodkendelse."};
constexpr Sentences it_objections{"Vi kan ikke acceptere ubegrænset ansvar for indirekte tab."};

using enum core::Confidentiality;
using enum DemoPartyKind;
using Place = DemoUnitPlace;

}  // namespace

const DemoTopic leisure_topic{
    Place::citizens,
    open,
    association,
    "Solbakke Idrætsråd",
    leisure_ask,
    leisure_findings,
    leisure_law,
    leisure_outcome,
    leisure_terms,
    leisure_objections};
const DemoTopic school_topic{
    Place::schools,
    unit,
    citizen,
    "Solbakke Trafikselskab",
    school_ask,
    school_findings,
    school_law,
    school_outcome,
    school_terms,
    school_objections};
const DemoTopic support_topic{
    Place::citizens,
    restricted,
    citizen,
    "Lægehuset i Hejrevig",
    support_ask,
    support_findings,
    support_law,
    support_outcome,
    support_terms,
    support_objections};
const DemoTopic care_topic{
    Place::care,
    unit,
    citizen,
    "Sygehus Solhverv",
    care_ask,
    care_findings,
    care_law,
    care_outcome,
    care_terms,
    care_objections};
const DemoTopic work_topic{
    Place::citizens,
    restricted,
    citizen,
    "Lægehuset i Hejrevig",
    work_ask,
    work_findings,
    work_law,
    work_outcome,
    work_terms,
    work_objections};
const DemoTopic staff_topic{
    Place::council,
    restricted,
    citizen,
    "Kommunalt Fagforbund",
    staff_ask,
    staff_findings,
    staff_law,
    staff_outcome,
    staff_terms,
    staff_objections};
const DemoTopic finance_topic{
    Place::finance,
    unit,
    company,
    "Revisionsfirmaet Tangmose",
    finance_ask,
    finance_findings,
    finance_law,
    finance_outcome,
    finance_terms,
    finance_objections};
const DemoTopic access_topic{
    Place::law,
    unit,
    citizen,
    "Region Solhverv",
    access_ask,
    access_findings,
    access_law,
    access_outcome,
    access_terms,
    access_objections};
const DemoTopic council_topic{
    Place::council,
    open,
    association,
    "Region Solhverv",
    council_ask,
    council_findings,
    council_law,
    council_outcome,
    council_terms,
    council_objections};
const DemoTopic estate_topic{
    Place::law,
    unit,
    company,
    "Landinspektørfirmaet Ørnedal",
    estate_ask,
    estate_findings,
    estate_law,
    estate_outcome,
    estate_terms,
    estate_objections};
const DemoTopic it_topic{
    Place::it,
    unit,
    company,
    "Dataforeningen Nordlys",
    it_ask,
    it_findings,
    it_law,
    it_outcome,
    it_terms,
    it_objections};

}  // namespace services
