import { isIP, isIPv4, isIPv6 } from "node:net";

/**
 * What may be done with an address: `public` is open to every connection, `private` (this machine and the networks of the
 * operator) only to one that says so, `never` to none: link-local, multicast, reserved, and what clouds tell of themselves.
 */
export type AddressClass = "public" | "private" | "never";

/** The class of an address as the resolver or a URL gives it; what is no address is `never`. */
export function classOfAddress(address: string): AddressClass {
  const bare = address.replace(/^\[|\]$/g, "");
  if (isIPv4(bare)) return classOfBytes(bare.split(".").map(Number), versionFour);
  if (!isIPv6(bare)) return "never";
  const bytes = bytesOfVersionSix(bare);
  return bytes === null ? "never" : classOfVersionSix(bytes);
}

/** The class of a URL's host that is written as an address; null for a name, which is known only when it is resolved. */
export function classOfHost(hostname: string): AddressClass | null {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? null : classOfAddress(bare);
}

type Bytes = readonly number[];
type Range = { bytes: Bytes; bits: number; class: AddressClass };

/** The first range that holds the address counts; what stands in none is public. IANA: special-purpose address registries. */
const versionFour: readonly Range[] = [
  four("100.100.100.200", 32, "never"),
  four("127.0.0.0", 8, "private"),
  four("10.0.0.0", 8, "private"),
  four("172.16.0.0", 12, "private"),
  four("192.168.0.0", 16, "private"),
  four("100.64.0.0", 10, "private"),
  four("0.0.0.0", 8, "never"),
  four("169.254.0.0", 16, "never"),
  four("192.0.0.0", 24, "never"),
  four("192.0.2.0", 24, "never"),
  four("192.31.196.0", 24, "never"),
  four("192.52.193.0", 24, "never"),
  four("192.88.99.0", 24, "never"),
  four("192.175.48.0", 24, "never"),
  four("198.18.0.0", 15, "never"),
  four("198.51.100.0", 24, "never"),
  four("203.0.113.0", 24, "never"),
  four("168.63.129.16", 32, "never"),
  four("224.0.0.0", 3, "never"),
];

/** Only what is assigned for global use (2000::/3) can be public. */
const versionSix: readonly Range[] = [
  six([0xfd, 0x00, 0x0e, 0xc2], 32, "never"),
  six([0xfd, 0x20, 0x00, 0xce], 32, "never"),
  six([...zeros(15), 1], 128, "private"),
  six([0xfc], 7, "private"),
  six([0x20, 0x01, 0x00, 0x00], 23, "never"),
  six([0x20, 0x01, 0x0d, 0xb8], 32, "never"),
  six([0x3f, 0xff, 0x00], 20, "never"),
  six([0x26, 0x20, 0x00, 0x4f, 0x80], 48, "never"),
  six([0x20], 3, "public"),
  six([], 0, "never"),
];

/** Ranges whose addresses stand for an address of version four, and where in them it lies. */
const embedding: readonly { bytes: Bytes; bits: number; at: number }[] = [
  { bytes: [...zeros(10), 0xff, 0xff], bits: 96, at: 12 },
  { bytes: [0x00, 0x64, 0xff, 0x9b, ...zeros(8)], bits: 96, at: 12 },
  { bytes: [0x20, 0x02], bits: 16, at: 2 },
];
const bytesInFour = 4;

function classOfVersionSix(bytes: Bytes): AddressClass {
  const embedded = embedding.find((range) => isIn(bytes, range));
  return embedded === undefined
    ? classOfBytes(bytes, versionSix)
    : classOfBytes(bytes.slice(embedded.at, embedded.at + bytesInFour), versionFour);
}

function classOfBytes(bytes: Bytes, ranges: readonly Range[]): AddressClass {
  return ranges.find((range) => isIn(bytes, range))?.class ?? "public";
}

function isIn(bytes: Bytes, range: { bytes: Bytes; bits: number }): boolean {
  return Array.from({ length: range.bits }, (_, index) => index).every(
    (index) => bitAt(bytes, index) === bitAt(range.bytes, index),
  );
}

function bitAt(bytes: Bytes, index: number): number {
  return ((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
}

/** The sixteen bytes of an address in any of its spellings, without its zone; null when it cannot be read. */
function bytesOfVersionSix(address: string): Bytes | null {
  const [bare = ""] = address.split("%");
  if (!URL.canParse(`http://[${bare}]/`)) return null;
  // The URL parser writes every spelling, dotted tails too, as groups of hexadecimal digits.
  const [head = "", tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split("::");
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const groups = [...before, ...zeros(groupCount - before.length - after.length), ...after];
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

const groupCount = 8;

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

function four(address: string, bits: number, addressClass: AddressClass): Range {
  return { bytes: address.split(".").map(Number), bits, class: addressClass };
}

function six(bytes: Bytes, bits: number, addressClass: AddressClass): Range {
  return { bytes, bits, class: addressClass };
}
