import type { SentenceTable } from "./english.ts";

export const spanish: SentenceTable = {
  confirm: "{{ question }} ¿Quiere que lo haga? Responda sí o no, por favor.",
  confirmThenApprove:
    "{{ question }} ¿Quiere que lo solicite? Después tiene que aprobarlo una persona de nuestro equipo; su sí vale hasta el {{ until }}. Responda sí o no, por favor.",
  together: "Todo esto va junto: si una parte no se puede hacer, deshago las demás. {{ parts }}",
  whichOne:
    "Le he hecho más de una pregunta. ¿A cuál se refiere? {{ parts }} Responda, por ejemplo, «sí a la 1» o «no a la 1».",
  nothingOpen: "Lo que le había preguntado ya no está pendiente. Si todavía lo desea, solo tiene que escribirme.",
  takeAllBack: "Lo que se hizo se deshace paso a paso, hasta el primero que no se pueda deshacer. {{ parts }}",
  staysAsItIs: "Esto se queda como está: {{ stays }}",
  awaitingApproval:
    "Gracias. Una persona de nuestro equipo tiene que aprobarlo antes de que se haga: {{ what }} Tendrá noticias nuestras a más tardar el {{ until }}.",
  draftInReview:
    "Gracias por avisarnos. Una persona de nuestro equipo lo está revisando; tendrá noticias nuestras a más tardar el {{ until }}.",
  signIn:
    "Antes de poder verlo, inicie sesión en nuestra web, por favor, y escríbame desde allí, para que yo sepa que es usted.",
  signInAgain:
    "Para esto necesito que vuelva a iniciar sesión en nuestra web, de modo que nadie más pueda hacerlo en su nombre.",
  askAddress:
    "Antes de poder verlo, necesito saber que es usted. ¿Qué dirección de correo electrónico usa con nosotros? Le enviaré allí un código de seis cifras.",
  codeOnItsWay:
    "Si tenemos registrada esa dirección, un código de seis cifras va de camino. Escríbalo aquí, por favor; vale durante diez minutos.",
  codeOnItsWayByName:
    "Si le encuentro por ese nombre, un código de seis cifras va de camino a la dirección de correo electrónico que tenemos registrada. Escríbalo aquí, por favor; vale durante diez minutos. Si no llega nada, dígame su dirección de correo electrónico.",
  byAddressOnly: "Solo puedo encontrarle por su dirección de correo electrónico: ¿cuál usa con nosotros?",
  tooManyCodes:
    "Se han pedido demasiados códigos. Espere una hora antes de pedir otro, por favor, o inicie sesión en nuestra web.",
  codeUnavailable:
    "Ahora mismo no puedo enviar un código. Deme de nuevo su dirección de correo electrónico dentro de unos minutos, por favor.",
  wrongCode:
    "Ese no es el código. Mírelo otra vez, por favor; le {{ triesLeft | plural: one: 'queda un intento', other: 'quedan # intentos' }}.",
  codeUsed: "Ya me ha demostrado que es usted; ese código está usado y no hace falta más.",
  codeOver:
    "Ese código no es válido o ya ha caducado. Deme otra vez su dirección de correo electrónico y le enviaré uno nuevo.",
  held: "{{ what }} Queda anotado y se hará el {{ at }}. Hasta entonces todavía puede anularlo: solo tiene que escribirme.",
  calledOff: "Hemos anulado esto antes de que se hiciera: {{ what }}",
  confirmExpired:
    "No he tenido respuesta suya, así que lo he dejado todo como estaba. Le había preguntado: {{ question }} Si todavía lo desea, solo tiene que escribirme; basta con «sí, otra vez», y se lo vuelvo a preguntar.",
  undecidedHandedOff:
    "Nadie ha podido decidirlo a tiempo: {{ what }} Lo he pasado a nuestro equipo con todo lo que sé.",
  undecidedDraftHandedOff: "Nadie ha podido decidirlo a tiempo. Lo he pasado a nuestro equipo con todo lo que sé.",
  undecidedLeft:
    "Nadie ha podido decidirlo a tiempo, así que no se ha hecho y todo sigue como estaba: {{ what }} Si todavía lo desea, solo tiene que escribirme.",
  undecidedDraftLeft:
    "Nadie ha podido decidirlo a tiempo, así que no se ha hecho y todo sigue como estaba. Si todavía lo desea, solo tiene que escribirme.",
  leftAsItIs: "De acuerdo, lo he dejado todo como está.",
  remindCustomer: "Un recordatorio: {{ question }} Responda sí o no, por favor.",
  handedOff: "He pasado su caso a nuestro equipo con todo lo que sé, para que no tenga que repetir nada.",
  answeredHere: "Le responderán aquí.",
  answeredFrom: "Ahora mismo está cerrado; lo verán a partir del {{ opensAt }} y le responderán aquí.",
  noSuchRecord: "No encuentro nada así a su nombre.",
  cannotRead: "Ahora mismo no puedo consultar lo que necesito para comprobarlo.",
  notSeenYet:
    "Está tardando más de lo habitual: todavía no veo si se ha hecho. {{ what }} Lo sigo mirando y le escribo en cuanto lo sepa.",
  undone: "Hemos deshecho esto: {{ what }}",
  doneAgain: "Hemos vuelto a hacer esto: {{ what }}",
  notUndone: "Esto no lo hemos podido deshacer: {{ what }}",
  colleagueLooks: "Una persona de nuestro equipo lo está viendo y le responderá aquí.",
  doneSoFar: "Esto ya está hecho: {{ titles }}. Si puedo hacer algo más por usted, solo tiene que escribirme.",
  doneAndHandedOff:
    "Esto ya está hecho: {{ titles }}. Todo lo demás lo he pasado a nuestro equipo, que le responderá aquí.",
  waitForModel:
    "He recibido su mensaje, pero en este momento no puedo responderlo. Le escribiré aquí de nuevo; si tarda mucho, lo hará una persona de nuestro equipo.",
  readingMessage: "está leyendo su mensaje",
  denied: "Lo siento, no puedo hacerlo. {{ reasons }}",
  declined: "Una persona de nuestro equipo lo ha revisado. Lo he dejado todo como estaba.",
  undoneTogether:
    "Lo siento, no se ha podido hacer todo, así que he deshecho lo que ya estaba hecho: todo está como antes. Lo he pasado a nuestro equipo, que le responderá aquí.",
  impossible: "Lo siento, eso no puedo hacerlo aquí.",
  later: "Uno de nuestros sistemas no responde ahora mismo. Seguiré en cuanto lo haga y se lo diré.",
  selfHarm:
    "Siento mucho que esté pasando por un momento tan difícil. Soy un programa, y esto es demasiado importante para mí: he pasado lo que ha escrito a una persona de nuestro equipo. No tiene que llevarlo en soledad.",
  selfHarmHelpline:
    "Si puede estar en peligro ahora, llame por favor al número de emergencias o a una línea de ayuda de donde esté, o a alguien de confianza.",
  minor:
    "Gracias por escribir. Creo que quizá no escribe todavía una persona adulta, así que responderá alguien de nuestro equipo en mi lugar. Hasta entonces no se pide ni se cambia nada. También es buena idea contárselo a los padres o a otra persona adulta.",
  bereavement:
    "Le acompaño en el sentimiento. No quiero molestarle con preguntas: lo he pasado a una persona de nuestro equipo, que se ocupará de ello con usted.",
  legalThreat:
    "Gracias por decírnoslo con tanta claridad. A esto tiene que responder una persona, y no yo: he pasado a nuestro equipo todo lo que ha escrito. Mientras tanto no se hace nada más.",
  press:
    "Gracias por escribirnos. A las preguntas de la prensa responde una persona: la he pasado a nuestro equipo y yo no digo nada al respecto.",
};
