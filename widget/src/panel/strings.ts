/** Every word that the panel says, in one table: a language is one more row, and the compiler names what is missing. */
const english = {
  chatWith: (name: string) => `Chat with ${name}`,
  hello: "How can we help?",
  helloAbout: (name: string) => `Ask ${name} anything about your orders, your account or our service.`,
  peopleNow: "People are here, too. Ask for one at any time.",
  peopleLater: (when: string) =>
    `Our team is back ${when}. We answer right away until then, and pass on what needs a person.`,
  person: "Talk to a person",
  personWish: "I would like to talk to a person.",
  personAsked: "A person will answer",
  personHere: (name: string | null) => (name === null ? "A person is here" : `${name} is here`),
  agent: "Assistant",
  colleague: "Our team",
  you: "You",
  close: "Close chat",
  write: "Write a message",
  send: "Send",
  attach: "Add files",
  files: "Files of your next message",
  fileReady: "Ready to send",
  fileWaits: "Waits for the connection",
  fileTooLarge: (most: string) => `It is larger than ${most}, the most that can be sent here.`,
  fileWrongKind: "Only pictures, PDFs and plain texts can be sent here.",
  fileTooMany: "These are as many files as one message can have. Send the rest with another one.",
  fileTooOften: "You have sent as many files as can be taken for now. Please try again later.",
  fileBad: "This file could not be sent.",
  fileUnread: "It could not be fetched. Try again.",
  save: "Save",
  conversation: "Conversation",
  sending: "Sending",
  notSent: "Not sent yet",
  waitsFor: "We have a lot from you just now. It goes out in a moment.",
  refused: "This could not be sent.",
  remove: "Remove",
  retry: "Try again",
  typing: (name: string) => `${name} is writing`,
  offline: "No connection. What you write is kept, and sent as soon as you are back.",
  failed: "The chat cannot be reached right now.",
  loading: "Loading the conversation",
  ended: "This conversation is closed.",
  startAnew: "Start a new conversation",
  signIn: "Your sign-in has ended. Sign in again on this page to go on with the conversation.",
  asksYou: "Please confirm",
  yes: "Yes, go ahead",
  no: "No",
  answering: "One moment",
  saidYes: "You confirmed this.",
  saidNo: "You declined this. Nothing was done.",
  questionExpired: "This question has expired. Nothing was done.",
  questionOver: "This question is no longer open.",
  questionElsewhere: "This was answered already.",
  handedOver: "Your conversation is with our team now.",
  handedOverUntil: (when: string) => `Your conversation is with our team now. They are back ${when}.`,
  joined: (name: string | null) => (name === null ? "A person has joined." : `${name} has joined.`),
  backToAgent: "The assistant is back.",
  resolved: "Resolved",
  rate: "How was it?",
  rates: ["Very bad", "Bad", "All right", "Good", "Very good"],
  rateMore: "Anything you would like to tell us? (optional)",
  rateSend: "Send feedback",
  rated: "Thank you for your feedback.",
} as const;

type Said<Entry> = Entry extends (...given: infer Given) => string
  ? (...given: Given) => string
  : Entry extends readonly string[]
    ? readonly string[]
    : string;
export type Strings = { readonly [Name in keyof typeof english]: Said<(typeof english)[Name]> };

const german: Strings = {
  chatWith: (name) => `Chat mit ${name}`,
  hello: "Wie können wir helfen?",
  helloAbout: (name) => `Fragen Sie ${name} zu Ihren Bestellungen, Ihrem Konto oder unserem Service.`,
  peopleNow: "Auch Menschen sind da. Fragen Sie jederzeit nach ihnen.",
  peopleLater: (when) =>
    `Unser Team ist ${when} wieder da. Bis dahin antworten wir sofort und geben weiter, was einen Menschen braucht.`,
  person: "Mit einem Menschen sprechen",
  personWish: "Ich möchte mit einem Menschen sprechen.",
  personAsked: "Ein Mensch wird antworten",
  personHere: (name) => (name === null ? "Ein Mensch ist da" : `${name} ist da`),
  agent: "Assistent",
  colleague: "Unser Team",
  you: "Sie",
  close: "Chat schließen",
  write: "Nachricht schreiben",
  send: "Senden",
  attach: "Dateien hinzufügen",
  files: "Dateien Ihrer nächsten Nachricht",
  fileReady: "Bereit zum Senden",
  fileWaits: "Wartet auf die Verbindung",
  fileTooLarge: (most) => `Sie ist größer als ${most}. Mehr kann hier nicht gesendet werden.`,
  fileWrongKind: "Hier können nur Bilder, PDFs und einfache Texte gesendet werden.",
  fileTooMany: "Mehr Dateien kann eine Nachricht nicht haben. Senden Sie die übrigen mit einer weiteren.",
  fileTooOften: "Mehr Dateien können gerade nicht angenommen werden. Bitte versuchen Sie es später noch einmal.",
  fileBad: "Diese Datei konnte nicht gesendet werden.",
  fileUnread: "Sie konnte nicht geladen werden. Versuchen Sie es noch einmal.",
  save: "Speichern:",
  conversation: "Unterhaltung",
  sending: "Wird gesendet",
  notSent: "Noch nicht gesendet",
  waitsFor: "Gerade kam viel von Ihnen an. Die Nachricht geht gleich hinaus.",
  refused: "Das konnte nicht gesendet werden.",
  remove: "Entfernen",
  retry: "Noch einmal",
  typing: (name) => `${name} schreibt`,
  offline: "Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird gesendet, sobald Sie wieder verbunden sind.",
  failed: "Der Chat ist gerade nicht erreichbar.",
  loading: "Die Unterhaltung wird geladen",
  ended: "Diese Unterhaltung ist beendet.",
  startAnew: "Neue Unterhaltung beginnen",
  signIn: "Ihre Anmeldung ist abgelaufen. Melden Sie sich auf dieser Seite neu an, um fortzufahren.",
  asksYou: "Bitte bestätigen",
  yes: "Ja, bitte",
  no: "Nein",
  answering: "Einen Moment",
  saidYes: "Sie haben das bestätigt.",
  saidNo: "Sie haben das abgelehnt. Es wurde nichts getan.",
  questionExpired: "Diese Frage ist abgelaufen. Es wurde nichts getan.",
  questionOver: "Diese Frage ist nicht mehr offen.",
  questionElsewhere: "Das wurde schon beantwortet.",
  handedOver: "Ihre Unterhaltung liegt jetzt bei unserem Team.",
  handedOverUntil: (when) => `Ihre Unterhaltung liegt jetzt bei unserem Team. Es ist ${when} wieder da.`,
  joined: (name) => (name === null ? "Ein Mensch ist dazugekommen." : `${name} ist dazugekommen.`),
  backToAgent: "Der Assistent ist wieder da.",
  resolved: "Erledigt",
  rate: "Wie war es?",
  rates: ["Sehr schlecht", "Schlecht", "In Ordnung", "Gut", "Sehr gut"],
  rateMore: "Möchten Sie uns noch etwas sagen? (freiwillig)",
  rateSend: "Rückmeldung senden",
  rated: "Danke für Ihre Rückmeldung.",
};

/** Why a file could not be sent, by the server's code. */
export function fileProblem(code: string, most: string, strings: Strings): string {
  if (code === "PUR-3390") return strings.fileTooLarge(most);
  if (code === "PUR-3391") return strings.fileWrongKind;
  if (code === "PUR-3393") return strings.fileTooMany;
  return code === "PUR-3396" ? strings.fileTooOften : strings.fileBad;
}

const units = ["byte", "kilobyte", "megabyte"] as const;

/** How large a file is, as a person says it. */
export function sizeText(size: number, language: string): string {
  const step = size < 1000 ? 0 : size < 1_000_000 ? 1 : 2;
  const format = { style: "unit", unit: units[step], maximumFractionDigits: step === 2 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language, format).format(size / 1000 ** step);
}

const tables: Readonly<Record<string, Strings>> = { en: english, de: german };

/** The words of a locale: of its language where we have it, else English. */
export function stringsFor(locale: string): { strings: Strings; language: string } {
  const language = locale.toLowerCase().split(/[-_]/)[0] ?? "en";
  const strings = tables[language];
  return strings === undefined ? { strings: english, language: "en" } : { strings, language };
}

/** A day and a time, as a person says it. */
export function whenText(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long", hour: "numeric", minute: "2-digit" }).format(
    new Date(at),
  );
}
