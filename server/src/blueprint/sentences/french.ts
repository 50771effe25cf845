import type { SentenceTable } from "./english.ts";

export const french: SentenceTable = {
  confirm: "{{ question }} Souhaitez-vous que je le fasse ? Merci de répondre par oui ou par non.",
  confirmThenApprove:
    "{{ question }} Dois-je en faire la demande ? Une personne de notre équipe devra ensuite donner son accord ; votre oui est valable jusqu'au {{ until }}. Merci de répondre par oui ou par non.",
  together: "Tout cela va ensemble : si une partie n'est pas possible, j'annule les autres. {{ parts }}",
  whichOne:
    "Je vous ai posé plusieurs questions. De laquelle s'agit-il ? {{ parts }} Répondez par exemple « oui pour 1 » ou « non pour 1 ».",
  nothingOpen: "Ma question n'est plus en attente. Écrivez-moi simplement si vous le souhaitez toujours.",
  takeAllBack: "Ce qui a été fait est annulé, étape par étape, jusqu'à la première qui ne peut pas l'être. {{ parts }}",
  staysAsItIs: "Ceci reste inchangé : {{ stays }}",
  awaitingApproval:
    "Merci. Une personne de notre équipe doit encore donner son accord : {{ what }} Vous aurez de nos nouvelles au plus tard le {{ until }}.",
  draftInReview:
    "Merci de nous l'avoir signalé. Une personne de notre équipe l'examine ; vous aurez de nos nouvelles au plus tard le {{ until }}.",
  signIn:
    "Avant que je puisse regarder cela, connectez-vous s'il vous plaît à votre compte sur notre site et écrivez-moi depuis celui-ci, afin que je sache que c'est bien vous.",
  signInAgain:
    "Pour cela, connectez-vous s'il vous plaît encore une fois sur notre site, afin que personne d'autre ne puisse le faire en votre nom.",
  askAddress:
    "Avant que je puisse regarder cela, je dois savoir que c'est bien vous. Quelle adresse e-mail utilisez-vous chez nous ? Je vais y envoyer un code à six chiffres.",
  codeOnItsWay:
    "Si cette adresse est enregistrée chez nous, un code à six chiffres y est en route. Écrivez-le ici, s'il vous plaît ; il est valable dix minutes.",
  codeOnItsWayByName:
    "Si je vous trouve sous ce nom, un code à six chiffres est en route vers l'adresse e-mail que nous avons pour vous. Écrivez-le ici, s'il vous plaît ; il est valable dix minutes. Si rien n'arrive, indiquez-moi votre adresse e-mail.",
  byAddressOnly: "Je ne peux vous trouver que par votre adresse e-mail : laquelle utilisez-vous chez nous ?",
  tooManyCodes:
    "Trop de codes ont été demandés. Attendez une heure, s'il vous plaît, avant d'en demander un autre, ou connectez-vous sur notre site.",
  codeUnavailable:
    "Je ne peux pas envoyer de code pour le moment. Merci de m'indiquer à nouveau votre adresse e-mail dans quelques minutes.",
  wrongCode:
    "Ce n'est pas le bon code. Vérifiez encore une fois, s'il vous plaît ; il vous reste {{ triesLeft | plural: one: 'un essai', other: '# essais' }}.",
  codeUsed: "Vous m'avez déjà montré que c'est bien vous ; ce code a servi et n'est plus nécessaire.",
  codeOver:
    "Ce code n'est pas valable, ou ne l'est plus. Indiquez-moi encore une fois votre adresse e-mail et j'en enverrai un nouveau.",
  held: "{{ what }} C'est noté et ce sera fait le {{ at }}. Jusque-là, vous pouvez encore y renoncer : écrivez-moi simplement.",
  calledOff: "Nous avons annulé ceci avant que ce soit fait : {{ what }}",
  confirmExpired:
    "Je n'ai pas eu de réponse de votre part et j'ai donc tout laissé en l'état. Je vous avais demandé : {{ question }} Écrivez-moi simplement si vous le souhaitez toujours ; « oui, encore » suffit, et je vous pose à nouveau la question.",
  undecidedHandedOff:
    "Personne n'a pu en décider à temps : {{ what }} J'ai tout transmis à notre équipe, avec ce que je sais.",
  undecidedDraftHandedOff:
    "Personne n'a pu en décider à temps. J'ai tout transmis à notre équipe, avec ce que je sais.",
  undecidedLeft:
    "Personne n'a pu en décider à temps ; cela n'a donc pas été fait et rien n'a changé : {{ what }} Écrivez-moi simplement si vous le souhaitez toujours.",
  undecidedDraftLeft:
    "Personne n'a pu en décider à temps ; cela n'a donc pas été fait et rien n'a changé. Écrivez-moi simplement si vous le souhaitez toujours.",
  leftAsItIs: "Très bien, j'ai tout laissé en l'état.",
  remindCustomer: "Un petit rappel : {{ question }} Merci de répondre par oui ou par non.",
  handedOff:
    "J'ai transmis votre demande à notre équipe avec tout ce que je sais, pour que vous n'ayez rien à répéter.",
  answeredHere: "Vous recevrez une réponse ici.",
  answeredFrom:
    "Nous sommes fermés pour le moment ; notre équipe s'en occupera à partir du {{ opensAt }} et vous répondra ici.",
  noSuchRecord: "Je ne trouve rien de tel à votre nom.",
  cannotRead: "Je ne peux pas consulter pour le moment ce dont j'ai besoin pour vérifier cela.",
  notSeenYet:
    "Cela prend plus de temps que d'habitude : je ne vois pas encore si c'est fait. {{ what }} Je continue de vérifier et je vous écris dès que je le sais.",
  undone: "Nous avons annulé ceci : {{ what }}",
  doneAgain: "Nous avons refait ceci : {{ what }}",
  notUndone: "Ceci n'a pas pu être annulé : {{ what }}",
  colleagueLooks: "Une personne de notre équipe l'examine et vous répondra ici.",
  doneSoFar: "C'est fait : {{ titles }}. Écrivez-moi simplement si je peux faire autre chose pour vous.",
  doneAndHandedOff:
    "C'est fait : {{ titles }}. Pour tout le reste, j'ai transmis votre demande à notre équipe, qui vous répondra ici.",
  waitForModel:
    "J'ai bien reçu votre message, mais je ne peux pas y répondre pour l'instant. Je reviens vers vous ici ; si cela dure, une personne de notre équipe le fera.",
  readingMessage: "lit votre message",
  denied: "Malheureusement, je ne peux pas faire cela. {{ reasons }}",
  declined: "Une personne de notre équipe l'a examiné. J'ai tout laissé en l'état.",
  undoneTogether:
    "Malheureusement, tout n'a pas été possible. J'ai donc annulé ce qui était déjà fait : tout est comme avant. J'ai transmis votre demande à notre équipe, qui vous répondra ici.",
  impossible: "Malheureusement, je ne peux pas faire cela ici.",
  later: "L'un de nos systèmes ne répond pas pour le moment. Je continue dès que possible et je vous tiens au courant.",
  selfHarm:
    "Je suis sincèrement désolé que ce soit si difficile pour vous en ce moment. Je suis un programme, et c'est trop important pour cela : j'ai transmis ce que vous avez écrit à une personne de notre équipe. Vous n'avez pas à porter cela sans aide.",
  selfHarmHelpline:
    "Si vous êtes peut-être en danger maintenant, appelez s'il vous plaît le numéro d'urgence ou une ligne d'écoute là où vous êtes, ou une personne de confiance.",
  minor:
    "Merci pour ce message. Je pense que ce n'est peut-être pas encore un adulte qui écrit ; une personne de notre équipe répondra donc à ma place. D'ici là, rien n'est commandé ni modifié. C'est aussi une bonne idée d'en parler aux parents ou à un autre adulte.",
  bereavement:
    "Je vous présente mes sincères condoléances. Je ne veux pas vous accabler de questions : j'ai transmis votre message à une personne de notre équipe, qui s'en occupera avec vous.",
  legalThreat:
    "Merci de nous le dire aussi clairement. C'est à une personne de vous répondre, et non à moi : j'ai transmis à notre équipe tout ce que vous avez écrit. Rien d'autre n'est fait entre-temps.",
  press:
    "Merci de nous écrire. C'est une personne qui répond aux questions de la presse : j'ai transmis la vôtre à notre équipe, et je n'en dis rien moi-même.",
};
