// What a notebook has besides the language, as any module can import it from "lamella/notebook".

export * from "./notebook-globals.ts";
export { interact, ui } from "./widgets.ts";
