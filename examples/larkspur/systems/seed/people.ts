import type { Address } from "../address.ts";

type Place = Omit<Address, "recipient" | "street"> & { street: string };

export const firstNames = [
  "Amelia",
  "Beatriz",
  "Chidi",
  "Daniel",
  "Esther",
  "Farah",
  "Grace",
  "Hannah",
  "Imran",
  "Joanna",
  "Keiko",
  "Leila",
  "Marcus",
  "Nadia",
  "Oliver",
  "Priya",
  "Quentin",
  "Rosa",
  "Samuel",
  "Tomasz",
  "Uma",
  "Victor",
  "Wendy",
  "Yusuf",
  "Zoe",
] as const;
export const lastNames = [
  "Abara",
  "Bennett",
  "Carvalho",
  "Dhillon",
  "Eriksen",
  "Fitzgerald",
  "Gupta",
  "Holloway",
  "Ivanova",
  "Jansen",
  "Kowalski",
  "Lindqvist",
  "Moreau",
  "Nakamura",
  "Okafor",
  "Petrov",
  "Quigley",
  "Rahman",
  "Silva",
  "Thornton",
  "Underwood",
  "Vargas",
  "Whitfield",
  "Yilmaz",
  "Zhang",
] as const;

export const londonPlaces: readonly [Place, ...Place[]] = [
  { street: "14 Wilton Way", city: "London", region: null, postcode: "E8 3EE", country: "GB" },
  { street: "Flat 3, 62 Choumert Road", city: "London", region: null, postcode: "SE15 4AX", country: "GB" },
  { street: "8 Calabria Road", city: "London", region: null, postcode: "N5 1JB", country: "GB" },
  { street: "27 Ramsden Road", city: "London", region: null, postcode: "SW12 8QX", country: "GB" },
];
/** Parcels take a week and more to these. */
export const remotePlaces: readonly [Place, ...Place[]] = [
  { street: "5 Keith Street", city: "Stornoway", region: null, postcode: "HS1 2QG", country: "GB" },
  { street: "21 St Olaf Street", city: "Lerwick", region: null, postcode: "ZE1 0ES", country: "GB" },
  { street: "9 Victoria Street", city: "Kirkwall", region: null, postcode: "KW15 1DN", country: "GB" },
];
/** In states for which the shop's counsel has set down terms of their own. */
export const statePlaces: readonly [Place, ...Place[]] = [
  { street: "1415 Alder Street", city: "Eugene", region: "OR", postcode: "97401", country: "US" },
  { street: "77 Pleasant Street", city: "Portland", region: "ME", postcode: "04101", country: "US" },
  { street: "560 Guerrero Street", city: "San Francisco", region: "CA", postcode: "94110", country: "US" },
];
export const otherPlaces: readonly [Place, ...Place[]] = [
  { street: "118 Court Street", city: "Brooklyn", region: "NY", postcode: "11201", country: "US" },
  { street: "40 Elm Grove", city: "Brighton", region: null, postcode: "BN2 3DD", country: "GB" },
  { street: "2207 Larch Avenue", city: "Boulder", region: "CO", postcode: "80304", country: "US" },
  { street: "77 Pleasant Street", city: "Portland", region: "ME", postcode: "04101", country: "US" },
  { street: "16 Kirkstall Lane", city: "Leeds", region: null, postcode: "LS5 3BH", country: "GB" },
  { street: "904 Magnolia Way", city: "Savannah", region: "GA", postcode: "31401", country: "US" },
  { street: "31 Clifton Hill", city: "Bristol", region: null, postcode: "BS8 1BW", country: "GB" },
  { street: "560 Guerrero Street", city: "San Francisco", region: "CA", postcode: "94110", country: "US" },
];
