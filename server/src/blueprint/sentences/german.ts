import type { SentenceTable } from "./english.ts";

export const german: SentenceTable = {
  confirm: "{{ question }} Soll ich das so machen? Bitte antworten Sie mit Ja oder Nein.",
  confirmThenApprove:
    "{{ question }} Soll ich das beantragen? Jemand aus unserem Team muss dann noch zustimmen; Ihr Ja gilt bis {{ until }}. Bitte antworten Sie mit Ja oder Nein.",
  together: "Das gehört zusammen: Wenn ein Teil nicht möglich ist, mache ich die anderen rückgängig. {{ parts }}",
  whichOne:
    "Ich habe Sie mehr als eine Sache gefragt. Welche meinen Sie? {{ parts }} Bitte antworten Sie zum Beispiel mit „Ja zu 1“ oder „Nein zu 1“.",
  nothingOpen: "Meine Frage an Sie ist nicht mehr offen. Schreiben Sie einfach, wenn Sie es noch möchten.",
  takeAllBack:
    "Was getan wurde, wird der Reihe nach rückgängig gemacht, bis zum ersten Schritt, bei dem das nicht geht. {{ parts }}",
  staysAsItIs: "Das bleibt, wie es ist: {{ stays }}",
  awaitingApproval:
    "Vielen Dank. Jemand aus unserem Team muss dem noch zustimmen: {{ what }} Sie hören bis spätestens {{ until }} von uns.",
  draftInReview:
    "Danke, dass Sie uns Bescheid gegeben haben. Jemand aus unserem Team sieht es sich an; Sie hören bis spätestens {{ until }} von uns.",
  signIn:
    "Bevor ich mir das ansehen kann, melden Sie sich bitte auf unserer Website an und schreiben Sie mir von dort, damit ich weiß, dass Sie es sind.",
  signInAgain:
    "Dafür müssen Sie sich bitte noch einmal auf unserer Website anmelden, damit das niemand sonst in Ihrem Namen tun kann.",
  askAddress:
    "Bevor ich mir das ansehen kann, muss ich wissen, dass Sie es sind. Welche E-Mail-Adresse nutzen Sie bei uns? Ich schicke einen sechsstelligen Code dorthin.",
  codeOnItsWay:
    "Wenn diese Adresse bei uns hinterlegt ist, ist ein sechsstelliger Code dorthin unterwegs. Bitte schreiben Sie ihn hier; er gilt zehn Minuten.",
  codeOnItsWayByName:
    "Wenn ich Sie unter diesem Namen finde, ist ein sechsstelliger Code an Ihre bei uns hinterlegte E-Mail-Adresse unterwegs. Bitte schreiben Sie ihn hier; er gilt zehn Minuten. Wenn nichts ankommt, nennen Sie mir bitte Ihre E-Mail-Adresse.",
  byAddressOnly: "Ich kann Sie nur über Ihre E-Mail-Adresse finden: Welche nutzen Sie bei uns?",
  tooManyCodes:
    "Es wurden zu viele Codes angefordert. Bitte warten Sie eine Stunde, bevor Sie einen weiteren anfordern, oder melden Sie sich auf unserer Website an.",
  codeUnavailable:
    "Ich kann gerade keinen Code schicken. Bitte nennen Sie mir Ihre E-Mail-Adresse in ein paar Minuten noch einmal.",
  wrongCode:
    "Das ist nicht der richtige Code. Bitte sehen Sie noch einmal nach; Sie haben noch {{ triesLeft | plural: one: 'einen Versuch', other: '# Versuche' }}.",
  codeUsed: "Sie haben mir schon gezeigt, dass Sie es sind; dieser Code ist verbraucht und wird nicht mehr gebraucht.",
  codeOver:
    "Dieser Code gilt nicht oder nicht mehr. Nennen Sie mir Ihre E-Mail-Adresse noch einmal, dann schicke ich einen neuen.",
  held: "{{ what }} Das ist vorgemerkt und wird am {{ at }} ausgeführt. Bis dahin können Sie es noch absagen: Schreiben Sie einfach.",
  calledOff: "Wir haben das abgesagt, bevor es ausgeführt wurde: {{ what }}",
  confirmExpired:
    "Ich habe nichts von Ihnen gehört und deshalb alles gelassen, wie es ist. Ich hatte Sie gefragt: {{ question }} Schreiben Sie einfach, wenn Sie es noch möchten; „Ja, noch einmal“ genügt, dann frage ich Sie erneut.",
  undecidedHandedOff:
    "Darüber konnte niemand rechtzeitig entscheiden: {{ what }} Ich habe es mit allem, was ich weiß, an unser Team weitergegeben.",
  undecidedDraftHandedOff:
    "Darüber konnte niemand rechtzeitig entscheiden. Ich habe es mit allem, was ich weiß, an unser Team weitergegeben.",
  undecidedLeft:
    "Darüber konnte niemand rechtzeitig entscheiden. Es wurde also nicht getan, und alles ist, wie es war: {{ what }} Schreiben Sie einfach, wenn Sie es noch möchten.",
  undecidedDraftLeft:
    "Darüber konnte niemand rechtzeitig entscheiden. Es wurde also nichts getan, und alles ist, wie es war. Schreiben Sie einfach, wenn Sie es noch möchten.",
  leftAsItIs: "In Ordnung, ich habe alles gelassen, wie es ist.",
  remindCustomer: "Zur Erinnerung: {{ question }} Bitte antworten Sie mit Ja oder Nein.",
  handedOff:
    "Ich habe das mit allem, was ich weiß, an unser Team weitergegeben, damit Sie nichts noch einmal sagen müssen.",
  answeredHere: "Sie bekommen hier Antwort.",
  answeredFrom: "Wir haben gerade geschlossen; ab {{ opensAt }} sieht es sich jemand an und antwortet Ihnen hier.",
  noSuchRecord: "Ich kann dazu bei Ihnen nichts finden.",
  cannotRead: "Ich kann gerade nicht lesen, was ich dafür prüfen muss.",
  notSeenYet:
    "Das dauert länger als sonst: Ich kann noch nicht sehen, ob es erledigt ist. {{ what }} Ich sehe weiter nach und schreibe Ihnen, sobald ich es weiß.",
  undone: "Wir haben das rückgängig gemacht: {{ what }}",
  doneAgain: "Wir haben das noch einmal gemacht: {{ what }}",
  notUndone: "Das konnten wir nicht rückgängig machen: {{ what }}",
  colleagueLooks: "Jemand aus unserem Team sieht es sich an und antwortet Ihnen hier.",
  doneSoFar: "Das ist erledigt: {{ titles }}. Schreiben Sie einfach, wenn ich noch etwas für Sie tun kann.",
  doneAndHandedOff:
    "Das ist erledigt: {{ titles }}. Alles Weitere habe ich an unser Team weitergegeben, das Ihnen hier antwortet.",
  waitForModel:
    "Ihre Nachricht ist angekommen, ich kann sie nur gerade nicht beantworten. Ich melde mich hier wieder; wenn es lange dauert, antwortet Ihnen jemand aus unserem Team.",
  readingMessage: "liest Ihre Nachricht",
  denied: "Das kann ich leider nicht tun. {{ reasons }}",
  declined: "Jemand aus unserem Team hat sich das angesehen. Ich habe alles gelassen, wie es ist.",
  undoneTogether:
    "Leider war nicht alles davon möglich. Ich habe deshalb rückgängig gemacht, was schon getan war: Alles ist wieder wie vorher. Ich habe es an unser Team weitergegeben, das Ihnen hier antwortet.",
  impossible: "Das kann ich hier leider nicht tun.",
  later:
    "Eines unserer Systeme antwortet gerade nicht. Ich mache weiter, sobald es wieder geht, und sage Ihnen Bescheid.",
  selfHarm:
    "Es tut mir sehr leid, dass es gerade so schwer für Sie ist. Ich bin ein Programm, und dafür ist das zu wichtig: Ich habe einem Menschen aus unserem Team weitergegeben, was Sie geschrieben haben. Sie müssen damit nicht allein sein.",
  selfHarmHelpline:
    "Wenn Sie jetzt in Gefahr sein könnten, rufen Sie bitte den Notruf oder die Telefonseelsorge dort an, wo Sie sind, oder jemanden, dem Sie vertrauen.",
  minor:
    "Danke für die Nachricht. Ich glaube, dass hier vielleicht noch kein Erwachsener schreibt. Deshalb antwortet statt mir ein Mensch aus unserem Team. Bis dahin wird nichts bestellt und nichts geändert. Es ist auch gut, den Eltern oder anderen Erwachsenen davon zu erzählen.",
  bereavement:
    "Mein aufrichtiges Beileid. Ich möchte Sie nicht mit Fragen belasten: Ich habe das an einen Menschen aus unserem Team weitergegeben, der sich gemeinsam mit Ihnen darum kümmert.",
  legalThreat:
    "Danke, dass Sie uns das so deutlich sagen. Darauf antwortet ein Mensch und nicht ich: Ich habe alles, was Sie geschrieben haben, an unser Team weitergegeben. Sonst geschieht bis dahin nichts.",
  press:
    "Danke, dass Sie uns schreiben. Fragen der Presse beantwortet bei uns ein Mensch: Ich habe sie an unser Team weitergegeben und sage selbst nichts dazu.",
};
