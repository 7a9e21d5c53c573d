// V8 quotes the code that runs in what it says about a failure, and there a name of the notebook is a property of
// its scope: "(0 , $notebook.f) is not a function". The person wrote `f`, so that is what they read. The scope's name
// is one that no person gives to anything, so nothing of theirs is changed (see language/compile.ts).

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`;
const callee = new RegExp(String.raw`\(0 , \$notebook_*\.(${name})\)`, "gu");
const property = new RegExp(String.raw`\$notebook_*\.(?=${name})`, "gu");

/** The text with the names as the person wrote them. */
export function plainText(text: string): string {
  if (!text.includes("$")) return text;
  return text
    .replace(callee, "$1")
    .replace(property, "")
    .replace(/\$cell_*\.import\(/g, "import(")
    .replace(/\$cell_*\.meta\b/g, "import.meta");
}

/**
 * Puts the person's names into the message of an error that V8 made. Cells call this where they catch, so that
 * `error.message` agrees with `error.stack`.
 * @returns what was thrown, whatever it is
 */
export function withPlainMessage<Thrown>(thrown: Thrown): Thrown {
  if (!(thrown instanceof TypeError)) return thrown;
  const property = Object.getOwnPropertyDescriptor(thrown, "message");
  if (typeof property?.value !== "string" || !property.writable) return thrown;
  const message = plainText(property.value);
  if (message !== property.value) thrown.message = message;
  return thrown;
}

/**
 * A function that is told of failures, as `promise.catch` takes it, hears of them in the person's words.
 * @returns what is no function as it is
 */
export function catching(handler: unknown): unknown {
  if (typeof handler !== "function") return handler;
  return function (this: unknown, thrown: unknown, ...more: unknown[]): unknown {
    return Reflect.apply(handler, this, [withPlainMessage(thrown), ...more]);
  };
}
