#include "services/demo/topics.hpp"

namespace services {

namespace {

using Sentences = std::string_view[];

constexpr Sentences building_ask{
    "Vi søger om {emne} på ejendommen {adresse}, matr.nr. {matr}.",
    "Det bebyggede areal bliver i alt {m2} m², og bygningen holder en afstand på 2,5 meter til skellet mod {nabo}.",
    "Tagfladen udføres i sort tagpap med en hældning på 25 grader, og facaderne beklædes med lodrette brædder af lærk.",
    "Regnvandet ledes til en ny faskine i haven, mindst fem meter fra huset.",
    "Vi har vedlagt plantegning, snit, en beliggenhedsplan i 1:500 og samtykke fra ejeren af {nabo}.",
    "Arbejdet ventes at begynde så snart tilladelsen er givet og at være afsluttet efter cirka {antal} uger.",
    "{firma} har tegnet projektet og står for de statiske beregninger."};
constexpr Sentences building_findings{
    "Ejendommen er omfattet af lokalplan {plan}, som tillader en bebyggelsesprocent på 30.",
    "Efter projektet bliver bebyggelsesprocenten 27,4, og bygningen overholder det skrå højdegrænseplan.",
    "Ved besigtigelsen den {besigt} var der sat pæle af på grunden, men arbejdet var ikke gået i gang.",
    "Afstanden til skel mod {nabo} blev målt til 2,1 meter, altså mindre end bygningsreglementets 2,5 meter.",
    "Der er ingen fredede bygninger eller fortidsminder inden for 100 meter fra {sted}.",
    "BBR oplyser et samlet boligareal på {m2} m² og et opført udhus uden registreret anvendelse.",
    "Beredskabet har ikke bemærkninger til brandforholdene, når adgangsvejen holdes fri."};
constexpr Sentences building_law{
    "efter byggelovens § 16, stk. 1, og bygningsreglementet (BR18)",
    "efter byggelovens § 22, jf. bygningsreglementets §§ 176-178",
    "efter byggelovens § 16 A sammenholdt med lokalplan {plan}"};
constexpr Sentences building_outcome{
    "Kommunen giver tilladelse som ansøgt. Tilladelsen bortfalder, hvis arbejdet ikke er påbegyndt inden et år.",
    "Kommunen imødekommer ansøgningen om {emne}, dog således at højden begrænses til 5 meter.",
    "Kommunen giver afslag, fordi bygningen vil skygge væsentligt for {nabo}."};
constexpr Sentences building_terms{
    "Før arbejdet går i gang, skal {afd} have besked om startdatoen.",
    "Byggeskiltet skal stå synligt fra {vej}, indtil arbejdet er færdigmeldt.",
    "Der skal indsendes dokumentation for de bærende konstruktioner, før bygningen tages i brug.",
    "Overskudsjord må ikke flyttes fra {matr} uden anmeldelse.",
    "Facader og tag må ikke udføres i blanke eller reflekterende materialer."};
constexpr Sentences building_objections{
    "Vi mener, at naboen på {nabo} selv har et skur, der står tættere på skellet end vores.",
    "Vi kan flytte bygningen en halv meter mod syd, hvis det får sagen til at falde på plads.",
    "Skyggediagrammet er tegnet for december og siger ikke noget om sommerhalvåret.",
    "Arkitekten har rettet tegningerne, så højden nu er 4,85 meter."};

constexpr Sentences plan_ask{
    "Vi har med interesse læst forslaget til lokalplan {plan} for {område}.",
    "Vi foreslår, at byggefeltet mod {vej} rykkes {antal} meter tilbage, så de gamle lindetræer kan blive stående.",
    "Trafikken på {vej} er allerede tæt om morgenen, og planen giver efter vores skøn {m2} ekstra ture i døgnet.",
    "Etagehøjden bør holdes på to etager ud mod de eksisterende haver.",
    "Vi savner en redegørelse for, hvor regnvandet fra de nye tagflader skal løbe hen.",
    "Stien gennem kilen bruges hver dag af skolebørn til {skole}, og den bør sikres i planens bestemmelser."};
constexpr Sentences plan_findings{
    "Forslaget var i offentlig høring i otte uger, og der kom {antal} høringssvar.",
    "Høringssvarene handler især om trafik på {vej}, skygge og bevaring af træer.",
    "Området er i kommuneplanen udlagt til blandet bolig og erhverv med højst to en halv etage.",
    "En miljøscreening viser, at planen ikke får væsentlig indvirkning på miljøet.",
    "Ved borgermødet den {besigt} deltog omkring {antal} borgere, og stemningen var overvejende positiv.",
    "Forvaltningen har sammen med {firma} undersøgt, om vejadgangen kan flyttes til nordsiden."};
constexpr Sentences plan_law{
    "efter planlovens § 27 om endelig vedtagelse",
    "efter planlovens § 19, stk. 1, om dispensation fra en lokalplan",
    "efter planlovens § 35, stk. 1, om tilladelse i landzone"};
constexpr Sentences plan_outcome{
    "Planen vedtages med den ændring, at byggefeltet mod {vej} flyttes {antal} meter mod vest.",
    "Der meddeles tilladelse til det ansøgte, fordi det ikke strider mod planens principper.",
    "Forslaget sendes tilbage til forvaltningen, som skal belyse trafikken yderligere."};
constexpr Sentences plan_terms{
    "De tre lindetræer ved {sted} skal bevares og hegnes i byggeperioden.",
    "Der skal anlægges en sti på mindst tre meters bredde mellem {vej} og skoven.",
    "Regnvand skal forsinkes på egen grund, svarende til {m2} m³.",
    "Belysning skal være nedadrettet og højst fire meter høj."};
constexpr Sentences plan_objections{
    "Beboerne på {vej} føler sig ikke hørt, før forslaget blev vedtaget.",
    "Visualiseringerne er tegnet fra en højde, hvor man ikke ser de nye gavle.",
    "En støjmur på to meter vil løse det meste af problemet.",
    "Udsigten fra {sted} til fjorden forsvinder helt, hvis der bygges i tre etager."};

constexpr Sentences road_ask{
    "Vi henvender os om {emne} i {by}.",
    "Ud for {sted} er asfalten sunket på en strækning af {m} meter, og vandet står i dybe huller efter regn.",
    "Flere cyklister er væltet i løbet af efteråret, og i sidste uge måtte en ældre dame på skadestuen.",
    "Lastbilerne til {firma} kører alt for stærkt forbi indkørslerne, især tidligt om morgenen.",
    "Gadelampen ved {nabo} har været slukket siden den {dato}.",
    "Vi håber, at I vil se på forholdene, inden frosten gør skaderne større.",
    "Børnene fra {skole} bruger strækningen hver dag, og der er intet fortov."};
constexpr Sentences road_findings{
    "En trafiktælling på {vej} viser {m2} køretøjer i døgnet og en gennemsnitsfart på 54 km/t.",
    "Ved tilsynet den {besigt} blev der registreret {antal} huller og en defekt rendestensbrønd.",
    "Vejen er kommunevej klasse 3 og står på listen over strækninger, der skal have nyt slidlag.",
    "Politiet har registreret to uheld med personskade på strækningen i de sidste fem år.",
    "Prisen for istandsættelse af {m} meter fortov er anslået til {beløb} kr.",
    "Kablet til gadebelysningen er fra 1974 og skal skiftes på hele strækningen."};
constexpr Sentences road_law{
    "efter vejlovens § 8 om vejmyndighedens pligt til at holde vejene i den stand, trafikken kræver",
    "efter vejlovens § 80 om råden over vejareal",
    "efter privatvejslovens § 45 om grundejernes pligt til at holde vejen i god og forsvarlig stand",
    "efter færdselslovens § 92 med samtykke fra politiet"};
constexpr Sentences road_outcome{
    "Kommunen lapper hullerne straks og lægger nyt slidlag på {vej} til næste sommer.",
    "Der etableres to bump og en 40 km/t-zone mellem {sted} og {skole}.",
    "Kommunen foretager sig ikke mere i sagen, fordi målingerne ligger under grænsen."};
constexpr Sentences road_terms{
    "Arbejdet skal skiltes, så gående og cyklister kan passere sikkert.",
    "Vejen må højst være spærret i {antal} timer ad gangen, og beboerne skal have besked to dage før.",
    "Rabatten skal retableres med muld og sås med græs.",
    "Renden langs {vej} skal holdes fri for jord og grene."};
constexpr Sentences road_objections{
    "Tællingen er lavet i efterårsferien, hvor ingen kører på arbejde.",
    "Bump giver rystelser i husene, så vi vil hellere have et vejsving.",
    "Vi kan ikke se, hvorfor grundejerne skal betale for skader efter tunge køretøjer."};

constexpr Sentences event_ask{
    "Vi vil gerne bruge {område} til et arrangement for hele familien og søger derfor om {emne}.",
    "Arrangementet ventes at få {m2} gæster, og der bliver musik fra en lille scene frem til klokken 22.",
    "Vi stiller {antal} boder op, alle uden åben ild, og lægger køreplader ud på græsset.",
    "{firma} leverer strøm og toiletvogne, og vi rydder op senest klokken 12 dagen efter.",
    "Containeren skal stå på vejarealet ud for {sted} i {antal} dage og er forsynet med reflekser.",
    "En parkeringsvagt holder vejen fri for redningskøretøjer."};
constexpr Sentences event_findings{
    "Arealet er kommunalt og er ledigt i den ønskede periode.",
    "Beredskabet ønsker en brandvej på fire meter og en plan over boderne.",
    "Der kom en enkelt klage over støj efter arrangementet sidste år.",
    "Opstillingen optager {antal} parkeringspladser på {vej}.",
    "Fortovet er 3,2 meter bredt ved {sted}, så der er plads til gående, når borde og stole holdes inden for stregen."};
constexpr Sentences event_law{
    "efter vejlovens § 80, stk. 1", "efter ordensbekendtgørelsen og kommunens regler for brug af parker og torve"};
constexpr Sentences event_outcome{
    "Kommunen giver tilladelse til at bruge arealet i den periode, I har søgt om.",
    "Tilladelsen gives for et år ad gangen og kan tages tilbage uden varsel, hvis vilkårene ikke overholdes."};
constexpr Sentences event_terms{
    "Musik skal stoppe klokken 22 på hverdage og klokken 24 fredag og lørdag.",
    "Arealet afleveres ryddet og renset; ellers renser kommunen for arrangørens regning.",
    "Der betales et depositum på {beløb} kr.",
    "Adgangen for kørestolsbrugere må ikke spærres."};
constexpr Sentences event_objections{
    "Et depositum på {beløb} kr. er mere, end en lille forening har på kontoen.",
    "Vi kan nøjes med at spille akustisk efter klokken 21."};

constexpr Sentences water_ask{
    "Vi ejer marken langs {vandløb} og skriver om {emne}.",
    "Siden den {dato} har vandet stået {antal} meter ind over engen, og efterafgrøden er gået tabt.",
    "Grøden er ikke skåret på strækningen nedstrøms broen ved {vej}, og der ligger et væltet piletræ på tværs.",
    "Vi beder kommunen få oprenset vandløbet, så bunden igen følger regulativet.",
    "Brønden ved {sted} er boret i 1962 og leverer vand til {antal} dyr.",
    "Kælderen på {sted} blev oversvømmet to gange i løbet af sommeren, fordi kloakken ikke kunne tage regnen."};
constexpr Sentences water_findings{
    "Opmålingen den {besigt} viser, at bunden af {vandløb} ligger 18 cm over regulativets kote på {m} meter.",
    "Vandløbet er målsat til god økologisk tilstand, og der er fundet ørredyngel ved udløbet.",
    "Dræn fra {matr} munder ud under vandspejlet og er delvis sandet til.",
    "Vandanalysen viser et nitratindhold på {antal} mg/l, hvilket er under grænseværdien på 50 mg/l.",
    "Strækningen er beskyttet natur, og oprensning kræver derfor dispensation.",
    "Kloakken i {vej} er dimensioneret til en femårsregn."};
constexpr Sentences water_law{
    "efter vandløbslovens § 27 og regulativet for {vandløb}",
    "efter naturbeskyttelseslovens § 65, stk. 2, jf. § 3",
    "efter vandforsyningslovens § 20",
    "efter miljøbeskyttelseslovens § 28 om afledning af spildevand"};
constexpr Sentences water_outcome{
    "Kommunen oprenser {m} meter af {vandløb} inden for terminen og fjerner det væltede træ.",
    "Der gives tilladelse til at indvinde {m2} m³ grundvand om året fra boringen på {matr}.",
    "Der gives afslag på uddybning, fordi den vil skade gydebankerne."};
constexpr Sentences water_terms{
    "Opgravet materiale skal spredes uden for en bræmme på fem meter fra kronekanten.",
    "Arbejdet må kun udføres mellem den 1. september og den 31. oktober af hensyn til fisk og fugle.",
    "Vandmåleren aflæses hvert år inden den 1. februar.",
    "Pumpen må ikke sænke vandstanden i nabobrønden med mere end 25 cm."};
constexpr Sentences water_objections{
    "Målepælen ved broen er påkørt og viser derfor for lidt vand.",
    "Hvis der først må graves i september, er høsten allerede tabt.",
    "Regulativet er fra 1993 og tager ikke højde for de nye boliger oven for bækken."};

constexpr Sentences environment_ask{
    "Vi ønsker at orientere om {emne} på ejendommen {adresse}.",
    "Tanken på 2.500 liter er gravet op af {firma} den {besigt}, og der var ingen synlig rust eller lugt af olie.",
    "Fra virksomheden kommer der en dyb summen, som kan høres i soveværelserne på {nabo} hele natten.",
    "Vi flytter cirka {m2} ton jord fra {matr} til en godkendt modtager.",
    "Ventilationen på taget blev skiftet i foråret, og siden har vi modtaget klager over lugt af lak.",
    "Besætningen er på {antal} dyreenheder, og gyllebeholderen er tæt og har fast overdækning."};
constexpr Sentences environment_findings{
    "Støjmålingen den {besigt} viser 43 dB(A) om natten, mens grænsen ved boliger er 35 dB(A).",
    "Ejendommen er kortlagt på vidensniveau 1 på grund af et tidligere autoværksted.",
    "Der blev udtaget {antal} jordprøver, hvoraf to viste let forurening med tjærestoffer.",
    "Egenkontrollen er ført hver måned, og journalen kunne vises ved tilsynet.",
    "Olieudskilleren var fyldt til 70 procent og skal tømmes.",
    "Virksomheden har oplyst, at kompressoren kun kører i dagtimerne."};
constexpr Sentences environment_law{
    "efter miljøbeskyttelseslovens § 42, stk. 1",
    "efter jordforureningslovens § 50 og bekendtgørelsen om anmeldelse af jordflytning",
    "efter miljøbeskyttelseslovens § 33",
    "efter husdyrbruglovens § 16 a"};
constexpr Sentences environment_outcome{
    "Virksomheden påbydes at dæmpe støjen, så den højst er 35 dB(A) ved boliger om natten.",
    "Kommunen tager meddelelsen til efterretning og foretager sig ikke yderligere.",
    "Jorden kan flyttes som anmeldt, når bilagene med analyser følger hvert læs."};
constexpr Sentences environment_terms{
    "Resultatet skal dokumenteres ved en ny måling, udført som Miljømåling – ekstern støj, senest den {frist}.",
    "Affald skal opbevares tæt og under tag, og kvitteringer gemmes i fem år.",
    "Spild af olie skal straks meldes til Alarmcentralen og til {afd}.",
    "Køresedler skal opbevares af {firma}."};
constexpr Sentences environment_objections{
    "Målingen er foretaget i medvind og er derfor ikke retvisende.",
    "En lydsluse koster {beløb} kr., og det er urimeligt i forhold til virkningen.",
    "Kompressoren er flyttet ind i bygningen, siden målingen blev lavet."};

constexpr Sentences waste_ask{
    "Vi klager over {emne} på {adresse}.",
    "Beholderen til rest- og madaffald er ikke blevet tømt siden den {dato}, og den lugter nu fælt.",
    "Skraldemændene siger, at adgangsvejen er for smal, men vognen har kørt her i {antal} år.",
    "Vi beder om en ekstra beholder til pap, da der er kommet {antal} nye beboere i opgangen.",
    "Gebyret på {beløb} kr. dækker en ordning, som vi ikke bruger.",
    "Haveaffaldet blev ikke taget med, selv om det lå i papirsække ved skellet."};
constexpr Sentences waste_findings{
    "Chaufføren har noteret, at stien til beholderen på {sted} var spærret af en parkeret bil.",
    "Adgangsvejen er målt til 82 cm, mens regulativet kræver 100 cm.",
    "Ejendommen er tilmeldt ordningen med {antal} tømninger om året.",
    "Der er de sidste tre måneder registreret fem manglende tømninger på {vej}."};
constexpr Sentences waste_law{
    "efter affaldsbekendtgørelsen og kommunens regulativ for husholdningsaffald",
    "efter miljøbeskyttelseslovens § 48 om gebyrer"};
constexpr Sentences waste_outcome{
    "Beholderen tømmes ekstra i denne uge, og {firma} får en påtale.",
    "Gebyret fastholdes, fordi alle boliger bidrager til de fælles ordninger.",
    "Der gives fritagelse for ordningen for haveaffald fra næste kvartal."};
constexpr Sentences waste_terms{
    "Beholderen skal stå på fast bund og højst {antal} meter fra skel.",
    "Adgangsvejen skal være ryddet for sne og grene senest klokken 6 på tømmedagen.",
    "Pap skal foldes, og glas må ikke lægges i sække."};
constexpr Sentences waste_objections{
    "Bilen, som chaufføren nævner, tilhører ikke nogen på {vej}.",
    "Vi har målt stien til 104 cm mellem hækken og muren."};

}  // namespace

const DemoTopic building_topic{
    DemoUnitPlace::building,
    core::Confidentiality::open,
    DemoPartyKind::citizen,
    "Solbakke Brandvæsen",
    building_ask,
    building_findings,
    building_law,
    building_outcome,
    building_terms,
    building_objections};
const DemoTopic plan_topic{
    DemoUnitPlace::building,
    core::Confidentiality::open,
    DemoPartyKind::association,
    "Museum Hejrevig",
    plan_ask,
    plan_findings,
    plan_law,
    plan_outcome,
    plan_terms,
    plan_objections};
const DemoTopic road_topic{
    DemoUnitPlace::roads,
    core::Confidentiality::open,
    DemoPartyKind::citizen,
    "Politiet i Solbakke",
    road_ask,
    road_findings,
    road_law,
    road_outcome,
    road_terms,
    road_objections};
const DemoTopic event_topic{
    DemoUnitPlace::roads,
    core::Confidentiality::open,
    DemoPartyKind::association,
    "Solbakke Brandvæsen",
    event_ask,
    event_findings,
    event_law,
    event_outcome,
    event_terms,
    event_objections};
const DemoTopic water_topic{
    DemoUnitPlace::nature,
    core::Confidentiality::open,
    DemoPartyKind::citizen,
    "Hejrevig Forsyning A/S",
    water_ask,
    water_findings,
    water_law,
    water_outcome,
    water_terms,
    water_objections};
const DemoTopic environment_topic{
    DemoUnitPlace::nature,
    core::Confidentiality::open,
    DemoPartyKind::company,
    "Region Solhverv",
    environment_ask,
    environment_findings,
    environment_law,
    environment_outcome,
    environment_terms,
    environment_objections};
const DemoTopic waste_topic{
    DemoUnitPlace::nature,
    core::Confidentiality::open,
    DemoPartyKind::citizen,
    "Affaldsselskabet Bakken I/S",
    waste_ask,
    waste_findings,
    waste_law,
    waste_outcome,
    waste_terms,
    waste_objections};

}  // namespace services
