/** The fact that holds the words in which she last asked for something, for tools that search by them. */
export const wordsPath = "message.text";
/** Where a message's requests are kept, so that they are pursued one after another. */
export const requestsPath = "message.requests";
/** Whether she has taken it all back since. */
export const takenBackPath = "message.takenBack";
/** The number of the message in which she last asked for something, whether anew or for the first time. */
export const againPath = "message.again";
/** The number of the message in which she last asked for what may be done anew, and for which procedures. */
export const anewPath = "message.anew";
/** The number of the message in which she said that she means all that a question listed, or all she has; `false` for no more. */
export const allPath = "message.all";
/** Where it is kept what she is still asked, where a reply in between has said so once more. */
export const askedPath = "message.asked";
/** Where it is kept what she wants to know in between; it is answered, and what she is asked stays asked. */
export const asidePath = "message.aside";
/** Whether she has said that another one is meant, without saying which. */
export const otherPath = "message.other";
/** Which procedures were begun though she was not surely understood: she confirms what would be done for them. */
export const presumedPath = "message.presumed";
/** By procedure what one message says differently for each of its wishes, as in "send the boots to X and cancel the cardigan". */
export const ofEachPath = "message.ofEach";

/** The things that one message or several name side by side for the same wish; each has its turn. */
export const severalPath = "message.several";
/** Set where one of several records is in its turn: what was done with the others says nothing of it. */
export const turnPath = "message.turn";
/** The number of the event after which the turn of one of several began. */
export const turnSincePath = "message.turnSince";
/** Whether she confirms what is done in a turn before anything is, since it was read from several things that she named. */
export const asksFirstPath = "message.asksFirst";

const ownPaths: ReadonlySet<string> = new Set([
  wordsPath,
  requestsPath,
  takenBackPath,
  againPath,
  anewPath,
  allPath,
  askedPath,
  asidePath,
  otherPath,
  presumedPath,
  ofEachPath,
  severalPath,
  turnPath,
  turnSincePath,
  asksFirstPath,
]);

/** What the rules keep for themselves among the facts of a message: no fact about her or what she wants. */
export function isOwnPath(path: string): boolean {
  return ownPaths.has(path);
}
