import { z } from "zod";
import { readEffectsUnderKey } from "../effects-route.ts";
import { notFound, nothingSchema, openRead, refuse, type Route, type Surroundings } from "../route.ts";
import { boxRoutes } from "./box-routes.ts";
import { skuSchema, stockId, type OmsState } from "./data.ts";
import { exchangeRoutes } from "./exchange-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { returnRoutes } from "./return-routes.ts";
import { alternativesTo, stockOf } from "./stock.ts";

const products = openRead({
  path: "/products",
  pathValues: nothingSchema,
  query: z.strictObject({ family: z.string().exactOptional() }),
  find: ({ query }, { state }: Surroundings<OmsState>) => ({
    kind: "found",
    body: {
      products: Object.values(state.products).filter((it) => query.family === undefined || it.family === query.family),
    },
  }),
});

const product = openRead({
  path: "/products/:sku",
  pathValues: z.strictObject({ sku: skuSchema }),
  query: nothingSchema,
  find({ pathValues }, { state }: Surroundings<OmsState>) {
    const found = state.products[pathValues.sku];
    return found === undefined ? notFound("product") : { kind: "found", body: { product: found } };
  },
});

const stock = openRead({
  path: "/stock",
  pathValues: nothingSchema,
  query: z.strictObject({ sku: skuSchema, size: z.string().exactOptional() }),
  find({ query }, { state }: Surroundings<OmsState>) {
    const { sku, size } = query;
    const found = state.products[sku];
    if (found === undefined) return notFound("product");
    if (size === undefined) return { kind: "found", body: { stock: found.sizes.map((it) => stockOf(state, sku, it)) } };
    if (!found.sizes.includes(size)) return refuse(404, "no-such-size", `${sku} is not made in size ${size}.`);
    return { kind: "found", body: { stock: [stockOf(state, sku, size)] } };
  },
});

const refundTerms = openRead({
  path: "/refund-terms",
  pathValues: nothingSchema,
  query: z.strictObject({ region: z.string() }),
  find: ({ query }, { state }: Surroundings<OmsState>) => ({
    kind: "found",
    body: { terms: state.refundTerms[query.region] ?? null },
  }),
});

const alternatives = openRead({
  path: "/stock/alternatives",
  pathValues: nothingSchema,
  query: z.strictObject({ sku: skuSchema, size: z.string() }),
  find({ query }, { state }: Surroundings<OmsState>) {
    const found = state.products[query.sku];
    if (found === undefined) return notFound("product");
    const sameSize = alternativesTo(state, found, query.size).flatMap(({ sku, size, available }) => {
      const other = state.products[sku];
      return other === undefined ? [] : [{ sku, size, available, name: other.name, priceMinor: other.priceMinor }];
    });
    const otherSizes = found.sizes
      .map((size) => state.stock[stockId(found.sku, size)])
      .flatMap((it) => (it === undefined || it.available === 0 || it.size === query.size ? [] : [it]))
      .map(({ sku, size, available }) => ({ sku, size, available, name: found.name, priceMinor: found.priceMinor }));
    return { kind: "found", body: { sameSize, otherSizes } };
  },
});

export const omsRoutes: readonly Route<OmsState>[] = [
  ...orderRoutes,
  ...exchangeRoutes,
  ...returnRoutes,
  ...boxRoutes,
  products,
  product,
  alternatives,
  refundTerms,
  stock,
  readEffectsUnderKey(),
];
