import * as chrono from "chrono-node";
import { counts, type Family, family, type Language } from "../language.ts";

/** Verbs in -ar by their stems, and what else belongs to them. */
function ar(stems: string, past = "-", base = "-", deed = "-"): Family {
  return family(
    `(?:${stems})(?:ad[oa]s?|e|amos)|${past}`,
    `(?:${stems})(?:ar(?:l[aeo]s?|te|se|sel[oa]s?)?|are(?:mos)?|ara[ns]?|o|amos|ando|ad[oa]s?)|${base}`,
    `${stems}|${deed}`,
  );
}

export const spanish: Language = {
  common:
    "yo a va vamos voy el la los las un una unos de del al y o en es son esta estan ha he hemos han sido fue que con por para su sus tu tus le les lo se te me mi mis nos nuestro nuestra usted no si ya cuando como donde cual pero mas muy todo hola gracias puede puedo podemos quiere desea hay este eso aqui todavia",
  families: {
    refund: ar(
      "reembols|reintegr|abon",
      "devuelt[oa]s?|devolvi(?:mos)?",
      "devolver(?:le|te|emos|e|a)?|devuelvo|devolvemos",
      "devol|devuel",
    ),
    credit: ar("acredit|abon", "-", "-", "credit"),
    cancel: ar("cancel|anul", "dad[oa]s?|rescindid[oa]", "-", "baja|rescind"),
    exchange: ar("cambi|reemplaz|canje", "sustituid[oa]s?", "sustituir(?:e|emos)?", "sustitu"),
    send: ar(
      "mand|remit",
      "envi(?:ad[oa]s?|e|amos)|remitid[oa]s?",
      "envi(?:ar\\w*|o|amos|are|aremos|ara)",
      "envi|correo",
    ),
    ship: ar("despach|envi", "salid[oa]|salio|salieron", "-", "envio"),
    change: ar(
      "cambi|actualiz|modific|ajust",
      "correg?id[oa]s?|corregi(?:mos)?|movid[oa]s?",
      "corregir(?:e|emos)?",
      "correg",
    ),
    create: ar("cre|gener", "hech[oa]s?|emitid[oa]s?|abiert[oa]s?|emiti", "crearemos|emitir(?:e|emos)?", "emit|nuev"),
    book: ar("reserv|program|agend", "-", "-", "cita"),
    pause: ar("paus", "suspendid[oa]s?|suspendi(?:mos)?|en pausa", "suspender(?:e|emos)?", "suspend"),
    resume: ar("reanud|reactiv|activ", "-"),
    stop: ar("termin|fren", "detenid[oa]s?|detuv(?:e|imos)", "detener(?:e|emos)?", "deten|cancel|baja"),
    close: ar("cerr|elimin|borr", "cerrad[oa]s?|suprimid[oa]s?", "cierro", "cierr|suprim"),
    reset: ar("restablec|reinici", "restablecid[oa]s?", "restablecer\\w*"),
    apply: ar("aplic|otorg|agreg", "anadid[oa]s?|concedid[oa]s?", "anadir\\w*|conceder\\w*", "anad|conced"),
    extend: ar("prolong|renov|prorrog", "extendid[oa]s?|ampliad[oa]s?", "extender\\w*", "extend|ampli"),
    waive: ar("condon|exoner", "eximid[oa]s?"),
    charge: ar("cobr|factur|carg", "-"),
    undo: ar("revoc", "deshech[oa]s?|revertid[oa]s?", "revertir\\w*", "revert|deshac"),
  },
  money: /\b(?:reembols\w*|reintegr\w*|dinero|importe|devuelt\w*|credito|abonad[oa]s?)\b/i,
  negation: /\b(?:no|nunca|jamas|nada|ningun\w*|sin|ni|tampoco|nadie)\b/i,
  condition: /\b(?:si|cuando|una vez|en cuanto|despues|antes|hasta|mientras|en caso|para|siempre que|tan pronto)\b/i,
  offer: /\b(?:puede[ns]?|puedo|podemos|podria\w*|quiere[ns]?|quisiera|gustaria|posible|sea|desea)\b/i,
  wished:
    /\bsi (?:usted )?(?:lo )?(?:quieres?|deseas?|prefieres?|gustas?|confirmas?)\b|\b(?:quieres?|deseas?|prefieres?) que\b/i,
  clauseBreak: /,\s+|:\s+|\s+(?:y|pero)\s+/i,
  filler:
    /^(?:(?:ya|sido|tambien|totalmente|completamente|ahora|recien|correctamente|inmediatamente|con exito|le|les|lo|la|te|se|todo)\s+)*/i,
  reach: 2,
  claims: {
    helper:
      /\b(?:he|hemos|ha|han)\s+|\bacaban? de ser\s+|\b(?:fue|fueron|queda|quedo|quedan|esta|estan)\s+|(?=\b[a-z]{3,}[ai]mos\b|\bsali(?:o|eron)\b)|^\W*(?:(?:ya|le|les|lo|la|te|se)\s+)*(?=[a-z]{3,}e\b)|\bya (?:(?:le|les|lo|la|te|se)\s+)*(?=[a-z]{3,}e\b)/gi,
    ours: /\b(?:he|hemos)\b/i,
    being: /(?!)/,
    copula: /\b(?:esta|estan)\s+$/i,
    anyVerb:
      /^(?:(?:realiz|proces|efectu|complet|tramit|gestion|confirm|aprob|autoriz|registr|solicit|inici|finaliz|solucion|arregl|inform|notific|contact|coloc|dej|pas|ingres|desbloque|valid)(?:ad[oa]s?|amos|e)|hech[oa]s?|resuelt[oa]s?|transferid[oa]s?|emitid[oa]s?|puest[oa]s?|procedido|inscrit[oa]s?)$/i,
    open: /^([a-z]+(?:ado|ido))(?![a-z-])/i,
    harmless:
      /^(?:encontrado|mirado|visto|revisado|comprobado|leido|entendido|comprendido|recibido|buscado|consultado|intentado|notado|verificado|localizado|preguntado|identificado|podido|tenido|sido|estado|querido|comparado|oido|pensado|observado|detectado|olvidado|pedido)$/i,
    bare: /^\W*(?:(?:ya)\s+)?([a-z]+[ai]d[oa]s?)\b\W*$/i,
    anyDeed:
      /\btodo (?:esta |queda |ha quedado )?(?:list[oa]|solucionad[oa]|resuelt[oa]|arreglad[oa]|hecho)\b|\b(?:esta|estan|va|van) (?:\w+ )?(?:en camino|de camino|solucionad[oa]|resuelt[oa]|hech[oa])\b|\bacab(?:o|amos) de (?!recibir|ver|leer|mirar|comprobar|revisar|encontrar|consultar)[a-z]+[aei]r\w*\b|^\W*(?:(?:buenas noticias|perfecto)\W+)?(?:list[oa]|hecho)\b/i,
    isNow: /\b(?:su|sus|tu)\b[^.!?,]{0,40}?\b(?:es ahora|esta ahora|ahora es|ahora esta|ya esta) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:he|hemos|ha sido|voy a|vamos a|fue)\b[^.!?]{0,30}\b(?:pas\w*|transfer\w*|deriv\w*|remit\w*|escal\w*|envi\w*|reenvi\w*)\b[^.!?]{0,40}\b(?:companer[oa]s?|equipo|agente|persona|especialista|supervisor\w*|departamento|responsable|colegas?)\b/i,
    toldPerson: /^(?:pasado|transferid[oa]|informad[oa]|notificad[oa]|contactad[oa])$/i,
    moneyIsBack:
      /\b(?:dinero|importe|pago)\s+(?:ya )?(?:esta|fue|ha sido|ha)\s+(?:\w+\s+)?(?:de vuelta|devuelto|vuelto|en su (?:cuenta|tarjeta))\b/i,
    nounThen:
      /\b(?<noun>reembolso|cancelacion|cambio|devolucion|reserva|solicitud|modificacion|abono|pago)s?\W+(?:(?:ya|se|ha|ha sido|fue|esta|quedo|queda)\s+)*(?<outcome>realizad[oa]|confirmad[oa]|procesad[oa]|hech[oa]|aprobad[oa]|completad[oa]|efectuad[oa]|registrad[oa]|tramitad[oa]|emitid[oa]|en marcha)\b/i,
  },
  promises: {
    future:
      /\b(?:voy|vamos|va|van) a\s+|\b(?:sera|seran|seras)\s+|(?=\b(?!(?:ahora|otra|compra)\b)[a-z]{3,}(?:re|ra|remos|ran)\b)|(?=\b(?:llega|llegan|sale) (?:manana|hoy|pronto)\b)/gi,
    comes: /^(?:recibir\w*|llegar\w*|tendra\w*|obtendra\w*)\b/i,
    comesBack:
      /^(?:pondre(?:mos)?|poner\w* en contacto|contactar\w*|llamar\w*|informar\w*|avisar\w*|escribir\w*|respond\w*|mantendr\w*|investig\w*|averigu\w*|seguimiento)\b/i,
    anyPromise:
      /^(?:proces|tramit|gestion|resolv|solucion|arregl|asegur|encarg|ocup|confirm|aprob|transf|escal|agiliz|pag)\w*\b/i,
    coming: /\b(?:recibe|recibes) (?:su|el|tu|un)\b|\b(?:llega|sale) (?:manana|hoy|pronto)\b|\bpuede esperar\b/i,
    presents: [
      /\b(?:le|les|lo|la|los|te|se lo|se la)\s+([a-z]+(?:o|amos|emos))\b/gi,
      /\b(?:estoy|estamos)\s+([a-z]+(?:ando|iendo))\b/gi,
      /^\W*(?!pedido|cambio)([a-z]+[oa])\s+(?:su|tu|el|la)\b/gi,
    ],
  },
  terms: {
    vow: /\b(?:garantiz\w*|garantia|prometo|prometemos|aseguro|aseguramos|sin falta|100 ?%)/i,
    gratis:
      /\b(?:gratis|gratuit\w*|sin (?:ningun )?(?:coste|costo|cargo)s?(?: adicional\w*)?|por cuenta de la casa)\b/i,
    present:
      /\b(?:vales?(?= de| por)|cupon\w*|descuentos?|rebajas?|compensacion\w*|bono|bonificacion\w*|reembolso (?:completo|total|integro)|mitad de precio)\b/i,
    spared: /\b(?:no (?:se le |le )?(?:cobrara\w*|cobraremos|costara)|ningun (?:coste|cargo|costo)|nada que pagar)\b/i,
    entitled: /\b(?:tienes? derecho|puedes? (?:quedarse|quedarte|conservar\w*))\b/i,
  },
  times: {
    days: (text, reference) =>
      chrono.es.casual
        .parse(text.replaceAll(/\bmanana\b/gi, "mañana"), reference, { forwardDate: true })
        .filter(({ index }) => !/\b(?:la|esta|una)\s+$/i.test(text.slice(0, index))),
    noDay: /^(?:do|lu|ma|mi|ju|vi|sa|ahora|hoy|mar|may|sab|mie)$/i,
    ...counts(
      [
        "una?|uno",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
      ],
      "algun[oa]s|un[oa]s pocos|pocos|unos|varios",
    ),
    joint: "a|o",
    qualifier: "pocos ",
    units: { minute: "minutos?", hour: "horas?|h", day: "dias?", week: "semanas?", month: "mes(?:es)?", year: "anos?" },
    endOf: /\b(?:(?:fin|final|finales) de(?: la| esta|l)? (?:semana|dia|mes|ano)|en breve|proximos dias)\b/gi,
    hour: /\ba las (\d{1,2})(?: ?h)?\b(?!:)/gi,
  },
};
