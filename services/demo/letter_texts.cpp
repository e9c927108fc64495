#include "services/demo/letter_texts.hpp"

namespace services {

namespace {

constexpr DemoLetterText texts[] = {
    {"Astrid og Viggo Bjerregaard",
     "Tjørnevej 14\n9991 Solbakke",
     "Ansøgning om at opføre et drivhus af glas",
     "Vi ønsker at opføre et drivhus på 62 kvadratmeter i den sydlige ende af vores have på Tjørnevej 14. Drivhuset "
     "skal bruges til figentræer, vindruer og en lille samling af pelargonier, som i dag overvintrer i "
     "garagen.\n\nBygningen bliver 3,40 meter høj og får en sokkel af genbrugte mursten. Afstanden til naboens skel er "
     "4,75 meter. Regnvandet samles i en tønde og bruges til vanding.\n\nTegning og situationsplan er lagt ved. Vi har "
     "talt med naboerne i nummer 12 og 16, som begge glæder sig til at smage druerne. Vi håber at kunne begynde, så "
     "snart frosten er gået af jorden.",
     "Astrid Bjerregaard"},
    {"Preben Hedegaard",
     "Mejerigade 31, 2. th\n9992 Hejrevig",
     "Klage over støj fra ventilation om natten",
     "Siden august har bageriet i stueetagen haft en ny ventilator på taget. Den starter klokken 2.15 hver nat og "
     "brummer så dybt, at glassene klirrer i mit vitrineskab.\n\nJeg har ført dagbog over støjen i seks uger. Den "
     "viser 38 nætter, hvor jeg er vågnet. Bagermesteren er venlig, men siger, at montøren har lovet, at anlægget er "
     "lovligt.\n\nJeg beder kommunen måle støjen i mit soveværelse og give et påbud, hvis grænsen er overskredet. "
     "Dagbogen kan udleveres.",
     "Preben Hedegaard"},
    {"Karen Margrethe Toft",
     "Lindeallé 8\n9991 Solbakke",
     "Ansøgning om ledsagerkort",
     "Undertegnede ansøger hermed om et ledsagerkort. Jeg er 71 år og har siden en blodprop i øjet kun syn på venstre "
     "side.\n\nJeg synger i kirkekoret og vil gerne fortsat til koncerter og på museum, men kan ikke selv finde rundt "
     "på steder, jeg ikke kender. Min veninde Gudrun går med, når hun kan, og det er dyrt for os begge at købe to "
     "billetter.\n\nEt pasfoto og en erklæring fra øjenlægen er vedlagt. Kortet må gerne sendes med almindelig post, "
     "da jeg ikke har computer.",
     "Karen Margrethe Toft"},
    {"Grundejerforeningen Kløvermarken",
     "Kløvermarken 40\n9993 Vester Lind",
     "Høringssvar til lokalplanforslag 4.12",
     "Grundejerforeningens 87 husstande har på et ekstraordinært møde drøftet forslaget til lokalplan 4.12 for den "
     "tidligere mejerigrund.\n\nVi er enige i, at grunden skal bebygges, men finder fire etager for højt ud mod vores "
     "lave huse. Vi foreslår to etager langs stien og tre etager ind mod stationen.\n\nDen gamle skorsten bør bevares "
     "som vartegn. Den rummer desuden en rede, hvor tårnfalken har ynglet siden 2014.\n\nVi savner også en plan for, "
     "hvor de 140 nye biler skal parkere, og hvordan børnene kommer sikkert over Jernbanegade.\fBilag: Foreningens "
     "forslag punkt for punkt\n\n1. Byggefelt B flyttes ti meter mod nord, så haverne beholder aftensolen.\n\n2. Der "
     "plantes en række af avnbøg som levende hegn.\n\n3. Cykelparkering overdækkes med grønne tage af sedum.\n\n4. "
     "Byggetrafik må ikke køre ad Kløvermarken, men skal ledes ad Fabriksvej.\n\n5. Der nedsættes et følgeudvalg med "
     "to medlemmer fra foreningen.",
     "Niels Peter Gram, formand"},
    {"Hejrevig Ugeavis",
     "Søndergade 3\n9992 Hejrevig",
     "Anmodning om aktindsigt i udgifter til svømmehallen",
     "Efter offentlighedsloven anmoder redaktionen om aktindsigt i alle fakturaer, kontrakter og notater om "
     "renoveringen af svømmehallen i Hejrevig.\n\nVi er især interesserede i aftalesedler om ekstraarbejde, den "
     "geotekniske rapport og korrespondancen om de revnede fliser i springbassinet.\n\nVi beder om at modtage "
     "aktlisten først. Kan anmodningen ikke afgøres inden syv arbejdsdage, bedes vi få oplyst grunden, og hvornår "
     "svaret kan ventes.",
     "Journalist Sofie Winther"},
    {"Tangmose Kloakservice ApS",
     "Industriparken 22\n9994 Nørre Aasby",
     "Faktura 20418",
     "Vi har udført følgende arbejde ved Solbakkeskolen:\n\nYdelse\tAntal\tPris\tI alt\nSpuling af hovedledning\t4 "
     "timer\t950,00\t3.800,00\nTv-inspektion med rapport\t1 stk.\t2.450,00\t2.450,00\nUdskiftning af brønddæksel\t2 "
     "stk.\t1.175,00\t2.350,00\nKørsel\t1 stk.\t425,00\t425,00\n\nBeløb uden moms\t\t\t9.025,00\nMoms 25 "
     "procent\t\t\t2.256,25\nAt betale\t\t\t11.281,25\n\nBeløbet betales inden 30 dage. Ved inspektionen fandt vi "
     "rødder i stikledningen ud for gymnastiksalen, og vi anbefaler strømpeforing inden vinteren.",
     "Tangmose Kloakservice"},
    {"Advokatfirmaet Ravn & Skytte",
     "Torvegade 17\n9991 Solbakke",
     "Vores klient: Boet efter Aksel Munkedal",
     "Som advokat for boet efter Aksel Munkedal retter vi henvendelse om den tinglyste vejret over kommunens areal ved "
     "Præstemarken.\n\nDet fremgår af deklaration fra 1927, at ejeren til enhver tid har ret til færdsel med hest og "
     "vogn til engen. Kommunen har i september opsat en bom, som er låst. Boets forpagter kan derfor ikke komme frem "
     "med sine køer.\n\nVi skal anmode om, at bommen fjernes inden 14 dage, eller at der udleveres nøgle. I modsat "
     "fald har vi instruks om at indbringe sagen for fogedretten. Alle krav om erstatning forbeholdes.",
     "Advokat Helle Skytte"},
    {"Ella Lauridsen",
     "Blommevænget 5\n9992 Hejrevig",
     "Ansøgning om tilskud til tandbehandling",
     "Jeg er folkepensionist og søger om helbredstillæg til tandbehandling. Mit personnummer er "
     "251248-4916.\n\nTandlægen har givet overslag på 14.350 kr. for en bro i overmunden. Jeg har ikke selv opsparing, "
     "da varmepumpen gik i stykker i foråret.\n\nOverslag og årsopgørelse er vedlagt. Jeg har ondt, når jeg tygger, og "
     "håber derfor på et hurtigt svar.",
     "Ella Lauridsen"},
    {"Familien Underbjerg",
     "Strandengen 102\n9995 Munkekilde",
     "Skolekørsel til vores to drenge",
     "Vores sønner begynder efter jul i 1. og 3. klasse på Munkekilde Lilleskole. Der er 4,8 kilometer fra Strandengen "
     "til skolen, og de sidste to går ad Østre Landevej uden cykelsti.\n\nEfter at rutebil 217 er nedlagt, er der "
     "ingen bus, der passer med ringetiden. Vi søger derfor om skolekørsel med taxa eller minibus.\n\nDer bor "
     "yderligere tre børn på vejen i samme situation. Deres forældre har skrevet under på en fælles liste, som vi kan "
     "aflevere.",
     "Tine og Jakob Underbjerg"},
    {"Hejrevig Lystfiskerforening",
     "Havnegade 2\n9992 Hejrevig",
     "Døde ørreder i Tranbækken",
     "Lørdag formiddag fandt vores juniorhold 43 døde ørreder og et stort antal hundestejler i Tranbækken neden for "
     "broen ved Vandværksvej.\n\nVandet var gråligt og lugtede af gylle. Vi har fyldt fire flasker og lagt dem i "
     "fryseren med dato og klokkeslæt.\n\nForeningen har brugt 1.200 frivillige timer på gydebanker de sidste tre år. "
     "Vi beder om, at forureningen efterforskes, og at vi holdes orienteret.",
     "Bjarke Fisker, fiskepleje"},
    {"Bakkens Arkitekter ApS",
     "Smedegade 19\n9991 Solbakke",
     "Projekt 2231: Ombygning af Hotel Fjordblik",
     "På vegne af bygherren fremsender vi revideret materiale til byggesagen om Hotel Fjordblik.\n\nTrappe C er ændret "
     "til flugtvejstrappe i brandklasse 2, og spiserummet er reduceret til 148 pladser. Elevatoren får tale og "
     "punktskrift.\n\nVi mangler fortsat svar på, om spærene i sal 3 må stå synlige. Konstruktionsingeniøren vurderer, "
     "at de kan modstå brand i 60 minutter.\n\nVi foreslår et afklarende møde på byggepladsen og medbringer prøver på "
     "tegl og zink.",
     "Signe Dalgaard, arkitekt MAA"},
    {"Ole Enevoldsen",
     "Digevej 77\n9995 Munkekilde",
     "Oversvømmet mark ved Mosekanalen",
     "Jeg driver 46 hektar ved Digevej. For tredje år i træk står min vinterhvede under vand, fordi Mosekanalen ikke "
     "er oprenset.\n\nEfter regulativet skal kanalen skæres to gange om året. Den sidste skæring, jeg har set, var før "
     "høst for to år siden. Siv og dunhammer står nu så tæt, at man kan gå over.\n\nTabet er opgjort af "
     "planteavlskonsulenten til 88.000 kr. Jeg beder om en besigtigelse og om svar på, hvem der betaler.",
     "Ole Enevoldsen"},
    {"Solbakke Kammerkor",
     "Rosenhaven 11\n9991 Solbakke",
     "Ansøgning om lån af rådhushallen til julekoncert",
     "Koret vil gerne låne rådhushallen lørdag den 12. december til en gratis julekoncert med værker af Carl Nielsen "
     "og nye satser af lokale komponister.\n\nVi er 34 sangere, en cellist og en harpenist. Vi regner med 250 "
     "tilhørere og stiller selv stole op. Der serveres æbleskiver, men ikke alkohol.\n\nFlygelet bør stemmes om "
     "formiddagen. Vi betaler gerne stemmeren.",
     "Dirigent Cecilie Hauge"},
    {"Vognmand Steen Pilegaard",
     "Fabriksvej 60\n9994 Nørre Aasby",
     "Anmeldelse af jordflytning",
     "Hermed anmeldes flytning af 640 ton muldjord og råjord fra byggemodningen ved Hyldebærstien til jordtippen i "
     "Vester Lind.\n\nDer er udtaget 22 prøver, som alle ligger i klasse 1. Kørslen sker med tre lastbiler på hverdage "
     "mellem klokken 7 og 15 over to uger.\n\nVi har aftalt med vejvagten, at Brinken fejes hver fredag, så vejen ikke "
     "bliver fedtet.",
     "Steen Pilegaard"},
    {"Ulla Fuglsang",
     "Kornblomstvej 3\n9993 Vester Lind",
     "Forslag om en legeplads på Kornblomstvej",
     "På det lille grønne areal mellem Kornblomstvej og Rugvænget står der i dag kun en rusten gynge og en bænk uden "
     "ryglæn.\n\nVi er en gruppe bedsteforældre, som gerne vil samle penge ind til en klatrebane, en sandkasse og et "
     "bord med skak. Sparekassens fond har lovet 50.000 kr., hvis kommunen giver lov og stiller jord til "
     "rådighed.\n\nHvem skal vi tale med, og hvilke krav er der til faldunderlag?",
     "Ulla Fuglsang"},
    {"Nordlys El-teknik A/S",
     "Jernbanegade 45\n9991 Solbakke",
     "Tilbud på udskiftning af gadelamper",
     "Vi takker for forespørgslen og tilbyder udskiftning af 216 gadelamper til lysdioder på strækningerne i bilag "
     "A.\n\nPost\tAntal\tPris\tI alt\nArmatur 27 watt\t216 stk.\t1.840\t397.440\nMast, galvaniseret\t18 "
     "stk.\t3.900\t70.200\nMontering\t216 stk.\t410\t88.560\n\nTilbuddet er uden moms og gælder i 90 dage. Levering "
     "kan ske i uge 6 til 14. Lyset er varmt hvidt, 3000 kelvin, og dæmpes til halv styrke mellem midnat og klokken 5.",
     "Kasper Holst, salgschef"},
    {"Lægehuset i Hejrevig",
     "Torvegade 2\n9992 Hejrevig",
     "Parkering ved lægehuset",
     "Flere af vores patienter må gå langt, fordi pladserne foran lægehuset er optaget af pendlere hele dagen.\n\nVi "
     "foreslår, at otte pladser får en grænse på to timer, og at en plads reserveres til handicapkøretøjer lige ved "
     "døren. Kantstenen ud for rampen bør sænkes, da en kørestol væltede der i sidste uge.\n\nVi stiller gerne vores "
     "parkeringstælling til rådighed.",
     "Lene Riis, praktiserende læge"},
    {"Frode Abildgaard",
     "Egeskrænten 21\n9991 Solbakke",
     "Indsigelse mod fældning af den store bøg",
     "Jeg har med sorg set det røde kryds på blodbøgen i Solbakke Bypark. Træet er plantet i 1849 til minde om "
     "grundloven og måler 5,12 meter i omkreds.\n\nDen svamp, som er fundet ved foden, er efter min viden skælhat, der "
     "kun angriber dødt ved. Jeg har arbejdet 40 år som skovfoged.\n\nInden saven tages frem, bør en uvildig træplejer "
     "bore en prøve. Indtil da beder jeg om, at fældningen udsættes.",
     "Frode Abildgaard"},
    {"Vildrose Fødevarer A/S",
     "Industriparken 4\n9994 Nørre Aasby",
     "Redegørelse om lugt fra røgeriet",
     "I har bedt om en redegørelse efter klagerne over lugt i september.\n\nKulfilteret på linje 2 var mættet og blev "
     "skiftet den 18. september. I perioden blev der røget makrel i døgndrift, hvilket vi ellers kun gør i "
     "højsæsonen.\n\nVi har nu ansat en miljøtekniker og måler trykfaldet over filtrene hver dag. Skorstenen forhøjes "
     "fra 14 til 19 meter, når byggetilladelsen foreligger.\n\nLogbogen for de sidste tolv måneder er vedlagt.",
     "Rikke Lindholm, fabrikschef"},
    {"Nørre Aasby Spejdergruppe",
     "Skovbrynet 1\n9994 Nørre Aasby",
     "Tilladelse til bålplads og shelter",
     "Spejderne vil gerne bygge to sheltre og en bålhytte på kommunens grund ved Skovbrynet.\n\nSheltrene bygges af "
     "douglasgran, som skovejeren forærer os. De ældste spejdere har tegnet dem og regnet på lasten.\n\nStedet skal "
     "være åbent for alle og kan bookes gratis. Vi sørger for brænde, økse og en kasse til affald. Den nærmeste nabo "
     "bor 300 meter væk og har sagt ja.",
     "Magnus Ejsing, gruppeleder"},
    {"Inger Skovgaard",
     "Pilestræde 12, st. tv\n9991 Solbakke",
     "Klage over manglende rengøring",
     "Min mand Svend har fået bevilget rengøring hver anden uge, men hjælpen er udeblevet fire gange siden "
     "sommerferien.\n\nNår der endelig kommer nogen, er det en ny hver gang, og de ved ikke, at Svend ikke tåler stærk "
     "lugt fra klorin. Han fik vejrtrækningsbesvær i tirsdags.\n\nVi vil gerne have en fast hjælper og en skriftlig "
     "plan på køleskabet. Vi er ikke ude på at genere nogen.",
     "Inger Skovgaard"},
    {"Havblik Ejendomme A/S",
     "Havnegade 50\n9992 Hejrevig",
     "Bud på Havnegade 52, det gamle pakhus",
     "Vi afgiver hermed bud på det gamle pakhus på 4.250.000 kr. kontant med overtagelse den 1. marts.\n\nPakhuset "
     "ombygges til 14 lejligheder og et bageri i stueetagen. Facaden mod kajen bevares, og hejseværket i gavlen sættes "
     "i stand.\n\nBuddet er betinget af, at vi får tilladelse til altaner mod gården, og at oprydning af olie i "
     "kælderen sker for sælgers regning. Buddet står ved magt i 60 dage.",
     "Palle Brandt, direktør"},
    {"Jens Kirkegaard",
     "Gyvelvej 9\n9993 Vester Lind",
     "Ansøgning om handicapbil",
     "Jeg søger om støtte til køb af bil. Personnummer: 070761-4285.\n\nEfter en arbejdsulykke på savværket mangler "
     "jeg højre underben og kan ikke gå længere end 150 meter. Der er 11 kilometer til mit arbejde som "
     "regnskabsassistent, og der går ingen bus.\n\nBilen skal have automatgear og gaspedal i venstre side. Kørelærer "
     "og ergoterapeut har prøvet det med mig med godt resultat.\n\nSpecialisterklæring og lønsedler er vedlagt.",
     "Jens Kirkegaard"},
    {"Museum Hejrevig",
     "Kirkestien 4\n9992 Hejrevig",
     "Udtalelse om arkæologi ved Brinken",
     "Museet har foretaget arkivalsk kontrol af arealet ved Brinken, hvor kommunen ønsker at anlægge et "
     "regnvandsbassin.\n\nDer er tidligere fundet en flintdolk, skår af tragtbægre og spor af et langhus fra yngre "
     "stenalder. Risikoen for at støde på væsentlige fortidsminder er høj.\n\nVi anbefaler en forundersøgelse med "
     "søgegrøfter, anslået til 96.000 kr., før jordarbejdet begynder. Findes der noget under arbejdet, skal det "
     "standses efter museumslovens § 27.\fBudget for forundersøgelsen\n\nOpgave\tDage\tPris\tI alt\nGravemaskine med "
     "fører\t4\t7.200\t28.800\nArkæolog i felten\t8\t4.600\t36.800\nOpmåling og fotos\t2\t4.200\t8.400\nRapport og "
     "arkiv\t5\t4.400\t22.000\n\nBeløbene er uden moms. Undersøgelsen kan begynde tre uger efter bestilling, hvis "
     "jorden ikke er frossen. Fundene indgår i museets samling.",
     "Camilla Bruun, museumsinspektør"},
    {"Bent og Jytte Agerskov",
     "Vibevænget 16\n9995 Munkekilde",
     "Rotter i haven",
     "I går aftes så vi tre rotter løbe fra naboens hønsegård og ind under vores terrasse. Der er gnavet hul i "
     "sokkelristen, og hunden er helt ude af sig selv.\n\nVi har lukket for foderbrættet og sat spande under "
     "kompostbeholderen. Vi beder om besøg af rottebekæmperen hurtigst muligt, også fordi børnebørnene kommer i "
     "efterårsferien.\n\nNøglen til havelågen hænger på krogen ved skuret.",
     "Jytte Agerskov"},
    {"Cyklistgruppen i Solbakke",
     "Stationsvej 28\n9991 Solbakke",
     "Farlige kryds på Stationsvej",
     "Vi har talt cykler og biler i krydset Stationsvej og Møllebakken i fire morgener. I den travleste halve time "
     "passerer 412 cyklister, heraf mange skolebørn.\n\nTo gange så vi en lastbil skære svinget, så cyklister måtte op "
     "på fortovet. Vi foreslår en tilbagetrukket stopstreg, blå felter og et førgrønt signal på fire sekunder.\n\nVi "
     "vil gerne vise jer krydset på cykel. Vi har en ladcykel i overskud.",
     "Laura Mikkelsen, talsperson"},
    {"Kildehøj Landinspektører I/S",
     "Rådhusgade 30\n9991 Solbakke",
     "Arealoverførsel mellem to ejendomme ved Hegnet",
     "Som landinspektør for ejerne anmoder vi om kommunens erklæring til overførsel af 318 kvadratmeter fra matrikel "
     "7c til matrikel 7f, Vester Lind By.\n\nFormålet er at få skellet til at følge den gamle tjørnehæk, som har stået "
     "uændret siden 1938. Ingen bygninger berøres.\n\nNr.\tFør\tÆndring\tEfter\n7c\t1.946 m²\t-318 m²\t1.628 "
     "m²\n7f\t1.102 m²\t+318 m²\t1.420 m²\n\nMåleblad og rids er vedlagt i to eksemplarer.",
     "Klaus Overgaard, landinspektør"},
    {"Dorthe Bagger",
     "Anemonevej 18\n9992 Hejrevig",
     "Ønske om plads i vuggestuen Mariehønen",
     "Vores datter Freja fylder 11 måneder til februar, og jeg skal tilbage til mit arbejde som bioanalytiker den 1. "
     "marts.\n\nVi har skrevet os op til vuggestuen Mariehønen, hvor storebror går i børnehaven, men har fået tilbudt "
     "plads i Nørre Aasby. Det er 19 kilometer i den forkerte retning, og min mand kører tog.\n\nKan vi beholde "
     "pladsen på ventelisten, hvis vi tager en dagplejer imens?",
     "Dorthe Bagger"},
    {"Foreningen Den Grønne Kile",
     "Granstien 6\n9991 Solbakke",
     "Invitation til fælles oprydning i kilen",
     "Lørdag den 28. marts samler vi skrald i den grønne kile mellem Granstien og fjorden. Sidste år fandt vi 640 kilo "
     "affald, en symaskine og et helt sæt havemøbler.\n\nVi beder kommunen stille to containere og 100 par handsker "
     "til rådighed og køre affaldet væk om mandagen.\n\nBorgmesteren er velkommen til at åbne dagen klokken 10 ved "
     "flagstangen. Der er suppe til alle klokken 13.",
     "Ida Østergaard, formand"},
    {"Brændekær Maskinfabrik A/S",
     "Fabriksvej 8\n9994 Nørre Aasby",
     "Svar på varsel om påbud",
     "Vi har modtaget jeres varsel om påbud vedrørende spildolie i gården.\n\nDe tre tromler stod midlertidigt uden "
     "for halvtaget, fordi tanken blev renset. De er afhentet den 3. i denne måned, og kvitteringen er "
     "vedlagt.\n\nAsfalten omkring risten er nu fuget, og olieudskilleren har fået alarm. Vi mener derfor, at et påbud "
     "er overflødigt, og indbyder tilsynet til at komme uanmeldt.",
     "Torben Krogh, værkfører"},
    {"Erik Hjort",
     "Højmarksvej 150\n9995 Munkekilde",
     "Vindmøller på Højmarken",
     "Jeg skriver om planerne om fire vindmøller på 150 meter. Min gård ligger 610 meter fra den nærmeste.\n\nJeg er "
     "ikke imod vedvarende energi; på staldens tag ligger 380 solpaneler. Men skyggekast i stuen to timer hver "
     "vinterdag er for meget.\n\nFlyttes mølle nummer 3 mod øst ned bag læhegnet af poppel, er problemet løst for mig "
     "og for familien i nummer 144.\n\nJeg vil gerne have tilsendt støjberegningen i papir.",
     "Erik Hjort"},
    {"Skolebestyrelsen ved Hejrevig Skole",
     "Skolebakken 1\n9992 Hejrevig",
     "Høringssvar om budget til næste skoleår",
     "Bestyrelsen har drøftet forslaget om at spare 1,2 millioner kroner på skolens budget.\n\nBesparelsen svarer til "
     "to lærere og al tolærertid i indskolingen. Den rammer især ordblinde elever, hvor vores læsevejleder allerede er "
     "delt mellem tre skoler.\n\nVi peger i stedet på varmeregningen. Et nyt styresystem til radiatorerne tjener sig "
     "hjem på fire år.\n\nElevrådet har vedtaget en udtalelse: Vi vil hellere fryse lidt end miste Birgitte.",
     "Morten Kjeldsen, formand"},
    {"Sofie Nygaard",
     "Kastanjevej 44, 1. mf\n9991 Solbakke",
     "Klage over parkeringsafgift",
     "Den 9. oktober fik jeg en afgift på 895 kr. på Rådhusgade, fordi p-skiven stod forkert.\n\nSkiven var "
     "elektronisk og nylig skiftet efter sommertid, men batteriet var dødt på grund af kulden. Jeg har kvittering fra "
     "apoteket klokken 10.42, og afgiften er skrevet klokken 10.58. Jeg holdt der altså i 16 minutter.\n\nJeg beder "
     "om, at afgiften frafaldes. Foto af skiven og kvittering er vedlagt.",
     "Sofie Nygaard"},
    {"Morgenrøde Arkitekter ApS",
     "Elmegade 25\n9991 Solbakke",
     "Forespørgsel om stråtag på Munkegården",
     "Vi bistår ejerne af den fredningsværdige Munkegården fra 1786 med at genskabe stråtaget, som blev erstattet af "
     "eternit i 1961.\n\nAfstanden til naboens lade er 8,2 meter, mens reglerne for bløde tage kræver mere. Vi "
     "foreslår brandimprægneret rør, lyddæmpet gnistfang og en sprinkler på rygningen.\n\nKan der gives dispensation "
     "på det grundlag, og skal beredskabet høres, inden vi tegner videre? Fotos fra lokalhistorisk arkiv er vedlagt.",
     "Nanna Bonde, arkitekt"},
    {"Solbakke Ældreråd",
     "Rosenhaven 30\n9991 Solbakke",
     "Udtalelse om værdighedspolitikken",
     "Ældrerådet takker for udkastet til ny værdighedspolitik og finder, at sproget er blevet klarere.\n\nVi savner et "
     "afsnit om ensomhed. Hver fjerde over 80 år i kommunen spiser alle måltider alene, viser vores rundspørge med 612 "
     "svar.\n\nVi foreslår en fælles spiseordning i de tomme cafelokaler og en besøgsven til alle, der mister en "
     "ægtefælle. Digital hjælp bør også kunne gives med en kop kaffe og et menneske ved bordet.",
     "Tage Lindholm, formand"},
    {"Rugbjerg Anlægsgartner I/S",
     "Gartnervænget 2\n9993 Vester Lind",
     "Plantning af vejtræer på Søndergade",
     "Som aftalt sender vi forslag til 28 vejtræer på Søndergade.\n\nArt\tAntal\tPris\tI "
     "alt\nNaur\t12\t3.250\t39.000\nRøn\t9\t2.900\t26.100\nTretorn\t7\t3.480\t24.360\n\nTræerne plantes i rodvenligt "
     "bærelag og bindes op med to pæle. Vi vander 20 gange i løbet af det første år. Af hensyn til ledninger skal tre "
     "træer ved apoteket flyttes en meter mod kørebanen.\n\nPlantning bør ske, før knopperne bryder i april.",
     "Ebbe Hald, anlægsgartner"},
    {"Maja og Rasmus Frandsen",
     "Engdraget 33\n9995 Munkekilde",
     "Nabohøring om minkhal, der ønskes brugt til koncerter",
     "Vi har modtaget nabohøring om den tomme minkhal på Engdraget 35, som ejeren vil bruge til rytmiske "
     "koncerter.\n\nVi under ham det bedste, men hallen er bygget af tynd stålplade og ligger 70 meter fra vores "
     "soveværelse. Ved prøven i august kunne bassen mærkes i gulvet.\n\nVi kan acceptere fire koncerter om året, der "
     "slutter klokken 23, hvis biler ledes ad markvejen. Ellers protesterer vi.",
     "Maja Frandsen"},
    {"Region Solhverv",
     "Sygehusvej 100\n9991 Solbakke",
     "Orientering om kortlægning efter jordforureningsloven",
     "Regionen har besluttet at kortlægge ejendommen Smedegade 7 på vidensniveau 2.\n\nDer er fundet tetraklorethylen "
     "i poreluften under det tidligere renseri i koncentrationer op til 290 gange afdampningskriteriet. Indeklimaet i "
     "de to lejligheder undersøges i næste måned.\n\nGrundvandet strømmer mod kildepladsen ved Vandværksvej. Kommunen "
     "bedes tage hensyn hertil i sin indsatsplan og orientere os om aktuelle byggesager på ejendommen.",
     "Eva Steffensen, geolog"},
    {"Henning Plum Iversen",
     "Lærkebakken 61\n9992 Hejrevig",
     "Hjælp til digital post",
     "Jeg kan ikke komme ind i min digitale post, efter at mit barnebarn har fået ny telefon. Nu har jeg fået en "
     "rykker for ejendomsskat, som jeg aldrig har set.\n\nJeg er 84 år og tidligere urmager, så jeg er ikke bange for "
     "småt mekanik, men det her kan jeg ikke finde ud af. Jeg vil gerne fritages og have brevene på "
     "papir.\n\nBlanketten fra biblioteket er udfyldt og vedlagt. Rykkergebyret håber jeg, at I vil slette.",
     "Henning Plum Iversen"},
    {"Ørnedal Rådgivende Ingeniører",
     "Jernbanegade 12\n9991 Solbakke",
     "Tilstand af broen over Hejre Å",
     "Vi har gennemført særeftersyn af betonbroen over Hejre Å ved Møllebakken.\n\nDer er afskalninger på søjle 2 og 3 "
     "med synlig, rustent armering, og kloridindholdet er 0,14 procent. Lejerne i østre landfæste er låst.\n\nVi "
     "anbefaler, at broen straks begrænses til 12 ton, og at renovering udføres inden for to år. Overslaget er 3,1 "
     "millioner kroner. Skolebussen kan fortsat passere.\fBilag: Observationer ved "
     "eftersynet\n\nDel\tKlasse\tSkade\tÅr\nSøjle 2\t4\tAfskalning\t2 år\nSøjle 3\t3\tRevner\t3 år\nLejer "
     "øst\t4\tLåst\t1 år\nRækværk\t2\tMaling\t5 år\n\nKlasse 4 betyder, at der skal gribes ind snarest. Målingerne er "
     "udført i tørvejr ved otte grader med covermeter og hammer. Fotos ligger på det vedlagte usb-stik.",
     "Poul Thomsen, civilingeniør"},
};

static_assert(std::size(texts) == 40);

}  // namespace

std::span<const DemoLetterText> demo_letter_texts() {
    return texts;
}

}  // namespace services
