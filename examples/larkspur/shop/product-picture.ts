import { html } from "hono/html";
import type { Html } from "./account-view.ts";
import type { Product } from "./read-account.ts";

const colors: Readonly<Record<string, string>> = {
  Black: "#2f3136",
  Blue: "#3b6fb6",
  Brown: "#8a5a3a",
  Coral: "#e4705a",
  Denim: "#4f6d8f",
  Green: "#4d8a5b",
  Grey: "#8b9097",
  Ice: "#a9cfdd",
  Moss: "#7a8450",
  Navy: "#2c3f66",
  Oat: "#d8c6a4",
  Orange: "#e0863a",
  Plum: "#7c4a78",
  Red: "#c5403c",
  Rose: "#d98ca0",
  Rust: "#b3582f",
  Sand: "#d9bf8c",
  Sky: "#8fbbe0",
  Tan: "#bf8d5a",
  Teal: "#2f8583",
  White: "#f1eee7",
  Yellow: "#e8b93c",
};

const shapes = {
  sneaker: "M14 58c8 2 18-4 24-14l16 12c10 6 28 4 30 14 1 5-2 8-6 8H20c-6 0-8-4-8-9z",
  boot: "M34 16h26v34c8 6 24 6 26 18 1 6-2 10-6 10H34z",
  sandal: "M12 68c14-2 22-8 32-24l8 6-8 14 22-18 8 8-12 14c8 0 18 0 20 6 1 4-2 6-5 6H18c-4 0-6-4-6-6z",
  top: "M36 18h28l22 14-8 16-12-6v38H34V42l-12 6-8-16z",
  trousers: "M32 18h36l6 64H56l-6-40-6 40H26z",
  hat: "M32 50c0-18 8-28 18-28s18 10 18 28c14 2 22 6 22 12 0 8-18 12-40 12s-40-4-40-12c0-6 8-10 22-12z",
  suit: "M38 14h24l20 16-8 14-10-6 6 46H54l-4-26-4 26H30l6-46-10 6-8-14z",
} as const;

const shapeOfFamily: Readonly<Record<string, keyof typeof shapes>> = {
  STARLING: "sneaker",
  WREN: "sneaker",
  PLOVER: "boot",
  LAPWING: "boot",
  DIPPER: "sandal",
  FERN: "trousers",
  ORCHARD: "trousers",
  POND: "hat",
  ALPINE: "suit",
  SUMMIT: "suit",
  CLOVER: "suit",
};

/** A drawing of what it is, in its colour; it says nothing that its name does not. */
export function productPicture({ family, color }: Product): Html {
  return html`<svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
    <path d="${shapes[shapeOfFamily[family] ?? "top"]}" fill="${colors[color] ?? "#8b9097"}" class="drawn" />
  </svg>`;
}
