/** The parts of a postal address that a text says; absent where it does not, null where the address has no such part. */
export type NamedAddress = {
  line1?: string;
  city?: string;
  /** The letters of a state of the US. */
  region?: string | null;
  postcode?: string;
  country?: "US" | "GB";
};

/**
 * Reads an address of the US or the UK as people write one: with commas, line breaks or neither, in whatever letters, the
 * state by its name or its letters. Of the parts alone only a street counts: a city or a postcode by itself may be anything.
 */
export function readNamedAddress(said: string): NamedAddress {
  const text = withoutWrongNumber(said);
  const whole = groupsOf(anyStreet, text) ?? groupsOf(betweenCommas, text);
  if (whole !== null) return { line1: tidy(whole["line1"] ?? ""), ...placeIn(whole) };
  const { line1, city } = groupsOf(streetAlone, text) ?? {};
  return {
    ...(line1 === undefined ? {} : { line1: tidy(line1) }),
    ...(city === undefined ? {} : { city: tidy(city) }),
  };
}

/** The same address in one line as she wrote it; null where the text names none. */
export function readAddressAsWritten(said: string): string | null {
  const text = withoutWrongNumber(said);
  const match = anyStreet.exec(text) ?? betweenCommas.exec(text) ?? streetAlone.exec(text);
  return match === null ? null : match[0].trim().replaceAll(/\s+/g, " ");
}

/** "48 not 84 Elm Street" is number 48. */
function withoutWrongNumber(text: string): string {
  return text.replaceAll(
    /\b(\d{1,5}[a-z]?),?\s+(?:and\s+)?not\s+(?:at\s+|number\s+)?\d{1,5}[a-z]?(?=\s+[a-z])/gi,
    "$1",
  );
}

/** The rest of an address, for one who was asked for it: a city with its postcode, or one of the two alone. */
export function readRestOfAddress(text: string): NamedAddress {
  const postcode = groupsOf(postcodeAlone, text)?.["postcode"];
  if (postcode !== undefined) return { postcode: postcode.toUpperCase() };
  const place = groupsOf(placeAlone, text);
  if (place !== null) return placeIn(place);
  const alone = groupsOf(cityAlone, text)?.["city"];
  return alone === undefined ? {} : { city: tidy(alone) };
}

function placeIn({ city = "", state, postcode = "" }: Readonly<Record<string, string | undefined>>): NamedAddress {
  const region = state === undefined ? null : lettersOf(state);
  const country = /^\d/.test(postcode) ? "US" : "GB";
  return { city: tidy(city), region, postcode: postcode.toUpperCase(), country };
}

function lettersOf(state: string): string {
  return states.get(state.toLowerCase().replaceAll(/\s+/g, " ")) ?? state.toUpperCase();
}

/** "12 elm street" as it is printed on a label; what has capitals is left as it is. */
function tidy(part: string): string {
  const plain = part.trim().replaceAll(/\s+/g, " ");
  return /\p{Lu}/u.test(plain) ? plain : plain.replaceAll(/(?<![\p{L}\d'’])\p{L}/gu, (letter) => letter.toUpperCase());
}

function groupsOf(pattern: RegExp, text: string): Readonly<Record<string, string | undefined>> | null {
  return pattern.exec(text)?.groups ?? null;
}

const states: ReadonlyMap<string, string> = new Map(
  (
    "alabama AL,alaska AK,arizona AZ,arkansas AR,california CA,colorado CO,connecticut CT,delaware DE,florida FL,georgia GA,hawaii HI," +
    "idaho ID,illinois IL,indiana IN,iowa IA,kansas KS,kentucky KY,louisiana LA,maine ME,maryland MD,massachusetts MA,michigan MI," +
    "minnesota MN,mississippi MS,missouri MO,montana MT,nebraska NE,nevada NV,new hampshire NH,new jersey NJ,new mexico NM,new york NY," +
    "north carolina NC,north dakota ND,ohio OH,oklahoma OK,oregon OR,pennsylvania PA,rhode island RI,south carolina SC,south dakota SD," +
    "tennessee TN,texas TX,utah UT,vermont VT,virginia VA,washington WA,west virginia WV,wisconsin WI,wyoming WY,washington dc DC"
  )
    .split(",")
    .map((each): [string, string] => [each.slice(0, -3), each.slice(-2)]),
);

const state = String.raw`(?<state>${[...states]
  .flat()
  .join("|")
  .replaceAll(" ", String.raw`\s+`)})`;
/** Words at the end of a street's name that hardly mean anything else. */
const clearEnds = "street|st|avenue|ave|road|rd|lane|ln|drive|court|boulevard|blvd|terrace|parkway|crescent";
const ends = `${clearEnds}|dr|ct|way|place|pl|square|sq|circle|pkwy|highway|hwy|close|gardens|row|broadway`;
const unit = String.raw`(?:,?\s*(?:apt|apartment|unit|suite|ste|flat|floor)\.?\s*#?\w{1,5}\b|,?\s*#\w{1,5}\b)?`;
const streetEndingWith = (words: string): string =>
  String.raw`(?<![-\d$])(?<line1>\d{1,5}[a-z]?\s+(?:[a-z][\w.'’-]*\s+){0,4}?(?:${words})\b\.?${unit})`;
const city = String.raw`(?:in\s+)?(?<city>[a-z](?:[a-z'’ -]|\.(?=\s))*?)`;
const postcode = String.raw`(?<postcode>\d{5}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s\d[a-z]{2})\b`;
const place = String.raw`${city}[,\s]+(?:${state}[,\s]+)?${postcode}`;

const anyStreet = new RegExp(String.raw`${streetEndingWith(ends)}[,\s]+${place}`, "i");
const betweenCommas = new RegExp(
  String.raw`(?<![-\d$])(?<line1>\d{1,5}[a-z]?\s[^,\n]{2,60})\s*[,\n]\s*${city}\s*[,\n]\s*(?:${state}[,\s]+)?${postcode}`,
  "i",
);
const streetAlone = new RegExp(
  String.raw`${streetEndingWith(clearEnds)}(?:(?:,|\s+in)\s+(?<city>[a-z][a-z'’-]*(?:\s[a-z][a-z'’-]*){0,2})\s*(?=[.!?]|$))?`,
  "i",
);
const lead = String.raw`^\W*(?:(?:it|that|this|the|is|s|in|and|city|postcode|postal|post|zip|code|sorry|ok)\b\W*)*`;
const placeAlone = new RegExp(String.raw`${lead}${place}\W*$`, "i");
const postcodeAlone = new RegExp(String.raw`${lead}${postcode}\W*$`, "i");
const cityAlone = new RegExp(String.raw`${lead}(?<city>[a-z][a-z'’.-]+(?:\s[a-z][a-z'’.-]+){0,2}?)\s*[.!]?\s*$`, "i");
