// A stand-in for the type checker: every cell is right.

import { presetSettings } from "../../../kernel/channel/run-settings.ts";
import type { Types } from "../../../kernel/session/parts.ts";

const nothingWrong = { error: undefined, unavailable: undefined, ran() {}, dropped() {} };

export const untyped: Types = {
  settings: async () => ({ run: presetSettings, problem: undefined }),
  check: async () => nothingWrong,
  admit: () => nothingWrong,
  settled: async () => {},
  forget() {},
  names: new Map(),
  complete: async () => undefined,
  inspect: async () => undefined,
  clear() {},
};
