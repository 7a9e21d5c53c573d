// Functions of a real number, element by element: powers and logarithms, circular and hyperbolic functions and
// their inverses, the error function. Integers and truth values become float32 first.

import { Temporaries } from "../array/temporaries.ts";
import { largestAngle } from "../wasm/circular.ts";
import { onlyFloating, real } from "./dtype-rules.ts";
import { clamp } from "./elementwise.ts";
import { unaryByKernel } from "./elementwise-kernels.ts";
import { binary, type Unary, unary, unaryOperation } from "./elementwise-operation.ts";
import { largestSize } from "./folded-reductions.ts";
import { noOptions, type OneArray, type Operation } from "./operation.ts";
import { erfc as erfcOf, erf as erfOf, sigmoid as sigmoidOf, sinc as sincOf } from "./scalar-functions.ts";

export const exp = unary("Exp", Math.exp, { kernel: "exp" });
export const exp2 = unary("Exp2", (x) => 2 ** x, { kernel: "exp2" });
/** exp(x) - 1, exact also for small x */
export const expm1 = unary("Expm1", Math.expm1, { kernel: "expm1" });
export const log = unary("Log", Math.log, { kernel: "log" });
export const log2 = unary("Log2", Math.log2, { kernel: "log2" });
export const log10 = unary("Log10", Math.log10, { kernel: "log10" });
/** log(1 + x), exact also for small x */
export const log1p = unary("Log1P", Math.log1p, { kernel: "log1p" });
export const sqrt = unary("Sqrt", Math.sqrt, { kernel: "sqrt" });
/** 1 / sqrt(x) */
export const rsqrt = unary("Rsqrt", (x) => 1 / Math.sqrt(x), { kernel: "rsqrt" });
export const reciprocal = unary("Reciprocal", (x) => 1 / x, { kernel: "reciprocal" });

/** A function of angles: by a kernel where none is so large that single precision could not turn it back. */
function ofAngles(
  name: string,
  formula: Unary,
  kernel: "sin" | "cos" | "tan" | "sinc",
  largest = largestAngle,
): Operation<OneArray> {
  return unaryOperation(
    name,
    () => formula,
    real,
    (x) => (largestSize(x) <= largest ? unaryByKernel(kernel, x) : undefined),
  );
}

export const sin = ofAngles("Sin", Math.sin, "sin");
export const cos = ofAngles("Cos", Math.cos, "cos");
export const tan = ofAngles("Tan", Math.tan, "tan");
/** sin(pi x) / (pi x), and 1 at 0 */
export const sinc = ofAngles("Sinc", sincOf, "sinc", largestAngle / Math.PI);
export const asin = unary("Asin", Math.asin, { kernel: "asin" });
export const acos = unary("Acos", Math.acos, { kernel: "acos" });
export const atan = unary("Atan", Math.atan, { kernel: "atan" });
/** The angle of the point (x = b, y = a). */
export const atan2 = binary("Atan2", Math.atan2, { dtypeOf: real, kernel: "atan2" });
/** sqrt(a^2 + b^2) */
export const hypot = binary("Hypot", Math.hypot, { dtypeOf: onlyFloating("Hypot"), kernel: "hypot" });
export const sinh = unary("Sinh", Math.sinh, { kernel: "sinh" });
export const cosh = unary("Cosh", Math.cosh, { kernel: "cosh" });
export const tanh = unary("Tanh", Math.tanh, { kernel: "tanh" });
export const asinh = unary("Asinh", Math.asinh, { kernel: "asinh" });
export const acosh = unary("Acosh", Math.acosh, { kernel: "acosh" });
export const atanh = unary("Atanh", Math.atanh, { kernel: "atanh" });

/** log(x / (1 - x)), the inverse of the sigmoid, of x limited to [eps, 1 - eps]; without eps it is not limited. */
export const logit: Operation<OneArray, { readonly eps: number | undefined }> = {
  name: "Logit",
  forward([x], { eps }) {
    if (eps === undefined) return unlimitedLogit.forward([x], noOptions);
    using temporaries = new Temporaries();
    const limited = temporaries.add(clamp.forward([x], { min: eps, max: 1 - eps }));
    return unlimitedLogit.forward([limited], noOptions);
  },
  gradient: undefined,
};

const unlimitedLogit = unary("Logit", (x) => Math.log(x / (1 - x)), { kernel: "logit" });

export const sigmoid = unary("Sigmoid", sigmoidOf, { kernel: "sigmoid" });
export const erf = unary("Erf", erfOf, { kernel: "erf" });
/** 1 - erf(x), exact also where erf is nearly 1 */
export const erfc = unary("Erfc", erfcOf, { kernel: "erfc" });
