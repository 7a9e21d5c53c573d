// Files: pictures and weights.

export { type ReadImageOptions, readImage } from "./image.ts";
export { loadSafetensors, saveSafetensors } from "./safetensors.ts";
