import { z } from "zod";
import { listedLine, type Order } from "./order-record.ts";

/** What the customer said about the thing that she writes about. */
export type ItemHints = { size?: string; item?: string };

/** The order that is meant, and the line of it when that can be told. */
export type ChosenItem = { order: Order; line: OrderLine | null; confidence: "certain" | "likely" };

export type OrderLine = Order["lines"][number];
type Piece = { order: Order; line: OrderLine };

/**
 * The order and line that a customer means by what she says of the item: the delivered line that was shipped in another
 * size than ordered; else the one line that her words or her size fit; else her only order. Null when more than one is
 * possible.
 */
export function chooseItem(orders: readonly Order[], hints: ItemHints): ChosenItem | null {
  const [only, ...others] = orders;
  if (only !== undefined && others.length === 0) {
    return { order: only, line: chooseLine(only, hints), confidence: "certain" };
  }
  const delivered = orders.filter(({ status }) => status === "delivered").flatMap(piecesOf);
  const wrong = wronglyShipped(delivered, hints);
  if (wrong.length > 0) return chosenOf(wrong, "certain");
  const fitting = bestFitting(delivered, hints);
  return chosenOf(fitting.length > 0 ? fitting : bestFitting(orders.flatMap(piecesOf), hints), "likely");
}

function wasWrongSizeShipped({ sizeOrdered, sizeShipped }: OrderLine): boolean {
  return sizeShipped !== null && sizeShipped !== sizeOrdered;
}

/** What lookups tell of a line. */
export const itemSchema = z.object({
  lineId: z.string(),
  sku: z.string(),
  name: z.string(),
  sizeOrdered: z.string(),
  sizeShipped: z.string().nullable(),
  /** The size that she ordered and was not sent; absent where she got what she ordered. */
  sizeOwed: z.string().exactOptional(),
  wasWrongSizeShipped: z.boolean(),
  unitPriceMinor: z.int(),
});

/** What of it is kept as facts. */
export const itemPaths: readonly string[] = [
  "item.lineId",
  "item.sku",
  "item.name",
  "item.sizeOrdered",
  "item.sizeShipped",
  "item.sizeOwed",
  "item.wasWrongSizeShipped",
];

export function itemOf(line: OrderLine): z.infer<typeof itemSchema> {
  const { lineId, sku, name, sizeOrdered, sizeShipped, unitPriceMinor } = line;
  const isWrong = wasWrongSizeShipped(line);
  const owed = isWrong ? { sizeOwed: sizeOrdered } : {};
  return { lineId, sku, name, sizeOrdered, sizeShipped, ...owed, wasWrongSizeShipped: isWrong, unitPriceMinor };
}

/** The line of an order that is known. */
export function chooseLine(order: Order, hints: ItemHints): OrderLine | null {
  const [line, ...others] = possibleLines(order, hints);
  return line === undefined || others.length > 0 ? null : line;
}

/** The lines of an order that is known that she may mean: all of them where her words fit none. */
export function possibleLines(order: Order, hints: ItemHints): readonly OrderLine[] {
  const pieces = piecesOf(order);
  const wrong = wronglyShipped(pieces, hints);
  const fitting = wrong.length > 0 ? wrong : bestFitting(pieces, hints);
  return (fitting.length > 0 ? fitting : pieces).map(({ line }) => line);
}

/** What an item is called where an order holds another of the same name: with its size, which tells them apart. */
export function nameIn({ lines }: Order, line: OrderLine): string {
  return lines.some((other) => other.lineId !== line.lineId && other.name === line.name) ? listedLine(line) : line.name;
}

/** One piece is meant, or several of one order: then the order is known and the line is not. */
function chosenOf(pieces: readonly Piece[], confidence: ChosenItem["confidence"]): ChosenItem | null {
  const [piece, ...others] = pieces;
  if (piece === undefined) return null;
  const { order, line } = piece;
  if (others.length === 0) return { order, line, confidence };
  return others.every((other) => other.order === order) ? { order, line: null, confidence } : null;
}

/**
 * The pieces that came in another size than ordered; of several those that fit best. One that her words do not fit is
 * left out when they fit another piece, unless it was ordered in just the size that she wants.
 */
function wronglyShipped(pieces: readonly Piece[], hints: ItemHints): readonly Piece[] {
  const areWordsKnown = pieces.some((piece) => wordsFitting(piece, hints) > 0);
  const wrong = pieces
    .filter(({ line }) => wasWrongSizeShipped(line))
    .filter((piece) => !areWordsKnown || wordsFitting(piece, hints) > 0 || isSizeFitting(piece, hints));
  const fitting = bestFitting(wrong, hints);
  return fitting.length > 0 ? fitting : wrong;
}

/** The pieces that fit best, of which something fits; words count for more than the size. */
function bestFitting(pieces: readonly Piece[], hints: ItemHints): readonly Piece[] {
  const scored = pieces.map((piece) => {
    const score = wordsFitting(piece, hints) * 2 + (isSizeFitting(piece, hints) ? 1 : 0);
    return { piece, score };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ piece }) => piece);
}

function isSizeFitting({ line }: Piece, { size }: ItemHints): boolean {
  return size !== undefined && line.sizeOrdered.toLowerCase() === size.toLowerCase();
}

function wordsFitting({ line }: Piece, { item = "" }: ItemHints): number {
  const name = new Set(wordsOf(line.name));
  return new Set(wordsOf(item).filter((word) => name.has(word))).size;
}

/** Words of three letters and more, in the singular as far as an `s` goes. */
function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [];
  return words.map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

function piecesOf(order: Order): readonly Piece[] {
  return order.lines.map((line) => ({ order, line }));
}
