// Files: pictures and weights.

export { type ReadImageOptions, readImage } from "./image.ts";
export { loadSafetensors, saveSafetensors } from "./safetensors.ts";
export { readWav, type Wav } from "./wav.ts";
