/** Losses of single elements: one term for each element of a prediction and a target of the same shape. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { inPieces } from '../../tensor/pace';
import {
  isFloat,
  sameShape,
  type Shape,
  type Tensor,
  type TensorData,
  type TensorType,
} from '../../tensor/tensor';
import type { Attributes, BoundOp, ShapeError } from '../op';
import { defineLoss, type Flow } from './terms';

/** A loss of two numbers, with a constant of the column (the place along the last axis), 1 unless there are some. */
export interface Comparison {
  readonly value: (x: number, target: number, constant: number) => number;
  /** The derivative by x. */
  readonly slope: (x: number, target: number, constant: number) => number;
  /** The derivative by the target; null: targets are labels. */
  readonly targetSlope: ((x: number, target: number, constant: number) => number) | null;
  /** A constant for each place along the last axis, or one for all. */
  readonly columns?: readonly number[];
}

/** How an elementwise loss is defined. */
export interface ElementwiseLoss<A extends Attributes & { readonly reduction?: string }> {
  readonly name: string;
  readonly define: (attributes: A) => Comparison;
  readonly problem?: (attributes: A) => string | null;
  /** Floating-point operations an element. */
  readonly work: number;
  /** Targets in another spelling, read over all of them at once. */
  readonly respelled?: (targets: TensorData) => TensorData;
  readonly weightedMean?: boolean;
  readonly reductions?: readonly string[];
  readonly reduction?: string;
  readonly divisor?: (shape: Shape, reduction: string) => number | null;
  /** What else the shape must be. */
  readonly needs?: (shape: Shape) => string | null;
}

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/** Arguments: prediction, target of the same shape, optionally weights. */
export function elementwiseLoss<A extends Attributes & { readonly reduction?: string }>(
  loss: ElementwiseLoss<A>,
): BoundOp<A> {
  const { respelled = (targets: TensorData) => targets, divisor, ...rest } = loss;
  return defineLoss<A, Saved>({
    ...rest,
    takes: 'a prediction and a target',
    count: 2,
    shape: (args, attributes) => elementShape(loss, args, attributes),
    forward: (kernels, [prediction, { data, ...type }], attributes, terms) => {
      const target = { ...type, data: respelled(data) };
      writeTerms(kernels, loss.define(attributes), prediction, target, terms);
      return { prediction, target };
    },
    backward: (kernels, flow, saved, attributes, wanted) => {
      const comparison = loss.define(attributes);
      const { slope, targetSlope } = comparison;
      const gradient = (by: Comparison['slope']): Tensor => {
        const out = kernels.allocate(saved.prediction.shape);
        writeSlopes(kernels, by, comparison, saved, flow, out.data);
        return out;
      };
      return [
        wanted[0] === true ? gradient(slope) : null,
        wanted[1] === true && targetSlope ? gradient(targetSlope) : null,
      ];
    },
    ...(divisor && {
      divisor: ({ prediction }: Saved, _attributes: A, reduction: string) =>
        divisor(prediction.shape, reduction),
    }),
  });
}

function elementShape<A extends Attributes & { readonly reduction?: string }>(
  { name, define, needs }: ElementwiseLoss<A>,
  args: readonly TensorType[],
  attributes: A,
): Shape | ShapeError {
  const shape = comparedShape(name, args);
  if ('error' in shape) return shape;
  const needed = needs?.(shape) ?? null;
  if (needed !== null) return { error: `${name} ${needed}` };
  const { columns } = define(attributes);
  if (columns && columns.length !== 1 && columns.length !== (shape.at(-1) ?? 1)) {
    return { error: `${name} has ${columns.length} class weights for ${shape.at(-1) ?? 1} classes` };
  }
  return shape;
}

/** The shape that a prediction and a target share, both of floats, or why they don't. */
export function comparedShape(name: string, [prediction, target]: readonly TensorType[]): Shape | ShapeError {
  if (!prediction || !target) return { error: `${name} takes a prediction and a target` };
  for (const { elementType } of [prediction, target]) {
    if (!isFloat(elementType)) return { error: `${name} compares floats, found ${elementType} values` };
  }
  if (sameShape(prediction.shape, target.shape)) return prediction.shape;
  return {
    error: `${name} compares values of one shape, the prediction has ${shapeText(prediction.shape)}, the target ${shapeText(target.shape)}`,
  };
}

function writeTerms(
  kernels: Kernels,
  { value, columns = [1] }: Comparison,
  prediction: Tensor,
  target: Tensor,
  terms: TensorData,
): void {
  const width = columns.length;
  inPieces(terms.length, kernels.pace, (from, to) => {
    for (let at = from; at < to; at += 1) {
      terms[at] = value(
        prediction.data[at] ?? NaN,
        target.data[at] ?? NaN,
        columns[width === 1 ? 0 : at % width] ?? NaN,
      );
    }
  });
}

function writeSlopes(
  kernels: Kernels,
  slope: Comparison['slope'],
  { columns = [1] }: Comparison,
  { prediction, target }: Saved,
  flow: Flow,
  out: TensorData,
): void {
  const width = columns.length;
  inPieces(out.length, kernels.pace, (from, to) => {
    for (let at = from; at < to; at += 1) {
      const found = slope(
        prediction.data[at] ?? NaN,
        target.data[at] ?? NaN,
        columns[width === 1 ? 0 : at % width] ?? NaN,
      );
      out[at] = found * (flow.data[at * flow.step] ?? NaN);
    }
  });
}
