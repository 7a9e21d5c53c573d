// The words for kinds of completions that VS Code's extension turns into the right icons. The two lists are facts of
// the extension (src/standalone/intellisense/conversion.ts) and of the editor's interface (CompletionItemKind).

import { expect, it } from "vitest";
import { kindForVsCode } from "../../../kernel/session/completion/completion-kinds.ts";

/** word -> the number that the extension gives to the editor */
const ofExtension = (
  "method function constructor field variable class struct interface module property event operator unit value " +
  "constant enum enumMember keyword text color file reference customcolor folder typeParameter snippet"
).split(" ");

/** number -> the icon that the editor shows for it */
const icons = (
  "text method function constructor field variable class interface module property unit value enum keyword snippet " +
  "color file reference folder enummember constant struct event operator typeparameter"
).split(" ");

it.each(icons.filter((icon) => icon !== "color"))("%s", (icon) => {
  expect(icons[ofExtension.indexOf(kindForVsCode(icon))]).toBe(icon);
});

it.each(["const", "let", "var", "function", "class", "enum", "namespace", "import", "type"])(
  "%s of the notebook has an icon",
  (kind) => expect(ofExtension).toContain(kindForVsCode(kind)),
);
