import { describe, expect, test } from "vitest";
import type { Turn } from "../replay/recorded.ts";
import { asksForCompensation } from "./asks-for-compensation.ts";
import { assents } from "./assent.ts";
import { namesCoveredReason } from "./covered-reason.ts";
import { identifiedAs } from "./identified-as.ts";

const customer = (text: string): Turn => ({ role: "customer", text });
const agent = (text: string): Turn => ({ role: "agent", text });
const found = (tool: string, result: string, ok = true): Turn => ({ role: "result", tool, ok, result });

const cancel = { tool: "cancel_pending_order", args: { order_id: "#W1234567", reason: "no longer needed" } };
const put = agent("I will cancel order #W1234567 because it is no longer needed. Do you confirm (yes/no)?");

describe("assent is heard", () => {
  test.each([
    "Yes",
    "yes, please go ahead",
    "That’s correct, thanks!",
    "Oui, please proceed. Merci!",
    "I confirm.",
    "Sounds good to me",
    "No changes needed, please go ahead.",
    "Looks perfect - do it",
  ])("in %j", (text) => {
    expect(assents([customer("Cancel my order."), put, customer(text)], cancel)).toBe(true);
  });

  test("of what the agent spoke of before, though the question does not say it again", () => {
    const turns = [
      agent("Which order shall I cancel?"),
      customer("The one with the lamp."),
      agent("Yes, just that one?"),
      customer("Yep, just that."),
    ];
    expect(assents(turns, cancel)).toBe(true);
  });
});

describe("assent is not heard", () => {
  test.each([
    "No",
    "Wait, what does it cost?",
    "Not yet.",
    "Hold on, I have to think",
    "Never mind",
    "How long does it take?",
  ])("in %j", (text) => {
    expect(assents([customer("Cancel my order."), put, customer(text)], cancel)).toBe(false);
  });

  test("before anything was put to her", () => {
    expect(assents([customer("Yes, hello, please cancel my order.")], cancel)).toBe(false);
    expect(assents([], cancel)).toBe(false);
  });

  test("when the agent only told her something", () => {
    expect(
      assents([customer("Cancel it."), agent("The order is cancelled."), customer("Great, thanks.")], cancel),
    ).toBe(false);
  });

  test("when the agent asked for what was missing, and she told it in words that are also a yes", () => {
    const turns = [
      customer("Cancel my order."),
      agent("Which one? Please provide its number."),
      customer("Sure, #W1234567."),
    ];
    expect(assents(turns, cancel)).toBe(false);
  });

  test("when the question was about something else", () => {
    const turns = [customer("Hello"), agent("Shall I look up the weather?"), customer("Yes please")];
    expect(assents(turns, cancel)).toBe(false);
  });
});

describe("a covered reason", () => {
  test.each([
    "I'm sick and cannot travel.",
    "My doctor told me not to fly",
    "There is a hurricane coming",
    "I’ve been having some health issues recently",
    "I'm not feeling well at all",
    "I'm not able to travel because of a medical issue.",
    "I will not be able to fly due to health reasons.",
    "I could not travel because I'm sick.",
    "I don't think I can go, I'm ill.",
    "I don't feel well.",
    "My leg is broken.",
    "I hurt my back and can't sit.",
    "My mother is in the ICU.",
    "I have a concussion.",
    "I'm nauseous and dizzy.",
    "A hailstorm is coming.",
    "They forecast strong winds.",
    "It's a health reason, does that count?",
    "Would my insurance cover it? I'm sick.",
  ])("is named in %j", (text) => {
    expect(namesCoveredReason([customer(text)])).toBe(true);
  });

  test.each([
    "It's a change of plan.",
    "It is not a health reason, just a change of plan.",
    "Does my insurance cover weather or health reasons?",
    "I'm sick of waiting.",
    "I'll cancel, I expect better treatment.",
    "It's not because of health or weather.",
    "I don't have a medical reason.",
    "It is neither health nor weather related.",
    "Is it only covered for medical reasons?",
    "What if there is bad weather?",
    "If I said I was sick, would it be covered?",
  ])("is not named in %j", (text) => {
    expect(namesCoveredReason([customer(text)])).toBe(false);
  });

  test("is the customer's to name, not the agent's", () => {
    expect(namesCoveredReason([agent("Is it for health or weather reasons?"), customer("No.")])).toBe(false);
  });
});

describe("who she is", () => {
  const everybody = () => true;

  test("is in retail the first whom a look-up found, and no id that she says", () => {
    const turns = [
      customer("I am ada_lee_1234"),
      found("find_user_id_by_email", "Error: user not found", false),
      found("find_user_id_by_name_zip", "ada_lee_1234"),
      found("find_user_id_by_email", "bo_kim_5678"),
    ];
    expect(identifiedAs("retail", turns.slice(0, 2), everybody)).toBeNull();
    expect(identifiedAs("retail", turns, everybody)).toBe("ada_lee_1234");
  });

  test("is in airline the first user id of hers that somebody has", () => {
    const turns = [agent("Are you zoe_ray_1111?"), customer("No, Ada_Lee_1243, sorry: **ada_lee_1234**.")];
    expect(identifiedAs("airline", turns, (id) => id === "ada_lee_1234")).toBe("ada_lee_1234");
    expect(identifiedAs("airline", turns.slice(0, 1), everybody)).toBeNull();
  });
});

test("a compensation is asked for by the customer", () => {
  expect(asksForCompensation([customer("What compensation can you offer?")])).toBe(true);
  expect(asksForCompensation([agent("Do you want a voucher?"), customer("My flight was late.")])).toBe(false);
});
