// Gradients as people ask for them: PyTorch's torch.autograd.

export { type BackwardOptions, backward } from "./backward.ts";
export { Function, FunctionContext } from "./function.ts";
export { type GradOptions, grad } from "./grad.ts";
export { type GradcheckOptions, gradcheck } from "./gradcheck.ts";
