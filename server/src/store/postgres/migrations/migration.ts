/** A step of the schema. Once released, a step is never changed: what must change is a new step. */
export type Migration = { number: number; name: string; statements: string };
