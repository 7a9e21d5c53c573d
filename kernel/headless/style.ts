// How the report looks: one column of reading width, code set apart by a tint and not by boxes, and one warm colour
// for what leads the eye. Light or dark as the reader's system says; no font is fetched, good ones are asked for.

export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --ink: #22211f; --quiet: #706c64; --line: #e7e2d8; --tint: #f5f2eb; --accent: #b4412a;
  --keyword: #9a3412; --string: #3f6a2e; --number: #0f6674; --comment: #6f695f; --title: #4a4a94; --error: #fbeae5;
  --text-font: "Source Sans 3", Inter, "Segoe UI", -apple-system, system-ui, "Noto Sans", "DejaVu Sans", sans-serif;
  --code-font: "JetBrains Mono", "Cascadia Code", "SF Mono", ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17181b; --ink: #e4e1da; --quiet: #96928a; --line: #303136; --tint: #1f2024; --accent: #f0876c;
    --keyword: #f0987c; --string: #a5c78c; --number: #7cc4cf; --comment: #969087; --title: #aeb2f0; --error: #33211e;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.65 var(--text-font);
  -webkit-font-smoothing: antialiased; text-rendering: optimizeLegibility; }
main { max-width: 48.5rem; margin: 0 auto; padding: 4.5rem 1.5rem 6rem; }

h1, h2, h3, h4 { line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; text-wrap: balance; }
h1 { font-size: 2.6rem; letter-spacing: -0.03em; margin: 0 0 1.5rem; }
h2 { font-size: 1.7rem; margin: 4rem 0 1rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; }
p, ul, ol, blockquote { margin: 0 0 1.1rem; text-wrap: pretty; }
ul, ol { padding-left: 1.4rem; }
li { margin: 0.25rem 0; }
li::marker { color: var(--accent); }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
blockquote { margin-left: 0; padding-left: 1.2rem; border-left: 3px solid var(--line); color: var(--quiet); }
hr { border: 0; border-top: 1px solid var(--line); margin: 3rem 0; }
/* Small letters in a picture stay legible: below two thirds of its size it is scrolled. */
img { max-width: max(100%, calc(0.65 * var(--width, 0px))); height: auto; }
math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", math; }
math[display="block"] { margin: 0.9rem 0; padding: 0.5rem 0; font-size: 1.1em; overflow-x: auto; overflow-y: hidden; }

code, pre { font-family: var(--code-font); font-size: 0.8125rem; font-variant-ligatures: none; }
:not(pre) > code { background: var(--tint); border-radius: 4px; padding: 0.12em 0.35em; font-size: 0.85em; }
pre { margin: 0; line-height: 1.55; overflow-x: auto; tab-size: 2; }
.text { overflow-x: auto; }
.text pre { border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1.1rem; margin-bottom: 1.1rem; }

.cell { position: relative; margin: 1.6rem 0; }
.cell > .source { background: var(--tint); border-radius: 8px; padding: 0.95rem 1.1rem; }
.cell > .count { position: absolute; right: 100%; margin-right: 0.9rem; top: 1.02rem; color: var(--quiet);
  font: 0.72rem/1.5 var(--code-font); user-select: none; }
.output { margin: 0.9rem 0 0; padding: 0 1.1rem; }
.output pre { line-height: 1.25; }
.output > img, .output > p > img { display: block; }
.output > p { margin: 0; }
/* What a notebook draws stays in its place, whatever its styles say. What is wide takes the page's right margin, too. */
.text, .output { contain: content; }
.text > :first-child { margin-top: 0; }
.text:has(> h2:first-child) { margin-top: 4rem; }
.text:has(> h3:first-child) { margin-top: 2.5rem; }
.output { width: fit-content; min-width: 100%; max-width: calc(50vw + 50% - 1.5rem); overflow-x: auto; }
.stderr { border-left: 2px solid var(--accent); padding-left: calc(1.1rem - 2px); }
.error, .failure { background: var(--error); border-radius: 8px; padding: 0.9rem 1.1rem; }
.error pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.failure, .cell[id] .error { border-left: 4px solid var(--accent); border-radius: 0 8px 8px 0; overflow-wrap: anywhere; }
.failure { margin: 0 0 2rem; }

table { border-collapse: collapse; margin: 0 0 1.1rem; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.9rem 0.4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
td + td, th + th { padding-left: 0.9rem; }
.output table { margin: 0; }

nav { font-size: 0.875rem; line-height: 1.4; }
nav ol { list-style: none; padding: 0; margin: 0 0 3rem; columns: 2; }
nav li { margin: 0; padding: 0.2rem 0; break-inside: avoid; }
nav a { color: var(--quiet); text-decoration: none; }
nav a:hover { color: var(--accent); }
footer { margin-top: 5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.85rem; }
@media (min-width: 82rem) {
  nav { position: fixed; top: 4.9rem; left: max(2rem, calc(50% - 40rem)); width: 12.5rem; }
  nav ol { columns: 1; }
}
@media (max-width: 52rem) {
  main { padding-top: 2.5rem; }
  h1 { font-size: 2.1rem; }
  .cell > .count { display: none; }
}
@media (max-width: 36rem) {
  main { padding-left: 1rem; padding-right: 1rem; }
  .output, .cell > .source { padding-left: 0.8rem; padding-right: 0.8rem; }
  .value { padding-left: 0; padding-right: 0; }
  nav ol { columns: 1; }
}
@media print {
  nav { display: none; }
  main { padding-top: 0; }
  h1, h2, h3, h4, .source { break-after: avoid; }
  .source, .output, img, tr { break-inside: avoid; }
  .output * { print-color-adjust: exact; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .text, .output { contain: none; overflow: visible; max-width: 100%; }
  .output table { font-size: 0.72rem; }
  .output th, .output td { padding: 0.25rem 0.4rem; }
  img { max-width: 100%; max-height: 23cm; object-fit: contain; object-position: left top; }
}

.hljs-keyword, .hljs-built_in.hljs-keyword, .hljs-literal, .hljs-variable.language_ { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number, .hljs-attr { color: var(--number); }
.hljs-comment { color: var(--comment); font-style: italic; }
.hljs-title, .hljs-title.class_, .hljs-title.function_ { color: var(--title); }
.hljs-subst { color: var(--ink); }
.ansi-bold { font-weight: 700; }
.ansi-black, .ansi-white { color: var(--quiet); }
.ansi-red { color: var(--accent); }
.ansi-green { color: var(--string); }
.ansi-yellow { color: var(--keyword); }
.ansi-blue, .ansi-magenta { color: var(--title); }
.ansi-cyan { color: var(--number); }
`;
