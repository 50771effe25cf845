import type { SentenceTable } from "./english.ts";

export const italian: SentenceTable = {
  confirm: "{{ question }} Vuole che proceda? Risponda sì o no, per favore.",
  confirmThenApprove:
    "{{ question }} Vuole che lo richieda? Poi serve l'approvazione di una persona del nostro team; il Suo sì vale fino a {{ until }}. Risponda sì o no, per favore.",
  together: "Tutto questo va insieme: se una parte non è possibile, annullo le altre. {{ parts }}",
  whichOne:
    "Le ho fatto più di una domanda. A quale si riferisce? {{ parts }} Risponda per esempio «sì alla 1» o «no alla 1».",
  nothingOpen: "La mia domanda non è più in sospeso. Se lo desidera ancora, mi scriva pure.",
  takeAllBack:
    "Quanto è stato fatto viene annullato passo dopo passo, fino al primo che non si può annullare. {{ parts }}",
  staysAsItIs: "Questo resta com'è: {{ stays }}",
  awaitingApproval:
    "Grazie. Prima serve l'approvazione di una persona del nostro team: {{ what }} Avrà nostre notizie entro {{ until }}.",
  draftInReview:
    "Grazie per avercelo segnalato. Una persona del nostro team lo sta esaminando; avrà nostre notizie entro {{ until }}.",
  signIn:
    "Prima che io possa guardare, acceda per favore al Suo account sul nostro sito e mi scriva da lì, così so che è Lei.",
  signInAgain:
    "Per questo Le chiedo di accedere ancora una volta sul nostro sito, in modo che nessun altro possa farlo a Suo nome.",
  askAddress:
    "Prima che io possa guardare, devo sapere che è Lei. Quale indirizzo e-mail usa con noi? Le invierò lì un codice di sei cifre.",
  codeOnItsWay:
    "Se abbiamo questo indirizzo tra i nostri dati, un codice di sei cifre è in arrivo. Lo scriva qui, per favore; vale dieci minuti.",
  codeOnItsWayByName:
    "Se La trovo con questo nome, un codice di sei cifre è in arrivo all'indirizzo e-mail che abbiamo per Lei. Lo scriva qui, per favore; vale dieci minuti. Se non arriva nulla, mi dica il Suo indirizzo e-mail.",
  byAddressOnly: "Posso trovarLa solo con il Suo indirizzo e-mail: quale usa con noi?",
  tooManyCodes:
    "Sono stati richiesti troppi codici. Aspetti un'ora prima di chiederne un altro, per favore, oppure acceda sul nostro sito.",
  codeUnavailable:
    "In questo momento non posso inviare un codice. Mi dia di nuovo il Suo indirizzo e-mail tra qualche minuto, per favore.",
  wrongCode:
    "Non è il codice giusto. Controlli ancora una volta, per favore; Le {{ triesLeft | plural: one: 'resta un tentativo', other: 'restano # tentativi' }}.",
  codeUsed: "Mi ha già mostrato che è Lei; questo codice è stato usato e non serve più.",
  codeOver:
    "Questo codice non è valido, o non lo è più. Mi dia ancora una volta il Suo indirizzo e-mail e ne invierò uno nuovo.",
  held: "{{ what }} È annotato e sarà fatto {{ at }}. Fino ad allora può ancora annullarlo: basta scrivermi.",
  calledOff: "Lo abbiamo annullato prima che fosse fatto: {{ what }}",
  confirmExpired:
    "Non ho avuto Sue notizie, perciò ho lasciato tutto com'è. Le avevo chiesto: {{ question }} Se lo desidera ancora, mi scriva pure; basta «sì, di nuovo» e Glielo chiedo un'altra volta.",
  undecidedHandedOff:
    "Nessuno ha potuto decidere in tempo: {{ what }} L'ho passato al nostro team con tutto quello che so.",
  undecidedDraftHandedOff: "Nessuno ha potuto decidere in tempo. L'ho passato al nostro team con tutto quello che so.",
  undecidedLeft:
    "Nessuno ha potuto decidere in tempo, perciò non è stato fatto e tutto è rimasto com'era: {{ what }} Se lo desidera ancora, mi scriva pure.",
  undecidedDraftLeft:
    "Nessuno ha potuto decidere in tempo, perciò non è stato fatto e tutto è rimasto com'era. Se lo desidera ancora, mi scriva pure.",
  leftAsItIs: "Va bene, ho lasciato tutto com'è.",
  remindCustomer: "Un promemoria: {{ question }} Risponda sì o no, per favore.",
  handedOff: "Ho passato la Sua richiesta al nostro team con tutto quello che so, così non deve ripetere nulla.",
  answeredHere: "Riceverà la risposta qui.",
  answeredFrom: "In questo momento siamo chiusi; se ne occuperanno da {{ opensAt }} e Le risponderanno qui.",
  noSuchRecord: "Non trovo nulla del genere a Suo nome.",
  cannotRead: "In questo momento non riesco a leggere quello che mi serve per verificarlo.",
  notSeenYet:
    "Ci vuole più tempo del solito: non vedo ancora se è stato fatto. {{ what }} Continuo a controllare e Le scrivo appena lo so.",
  undone: "Abbiamo annullato questo: {{ what }}",
  doneAgain: "Abbiamo fatto di nuovo questo: {{ what }}",
  notUndone: "Questo non siamo riusciti ad annullarlo: {{ what }}",
  colleagueLooks: "Una persona del nostro team se ne occupa e Le risponderà qui.",
  doneSoFar: "Questo è fatto: {{ titles }}. Se posso fare altro per Lei, mi scriva pure.",
  doneAndHandedOff: "Questo è fatto: {{ titles }}. Tutto il resto l'ho passato al nostro team, che Le risponderà qui.",
  waitForModel:
    "Ho ricevuto il Suo messaggio, ma in questo momento non posso rispondere. Le scriverò di nuovo qui; se ci vuole molto, lo farà una persona del nostro team.",
  readingMessage: "sta leggendo il Suo messaggio",
  denied: "Mi dispiace, non posso farlo. {{ reasons }}",
  declined: "Una persona del nostro team l'ha esaminato. Ho lasciato tutto com'è.",
  undoneTogether:
    "Mi dispiace, non è stato possibile fare tutto, perciò ho annullato quello che era già stato fatto: tutto è come prima. L'ho passato al nostro team, che Le risponderà qui.",
  impossible: "Mi dispiace, qui non posso farlo.",
  later: "Uno dei nostri sistemi in questo momento non risponde. Proseguo appena lo fa e La avviso.",
  selfHarm:
    "Mi dispiace molto che per Lei sia un momento così difficile. Sono un programma, e questo è troppo importante per me: ho passato quello che ha scritto a una persona del nostro team. Non deve affrontarlo senza aiuto.",
  selfHarmHelpline:
    "Se può essere in pericolo adesso, chiami per favore il numero di emergenza o una linea di ascolto del luogo in cui si trova, o qualcuno di cui si fida.",
  minor:
    "Grazie per il messaggio. Penso che forse non scriva ancora una persona adulta, perciò al posto mio risponderà una persona del nostro team. Fino ad allora non viene ordinato né cambiato nulla. È una buona idea parlarne anche con i genitori o con un altro adulto.",
  bereavement:
    "Le porgo le mie più sentite condoglianze. Non voglio disturbarLa con domande: ho passato il Suo messaggio a una persona del nostro team, che se ne occuperà insieme a Lei.",
  legalThreat:
    "Grazie per avercelo detto con tanta chiarezza. A questo deve rispondere una persona, non io: ho passato al nostro team tutto quello che ha scritto. Nel frattempo non viene fatto altro.",
  press:
    "Grazie per averci scritto. Alle domande della stampa risponde una persona: ho passato la Sua al nostro team e da parte mia non dico nulla in merito.",
};
