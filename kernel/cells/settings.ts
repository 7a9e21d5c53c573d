// What the person's tsconfig.json says about the code that runs. It comes with each run; local files are compiled by
// it, and one that was compiled by other settings is loaded anew, as a changed one is.

import { presetSettings, type RunSettings } from "../channel/run-settings.ts";

let current = presetSettings;
let key = JSON.stringify(current);

export function currentSettings(): RunSettings {
  return current;
}

/** Differs from one kind of settings to another. */
export function settingsKey(): string {
  return key;
}

/** From now on these hold. */
export function follow(settings: RunSettings): void {
  current = settings;
  key = JSON.stringify(settings);
}
