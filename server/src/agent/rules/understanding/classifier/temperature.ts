import { softmax } from "./linear-classifier.ts";

/** Evidence for an example that the classifier had not seen, with the place of the true label. */
export type Trial = { logits: Float64Array; truth: number };

const candidates = Array.from({ length: 40 }, (_, step) => 0.4 * 1.06 ** step);

/** The temperature under which the chances given to the true labels are, all together, the highest. */
export function fitTemperature(trials: readonly Trial[]): number {
  const lossAt = (temperature: number): number =>
    trials.reduce(
      (sum, { logits, truth }) => sum - Math.log(Math.max(1e-9, softmax(logits, temperature)[truth] ?? 0)),
      0,
    );
  const losses = candidates.map((temperature) => ({ temperature, loss: lossAt(temperature) }));
  return losses.reduce((best, each) => (each.loss < best.loss ? each : best), { temperature: 1, loss: Infinity })
    .temperature;
}
