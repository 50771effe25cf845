import { defineLookup } from "@purser/kit";
import { z } from "zod";
import { type Alternatives, readAlternatives, readSizes } from "./stock-record.ts";

/** So many other colors and other sizes are told at most. */
const mostColors = 3;
const mostSizes = 2;

/** Whether a product can be had in a size, and what could be had instead, nearest first. It is nobody's secret. */
export default defineLookup({
  name: "check_stock",
  title: "Check the stock",
  doing: "checking the stock",
  input: z.strictObject({ sku: z.string().min(1), size: z.string().min(1) }),
  output: z.object({
    /** `isMade`: whether the product comes in this size at all. */
    stock: z.object({ available: z.int(), isMade: z.boolean(), alternatives: z.array(z.string()) }),
    /** The size as the shop writes it. */
    size: z.object({ correct: z.string() }),
  }),
  needs: { sku: "item.sku", size: "size.wish" },
  gives: ["stock.available", "stock.isMade", "stock.alternatives", "size.correct"],
  isPersonal: false,
  run: async (context) => {
    const { sku } = context.args;
    const size = asWritten(context.args.size);
    const [sizes, others] = await Promise.all([readSizes(context, sku), readAlternatives(context, sku, size)]);
    if (sizes.kind !== "found") return sizes;
    if (others.kind !== "found") return others;
    const available = sizes.value.get(size);
    const alternatives = alternativeTexts(others.value, size);
    const stock = { available: available ?? 0, isMade: available !== undefined, alternatives };
    return { kind: "found", result: { stock, size: { correct: size } } };
  },
});

/** `5-6 y` and `5-6` are `5-6Y`: sizes of two figures are years. */
function asWritten(size: string): string {
  const plain = size.replaceAll(/\s/g, "").toUpperCase();
  return /^\d{1,2}-\d{1,2}$/.test(plain) ? `${plain}Y` : plain;
}

/** Such as `size 30 in blue`. */
function alternativeTexts({ sameSize, otherSizes }: Alternatives, wanted: string): string[] {
  const nearest = otherSizes
    .map((piece, index) => ({ piece, gap: sizeGap(piece.size, wanted), index }))
    .toSorted((one, other) => one.gap - other.gap || one.index - other.index)
    .map(({ piece }) => piece);
  return [...sameSize.slice(0, mostColors), ...nearest.slice(0, mostSizes)].map(
    ({ size, name }) => `size ${size} in ${colorIn(name)}`,
  );
}

/** Sizes begin with a figure: `29`, `5-6Y`. */
function sizeGap(one: string, other: string): number {
  const gap = Math.abs(Number.parseInt(one, 10) - Number.parseInt(other, 10));
  return Number.isNaN(gap) ? 0 : gap;
}

/** The shop writes the color after the comma: `Starling sneaker, blue`. */
function colorIn(name: string): string {
  return name.split(",").at(-1)?.trim() ?? name;
}
