import type { WrongClock } from "./child-options.ts";

const RealDate = globalThis.Date;
const jumpEveryMs = 500;

/** From now on this process's wall clock is wrong, and jumps forward and back; its monotonic clock is not. */
export function setWrongClock({ offMs, jumpMs }: WrongClock): void {
  if (offMs === 0 && jumpMs === 0) return;
  const nowMs = (): number => {
    const real = RealDate.now();
    return real + offMs + (Math.trunc(real / jumpEveryMs) % 2 === 0 ? 0 : jumpMs);
  };
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(nowMs()).toString(),
    construct: (target, given) => {
      const made: unknown = given.length === 0 ? new RealDate(nowMs()) : Reflect.construct(target, given);
      if (made instanceof RealDate) return made;
      throw new TypeError("A date is made of a time.");
    },
    get: (target, name) => {
      const kept: unknown = Reflect.get(target, name);
      return name === "now" ? nowMs : kept;
    },
  });
}
