/** A message in one line of words: what was said, and what files came with it. */
export function messageText({
  text,
  attachments = [],
}: {
  text: string;
  attachments?: readonly { name: string }[];
}): string {
  return [text, ...attachments.map(({ name }) => `[file: ${name}]`)].filter((part) => part !== "").join(" ");
}
