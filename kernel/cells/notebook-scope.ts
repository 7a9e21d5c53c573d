// The names of this process's notebook.

import { createScope } from "./scope.ts";

export const scope = createScope();
