const countsForMs = 60_000;
let lastAt = Date.now();

for (const kind of ["pointerdown", "keydown", "wheel"]) {
  window.addEventListener(kind, () => (lastAt = Date.now()), { capture: true, passive: true });
}

/** Whether somebody sits here: what the page asks by itself keeps no session alive. */
export function isSomebodyHere(): boolean {
  return Date.now() - lastAt < countsForMs;
}
