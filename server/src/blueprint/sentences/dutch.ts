import type { SentenceTable } from "./english.ts";

export const dutch: SentenceTable = {
  confirm: "{{ question }} Zal ik dat voor u doen? Antwoord alstublieft met ja of nee.",
  confirmThenApprove:
    "{{ question }} Zal ik dat aanvragen? Een collega moet het daarna nog goedkeuren; uw ja geldt tot {{ until }}. Antwoord alstublieft met ja of nee.",
  together: "Dit hoort bij elkaar: als één onderdeel niet lukt, draai ik de andere terug. {{ parts }}",
  whichOne:
    "Ik heb u meer dan één vraag gesteld. Welke bedoelt u? {{ parts }} Antwoord bijvoorbeeld met ‘ja op 1’ of ‘nee op 1’.",
  nothingOpen: "Mijn vraag aan u staat niet meer open. Laat het gerust weten als u het nog wilt.",
  takeAllBack:
    "Wat er is gedaan, wordt stap voor stap teruggedraaid, tot de eerste stap waarbij dat niet kan. {{ parts }}",
  staysAsItIs: "Dit blijft zoals het is: {{ stays }}",
  awaitingApproval:
    "Dank u wel. Een collega moet dit nog goedkeuren voordat het gebeurt: {{ what }} U hoort uiterlijk {{ until }} van ons.",
  draftInReview: "Dank u wel voor het laten weten. Een collega kijkt ernaar; u hoort uiterlijk {{ until }} van ons.",
  signIn:
    "Voordat ik daarnaar kan kijken: log alstublieft in op onze website en schrijf mij van daaruit, zodat ik weet dat u het bent.",
  signInAgain:
    "Hiervoor vraag ik u om nog een keer in te loggen op onze website, zodat niemand anders dit in uw naam kan doen.",
  askAddress:
    "Voordat ik daarnaar kan kijken, moet ik weten dat u het bent. Welk e-mailadres gebruikt u bij ons? Ik stuur er een code van zes cijfers naartoe.",
  codeOnItsWay:
    "Als dit adres bij ons bekend is, is er een code van zes cijfers naar onderweg. Schrijf die alstublieft hier; hij is tien minuten geldig.",
  codeOnItsWayByName:
    "Als ik u onder die naam vind, is er een code van zes cijfers onderweg naar het e-mailadres dat wij van u hebben. Schrijf die alstublieft hier; hij is tien minuten geldig. Komt er niets aan, geef mij dan uw e-mailadres.",
  byAddressOnly: "Ik kan u alleen vinden via uw e-mailadres: welk adres gebruikt u bij ons?",
  tooManyCodes:
    "Er zijn te veel codes aangevraagd. Wacht alstublieft een uur voordat u er weer een aanvraagt, of log in op onze website.",
  codeUnavailable: "Ik kan nu geen code sturen. Geef mij uw e-mailadres alstublieft over een paar minuten nog eens.",
  wrongCode:
    "Dat is niet de juiste code. Kijk alstublieft nog eens; u hebt nog {{ triesLeft | plural: one: 'één poging', other: '# pogingen' }}.",
  codeUsed: "U hebt mij al laten zien dat u het bent; die code is gebruikt en niet meer nodig.",
  codeOver: "Die code is niet geldig, of niet meer. Geef mij uw e-mailadres nog een keer, dan stuur ik een nieuwe.",
  held: "{{ what }} Het is genoteerd en wordt uitgevoerd op {{ at }}. Tot dan kunt u het nog afzeggen: een bericht is genoeg.",
  calledOff: "Wij hebben dit afgezegd voordat het werd uitgevoerd: {{ what }}",
  confirmExpired:
    "Ik heb niets van u gehoord en heb daarom alles gelaten zoals het is. Ik had u gevraagd: {{ question }} Laat het gerust weten als u het nog wilt; ‘ja, nog een keer’ is genoeg, dan vraag ik het u opnieuw.",
  undecidedHandedOff:
    "Niemand kon hier op tijd over beslissen: {{ what }} Ik heb het met alles wat ik weet aan een collega doorgegeven.",
  undecidedDraftHandedOff:
    "Niemand kon hier op tijd over beslissen. Ik heb het met alles wat ik weet aan een collega doorgegeven.",
  undecidedLeft:
    "Niemand kon hier op tijd over beslissen, dus het is niet gedaan en alles is zoals het was: {{ what }} Laat het gerust weten als u het nog wilt.",
  undecidedDraftLeft:
    "Niemand kon hier op tijd over beslissen, dus het is niet gedaan en alles is zoals het was. Laat het gerust weten als u het nog wilt.",
  leftAsItIs: "Goed, ik heb alles gelaten zoals het is.",
  remindCustomer: "Een herinnering: {{ question }} Antwoord alstublieft met ja of nee.",
  handedOff: "Ik heb dit met alles wat ik weet aan een collega doorgegeven, zodat u niets hoeft te herhalen.",
  answeredHere: "U krijgt hier antwoord.",
  answeredFrom: "Wij zijn nu gesloten; vanaf {{ opensAt }} kijkt een collega ernaar en antwoordt u hier.",
  noSuchRecord: "Ik kan bij uw gegevens niets vinden dat daarbij hoort.",
  cannotRead: "Ik kan nu niet inzien wat ik nodig heb om dit na te gaan.",
  notSeenYet:
    "Dit duurt langer dan normaal: ik kan nog niet zien of het is gedaan. {{ what }} Ik blijf kijken en schrijf u zodra ik het weet.",
  undone: "Wij hebben dit teruggedraaid: {{ what }}",
  doneAgain: "Wij hebben dit opnieuw gedaan: {{ what }}",
  notUndone: "Dit konden wij niet terugdraaien: {{ what }}",
  colleagueLooks: "Een collega kijkt ernaar en antwoordt u hier.",
  doneSoFar: "Dit is gedaan: {{ titles }}. Laat het gerust weten als ik nog iets voor u kan doen.",
  doneAndHandedOff:
    "Dit is gedaan: {{ titles }}. Al het andere heb ik aan een collega doorgegeven, die u hier antwoordt.",
  waitForModel:
    "Ik heb uw bericht ontvangen, maar kan het op dit moment niet beantwoorden. Ik kom er hier op terug; duurt het lang, dan doet een collega dat.",
  readingMessage: "leest uw bericht",
  denied: "Het spijt me, dat kan ik niet doen. {{ reasons }}",
  declined: "Een collega heeft hiernaar gekeken. Ik heb alles gelaten zoals het is.",
  undoneTogether:
    "Het spijt me, niet alles hiervan lukte, dus ik heb teruggedraaid wat al gedaan was: alles is weer zoals eerst. Ik heb het aan een collega doorgegeven, die u hier antwoordt.",
  impossible: "Het spijt me, dat kan ik hier niet doen.",
  later: "Een van onze systemen antwoordt nu niet. Ik ga verder zodra dat weer kan en laat het u weten.",
  selfHarm:
    "Het spijt me heel erg dat het nu zo zwaar voor u is. Ik ben een programma, en daarvoor is dit te belangrijk: ik heb wat u schreef aan een collega doorgegeven. U hoeft hier niet alleen mee te zijn.",
  selfHarmHelpline:
    "Als u nu misschien in gevaar bent, bel dan alstublieft het alarmnummer of een hulplijn waar u bent, of iemand die u vertrouwt.",
  minor:
    "Bedankt voor het bericht. Misschien schrijft hier nog geen volwassene, daarom antwoordt een collega in plaats van ik. Tot dan wordt er niets besteld of veranderd. Het is ook goed om het aan ouders of een andere volwassene te vertellen.",
  bereavement:
    "Gecondoleerd met uw verlies. Ik wil u niet met vragen lastigvallen: ik heb dit aan een collega doorgegeven, die het samen met u regelt.",
  legalThreat:
    "Dank u wel dat u dit zo duidelijk zegt. Hierop moet een mens antwoorden en niet ik: ik heb alles wat u schreef aan een collega doorgegeven. Verder gebeurt er intussen niets.",
  press:
    "Dank u wel voor uw bericht. Vragen van de pers worden door een mens beantwoord: ik heb dit aan een collega doorgegeven en zeg er zelf niets over.",
};
