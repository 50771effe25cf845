import * as chrono from "chrono-node";
import { counts, type Family, family, type Language } from "../language.ts";

/** Verbs in -ar by their stems, and what else belongs to them. */
function ar(stems: string, past = "-", base = "-", deed = "-"): Family {
  return family(
    `(?:(?:${stems})(?:ad[oa]s?|ei|amos)|${past})(?:-[a-z]+)*`,
    `(?:${stems})(?:ar|arei|aremos|ara|arao|o|ando|amos|ad[oa]s?)|${base}`,
    `${stems}|${deed}`,
  );
}

export const portuguese: Language = {
  common:
    "eu a vai o os a as um uma uns do da dos das no na nos nas ao aos de e ou em que com por para pelo sua seu suas seus meu minha nosso nossa sao esta estao foi foram sera nao se ja quando como onde qual mas mais muito tudo ola obrigado obrigada pode posso podemos quer deseja ha isso aqui ainda voce lhe consigo si vou vamos tem",
  families: {
    refund: ar(
      "reembols|estorn|ressarc",
      "devolvid[oa]s?|devolvi|devolvemos",
      "devolver|devolverei|devolveremos|devolvo|devolvemos",
      "devol",
    ),
    credit: ar("credit", "-"),
    cancel: ar("cancel|anul", "rescindid[oa]s?", "rescindir", "rescind"),
    exchange: ar("troc", "troque[i]|substituid[oa]s?|substitui|substituimos", "substituir\\w*", "troc|substitu"),
    send: ar("envi|mand|remet", "remetid[oa]s?", "envio|enviaremos", "correio"),
    ship: ar("despach|envi", "expedid[oa]s?|saiu|sairam", "expedir\\w*", "exped"),
    change: ar(
      "alter|mud|atualiz|actualiz|modific|ajust",
      "corrigid[oa]s?|corrigi|corrigimos",
      "corrigir\\w*",
      "corrig",
    ),
    create: ar("cri|ger", "feit[oa]s?|emitid[oa]s?|emiti|abert[oa]s?", "emitir\\w*", "emit|nov"),
    book: ar("reserv|agend|marc", "marquei", "-", "reagend"),
    pause: ar("paus", "suspens[oa]s?|suspendid[oa]s?|suspendi|suspendemos", "suspender\\w*|suspendo", "suspen"),
    resume: ar("retom|reativ|reactiv|ativ", "-"),
    stop: ar("par|termin|encerr", "interrompid[oa]s?", "interromper\\w*", "interromp|cancel"),
    close: ar("fech|elimin|apag|encerr", "removid[oa]s?|excluid[oa]s?", "remover\\w*|excluir\\w*", "remov|exclu"),
    reset: ar("reinici", "redefinid[oa]s?|redefini", "redefinir\\w*", "redefin"),
    apply: ar("aplic|adicion", "concedid[oa]s?|apliquei", "conceder\\w*", "conced"),
    extend: ar("prolong|renov|prorrog", "estendid[oa]s?", "estender\\w*", "estend"),
    waive: ar("isent|dispens", "-"),
    charge: ar("cobr|fatur|debit", "cobrad[oa]s?"),
    undo: ar("revog", "desfeit[oa]s?|revertid[oa]s?|desfiz|reverti", "reverter\\w*|desfazer", "revert|desf"),
  },
  money: /\b(?:reembols\w*|estorn\w*|dinheiro|valor|montante|creditad[oa]s?)\b/i,
  negation: /\b(?:nao|nunca|jamais|nada|nenhum\w*|sem|nem|ninguem|tampouco)\b/i,
  condition: /\b(?:se|quando|uma vez|assim que|logo que|depois|antes|ate|enquanto|caso|para|desde que)\b/i,
  offer: /\b(?:pode|podem|posso|podemos|poderi\w+|quer|queria|gostari\w*|possivel|seja|deseja)\b/i,
  wished: /\bse (?:voce )?(?:o )?(?:quiser\w*|desejar\w*|preferir\w*|confirmar\w*)\b|\b(?:quer|deseja|prefere) que\b/i,
  clauseBreak: /,\s+|:\s+|\s+(?:e|mas)\s+/i,
  filler:
    /^(?:(?:ja|sido|tambem|totalmente|completamente|agora|integralmente|corretamente|imediatamente|com sucesso|lhe|lhes|o|a|tudo)\s+)*/i,
  reach: 2,
  claims: {
    helper:
      /\bacab(?:ou|aram) de ser\s+|\b(?:foi|foram|fica|ficou|ficaram|esta|estao|tem sido)(?:-lhes?|-te)?\s+|\b(?:tenho|temos)\s+|(?=\b(?:saiu|sairam)\b)|(?=\b[a-z]{2,}(?:ei|amos|emos|imos|iz)(?:-[a-z]+)?\b)/gi,
    ours: /\b(?:tenho|temos)\b/i,
    being: /(?!)/,
    copula: /\b(?:esta|estao)\s+$/i,
    anyVerb:
      /^(?:(?:efetu|efectu|realiz|process|complet|trat|confirm|aprov|autoriz|regist|registr|solicit|inici|finaliz|solucion|inform|notific|contact|contat|coloc|pass|encaminh|desbloque|valid|transfer|apress)(?:ad[oa]s?|amos|ei)|coloquei|feit[oa]s?|resolvid[oa]s?|resolvi|transferid[oa]s?|emitid[oa]s?|inscrit[oa]s?|fiz|fizemos|conclui|concluid[oa]s?|pedi)(?:-[a-z]+)?$/i,
    open: /^([a-z]+(?:ado|ido))(?![a-z-])/i,
    harmless:
      /^(?:encontrado|visto|verificado|lido|entendido|recebido|procurado|consultado|tentado|notado|localizado|tido|sido|estado|pedido|obrigado|cuidado)$/i,
    bare: /^\W*(?:ja\s+)?([a-z]+[ai]d[oa]s?)\b\W*$/i,
    anyDeed:
      /\btudo (?:esta |ficou )?(?:pronto|resolvido|tratado|feito|certo)\b|\besta (?:tudo |ja )?(?:resolvido|tratado|feito|pronto)\b|\b(?:a|em) caminho\b|\bacab(?:ei|amos) de (?!receber|ver|ler|verificar|encontrar|consultar)[a-z]+[aei]r\w*\b|^\W*(?:(?:boas noticias|perfeito)\W+)?(?:pronto|feito)\b/i,
    isNow:
      /\b(?:seu|sua|teu|tua)\b[^.!?,]{0,40}?\b(?:e agora|esta agora|agora e|agora esta|ja esta) (?<state>[^.!?,]+)/i,
    handedOver:
      /\b(?:encaminhei|encaminhamos|passei|passamos|transferi|transferimos|enviei|reencaminhei|foi|vou|vamos)\b[^.!?]{0,40}\b(?:colegas?|equipa|equipe|atendente|pessoa|especialista|supervisor\w*|departamento|responsavel|gerente)\b(?! (?:vai|ira))/i,
    toldPerson:
      /^(?:encaminhei|encaminhamos|encaminhad[oa]|passei|passad[oa]|transferi|transferid[oa]|informad[oa]|contactad[oa])$/i,
    moneyIsBack:
      /\b(?:dinheiro|valor|montante)\s+(?:ja )?(?:esta|foi|voltou)\s+(?:\w+\s+)?(?:de volta|devolvido|para o|na sua (?:conta))\b/i,
    nounThen:
      /\b(?<noun>reembolso|cancelamento|troca|devolucao|reserva|solicitacao|pedido de reembolso|alteracao|estorno|pagamento)\W+(?:(?:ja|foi|esta|ficou)\s+)*(?<outcome>efetuad[oa]|realizad[oa]|confirmad[oa]|processad[oa]|feit[oa]|aprovad[oa]|concluid[oa]|registad[oa]|registrad[oa]|emitid[oa]|em andamento)\b/i,
  },
  promises: {
    future:
      /\b(?:vou|vamos|vai|vao|ira|irao|irei|iremos)\s+|\b(?:sera|serao|seras)\s+|(?=\b(?!(?:para|agora|fora|embora)\b)[a-z]{2,}(?:rei|remos|ra|rao)(?:-[a-z]+)?\b)|(?=\b(?:chega|chegam|sai) (?:amanha|hoje|em breve)\b)/gi,
    comes: /^(?:receber\w*|chegar\w*|obter\w*)\b/i,
    comesBack:
      /^(?:(?:entrar\w*|estar\w*) em conta(?:c)?to|contact\w*|contat\w*|ligar\w*|telefonar\w*|informar\w*|avisar\w*|escrever\w*|responder\w*|retornar\w*|investigar\w*|averiguar\w*|voltar\w*)/i,
    anyPromise:
      /^(?:process|trat|resolv|solucion|assegur|encarreg|ocup|confirm|aprov|transf|encaminh|agiliz|pag|providenci|garantir)\w*\b/i,
    coming: /\b(?:recebe|recebes) (?:o|a|um)\b|\b(?:chega|sai) (?:amanha|hoje|em breve)\b|\bpode esperar\b/i,
    presents: [
      /\b(?:estou|estamos) a ([a-z]+r)\b/gi,
      /\b(?:estou|estamos) ([a-z]+ndo)\b/gi,
      /\b([a-z]+(?:o|amos))-(?:lhes?|te|o|a)\b/gi,
      /^\W*(?!troco)([a-z]+o)\s+(?:o|a|ja|imediatamente)\s/gi,
      /\b(?:lhe|te)\s+([a-z]+(?:o|amos|emos))\b/gi,
    ],
  },
  terms: {
    vow: /\b(?:garant(?:o|imos|ido|ia|ida)|garanto\S*|prometo|prometemos|asseguro|asseguramos|sem falta|100 ?%)/i,
    gratis:
      /\b(?:gratis|gratuit\w*|sem (?:qualquer |nenhum )?(?:custos?|encargos?)(?: adiciona\w*)?|por conta da casa|de graca)\b/i,
    present:
      /\b(?:vales?(?= de| presente)|cupa?o\w*|cupoes|voucher|descontos?|compensac\w+|indemnizac\w+|indenizac\w+|bonus|reembolso (?:completo|total|integral)|metade do preco)\b/i,
    spared: /\b(?:nao (?:lhe )?sera cobrad\w*|nenhum (?:custo|encargo)|nada a pagar)\b/i,
    entitled: /\b(?:tem direito|tens direito|(?:pode|podes) (?:ficar com|guardar))\b/i,
  },
  times: {
    days: (text, reference) =>
      chrono.pt.casual.parse(text.replaceAll(/\bamanha\b/gi, "amanhã"), reference, { forwardDate: true }),
    noDay: /^(?:do|dom|seg|sex|agora|hoje|mar|sab|ter|qua|qui)$/i,
    ...counts(
      [
        "uma?",
        "dois|duas",
        "tres",
        "quatro",
        "cinco",
        "seis",
        "sete",
        "oito",
        "nove",
        "dez",
        "onze",
        "doze",
        "treze",
        "catorze|quatorze",
        "quinze",
      ],
      "algun[s]|algumas|poucos|poucas|varios",
    ),
    joint: "a|ou",
    qualifier: "poucos ",
    units: { minute: "minutos?", hour: "horas?|h", day: "dias?", week: "semanas?", month: "mes(?:es)?", year: "anos?" },
    endOf: /\b(?:(?:fim|final) d[aoe](?:sta)? (?:semana|dia|mes|ano)|em breve|brevemente|proximos dias)\b/gi,
    hour: /\bas (\d{1,2}) ?h(?:oras)?\b/gi,
  },
};
