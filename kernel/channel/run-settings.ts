// What a tsconfig.json says about the code that runs. The kernel process reads it (language/types/) and compiles cells
// by it; the cells' process gets it with each run and compiles local files by it, so that the same code means the same
// in both. The target only decides about fields here: the code runs on this Node, so nothing is made older than it is.
// `emitDecoratorMetadata` has no effect, and a person who asks for it is told: esbuild, which compiles decorators, writes
// no metadata.

/** How JSX becomes calls: those of a module that is imported for it, or of a function in scope. */
export type JsxSettings =
  | { readonly runtime: "automatic"; readonly importSource: string }
  | { readonly runtime: "classic"; readonly factory: string; readonly fragment: string };

/** What JSX of the classic kind calls if nothing else is said. */
export const classicJsx = {
  runtime: "classic",
  factory: "React.createElement",
  fragment: "React.Fragment",
} as const;

/** `paths`: a name, or a pattern with one `*`, and the files it may stand for, absolute and in order. */
export interface PathMapping {
  readonly pattern: string;
  readonly targets: readonly string[];
}

export interface RunSettings {
  readonly jsx: JsxSettings;
  /** `experimentalDecorators`: those of TypeScript 4 instead of the language's own */
  readonly legacyDecorators: boolean;
  /** `useDefineForClassFields`: a field is defined; else it is assigned, which a setter notices */
  readonly defineFields: boolean;
  readonly paths: readonly PathMapping[];
}

export const presetSettings: RunSettings = {
  jsx: { runtime: "automatic", importSource: "react" },
  legacyDecorators: false,
  defineFields: true,
  paths: [],
};
