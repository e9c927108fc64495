// Waiting for what happens elsewhere, with a deadline.
import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the condition gives something true, and returns that. */
export const within = async (what, condition, limit = 30_000) => {
  const deadline = Date.now() + limit;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${limit / 1000} s: ${what}`);
    await pause(50);
  }
};
