import { stockId, type OmsState, type Product, type Stock } from "./data.ts";

export function stockOf(state: OmsState, sku: string, size: string): Stock {
  return state.stock[stockId(sku, size)] ?? { sku, size, available: 0, reserved: 0 };
}

/** Puts pieces aside for an exchange. False, and nothing changed, when there are not that many. */
export function reserveStock(state: OmsState, sku: string, size: string, quantity: number): boolean {
  const { available, reserved } = stockOf(state, sku, size);
  if (available < quantity) return false;
  state.stock[stockId(sku, size)] = { sku, size, available: available - quantity, reserved: reserved + quantity };
  return true;
}

export function releaseReserved(state: OmsState, sku: string, size: string, quantity: number): void {
  const { available, reserved } = stockOf(state, sku, size);
  state.stock[stockId(sku, size)] = { sku, size, available: available + quantity, reserved: reserved - quantity };
}

/** The pieces in stock of one size that could stand in for a product: its family's other colours, nearest price first. */
export function alternativesTo(state: OmsState, product: Product, size: string): readonly Stock[] {
  return Object.values(state.products)
    .filter((other) => other.family === product.family && other.sku !== product.sku)
    .sort((left, right) => priceGap(product, left) - priceGap(product, right) || left.sku.localeCompare(right.sku))
    .map((other) => stockOf(state, other.sku, size))
    .filter((stock) => stock.available > 0);
}

function priceGap(product: Product, other: Product): number {
  return Math.abs(product.priceMinor - other.priceMinor);
}
