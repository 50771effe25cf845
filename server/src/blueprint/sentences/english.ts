/**
 * What the host itself says to a customer; never written by a model. Each is a template: `question` is what she is asked, `what`
 * the same once it is told, `parts` several of it with their numbers, and times are told in the shop's time zone.
 */
export const english = {
  confirm: "{{ question }} Shall I go ahead? Please answer yes or no.",
  confirmThenApprove:
    "{{ question }} Shall I ask for it? A colleague then has to approve it; your yes counts until {{ until }}. Please answer yes or no.",
  /** All parts, in the words that each would be asked in alone, as one question. */
  together: "This belongs together; if one part cannot be done, I take the others back. {{ parts }}",
  whichOne:
    "I have asked you more than one thing. Which one do you mean? {{ parts }} Please answer for example “yes to 1” or “no to 1”.",
  nothingOpen: "What I had asked you is no longer open. Just write if you still want it.",
  takeAllBack: "What was done is taken back, one after the other, up to the first that cannot be. {{ parts }}",
  /** Stands after what is taken back. */
  staysAsItIs: "This stays as it is: {{ stays }}",
  /** She may read it days later, so it says what is waited for. */
  awaitingApproval:
    "Thank you. A colleague has to approve this before it is done: {{ what }} You will hear from us by {{ until }}.",
  draftInReview: "Thank you for telling us. A colleague looks at it; you will hear from us by {{ until }}.",
  signIn:
    "Before I can look at that, please sign in on our site and write to me from there, so that I know that it is you.",
  signInAgain: "For this I need you to sign in once more on our site, so that nobody else can do it in your name.",
  askAddress:
    "Before I can look at that, I need to know that it is you. Which e-mail address do you use with us? I will send a code of six digits to it.",
  codeOnItsWay:
    "If that is an address we have on file, a code of six digits is on its way to it. Please write it here; it is good for ten minutes.",
  codeOnItsWayByName:
    "If I find you by that name, a code of six digits is on its way to the e-mail address we have on file for you. Please write it here; it is good for ten minutes. If nothing comes, please tell me your e-mail address.",
  byAddressOnly: "I can only find you by your e-mail address: which one do you use with us?",
  tooManyCodes:
    "Too many codes were asked for. Please wait for an hour before you ask for another, or sign in on our site.",
  codeUnavailable: "I cannot send a code right now. Please give me your e-mail address again in a few minutes.",
  wrongCode:
    "That is not the code. Please look again; you have {{ triesLeft | plural: one: 'one more try', other: '# more tries' }}.",
  codeUsed: "You have shown me already that it is you; that code is used up and not needed any more.",
  codeOver: "That code is not good, or no longer. Give me your e-mail address once more and I will send a new one.",
  held: "{{ what }} It is set down and will be done on {{ at }}. Until then you can still call it off: just write.",
  calledOff: "We have called this off before it was done: {{ what }}",
  confirmExpired:
    "I have not heard from you, so I left everything as it is. I had asked you: {{ question }} Just write if you still want it; “yes, again” is enough, and I ask you anew.",
  undecidedHandedOff:
    "Nobody could decide on this in time: {{ what }} I have passed it on to a colleague with everything I know.",
  /** Of a draft she does not know what was decided about. */
  undecidedDraftHandedOff:
    "Nobody could decide on this in time. I have passed it on to a colleague with everything I know.",
  undecidedLeft:
    "Nobody could decide on this in time, so it was not done and everything is as it was: {{ what }} Just write if you still want it.",
  undecidedDraftLeft:
    "Nobody could decide on this in time, so it was not done and everything is as it was. Just write if you still want it.",
  /** After her no. */
  leftAsItIs: "All right, I have left everything as it is.",
  remindCustomer: "A reminder: {{ question }} Please answer yes or no.",
  handedOff: "I have passed this on to a colleague with everything I know, so that you need not say it again.",
  /** Stands after what she is told of a handoff. */
  answeredHere: "They will answer you here.",
  answeredFrom: "We are closed right now; they will look at it from {{ opensAt }} on and answer you here.",
  noSuchRecord: "I can find no such record of yours.",
  cannotRead: "I cannot read what I need to check this right now.",
  notSeenYet:
    "This takes longer than usual: I cannot see yet whether it is done. {{ what }} I keep looking, and write to you as soon as I know.",
  undone: "We have taken this back: {{ what }}",
  doneAgain: "We have done this again: {{ what }}",
  /** Stands after what was taken back. */
  notUndone: "This we could not take back: {{ what }}",
  colleagueLooks: "A colleague looks at it and will answer you here.",
  /** In place of words of a model that nothing proved. */
  doneSoFar: "This is done: {{ titles }}. Just write if I can do anything else for you.",
  /** The same, where a person has what else there is. */
  doneAndHandedOff:
    "This is done: {{ titles }}. For all else I have passed this on to a colleague, who will answer you here.",
  waitForModel:
    "I have your message, and I cannot answer it at this moment. I will come back to you here; if it takes long a colleague will.",
  /** Shown while a model thinks. */
  readingMessage: "reading your message",
  // Where a procedure has no reply of its own.
  denied: "I'm sorry, I cannot do that. {{ reasons }}",
  declined: "A colleague has looked at this. I have left everything as it is.",
  undoneTogether:
    "I'm sorry, I could not do all of this, so I have taken back what had been done already: everything is as it was before. I have passed it on to a colleague, who will answer you here.",
  impossible: "I'm sorry, I cannot do that here.",
  later: "One of our systems does not answer right now. I will go on as soon as it does, and tell you.",
  // The topics that no machine answers.
  selfHarm:
    "I am so sorry that it is this hard for you right now. I am a program, and this is too important for one: I have passed on what you wrote to a colleague. You do not have to be alone with it.",
  selfHarmHelpline:
    "If you may be in danger now, please call the emergency number or a crisis line where you are, or somebody you trust.",
  minor:
    "Thank you for writing. I think that you may not be grown up yet, so a colleague of mine answers you instead of me. Nothing is ordered or changed until then. It is a good idea to tell your parents or another grown-up about it too.",
  bereavement:
    "I am so sorry for your loss. I will not trouble you with questions: I have passed this on to a colleague, who takes care of it with you.",
  legalThreat:
    "Thank you for telling us so plainly. This is for a person to answer, not for me: I have passed it on to a colleague with everything that you wrote. Nothing else is done meanwhile.",
  press:
    "Thank you for writing to us. Questions from the press are answered by a person: I have passed this on to a colleague, and say nothing about it myself.",
} as const;

export type SentenceName = keyof typeof english;

/** The same in a language: none is missing, and each shows what the English one shows. */
export type SentenceTable = Readonly<Record<SentenceName, string>>;
