/**
 * Why a request by the guarded way out gave no whole answer; `message` is fit for anybody and tells nothing about the network.
 *
 * `denied` and `notSent`: `isUnsent`, provably nothing has left. `unusable`: a redirect, or a body that was compressed unasked. `tooLarge`: more
 * than may be read. `noAnswer`: no answer, or not to its end.
 */
export class EgressError extends Error {
  override readonly name = "EgressError";
  readonly kind: "denied" | "notSent" | "unusable" | "tooLarge" | "noAnswer";
  constructor(kind: EgressError["kind"], message: string) {
    super(message);
    this.kind = kind;
  }

  get isUnsent(): boolean {
    return this.kind === "denied" || this.kind === "notSent";
  }
}
