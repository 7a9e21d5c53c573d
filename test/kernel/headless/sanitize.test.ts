// Nothing that a notebook holds may act on its page, break its shape, or keep it from being written. Chromium tries the
// same notebooks in test/clients/report.ts.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { picturesOf } from "../../../kernel/headless/page-pictures.ts";
import { renderReport } from "../../../kernel/headless/report.ts";
import { sanitized } from "../../../kernel/headless/sanitize.ts";
import { hostileCells, hostileNotebook } from "./hostile.ts";

const acting =
  /^(script|meta|base|link|style|form|input|button|iframe|frame|frameset|object|embed|applet|portal|image|feimage|foreignobject|set|title|plaintext|textarea|noscript|template)$/i;

/** The elements of a page's body, with their attributes. */
function elements(html: string): { name: string; attributes: readonly (readonly [string, string])[] }[] {
  return [...html.matchAll(/<([a-z][^\s/>]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name = "", rest = ""]) => ({
      name,
      attributes: [...rest.matchAll(/([^\s=]+)="([^"]*)"/g)].map(
        ([, key = "", value = ""]) => [key, value] as const,
      ),
    }),
  );
}

describe("a page stays what it is, whatever brings", () => {
  it.each(Object.entries(hostileCells))("%s", (_name, cell) => {
    const html = renderReport(hostileNotebook(cell), { directory: tmpdir(), title: "x" });
    const body = html.slice(html.indexOf("<main>"));
    const found = elements(body);
    expect(body.match(/<[a-z]/gi)?.length).toBe(found.length); // each is well formed, and seen here
    for (const { name, attributes } of found) {
      expect(name).not.toMatch(acting);
      for (const [key, value] of attributes) {
        expect(key).not.toMatch(
          /^(on|action|form|srcdoc|srcset|ping|poster|background|xlink|http-equiv|content$|autofocus|autoplay)/i,
        );
        if (key === "src") expect(value).toMatch(/^data:/);
        if (key === "href") expect(value).toMatch(/^(https?:|mailto:|#|\/\/|[^:]*$)/);
        if (key === "href" && name !== "a") expect(value).toMatch(/^#/);
      }
    }
    expect(body.match(/<section /g)?.length).toBe(body.match(/<\/section>/g)?.length);
    expect(body.match(/<\/main>/g)).toHaveLength(1);
    expect(body).toMatch(/last words<\/p>\s*<\/section>\s*<\/main>\s*<\/body>\s*<\/html>\s*$/);
  });
});

describe("what draws passes", () => {
  const none = () => undefined;
  it.each([
    ["a table", '<table><tr><td style="text-align: right" colspan="2">1</td></tr></table>'],
    [
      "a figure",
      '<svg viewBox="0 0 9 9"><g transform="rotate(3)"><path d="M0 0" stroke-width="2"></path></g></svg>',
    ],
    ["a formula", '<math display="block"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>'],
    ["sound", '<audio controls="" src="data:audio/wav;base64,AAAA"></audio>'],
    ["progress", '<progress value="3" max="9"></progress>'],
    ["what unfolds", "<details open><summary>more</summary>less</details>"],
  ])("%s", (_name, markup) => {
    const plain = (text: string) => text.toLowerCase().replaceAll('=""', "");
    expect(plain(sanitized(markup, none))).toBe(plain(markup));
  });
});

describe("a page carries pictures", () => {
  let root: string;
  const at = (name: string) => join(root, name);
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "lamella-test-"));
    mkdirSync(at("lesson/pictures"), { recursive: true });
    for (const name of [
      "lesson/a b.png",
      "lesson/pictures/c.svg",
      "secret.png",
      "lesson/..d.png",
      "lesson/text",
    ])
      writeFileSync(at(name), name);
    symlinkSync(at("secret.png"), at("lesson/link.png"));
    symlinkSync(at("lesson/text"), at("lesson/text.png"));
    symlinkSync(root, at("lesson/up"));
    mkdirSync(at("lesson/folder.png"));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each([
    ["beside the notebook", "a%20b.png", true],
    ["in a folder below", "./pictures/c.svg", true],
    ["there by a detour", "pictures/../a b.png", true],
    ["whose name begins with points", "..d.png", true],
    ["not from above", "../secret.png", false],
    ["not by a detour to above", "pictures/../../secret.png", false],
    ["not by escapes that lead above", "..%2Fsecret.png", false],
    ["not by a link that leads above", "link.png", false],
    ["not by a folder that leads above", "up/secret.png", false],
    ["not files that a link calls one", "text.png", false],
    ["not folders", "folder.png", false],
    ["not devices", "/dev/zero.png", false],
    ["not by a file address", "file:///etc/hosts.png", false],
    ["not missing ones", "none.png", false],
    ["not by an address that is none", "%ff.png", false],
    ["not by a name with no end", "a%00.png", false],
  ])("%s", (_name, address, isCarried) => {
    expect(picturesOf(at("lesson"))(address) !== undefined).toBe(isCarried);
  });
});
