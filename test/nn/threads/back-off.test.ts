import { describe, expect, it } from "vitest";
import { BackOff } from "../../../nn/threads/back-off.ts";

/** How many jobs in a row are done alone. */
function jobsAlone(backOff: BackOff): number {
  let count = 0;
  while (!backOff.mayShare()) count++;
  return count;
}

describe("backing off", () => {
  it("does not happen while the others finish about when the main thread does", () => {
    const backOff = new BackOff();
    for (const [worked, waited] of [
      [1, 0],
      [1, 0.9],
      [0.01, 0.2],
    ] as const) {
      backOff.note(worked, waited);
      expect(backOff.mayShare()).toBe(true);
    }
  });

  it("doubles with every job that waited longer than it worked, up to a limit", () => {
    const backOff = new BackOff();
    const counts = Array.from({ length: 9 }, () => {
      backOff.note(1, 3);
      return jobsAlone(backOff);
    });
    expect(counts).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64]);
  });

  it("falls to a quarter with every job that was shared well", () => {
    const backOff = new BackOff();
    for (let i = 0; i < 5; i++) {
      backOff.note(1, 3);
      jobsAlone(backOff);
    }
    backOff.note(1, 0);
    backOff.note(1, 3);
    expect(jobsAlone(backOff)).toBe(8);
  });
});
