import { describe, expect, it } from "vitest";
import { BackOff } from "../../../nn/threads/back-off.ts";

/** How long after the time `now` no work is shared. */
function pauseAfter(now: number, backOff: BackOff): number {
  let end = now;
  while (!backOff.mayShare(end)) end++;
  return end - now;
}

describe("backing off", () => {
  it("does not happen while the others finish about when the main thread does", () => {
    const backOff = new BackOff();
    for (const [worked, waited] of [
      [1, 0],
      [1, 0.9],
      [0.01, 0.2],
    ] as const) {
      backOff.note(worked, waited, 10);
      expect(backOff.mayShare(10)).toBe(true);
    }
  });

  it("takes twice as long each time that it soon happens again, up to a limit", () => {
    const backOff = new BackOff();
    let now = 0;
    const pauses = Array.from({ length: 7 }, () => {
      now += 4;
      backOff.note(1, 3, now);
      const pause = pauseAfter(now, backOff);
      now += pause;
      return pause;
    });
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 160]);
  });

  it("is short again after work was shared well for a while", () => {
    const backOff = new BackOff();
    backOff.note(1, 3, 0);
    backOff.note(1, 3, 6);
    expect(pauseAfter(6, backOff)).toBe(10);
    backOff.note(1, 3, 100);
    expect(pauseAfter(100, backOff)).toBe(5);
  });
});
