// The types of elements as PyTorch's values, `torch.float32` and its other names. Each is the text that is the type here, so
// that `{ dtype: torch.float64 }` and `{ dtype: "float64" }` are the same. Those that do not exist here are there, too: as a
// dtype they are an error that says what to use, for the compiler and at run time. (Each is of its own type, so that an array of
// them is one of dtypes and not of any texts.)

export const float32: "float32" = "float32";
export const float64: "float64" = "float64";
export const int64: "int64" = "int64";
export const bool: "bool" = "bool";

export { float32 as float, float64 as double, int64 as long };

export const float16: "float16" = "float16";
export const bfloat16: "bfloat16" = "bfloat16";
export const int8: "int8" = "int8";
export const int16: "int16" = "int16";
export const int32: "int32" = "int32";
export const uint8: "uint8" = "uint8";

export { float16 as half, int16 as short, int32 as int };
