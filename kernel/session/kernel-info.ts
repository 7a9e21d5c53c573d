// kernel_info_request: who this kernel is, and what its cells are written in. The first thing every front-end
// asks, on shell and on control; nothing here waits for the cells' process.

import { createRequire } from "node:module";
import { version as typescriptVersion } from "typescript";
import { type JsonObject, protocolVersion } from "../wire/message.ts";

/** The package resolves itself by name, from the sources as from `dist/`. */
const { version }: { version: string } = createRequire(import.meta.url)("lamella/package.json");

/**
 * JupyterLab finds its editor mode by `codemirror_mode`, its language server by `mimetype`, nbconvert its colours by
 * `pygments_lexer`.
 */
const languageInfo = {
  name: "typescript",
  version: typescriptVersion,
  mimetype: "application/typescript",
  file_extension: ".ts",
  codemirror_mode: "typescript",
  pygments_lexer: "typescript",
  nbconvert_exporter: "script",
};

export function kernelInfo(): JsonObject {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "lamella",
    implementation_version: version,
    language_info: languageInfo,
    banner: `Lamella ${version}: TypeScript ${typescriptVersion} on Node ${process.versions.node}`,
    help_links: [
      { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest-v24.x/api/" },
    ],
    debugger: false,
    supported_features: [],
  };
}
