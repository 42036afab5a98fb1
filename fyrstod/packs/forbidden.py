"""Words that no risk factor may be made of.

Faith and visible religiosity, origin, poverty, age and sex, sexual orientation, diagnosis,
lawful opinion: research gives these least weight, and a list that names them turns
neighbours into suspects. Why, and what to write instead: docs/content.md.

A list is no judge: it stops the word that slipped in, and a reader stops the rest. A hit on an
innocent sentence costs an editor a rewording, a miss costs somebody their peace. So in doubt a
word stands here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

FAITH = "faith or visible religiosity"
ORIGIN = "origin, skin or language"
POVERTY = "poverty, benefits, class or area"
AGE_AND_SEX = "age or sex"
ORIENTATION = "sexual orientation or gender identity"
DIAGNOSIS = "diagnosis or disability"
OPINION = "lawful opinion, party or activism"

# How an entry is written:  *  any letters or none    +  at least one letter    #  a number
# (a|b)  either of them    a space  any gap, a hyphen or nothing, but never a sentence's end
# a * that stands alone  one word or none.
# Texts are compared after `folded`: small letters, and no accents but those of å, ä and ö.
_IN_BOTH = {
    FAITH: """
        *religi*, *islam*, *muslim*, moske*, minaret*, hijab*, hidjab*, niqab*, nikab*, jilbab*,
        burka, burkan, burkas, burkor, burqa*, abaya*, chador*, turban*, kippa, kippan, kippor,
        kippah*, koran, koranen*, koran+, quran*, qur an*, allah*, ramadan*, ramazan*, sharia*,
        jihad*, *salafi*, wahhabi*, wahabi*, sunni*, shia*, shiit*, sufi*, imam*, mufti*, mulla,
        mullor, mullah*, fatwa*, hadith*, hajj, hadj*, umrah*, eid, halal*, haram, kosher,
        bismillah, inshallah, mashallah, takbir, alaikum, rabbi*, talmud*, torah*, toran, synagog*,
        shabbat*, hanukk*, chanukk*, hindu*, buddh*, sikh*, mormon*, jehova*, luther*, protestant*,
        evangel*, baptis*, satanis*, bahai*, ahmadi*, pilgrim*, jesus*, psalm*, messias*, kalifat*,
        krucifix*, crucifix*, agnosti*
    """,
    ORIGIN: """
        *migrant*, *migration*, diaspora*, asyl*, accent, accenten, accents, afro*, somali*, syri*,
        assyri*, irak*, iraq*, iran*, afghan*, eritre*, etiop*, ethiop*, kurd*, turk*, arab*,
        palestin*, israel*, libanes*, libanon*, lebanes*, lebanon*, jordansk*, jordani*, jemen*,
        yemen*, saudi*, egypt*, marock*, morocc*, algeri*, tunisi*, liby*, sudan*, gambi*, nigeri*,
        ghan(a|ans)*, keny*, ugand*, rwand*, burund*, kongo*, congo*, senegal*, tjetj*, chechen*,
        chechn*, bosni*, serb*, kroat*, croat*, alban*, kosov*, makedon*, macedon*, bulgar*,
        ukrain*, belarus*, pakistan*, bangla*, sri lank*, tamil*, nepal*, tibet*, uigur*, uygh*,
        hazara, hazaras, hazarer*, pasht*, farsi, dari, tigrin*, amhar*, uzbek*, kazak*, azerb*,
        azeri*, armeni*, yezid*, yazid*, jezid*, berber*, persi(er|sk|an)*, japan*, korean*,
        thailand*, thai, vietnam*, filippin*, filipin*, philippin*, indian*, mexik*, mexic*,
        chilen*, chilean*, colombi*, venezuel*, brasil*, brazil*, balkan*, hispan*, latino*,
        latina*, latinam*, *afrikan*, afrika*, africa*, kaukas*, caucas*, rasifier*, racialis*,
        racializ*
    """,
    POVERTY: """
        getto*, ghett*, slum, slums, slummen*, slumområd*, no go (zon|area)*, socioek*, socioec*,
        socio (ek|ec)onom*
    """,
    AGE_AND_SEX: "*maskulin*, *masculin*, *feminin*, senior, seniorer*, seniors",
    ORIENTATION: """
        hbt*, hbq*, lgb*, glbt*, *homosex*, bisex*, heterosex*, pansex*, asexu*, queer*, lesb*,
        gay*, trans, transsex*, transgender*, intersex*, drag queen*, transvesti*
    """,
    DIAGNOSIS: """
        adhd*, autis*, *asperger*, *diagnos*, npf*, neurodiv*, neurotyp*, neuropsyk*, neuropsych*,
        schizo*, bipol*, borderline*, tourette*, ptsd*, ocd, *psykopat*, *psychopath*, sociopat*,
        narcissis*, dyslexi*, dyslect*, dyskalkyl*, dyscalc*, hyperaktiv*, hyperactiv*, handikapp*,
        handicap*, demens*, dementia*, epilep*, antidepres*, ssri, ritalin*, concerta*, paranoi*,
        anorexi*, bulimi*, down* syndrom*, retard*
    """,
    OPINION: """
        *vegan*, vegetari*, pacifis*, *feminis*, *nationalis*, patriot*, liberal*, libertari*,
        neoliberal*, nyliberal*, antifa, antifas+, greenpeace*, black lives*, blm, zionis*, sionis*,
        separatis*, monarkis*, monarchis*, marxis*, leninis*, trots(k|ky)is*, syndikal*, syndical*
    """,
}
_IN_SWEDISH = {
    FAITH: """
        kristen*, kristn*, kristlig*, kristus*, *kyrka, kyrk*, *kyrklig*, frikyrk*, frireligi*,
        gudstjänst*, gudsfrukt*, gudfrukt*, gudlös*, gudstro*, gudsförn*, gud, guds, guden, gudar*,
        gudinn*, gudom*, bibel*, biblis*, bön, bönen*, böner, bönerna*, bönematt*, bönestund*,
        bönerop*, böneutrop*, bönerum*, bönemöte*, bönetid*, bönegrupp*, fredagsbön*, bordsbön*,
        aftonbön*, morgonbön*, (be|ber|bad|bett|bedja) (två|tre|fyra|fem|sex|flera|många|#) gånger,
        (be|ber|bad|bett|bedja) (dagligen|varje|ofta|offentligt|regelbundet|tillsammans|mer),
        (be|ber|bad|bett|bedja) (till|åt|i|på|inför|före), bedjer, bedjande,
        (börjat|börja|börjar|brukar|slutat) be, fastar, fastade, fastat, fastan, fastemånad*,
        fastetid*, (att|börja|börjat|börjar|ska|vill|håller) fasta, döpt, döpts, döps, döptes,
        (döpa|döper|döpte) sig, dop, dopet*, dopklän*, *konvert*, konfirmand*, konfirmation*,
        konfirmera* sig, väckelse*, pingstkyrk*, pingstvän*, katoli*, katolsk*, ortodox*, rättrog*,
        församling*, präst*, biskop*, pastor*, diakon*, predik*, nunn(a|or)*, munk, munkar*,
        kloster*, sekt, sekten*, sekter*, troende*, trosuppfatt*, trossamf*, trosbekän*, trosfri*,
        trosinrik*, tron, trons, (sin|sträng|stark|djup|ny|annan|hans|hennes|deras|fast|ivrig) tro,
        (tro|tror|trodde|trott) på (gud|allah|jesus|skapel|himmel|livet efter)*, andlig*, helgedom*,
        helig(t|a|e|as|) (text|skrift|bok|böcker|krig|plats|lag|strid|dag)*, vallfärd*, tempel,
        templet*, sekulär*, sekularis*, ateis*, hednisk*, hedning*, asatro*, jude, juden, judar*,
        judisk*, judinn*, judendom*, judefamilj*, sabbat*, sjal, sjalen*, sjalar*, sjalbär*, *slöja,
        *slöjan, *slöjor*, slöjbär*, slöjförb*, huvudsjal*, hårsjal*, huvudduk*,
        heltäckande (kläd|dräkt|plagg)*, klädsel*, klädstil*, fotsid* (kläd|kjol|dräkt)*, *skägg*,
        davidsstjärn*, (bär|bära|bar|har) * kors, kors (om|runt|kring) halsen, korstecken*,
        radband*, rosenkrans*, (tar|ta|tog) (inte|aldrig|ej) * i hand,
        (skakar|skaka) (inte|aldrig|ej) * hand,
        (vägrar|vägrade|undviker) (ta|att ta|skaka|att skaka) * hand, handskak*, griskött*, fläsk*,
        (slutat|slutar|slutade|avstår|vägrar) (dricka|med|från) * alkohol, slutat dricka,
        dricker (inte|aldrig|ingen) * alkohol, teolog*, profet*, frälst*, frälsning*, välsign*,
        nattvard*, hederskult*, livsåskåd*, omskär*
    """,
    ORIGIN: """
        etni*, multietni*, *invandr*, *flykting*, (annat|andra|främmande|fjärran) (land|länder*),
        nyanländ*, ensamkommande*, papperslös*, uppehållstill*, *medborgarskap*, statslös*,
        utvisad*, utvisning*, utländ*, utlänning*, *utlandsföd*, utomlands, i utlandet,
        från utlandet, (född|födda|fött|föddes|uppvuxen|uppvuxna|uppväxt) (i|utom|utanför|på|från),
        (inte|ej|icke) född*, utrikes*, inrikesföd*, ursprung, ursprunget*, ursprungs*, *ursprung,
        urinvån*, urbefolk*, härkomst*, *härstam*, påbrå*, anor, rötter, rötterna*, hemland*,
        födelseland*, födelseort*, nationalitet*, nationell* (bakgrund|tillhör|identitet)*,
        *minoritet*, *bakgrund, *bakgrunder*, *bakgrunden, *bakgrunds+, folkslag*, folktillhör*,
        folkgrupp, folkgrupper*, hudfärg*, hudton*, *hyad, *hyade, mörkhyllt,
        blatt(e|ar|en|arna|es)*, svartskall*, neger*, negr*,
        (mörk|ljus|svart|brun|vit)(a|t|) (hud|hy|hår*), utseende*,
        (svart|vit|brun|mörk|färgad)(a|e|) (man|män*|kvinn*|pojk*|kill*|grabb*|flick*|tjej*|barn*),
        (svart|vit|brun|mörk|färgad)(a|e|) (elev*|ungdom*|person*|människ*|familj*|unga), ras,
        rasen, raser, raserna*, rastillhör*, *språkig*, modersmål*, hemspråk*, förstaspråk*,
        andraspråk*, (annat|sitt eget|främmande|hemlandets) språk, språkkunsk*, språkbrist*,
        språksvår*, språkförbist*, bryter på, (grov|tydlig|stark|lätt|kraftig|utländsk) brytning,
        (talar|pratar|talade|pratade) (med|utan) * brytning, *svensktalande*, osvensk*,
        (icke|inte|ej|knappt) svensk*, svenskfödd*, svenskhet*, helsvensk*, försvensk*,
        (dålig|bruten|knagglig|lite|ingen|svag|knapp|knackig|sämre) svenska, svenska språk*,
        (talar|pratar|kan|förstår|lär|läser|behärskar|saknar) * svenska, sfi, tolkbehov*,
        (behöver|via|genom) tolk, (utländskt|ovanligt|annorlunda|främmande) *namn,
        (andra|tredje|första) generation*, kulturbakgr*, kulturell* (bakgrund|tillhör)*,
        (annan|främmande) kultur, kulturkrock*, mångkult*, romer, romers, romerna*, romsk*, romani*,
        är rom, zigen*, tattar*, resandefolk*, samer, samers, samerna*, samisk*, sapmi, asiat*,
        asien*, sydostasi*, europe, européer*, *europeisk*, utomeuro*, öst europ*, mellanöst*,
        orientalisk*, österland*, österländ*, västerländ*, polack*, polsk*, polen, rumän*, ungersk*,
        ungrare*, rysk*, ryss, ryssar*, ryssen, ryssland*, lettisk*, lettland*, litau*, estnisk*,
        estland*, finländ*, finsk*, finne, finnar*, finland*, dansk, danska, danskt, danskar*,
        danmark*, norsk*, norrm(a|ä)n*, norge*, isländ*, tysk*, fransk*, fransm*, frankrike*,
        italien*, spansk*, spanj*, spanien*, portugis*, grek*, brittisk*, britter*, irländ*,
        engelsm*, amerikan*, kuban*, peruan*, kines*, kina, thailänd*, indier*, indisk*, indien*,
        druser*, drusisk*, kalde*, turkmen*, kanak*
    """,
    POVERTY: """
        *fattig*, *bidrag, *bidraget*, *bidragen, *bidragsb*, *bidragst*, *bidragsf*, *bidragsl*,
        *bidragsh*, försörjningsst*, *bistånd*, (går|lever|leva|levt|levde|är) (på|hos) soc*,
        socialhjälp*, socialfall*, låginkomst*, *inkomst*, låglön*, lågavlön*, lågbetal*,
        arbetarklass*, arbetarfamilj*, arbetarhem*, underklass*, medelklass*, överklass*,
        samhällsklass*, klassbakgr*, klasstillhör*, klasskillnad*, socialgrupp*, *hemlös*,
        bostadslös*, vräkt*, vräkning*, skuldsatt*, skuldsätt*, skulder, skulderna*, överskuld*,
        kronofogd*, betalningsanm*, utmät*, trångbod*, trångbott*,
        (saknar|ont om|brist på|utan|knappt om) pengar, pengabrist*, penningbrist*,
        (dålig|knapp|svag|trasslig)(a|t|) ekonomi, ekonomi(n|) (är|var), knapert,
        (rik|förmögen)(a|t|) (famil|föräld|hem|släkt)*,
        ekonomisk* (svår|utsatt|problem|knapp|stress|bekymm|trångmål|klass|status|förhåll|läge)*,
        (har|hade) (inte|aldrig|ej) * råd, behövande, medellös*, utblott*, matkass*, matbank*,
        soppkök*, (enkla|torftiga|små|knappa|svåra) (förhållanden|omständigheter|villkor),
        socialt utsatt*, resurssvag*, (utsatt|otrygg|belasta|fel|fint|finare|rik|svag)* område*,
        (utsatt|socialt|särskilt) * område*, problemområde*, utanförskapsområd*, miljonprogram*,
        *förort*, i orten, från orten, ortenkill*, ortenung*, *segreg*, bostadsområde*, postnummer*,
        glesbyg*, hyreskasern*, (sjuk|aktivitets)(penning|ersättning|stöd|bidrag)*, förtidspension*,
        a kass*, (låg|lägre|hög|social) status, sociodemo*, svältf*, tiggare*, tigger
    """,
    AGE_AND_SEX: """
        ung, unge, unga, ungas, yngre, yngst*, *ungdom*, yngling*, tonår*, åring*, # åri(ng|g)*,
        (tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo*) åri(ng|g)*,
        år gam(mal|la)*, (är|var|fyllt|fyller|person på|någon på) # år, ålder, ålders*, åldern*,
        åldrar*, *åldern, minderårig*, omyndig*, underårig*, fjortis*, åldring*, pensionär*,
        medelåld*, barnslig*,
        (äldre|gamla|gammal) (man|män*|kvinn*|person*|människ*|herr*|dam*|gubb*|tant*), *pojk*,
        kille*, killar*, kill(gäng|grupp|kompis)*, *grabb*, *flick*, *tjej*, jänt(a|or)*, tös,
        töser, gubb(e|ar|en)*, gumm(a|or|an)*, tant, tanten, tanter*, herre, herrar*, dam, damer*,
        gosse*, gossar*, snubb(e|ar|en)*, mannen, mannens, män, mäns, männen*, mannfolk*, manfolk*,
        manlig*, mansroll*, mansgrupp*, mansnorm*, mansideal*, manhaft*, machis*, macho*,
        (en|ung|unge|vuxen|äldre|ensam|medelålders|främmande|singel|ogift|arg) man, *kvinn*,
        hankön*, honkön*, kön, könet*, könen, könens, köns+, könad*, genus*, generation*, årskull*,
        född (19|20)#
    """,
    ORIENTATION: """
        läggning, läggningen*, sexualitet*, sexuell* (preferens|orienter|identitet|läggning)*,
        *bög*, flata, flator*, transperson*, transkvinn*, transm(a|ä)n*, transtjej*, transkill*,
        transung*, transpojk*, transflick*, transident*, icke binär*, samkön*, könsidentitet*,
        könskorr*, könsöverskrid*, (kommit|kom|komma) ut som, pride, pride+, regnbågsf*
    """,
    DIAGNOSIS: """
        add, spektrum, spektrumet*, *neuropsyk*, neurologisk*,
        *psykisk* (sjuk|ohäls|stör|besvär|problem|funktion|tillstånd|lid|instabil|skör|svår)*,
        *psykisk* (hälsa|mående|mår|må|avvik|nedsätt)*, psykos, psykosen*, psykoser*, psykossj*,
        psykot*, *psykiatri*, psykfall*, psykpat*, psyksj*, psyket, sinnessj*, sinnesförv*,
        mentalsjuk*, mental* (sjuk|stör|ohäls|instabil|problem|hälsa)*, depression*, *deprim*,
        depressiv*, manodepr*, manisk*, ångests*, ångestd*, tvångssyndrom*, tvångstank*, *syndrom*,
        ätstör*, personlighetsst*, beteendest*, utvecklingsst*, uppförandest*, koncentrationss*,
        uppmärksamhetsst*, språkstör*, impulskontrollst*, kontaktstör*, anknytningsst*, sömnstör*,
        svagbegåv*, särbegåv*, intellektuell* (funk|nedsät)*, *funktionsned*, *funktionshind*,
        *funktionsvar*, särskol*, anpassad* (grund|gymnasie)*, inlärningss*, läs och skriv*,
        skrivsvår*, lässvår*, cp, hjärnskad*, förståndshand*, rullst*, synskad*, hörselskad*,
        synneds*, hörselneds*, döv, döva, dövst*, (är|blivit|född) blind*, *sjukskriv*, *sjukdom*,
        kronisk*, (är|kroniskt|själsligt|långtids|psyk) sjuk*, medicin, medicinen*, mediciner*,
        *läkemedel*, patient*, tvångsvård*, slutenvård*, bup, habilitering*, *posttraum*,
        emotionellt instab*, högfunger*, lågfunger*
    """,
    OPINION: """
        politisk* (åsikt|uppfatt|håll|ståndp|tillhör|engag|sympat|inställ|övertyg|aktiv)*,
        politisk* (fören|ungdom|parti|uppdrag|möte|identitet|syn|val|läger|färg|hemvist)*,
        politiskt * (aktiv|engag|intress|medvet|verksam)*, partipolit*, partisymp*, partimed*,
        partitill*, partibok*, parti, partis, partiet*, partier, partierna*, partist*,
        röst(ar|a|ade|at) (på|för|mot|blankt|inte|fel|ja|nej|i), väljare*, valarbet*, valstug*,
        valsedel*, folkomröst*, (laglig|vänster|höger|extrem)* åsikt*, konservati*, *konservativ*,
        *socialist*, *socialism*, *kommunist*, *kommunism*, *anarkis*, antikapital*, *kapitalis*,
        vänster+, vänstern*, höger+, högern*, (är|blivit|yttersta|radikala|ytter) (vänster|höger)*,
        (vänster|höger) (idé|ide|parti|radikal|extrem|vrid|sinn|syn)*, *aktivis*, antirasis*,
        demonstration*, demonstrer*, demonstrant*, manifestation*, *protest, *protesten,
        *protester*, namninsaml*, kårpol*, strejk*, fackför*, facklig*, ungdomsförb*, sosse*,
        sossar*, *socialdemokr*, moderat, moderata, moderater*, centerpart*, centern, centerns,
        centerist*, vänsterpart*, *kristdemokr*, miljöpart*, folkpartis*, *sverigedemokr*, sd, sds,
        kd, kds, mp, mps, piratpart*, (ung|gröna|grön) (vänster|pirat|center|ungdom)*,
        parti(et|) nyans, ssu*, muf, luf, cuf, kdu, ungsvensk*, medborgerlig sam*,
        alternativ för sverige, regeringskrit*, myndighetskrit*, samhällskrit*, systemkrit*,
        statskrit*, islamkrit*, asylkrit*, invandringskrit*, migrationskrit*,
        (eu|nato|israel|usa|regim|bidrags|gender|genus|köns|trans|vaccin|vaccinations|corona) krit*,
        (eu|nato|abort|vaccin|vaccinations|klimat|corona) (motst|skept|förnek|nekar)*, klimatakt*,
        klimatrör*, klimatstr*, klimatkamp*, klimatprot*, miljörör*, miljökämp*, miljöengag*,
        djurrätt*, abort*, kritisk* (till|mot|syn|inställ|håll)*,
        (kritiserar|kritik mot) (regering|staten|eu|israel|usa|nato|polit|islam)*,
        motståndare (till|mot), republikan*, rojalis*, *traditionell* (värder|syn|livs|famil|köns)*,
        kvinnorätt*, fredsrör*, kärnkraftsm*, skattemot*
    """,
}
_IN_ENGLISH = {
    FAITH: """
        mosque*, christ, christian*, christen*, baptiz*, church*, chapel*, cathedral*, catholi*,
        orthodox*, pentecost*, anglican*, methodist*, congregat*, clergy*, priest*, vicar, vicars,
        pastor*, bishop*, nun, nuns, monk, monks, monast*, convent, preach*, sermon*, gospel*,
        bible*, biblical*, scriptur*, holy, sacred*, worship*, pray, prays, prayed, praying,
        prayer*, fasts, fasted, fasting, to fast, (keep|keeps|keeping|breaks|breaking) * fast,
        fast during, convert, converts, converted, converting, conversion*, god, gods, godl*,
        goddess*, *faith, faiths, the faithful, believer*, belief* in god,
        (believe|believes|believing) in (god|allah|jesus)*, pious*, piety, devout*, spiritual*,
        theolog*, prophet*, secular*, atheis*, pagan*, heathen*, cult, cults, temple*, jew, jews,
        jewess*, jewish*, judai*, sabbath*, veil, veils, veiled (wom|girl|pupil|person)*, is veiled,
        face veil*, headscar*, head scar*, headcover*, head cover*, headdress*,
        (wear|wears|wearing|wore) * (scarf|shawl|cross|robe|robes|gown), shawl, shawls, skullcap*,
        skull cap*, *beard*, facial hair, star of david, rosary*, prayer mat*,
        modest (dress|cloth)*, handshak*, (shake|shakes|shaking|shook) * hands*, pork,
        (stop|stops|stopped|quit|gave up|given up|refuses|avoids) (drinking|alcohol),
        (not|never|no longer|nt|t) drink*, teetotal*, caliphate*, baptism*, circumcis*,
        honour cultur*, honor cultur*
    """,
    ORIGIN: """
        *ethnic*, *immigra*, emigra*, *refugee*, asylum*, new arrival*, newly arrived,
        unaccompanied (minor|child|young)*, undocumented*, residence permit*, deport*, stateless*,
        citizenship*, non citizen*, nationalit*, national (origin|background|identity), foreign*,
        abroad, overseas,
        (born|raised|grew up|brought up|grown up) (in|outside|abroad|to|by|among|as), not born,
        native born, natives, native (speak|languag|countr|tongue|swed)*, *origin, origins,
        ancestr*, heritage, descent, descendant*, descended from, roots, *homeland*, home countr*,
        countr* of (birth|orig)*, birthplace*, another countr*, other countries, minorit*,
        background, backgrounds, tribe, tribal*, race, races, racial*, multiracial*, mixed race,
        skin (colo|tone)*, *skinned, complexion*, (dark|light|brown|black|white|fair|pale) skin*,
        dark hair*, appearance, dress code*, (clothing|dress) style*,
        (black|white|brown|coloured|colored) (man|men|wom*|boy*|girl*|person|people*|child*|kid*),
        (black|white|brown|coloured|colored) (pupil*|famil*|youth*|male*|female*|student*),
        (people|person|persons) of (colour|color), blacks, negro*, mother tongue*, first language*,
        second language*, language (skill|barrier|diffic|problem)*,
        (poor|broken|bad|limited) (swed|engl)*, (no|little|weak|not|halting) (swedish|english),
        (other|another|own|foreign) language*,
        (speak|speaks|speaking|spoke) * (swedish|english|language*), (understand|know)* * swedish,
        non swed*, swedish (speak|born|background|name|language), *lingual*, interpreter*,
        unusual * (name|surname|names), (second|third|first) generation*,
        (foreign|other|different|another|home) cultur*,
        cultural* (background|identity|differ|belong)*, culture clash*, multicultur*, roma, romani,
        romany, romas, gypsy*, gypsies, gipsy*, gipsies, (irish|scottish) traveller*, saami*,
        sami (people|famil|herd)*, indigenous*, aborigin*, asia, asian*, asians, european*,
        non european*, middle east*, north africa*, eastern (bloc|europ)*, east europ*, oriental,
        orientals, western backgr*, polish (man|wom*|boy*|girl*|famil*|people|parent*|backg*),
        poles, poland, romania*, hungar*, russian*, russia, russias, latvia*, lithuan*, estonia*,
        finnish, finland, finns, danish, danes, denmark, norwegia*, norway, iceland*, germans,
        german, germany, french*, france, italian*, italy, spaniard*, spanish*, spain, portugu*,
        greek*, greece, british, briton*, irish*, american*, cuban*, cuba, peruvian*, chinese*,
        china, georgian*, turkmen*, druze*, chaldea*, latin america*
    """,
    POVERTY: """
        *poverty, impoverish*, poorer, poorest, the poor,
        poor (home|famil|background|area|neighbour)*,
        poor (hous|people|child|young|upbringing|condition|circumst|econom|district|parent)*,
        poor (famil|pupil|suburb|finances|estate|kid|boy|girl|man|wom|men)*,
        (is|are|was|were|being|very|raised|grew up|grown up|born|from a|growing up) poor, needy,
        on benefits, (claim|receiv|get|liv|depend)* * benefits,
        benefit* (claim|recip|depend|famil)*,
        (hous|social|unemploy|child|state|sick|disab)* benefit*, on welfare,
        (receiv|get|liv|depend|claim)* * welfare, welfare (benef|recip|depend|famil|claim|pay)*,
        on the dole, dole, social assistance*, income support, *income, incomes, low paid,
        low wage*, working class*, lower class*, underclass*, middle class*, upper class*,
        social class*, (low|lower|high|social) status, homeless*, evict*, indebt*, in debt, debts,
        bailiff*, arrears, food bank*, soup kitchen*, overcrowd*, council (flat|hous|estat)*,
        social hous*, housing estat*, penniless*, destitut*, beggar*, begging, hard up,
        (money|financ|econom)* (problem|diffic|hard)*,
        (money|financ|econom)* (trouble|strain|stress|worr|disadv|situation)*,
        (short of|no|lacks) money, (cannot|can t|can not|could not|couldn t|unable to) afford,
        depriv* (area|neigh|home|back|distr)*, (social|econom|material|child)* depriv*,
        disadvantag*, underprivileg*, inner city, suburb*,
        (rough|bad|wrong|vulnerable|troubled|problem|poor|rich) (area|neighbour|district)*,
        postcode*, zip code*, segregat*, sociodemo*, council tenant*
    """,
    AGE_AND_SEX: """
        young*, youth*, teen, teens, teenage*, adolescen*, juvenile*, minors, under age*, underage*,
        (aged|age|ages|ageing|aging), # year* old*, year* old, years of age, + teens, elderly,
        pensioner*, old (man|men|wom|people|person|folk|lad|ladies)*, middle age*,
        older (man|men|wom)*, born (in|after|before) #, generation*, male, males, female*, man,
        mans, men, mens, woman*, women*, manly, manhood*, manliness, womanly, womanhood, boy, boys,
        boyish*, boyhood*, schoolboy*, *girl, *girls, girlish*, girlhood*, lad, lads, lad s,
        laddish*, bloke*, guy, guys, gentleman, gentlemen, lady, ladies, gender*, sex, sexes,
        macho*, machis*, bachelor*, spinster*, childish*
    """,
    ORIENTATION: """
        sexuality, sexual (orient|prefer|identit)*, gender identit*,
        trans (man|men|wom|person|people)*, trans (boy|girl|youth|identit)*, transwom*,
        transm(a|e)n*, same sex*, non binary*, nonbinar*, (came|come|comes|coming) out as,
        pride (flag|parade|march|event)*, rainbow (flag|famil)*
    """,
    DIAGNOSIS: """
        on the spectrum, spectrum disorder*, the spectrum, asd, neurolog*, learning (diff|disab)*,
        intellectual* disab*, disabilit*, disabled (person|people|child|pupil|man|wom|youth)*,
        (is|are|was|were|the|physically|mentally) disabled, impairment*,
        special (need|educ|school)*, wheelchair*, deaf*,
        (is|are|was|born|going|legally|partially) blind, cerebral palsy, brain (injur|damag)*,
        mental* (ill|health|unstable|disturb|disab|problem|dis|condition)*, insane*, insanity,
        lunatic*, psychiatr*, psychosis, psychoses, psychotic*, depression*, depressed, depressiv*,
        manic, mania, anxiety dis*, panic dis*, obsessive*, compulsive*, post traum*, posttraum*,
        (eating|conduct|mood|personality|mental|anxiety|bipolar|attention) dis*,
        (hyperactivity|developmental|stress|oppositional|behaviour*|attachment|language) disorder*,
        disorders, syndrome*, antisocial person*, emotionally unstab*, medicat*, on medicine*,
        prescription*, psychologically ill*, sick leave, illness*, chronic*, patients, a patient,
        high functioning*, low functioning*, attention deficit*, mentally, sectioned, disease*
    """,
    OPINION: """
        politic* (opinion|view|belief|conviction|affiliation|activ|engag|sympath)*,
        politic* (stance|party|parties)*,
        politic* (member|meeting|identit|involv|interest|campaign|organi|group)*,
        politic* (association|leaning)*,
        politically (activ|engag|minded|involv|interest|conscious)*,
        party (member|politic|sympath|support)*, (vote|votes|voted|voting) (for|against|no|yes|in),
        voter*, ballot*, referend*, election campaign*,
        (lawful|legal|conservative|radical|extreme|left|right) (opinion|view)*, conservativ*,
        conservatism, (social|christian|liberal|sweden|swedish) democrat*, *socialist*, *socialism,
        *communist*, *communism, *anarchis*, *capitalist*, *capitalism, left wing*, leftwing*,
        leftis*, lefty, lefties, right wing*, rightwing*, rightis*,
        (far|alt|hard|radical|extreme|new|alternative) (left|right), the (left|right) in politics,
        *activis*, demonstrator*, (a|the|in|at|to|joins|attends) demonstration*, demonstrations,
        *protest*, marches for, marching for, petition*, campaign* (for|against), on strike,
        school strike*, trade union*, union (member|rep|activ)*, moderates, moderate party,
        centre party, left party, green party, greens, sweden democrat*, republican*, royalis*,
        euroscept*, brexit*,
        (anti|pro) (immig|migra|abort|eu|nato|war|vacc|vax|monarch|fasc|fur|hunt|islam)*,
        (anti|pro) (capital|gov)*,
        (anti|pro) (establish|global|feminis|gender|trans|lgb|life|choice)*,
        (anti|pro) (israel|palest|ukrain|russia)*,
        (anti|pro) (racis|police|royal|nuclear|gun|tax|democra)*, antivax*, antivacc*, antiwar,
        prolife, (vaccin|climate|gender|eu|government|islam|nato)* (crit|scept|skept|denie)*,
        critical of, criticis* (the|of the|of) (gov|state|eu|police|israel|islam|immig)*,
        opponent* of, opposed to, opposes (immig|migra|abort|eu|nato|war|vacc|gender|the gov)*,
        climate (activ|strik|protest|mov|camp)*, extinction rebel*, environmentalis*, animal right*,
        abortion*, traditional (value|view|gender|famil|belief|lifestyle)*, women s right*,
        peace mov*, (immigration|migration|political|patriotic) opinion*, gender critical*,
        (is|too|so|being|very) woke, wokeis*, tory, tories
    """,
}

# Words that hold a listed one but name hatred of a group, a place or a tie between people. They
# are taken out before the search, and nothing is put together across the gap they leave.
_ALLOWED = {
    "sv": """
        islamofob*, muslimhat*, kvinnohat*, kvinnoförakt*, kvinnofrid*, hets mot folkgrupp*,
        flickvän*, pojkvän*, ungdomsgård*, ungdomsmottagning*
    """,
    "en": """
        islamophob*, anti muslim hatred, racial (hatred|slur|slurs|abuse|insult|insults|violence),
        youth (club|clubs|centre|centres|worker|workers|leader|leaders|clinic|clinics)
    """,
}


@dataclass(frozen=True, slots=True)
class Hit:
    word: str
    group: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase of the list. `anchor` is a part that every match holds."""

    words: str
    group: str
    anchor: str


def find(text: str, language: str) -> Iterator[Hit]:
    """Each forbidden word in a text, with the group it belongs to."""
    yield from _hits(_without_allowed(folded(text), language), ENTRIES[language])


def find_in_id(item_id: str) -> Iterator[Hit]:
    """As `find`, in an id: English or Swedish, and without å, ä and ö."""
    text = folded(item_id)
    for language, entries in ENTRIES.items():
        yield from _hits(_without_allowed(text, language), entries)
    yield from _hits(text, _SWEDISH_IN_ASCII)


def folded(text: str) -> str:
    """A text as the list is compared with it, without what only hides a word from a checker.

    Small letters, one kind of hyphen, no invisible characters, no stops inside initials, letters
    of other alphabets that look Latin as Latin, no accents but those that make å, ä and ö.
    """
    visible = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold())
        if letter in _RING_AND_DOTS or unicodedata.category(letter) not in _UNSEEN
    )
    composed = unicodedata.normalize("NFC", visible.translate(_LOOK_ALIKES))
    plain = "".join(
        letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0]
        for letter in composed
        if letter not in _RING_AND_DOTS
    )
    return _INITIALS.sub("", plain)


def _hits(text: str, entries: tuple[Entry, ...]) -> Iterator[Hit]:
    found: dict[Hit, None] = {}
    for reading in dict.fromkeys((text, _INNER_HYPHEN.sub("", text))):
        for entry in entries:
            if entry.anchor in reading:
                for match in _pattern(entry.words).finditer(reading):
                    found[Hit(match[0], entry.group)] = None
    yield from found


def _without_allowed(text: str, language: str) -> str:
    for entry in _ALLOWED_ENTRIES[language]:
        if entry.anchor in text:
            text = _pattern(entry.words).sub(" . ", text)
    return text


def _entries(lists: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(
        Entry(words, group, max(_NO_LITERAL.split(words), key=len))
        for group, text in lists.items()
        for words in (" ".join(part.split()) for part in folded(text).split(","))
    )


@cache
def _pattern(words: str) -> re.Pattern[str]:
    one_or_none = words.replace(" * ", "_")
    return re.compile(rf"\b(?:{one_or_none.translate(_AS_REGEX)})\b")


_GAP = r"[^\w.!?]"
_AS_REGEX = str.maketrans(
    {
        "*": r"\w*",
        "+": r"\w+",
        "#": r"\d+",
        " ": f"{_GAP}*",
        "_": rf"{_GAP}+(?:\w+{_GAP}+)?",
        "(": "(?:",
    }
)
_NO_LITERAL = re.compile(r"\([^)]*\)|[*+# ]")
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_INNER_HYPHEN = re.compile(r"(?<=\w)-+\s*(?=\w)")
_RING_AND_DOTS = "\u030a\u0308"
_UNSEEN = ("Cf", "Mn", "Me")
_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕһԁԛԝνοαι", "aeopcyxijshdqwvoai", strict=True)),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
        "_": " ",
    }
)

ENTRIES = {
    language: _entries(_IN_BOTH) + _entries(own)
    for language, own in (("sv", _IN_SWEDISH), ("en", _IN_ENGLISH))
}
_ALLOWED_ENTRIES = {language: _entries({"allowed": words}) for language, words in _ALLOWED.items()}
_SWEDISH_IN_ASCII = _entries(
    {group: words.translate(str.maketrans("åäö", "aao")) for group, words in _IN_SWEDISH.items()}
)
