// torch.utils, as far as it is about gradients.

export { checkpoint } from "./checkpoint.ts";
