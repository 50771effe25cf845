/** How many words a text has, by the blanks between them; one for an empty text. */
export function wordCount(text: string): number {
  return text.trim().split(/\s+/).length;
}
