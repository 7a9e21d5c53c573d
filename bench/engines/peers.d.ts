// As much of the peers' interfaces as the bench uses, so that the project's types can be checked without
// installing them.

declare module "@tensorflow/tfjs-core" {
  export interface Tensor {
    readonly shape: number[];
    readonly rank: number;
    data(): Promise<Float32Array>;
    dispose(): void;
  }
  export type Padding = "valid" | [number, number][];
  export interface FusedConvolutionOptions {
    readonly x: Tensor;
    readonly filter: Tensor;
    readonly strides: number;
    readonly pad: Padding;
    readonly bias?: Tensor | undefined;
    readonly activation: "relu" | "linear";
  }
  export const fused: {
    conv2d(options: FusedConvolutionOptions): Tensor;
    depthwiseConv2d(options: FusedConvolutionOptions): Tensor;
    matMul(options: { a: Tensor; b: Tensor; bias: Tensor }): Tensor;
  };
  export const version_core: string;
  export function setBackend(name: string): Promise<boolean>;
  export function tidy(fn: () => Tensor): Tensor;
  export function tensor(values: Float32Array, shape: number[]): Tensor;
  export function transpose(x: Tensor, perm?: number[]): Tensor;
  export function reshape(x: Tensor, shape: number[]): Tensor;
  export function expandDims(x: Tensor, axis: number): Tensor;
  export function add(a: Tensor, b: Tensor | number): Tensor;
  export function sub(a: Tensor, b: Tensor | number): Tensor;
  export function mul(a: Tensor, b: Tensor | number): Tensor;
  export function relu(x: Tensor): Tensor;
  export function erf(x: Tensor): Tensor;
  export function square(x: Tensor): Tensor;
  export function rsqrt(x: Tensor): Tensor;
  export function mean(x: Tensor, axis: number | number[], keepDims?: boolean): Tensor;
  export function maxPool(x: Tensor, filterSize: number, strides: number, pad: Padding): Tensor;
}

declare module "@tensorflow/tfjs-backend-wasm" {
  export function getThreadsCount(): number;
}

declare module "onnxruntime-web" {
  export const env: { wasm: { numThreads: number }; versions: { web: string } };
  export const Tensor: import("onnxruntime-common").TensorConstructor;
  export const InferenceSession: import("onnxruntime-common").InferenceSessionFactory;
}

declare module "onnxruntime-node" {
  export const env: { versions: { node: string } };
  export const Tensor: import("onnxruntime-common").TensorConstructor;
  export const InferenceSession: import("onnxruntime-common").InferenceSessionFactory;
}

declare module "onnxruntime-common" {
  export interface Tensor {
    readonly data: unknown;
  }
  export type TensorConstructor = new (
    type: "float32",
    data: Float32Array,
    shape: readonly number[],
  ) => Tensor;
  export interface InferenceSessionFactory {
    create(
      model: Uint8Array,
      options: { graphOptimizationLevel: "all"; intraOpNumThreads?: number; interOpNumThreads?: number },
    ): Promise<{ run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> }>;
  }
}

declare module "onnx-proto" {
  export interface OnnxAttribute {
    readonly name: string;
    readonly type: number;
    readonly i?: number;
    readonly f?: number;
    readonly ints?: number[];
  }
  export interface OnnxNode {
    readonly opType: string;
    readonly input: string[];
    readonly output: string[];
    readonly attribute: OnnxAttribute[];
  }
  export interface OnnxTensor {
    readonly name: string;
    readonly dims: number[];
    readonly dataType: number;
    readonly rawData: Uint8Array;
  }
  interface OnnxValue {
    readonly name: string;
    readonly type: {
      readonly tensorType: {
        readonly elemType: number;
        readonly shape?: { readonly dim: { dimValue: number }[] };
      };
    };
  }
  interface OnnxModel {
    readonly irVersion: number;
    readonly opsetImport: { readonly domain: string; readonly version: number }[];
    readonly graph: {
      readonly name: string;
      readonly node: OnnxNode[];
      readonly initializer: OnnxTensor[];
      readonly input: OnnxValue[];
      readonly output: OnnxValue[];
    };
  }
  interface OnnxMessage {}
  const exported: {
    readonly onnx: {
      readonly TensorProto: { readonly DataType: { readonly FLOAT: number } };
      readonly AttributeProto: {
        readonly AttributeType: { readonly FLOAT: number; readonly INT: number; readonly INTS: number };
      };
      readonly ModelProto: {
        create(properties: OnnxModel): OnnxMessage;
        encode(message: OnnxMessage): { finish(): Uint8Array };
      };
    };
  };
  export default exported;
}

declare module "@jax-js/jax" {
  export interface Array {
    /** the same array, used once more */
    readonly ref: Array;
    add(other: Array): Array;
    reshape(shape: number[]): Array;
    data(): Promise<Float32Array>;
    blockUntilReady(): Promise<Array>;
    dispose(): void;
  }
  export function init(device: "wasm"): Promise<unknown>;
  export function defaultDevice(device: "wasm"): unknown;
  export function jit<Arguments extends Array[]>(
    fn: (...values: Arguments) => Array,
  ): (...values: Arguments) => Array;
  export const numpy: {
    array(data: Float32Array, options: { shape: number[] }): Array;
    matmul(a: Array, b: Array): Array;
    transpose(a: Array): Array;
  };
  export const lax: {
    convGeneralDilated(x: Array, weight: Array, strides: number[], padding: [number, number][]): Array;
  };
}
