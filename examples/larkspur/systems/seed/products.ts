import type { Product } from "../oms/data.ts";

type Family = {
  family: string;
  name: string;
  category: Product["category"];
  priceMinor: number;
  colors: readonly string[];
};

/** Small ones cost up to $25, medium ones up to $100, large ones more: the brackets of the refund guardrails. */
const shoes: readonly Family[] = [
  {
    family: "STARLING",
    name: "Starling sneaker",
    category: "shoes",
    priceMinor: 5200,
    colors: ["Blue", "Coral", "Moss"],
  },
  { family: "WREN", name: "Wren school shoe", category: "shoes", priceMinor: 6400, colors: ["Black", "Navy"] },
  {
    family: "PLOVER",
    name: "Plover rain boot",
    category: "shoes",
    priceMinor: 3900,
    colors: ["Yellow", "Teal", "Red"],
  },
  { family: "DIPPER", name: "Dipper sandal", category: "shoes", priceMinor: 4400, colors: ["Tan", "White"] },
  { family: "LAPWING", name: "Lapwing winter boot", category: "shoes", priceMinor: 8900, colors: ["Brown", "Grey"] },
];
const clothes: readonly Family[] = [
  { family: "NEST", name: "Nest striped shirt", category: "clothes", priceMinor: 1800, colors: ["Rust", "Sky"] },
  { family: "FERN", name: "Fern leggings", category: "clothes", priceMinor: 1450, colors: ["Green", "Plum"] },
  { family: "POND", name: "Pond sun hat", category: "clothes", priceMinor: 2200, colors: ["Sand", "Sky"] },
  { family: "CLOVER", name: "Clover pajamas", category: "clothes", priceMinor: 2450, colors: ["Green", "Rose"] },
  { family: "MEADOW", name: "Meadow cardigan", category: "clothes", priceMinor: 4700, colors: ["Oat", "Rose"] },
  { family: "HARBOR", name: "Harbor rain jacket", category: "clothes", priceMinor: 7200, colors: ["Navy", "Yellow"] },
  { family: "ORCHARD", name: "Orchard dungarees", category: "clothes", priceMinor: 3600, colors: ["Denim", "Rust"] },
  { family: "ALPINE", name: "Alpine snow set", category: "clothes", priceMinor: 18_000, colors: ["Red", "Ice"] },
  { family: "FJORD", name: "Fjord down coat", category: "clothes", priceMinor: 14_900, colors: ["Navy", "Plum"] },
  { family: "SUMMIT", name: "Summit ski suit", category: "clothes", priceMinor: 21_500, colors: ["Orange", "Ice"] },
];

const shoeSizes = Array.from({ length: 16 }, (_, step) => String(20 + step));
const clothesSizes = ["2-3Y", "3-4Y", "4-5Y", "5-6Y", "6-7Y", "7-8Y", "8-9Y", "9-10Y"] as const;

export const products: readonly Product[] = [...shoes, ...clothes].flatMap(({ colors, ...family }) =>
  colors.map((color) => productIn(family, color)),
);

/** Sold no more, each with what has taken its place; nothing of them is in stock. */
export const discontinuedProducts: readonly [Product, ...Product[]] = [
  soldNoMore("HERON", "Heron rain jacket", 8400, "Blue", "HARBOR-NAVY"),
  soldNoMore("OSPREY", "Osprey rain jacket", 9600, "Green", "HARBOR-YELLOW"),
  soldNoMore("GREBE", "Grebe cardigan", 7800, "Grey", "MEADOW-OAT"),
];

function soldNoMore(family: string, name: string, priceMinor: number, color: string, successorSku: string): Product {
  return { ...productIn({ family, name, category: "clothes", priceMinor }, color), successorSku };
}

function productIn({ family, name, category, priceMinor }: Omit<Family, "colors">, color: string): Product {
  return {
    sku: `${family}-${color.toUpperCase()}`,
    name: `${name}, ${color.toLowerCase()}`,
    family,
    category,
    color,
    priceMinor,
    sizes: category === "shoes" ? shoeSizes : [...clothesSizes],
  };
}

export const smallSkus = ["NEST-RUST", "FERN-PLUM", "POND-SKY", "CLOVER-GREEN", "NEST-SKY"] as const;
export const mediumSkus = ["MEADOW-OAT", "HARBOR-NAVY", "ORCHARD-DENIM", "MEADOW-ROSE", "HARBOR-YELLOW"] as const;
export const largeSkus = ["ALPINE-RED", "FJORD-NAVY", "SUMMIT-ICE", "ALPINE-ICE", "FJORD-PLUM"] as const;
export const shoeSkus = ["STARLING-BLUE", "WREN-BLACK", "DIPPER-TAN", "LAPWING-BROWN", "WREN-NAVY"] as const;
/** Of families with three colors, so that another color can stand in for one that is sold out. */
export const scarceSkus = ["PLOVER-YELLOW", "PLOVER-TEAL", "PLOVER-RED"] as const;

export function productOf(sku: string): Product {
  const product = [...products, ...discontinuedProducts].find((it) => it.sku === sku);
  if (product === undefined) throw new Error(`There is no product ${sku}`);
  return product;
}
