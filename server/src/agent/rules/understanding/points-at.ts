/** "That's mine", "it is this one": says yes to the one thing that was shown, and names none of several. It confirms nothing. */
export function pointsAtIt(text: string): boolean {
  return pointing.test(text);
}

const pointing =
  /^\W*(?:(?:yes|yeah|yep|ok|okay|oh|sorry|right|exactly)\b\W*)*(?:(?:that|this|it)(?:['’]?s| is| was)?(?: (?:the|my|mine|ours|right|correct|one|order|it|that|this))*|mine|ours)(?:\W+(?:please|pls|yes|thanks|then))*\W*$/i;
