// JSX that has become calls needs its runtime, which the stripper imports at the top of a module. A cell is no module,
// so that import moves ahead of the cell as one of its own:
//
//   import { jsx as _jsx } from "react/jsx-runtime"
//     ->  const { jsx: _jsx } = await $cell.import("react/jsx-runtime", ["jsx"]);

export interface WithoutImports {
  /** the code with blank lines in their place */
  readonly code: string;
  /** what runs ahead of it */
  readonly imports: string;
}

// The person's own imports are gone by now. `createElement` serves `<A {...props} key={k} />`.
const runtimeImport = /^import \{ ([^}]+) \} from "([^"]+\/jsx-runtime|(?<=createElement.*)[^"]+)";$/gm;

export function takeJsxImports(stripped: string, cell: string): WithoutImports {
  let imports = "";
  const code = stripped.replace(runtimeImport, (_line, names: string, specifier: string) => {
    const required = names.split(", ").map((each) => JSON.stringify(each.split(" as ")[0]));
    const bindings = names.replaceAll(" as ", ": ");
    imports += `const { ${bindings} } = await ${cell}.import(${JSON.stringify(specifier)}, [${required.join(", ")}]);`;
    return "";
  });
  return { code, imports };
}
