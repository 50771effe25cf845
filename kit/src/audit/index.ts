export * from "./base32.ts";
export * from "./canonical-json.ts";
export * from "./derive.ts";
export * from "./envelope-hash.ts";
export * from "./hash.ts";
export * from "./one-time-code.ts";
export * from "./subject-cipher.ts";
export * from "./verify-chain.ts";
