/** Losses of whole rows: one term for each row of class scores along the last axis, with a class index or a number for each class. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import {
  isFloat,
  sameShape,
  sizeOf,
  type Shape,
  type Tensor,
  type TensorData,
  type TensorType,
} from '../../tensor/tensor';
import type { Attributes, BoundOp, ShapeError } from '../op';
import { classOf } from './classRows';
import { defineLoss, type Flow } from './terms';

/** One row of scores at start ... start + classes, with its targets. */
export interface Row {
  readonly x: TensorData;
  readonly start: number;
  readonly classes: number;
  /** The class index; -1 where there is a number for each class. */
  readonly label: number;
  /** A number for each class at the places of the scores, where there is no class index. */
  readonly targets: TensorData;
  /** Working storage for `classes` numbers. */
  readonly scratch: Float64Array;
}

/** How a loss of rows is defined. */
export interface RowLoss<A extends Attributes & { readonly reduction?: string }> {
  readonly name: string;
  /** int32 class indices, floats for each class, either, or int32 lists of classes. */
  readonly targets: 'classes' | 'shares' | 'either' | 'lists';
  readonly problem?: (attributes: A) => string | null;
  /** Weights of the classes, whose number is checked. */
  readonly classWeights?: (attributes: A) => readonly number[] | undefined;
  /** Floating-point operations for each score. */
  readonly work: number;
  readonly value: (row: Row, attributes: A) => number;
  /** Writes flow times the derivatives by the scores into `out` (zero before), at their places. */
  readonly gradient: (row: Row, attributes: A, flow: number, out: TensorData) => void;
  /** The same for the targets where these are floats; without it they are labels. */
  readonly targetGradient?: (row: Row, attributes: A, flow: number, out: TensorData) => void;
}

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

/** Arguments: scores (batch, ..., classes), targets, optionally weights of the terms. */
export function rowLoss<A extends Attributes & { readonly reduction?: string }>(
  loss: RowLoss<A>,
): BoundOp<A> {
  return defineLoss<A, Saved>({
    name: loss.name,
    takes: 'a prediction and a target',
    count: 2,
    work: loss.work,
    ...(loss.problem && { problem: loss.problem }),
    shape: (args, attributes) => rowTermsShape(loss, args, attributes),
    forward: (kernels, [prediction, target], attributes, terms) => {
      overRows(kernels, prediction, target, (row, index) => {
        terms[index] = loss.value(row, attributes);
      });
      return { prediction, target };
    },
    backward: (kernels, flow, saved, attributes, wanted) => {
      const { targetGradient } = loss;
      const floats = isFloat(saved.target.elementType);
      return [
        wanted[0] === true ? gradientOf(kernels, loss.gradient, flow, saved, attributes) : null,
        wanted[1] === true && floats && targetGradient
          ? gradientOf(kernels, targetGradient, flow, saved, attributes)
          : null,
      ];
    },
  });
}

function gradientOf<A extends Attributes & { readonly reduction?: string }>(
  kernels: Kernels,
  gradient: RowLoss<A>['gradient'],
  { data, step }: Flow,
  { prediction, target }: Saved,
  attributes: A,
): Tensor {
  const out = kernels.allocate(prediction.shape);
  overRows(kernels, prediction, target, (row, index) => {
    gradient(row, attributes, data[index * step] ?? NaN, out.data);
  });
  return out;
}

function overRows(
  kernels: Kernels,
  { data: x, shape }: Tensor,
  target: Tensor,
  each: (row: Row, index: number) => void,
): void {
  const classes = shape.at(-1) ?? 1;
  const scratch = new Float64Array(classes);
  const isIndex = target.elementType === 'int32' && target.shape.length < shape.length;
  const layout = { samples: 0, classes, places: 1 };
  const rows = sizeOf(shape.slice(0, -1));
  for (let row = 0; row < rows; row += 1) {
    // No index is ignored here.
    const label = isIndex ? classOf(target, row, layout, NaN) : -1;
    each({ x, start: row * classes, classes, label, targets: target.data, scratch }, row);
    kernels.pace(classes);
  }
}

function rowTermsShape<A extends Attributes & { readonly reduction?: string }>(
  { name, targets, classWeights }: RowLoss<A>,
  [prediction, target]: readonly TensorType[],
  attributes: A,
): Shape | ShapeError {
  if (!prediction || !target) return { error: `${name} takes a prediction and a target` };
  const { shape } = prediction;
  const found = shapeText(shape);
  if (!isFloat(prediction.elementType)) {
    return { error: `${name} needs scores that are floats, found ${prediction.elementType} values` };
  }
  if (shape.length < 2) {
    return { error: `${name} needs scores of shape (batch, classes), the prediction has ${found}` };
  }
  const classes = shape.at(-1) ?? 0;
  const weights = classWeights?.(attributes);
  if (weights && weights.length !== classes) {
    return { error: `${name} has ${weights.length} class weights for ${classes} classes` };
  }
  const terms = shape.slice(0, -1);
  const isIndex = target.elementType === 'int32' && sameShape(target.shape, terms);
  const isList = target.elementType === 'int32' && sameShape(target.shape, shape);
  const isShares = isFloat(target.elementType) && sameShape(target.shape, shape);
  const fits = {
    classes: isIndex,
    shares: isShares,
    either: isIndex || isShares,
    lists: isList,
  } as const satisfies Record<typeof targets, boolean>;
  if (fits[targets]) return terms;
  return {
    error: `${name} needs ${wantedTargets[targets]} for scores of shape ${found}, the target has ${target.elementType} values of shape ${shapeText(target.shape)}`,
  };
}

const wantedTargets = {
  classes: 'one class index per row',
  shares: 'one number per class',
  either: 'one class index or one row of numbers per row',
  lists: 'one list of class indices per row, filled up with -1,',
} as const satisfies Record<RowLoss<Attributes>['targets'], string>;
