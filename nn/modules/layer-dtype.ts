// The dtype of a layer's parameters, an argument of all layers that have some. PyTorch takes it by name.

import { type FloatingDType, floatingDtype } from "../array/dtype.ts";

/** What follows a layer's own arguments. */
export function layerDtype(dtype: FloatingDType = "float32") {
  return {
    /** of the parameters */
    dtype: floatingDtype("dtype", dtype),
  };
}
