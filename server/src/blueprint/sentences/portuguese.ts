import type { SentenceTable } from "./english.ts";

/** In words that are said in Portugal and in Brazil alike. */
export const portuguese: SentenceTable = {
  confirm: "{{ question }} Quer que eu faça isso? Responda sim ou não, por favor.",
  confirmThenApprove:
    "{{ question }} Quer que eu faça o pedido? Depois, alguém do nosso atendimento tem de aprovar; o seu sim vale até {{ until }}. Responda sim ou não, por favor.",
  together: "Tudo isto vai junto: se uma parte não for possível, desfaço as outras. {{ parts }}",
  whichOne: "Fiz mais de uma pergunta. A qual se refere? {{ parts }} Responda, por exemplo, “sim à 1” ou “não à 1”.",
  nothingOpen: "A minha pergunta já não está pendente. Se ainda quiser, é só escrever.",
  takeAllBack: "O que foi feito é desfeito passo a passo, até que um deles não possa ser desfeito. {{ parts }}",
  staysAsItIs: "Isto fica como está: {{ stays }}",
  awaitingApproval:
    "Agradecemos a sua resposta. Alguém do nosso atendimento tem de aprovar isto antes que seja feito: {{ what }} Terá notícias nossas até {{ until }}.",
  draftInReview:
    "Agradecemos o aviso. Alguém do nosso atendimento vai analisar o assunto; terá notícias nossas até {{ until }}.",
  signIn:
    "Antes que eu possa ver isso, entre na sua conta no nosso site e escreva-me de lá, por favor, para que eu saiba com quem falo.",
  signInAgain:
    "Para isto, entre mais uma vez na sua conta no nosso site, por favor, para que mais ninguém possa fazê-lo em seu nome.",
  askAddress:
    "Antes que eu possa ver isso, tenho de confirmar com quem falo. Qual é o endereço de e-mail da sua conta? Vou enviar para lá um código de seis dígitos.",
  codeOnItsWay:
    "Se tivermos esse endereço, um código de seis dígitos está a caminho. Escreva-o aqui, por favor; vale por dez minutos.",
  codeOnItsWayByName:
    "Se houver uma conta com esse nome, um código de seis dígitos está a caminho do endereço de e-mail dela. Escreva-o aqui, por favor; vale por dez minutos. Se nada chegar, diga-me o seu endereço de e-mail.",
  byAddressOnly: "Só consigo encontrar a sua conta pelo endereço de e-mail: qual é?",
  tooManyCodes:
    "Foram pedidos códigos demais. Espere uma hora antes de pedir outro, por favor, ou entre na sua conta no nosso site.",
  codeUnavailable:
    "Neste momento não consigo enviar um código. Diga-me de novo o seu endereço de e-mail daqui a alguns minutos, por favor.",
  wrongCode:
    "Esse não é o código. Veja outra vez, por favor; ainda tem {{ triesLeft | plural: one: 'uma tentativa', other: '# tentativas' }}.",
  codeUsed: "Já sei com quem falo; esse código foi usado e não é mais necessário.",
  codeOver:
    "Esse código não é válido, ou deixou de ser. Diga-me mais uma vez o seu endereço de e-mail e envio um novo.",
  held: "{{ what }} Está anotado e previsto para {{ at }}. Até lá ainda pode cancelar: é só escrever.",
  calledOff: "Isto foi cancelado antes de ser feito: {{ what }}",
  confirmExpired:
    "Não tive resposta sua, por isso deixei tudo como está. A minha pergunta era: {{ question }} Se ainda quiser, é só escrever; basta “sim, de novo”, e volto a perguntar.",
  undecidedHandedOff:
    "Ninguém conseguiu decidir a tempo: {{ what }} Passei o assunto ao nosso atendimento com tudo o que sei.",
  undecidedDraftHandedOff:
    "Ninguém conseguiu decidir a tempo. Passei o assunto ao nosso atendimento com tudo o que sei.",
  undecidedLeft:
    "Ninguém conseguiu decidir a tempo, por isso não foi feito e tudo está como antes: {{ what }} Se ainda quiser, é só escrever.",
  undecidedDraftLeft:
    "Ninguém conseguiu decidir a tempo, por isso não foi feito e tudo está como antes. Se ainda quiser, é só escrever.",
  leftAsItIs: "Tudo bem, deixei tudo como está.",
  remindCustomer: "Um lembrete: {{ question }} Responda sim ou não, por favor.",
  handedOff: "Passei o assunto ao nosso atendimento com tudo o que sei, para que não tenha de repetir nada.",
  answeredHere: "A resposta chega aqui.",
  answeredFrom: "Neste momento não há atendimento; a partir de {{ opensAt }} alguém vê o assunto e responde aqui.",
  noSuchRecord: "Não encontro nada assim em seu nome.",
  cannotRead: "Neste momento não consigo consultar o que preciso para verificar isto.",
  notSeenYet:
    "Isto demora mais do que o habitual: ainda não vejo se foi feito. {{ what }} Continuo a verificar e escrevo assim que souber.",
  undone: "Isto foi desfeito: {{ what }}",
  doneAgain: "Isto foi feito de novo: {{ what }}",
  notUndone: "Isto não foi possível desfazer: {{ what }}",
  colleagueLooks: "Alguém do nosso atendimento vai analisar o assunto e responder aqui.",
  doneSoFar: "Isto está feito: {{ titles }}. Se eu puder fazer mais alguma coisa, é só escrever.",
  doneAndHandedOff: "Isto está feito: {{ titles }}. Passei o resto ao nosso atendimento, que vai responder aqui.",
  waitForModel:
    "Recebi a sua mensagem, mas neste momento não consigo responder. Volto a escrever aqui; se demorar muito, alguém do nosso atendimento o fará.",
  readingMessage: "lê a sua mensagem",
  denied: "Lamento, não posso fazer isso. {{ reasons }}",
  declined: "Alguém do nosso atendimento analisou isto. Deixei tudo como está.",
  undoneTogether:
    "Lamento, não foi possível fazer tudo, por isso desfiz o que já estava feito: tudo está como antes. Passei o assunto ao nosso atendimento, que vai responder aqui.",
  impossible: "Lamento, não posso fazer isso aqui.",
  later: "Um dos nossos sistemas não responde neste momento. Continuo assim que responder, e aviso.",
  selfHarm:
    "Lamento muito que este momento seja tão difícil. Sou um programa, e isto é importante demais para mim: passei o que escreveu a uma pessoa do nosso atendimento. Não tem de passar por isto sem companhia.",
  selfHarmHelpline:
    "Se pode estar em perigo agora, ligue por favor para o número de emergência ou para uma linha de apoio de onde está, ou para alguém de confiança.",
  minor:
    "Agradecemos a mensagem. Acho que talvez ainda não seja uma pessoa adulta que escreve, por isso responde uma pessoa do nosso atendimento em vez de mim. Até lá nada é comprado nem alterado. Também é boa ideia contar aos pais ou a outra pessoa adulta.",
  bereavement:
    "Os meus sinceros pêsames. Não quero incomodar com perguntas: passei a sua mensagem a uma pessoa do nosso atendimento, que vai tratar do assunto com cuidado.",
  legalThreat:
    "Agradecemos que o diga com tanta clareza. A isto deve responder uma pessoa, e não eu: passei ao nosso atendimento tudo o que escreveu. Entretanto, nada mais é feito.",
  press:
    "Agradecemos a mensagem. Às perguntas da imprensa responde uma pessoa: passei a sua ao nosso atendimento e não digo nada sobre ela.",
};
