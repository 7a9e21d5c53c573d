// Gradients as people ask for them: PyTorch's torch.autograd.

export { type BackwardOptions, backward } from "./backward.ts";
export { type GradOptions, grad } from "./grad.ts";
