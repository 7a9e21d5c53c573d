// The cells' process: the child in which all user code runs. Its parent, the kernel process, never runs any, so
// whatever happens here, the kernel lives.

import { getHeapStatistics } from "node:v8";
import { startControl } from "./control.ts";
import { emit } from "./events.ts";
import { makeImmediatesInterruptible } from "./immediates.ts";
import { prepareImports } from "./imports.ts";
import { reportInheritingChildren } from "./inherited-descriptors.ts";
import { reportLateErrors } from "./late-errors.ts";
import { loadLazyGlobals } from "./lazy-globals.ts";
import { defineWidgetGlobals, hearComm } from "./lazy-widgets.ts";
import * as globals from "./notebook-globals.ts";
import { endRun, execute, look } from "./run.ts";
import { mapStackTraces } from "./stack.ts";
import { redirectStreams } from "./streams.ts";

redirectStreams();
mapStackTraces();
reportLateErrors();
makeImmediatesInterruptible();
prepareImports();
reportInheritingChildren();
Object.assign(globalThis, globals);
startControl(execute, endRun, look, hearComm);
loadLazyGlobals(); // while the control thread starts
defineWidgetGlobals();
emit({
  type: "ready",
  pid: process.pid,
  node: process.version,
  heapLimit: getHeapStatistics().heap_size_limit,
});
