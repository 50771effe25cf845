// What the parts of the page share: making elements, telling times, and locking controls while something is under way.

import { Problem } from "./api.js";

export const byId = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function timeOf(instant) {
  const date = new Date(instant);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday
    ? date.toLocaleTimeString([], { timeStyle: "short" })
    : date.toLocaleDateString([], { dateStyle: "medium" });
  return make("time", { datetime: instant }, text);
}

/** Locks the controls while something is under way, and says what went wrong. */
export async function during(place, problem, work) {
  const controls = [...place.querySelectorAll("button")];
  for (const control of controls) control.disabled = true;
  problem.textContent = "";
  try {
    await work();
  } catch (error) {
    problem.textContent =
      error instanceof Problem ? error.message : "The server does not answer. Nothing was sent twice; try again.";
  } finally {
    for (const control of controls) control.disabled = false;
  }
}
