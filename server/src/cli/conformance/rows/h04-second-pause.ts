import { z } from "zod";
import { channel, type ProbeWorld } from "../probe-world.ts";
import { act, same, type Row } from "../row.ts";

const times = 10;
const bytesSchema = z.instanceof(Uint8Array);

export const secondPause: Row = {
  id: "H4",
  title: "ten pauses in a row are each announced, answered and used",
  play: async (world) => {
    const recordId = world.probe.record("confirm");
    const caseId = await world.opens(Array.from({ length: times }, (_, index) => act(recordId, index + 1)));
    const stream = await follow(world, caseId);
    const seen = new Set<string>();
    for (let time = 0; time < times; time += 1) {
      let pause = await world.pause(caseId);
      await world.until("another pause is open", async () => {
        pause = await world.pause(caseId);
        return !seen.has(pause.pauseId);
      });
      seen.add(pause.pauseId);
      // The stream in which it was announced stays open while it is answered.
      await world.until("it is announced", async () => stream.text().includes(pause.pauseId));
      if (time % 3 === 0) await world.answers(pause, "yes");
      else same("the answer", (await world.answer(pause, "yes")).status, 200);
    }
    await world.untilStatus(caseId, "resolved");
    same("announcements", seen.size, times);
    same(
      "effects, in their order",
      world.probe.actsOn(recordId).map(({ args }) => args.amountMinor),
      Array.from({ length: times }, (_, index) => index + 1),
    );
    const announced = [...stream.text().matchAll(/^id: (\S+)$/gm)].map(([, id]) => id);
    same("ids of announcements", new Set(announced).size, announced.length);
    await stream.close();
  },
};

/** The events of the case as a channel follows them. */
async function follow(world: ProbeWorld, caseId: string) {
  const response = await world.stream(`/v1/cases/${caseId}/events`, channel, "GET", undefined, "text/event-stream");
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("There is no stream.");
  let text = "";
  const decoder = new TextDecoder();
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      text += decoder.decode(bytesSchema.parse(part.value), { stream: true });
  })();
  return {
    text: () => text,
    close: async () => {
      await reader.cancel();
      await reading;
    },
  };
}
