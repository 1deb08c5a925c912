/** Where class scores stand: samples, classes and places; class indices with their weights, and which of them are ignored. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import {
  isFloat,
  reshaped,
  sameShape,
  sizeOf,
  type Shape,
  type Tensor,
  type TensorType,
} from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** The classes lie on the axis behind the samples, as in PyTorch, or on the last one, as in Keras. */
export type ClassAxis = 1 | -1;

/** Scores as (samples, classes, places): `places` is 1 where the classes are last. */
export interface Layout {
  readonly samples: number;
  readonly classes: number;
  readonly places: number;
}

/** The layout of scores of at least two axes. */
export function layoutOf(shape: Shape, axis: ClassAxis): Layout {
  const place = axis === -1 ? shape.length - 1 : 1;
  return {
    samples: sizeOf(shape.slice(0, place)),
    classes: shape[place] ?? 0,
    places: sizeOf(shape.slice(place + 1)),
  };
}

/** The shape of the class indices that belong to scores: theirs without the classes. */
export function indexShape(shape: Shape, axis: ClassAxis): Shape {
  return axis === -1 ? shape.slice(0, -1) : shape.filter((_, place) => place !== 1);
}

/** Attributes of losses of class scores. */
export type ClassAttributes = {
  /** The axis of the classes: 1 (behind the samples) unless said, or -1 (the last). */
  readonly axis?: ClassAxis;
  /** A weight for each class. */
  readonly weight?: readonly number[];
  /** Targets of this index count for nothing; -100 unless said. */
  readonly ignoreIndex?: number;
};

/** What is wrong with these attributes, behind the op's name. */
export function classProblem({ axis = 1, ignoreIndex = -100 }: ClassAttributes): string | null {
  // Attributes are data of others: what the type excludes may still come.
  const place: number = axis;
  if (place !== 1 && place !== -1) return `needs its classes on axis 1 or -1, found ${place}`;
  if (!Number.isInteger(ignoreIndex)) return `needs a whole number as ignored index, found ${ignoreIndex}`;
  return null;
}

/** The shape of the terms of a loss of class scores, or why scores and targets do not fit. */
export function classTermsShape(
  name: string,
  [prediction, target]: readonly TensorType[],
  takesProbabilities: boolean,
  { axis = 1, weight }: ClassAttributes,
): Shape | ShapeError {
  if (!prediction || !target) return { error: `${name} takes a prediction and a target` };
  const { shape } = prediction;
  const found = shapeText(shape);
  if (!isFloat(prediction.elementType))
    return { error: `${name} needs scores that are floats, found ${prediction.elementType} values` };
  if (shape.length < 2) {
    return { error: `${name} needs scores of shape (batch, classes), the prediction has ${found}` };
  }
  const { classes } = layoutOf(shape, axis);
  if (weight && weight.length !== classes) {
    return { error: `${name} has ${weight.length} class weights for ${classes} classes` };
  }
  const indices = indexShape(shape, axis);
  const fits =
    target.elementType === 'int32'
      ? sameShape(target.shape, indices)
      : takesProbabilities && isFloat(target.elementType) && sameShape(target.shape, shape);
  if (fits) return indices;
  const wanted = takesProbabilities ? 'one class index or one row of probabilities' : 'one class index';
  const where = shape.length === 2 ? 'per sample' : 'per place';
  return {
    error: `${name} needs ${wanted} ${where} for scores of shape ${found}, the target has ${target.elementType} values of shape ${shapeText(target.shape)}`,
  };
}

/** The scores with the classes on the last of two axes, (samples x places, classes): the same storage where they are there already. */
export function asRows(kernels: Kernels, x: Tensor, axis: ClassAxis): Tensor {
  const { samples, classes, places } = layoutOf(x.shape, axis);
  if (places === 1) return reshaped(x, [samples, classes]);
  const rows = kernels.allocate([samples * places, classes]);
  kernels.copy([samples, places, classes], x, { start: 0, strides: [classes * places, 1, places] }, rows, {
    start: 0,
    strides: [classes * places, classes, 1],
  });
  return rows;
}

/** Writes rows of classes to where `out` has them; nothing where they are the same storage. */
export function fromRows(kernels: Kernels, rows: Tensor, out: Tensor, axis: ClassAxis): void {
  const { samples, classes, places } = layoutOf(out.shape, axis);
  if (rows.data === out.data) return;
  kernels.copy([samples, places, classes], rows, { start: 0, strides: [classes * places, classes, 1] }, out, {
    start: 0,
    strides: [classes * places, 1, places],
  });
}

/** The class of a row of scores; -1 where it is ignored. @throws RangeError when it is not among the scores, as PyTorch does */
export function classOf(
  target: Tensor,
  row: number,
  { classes, places }: Layout,
  ignoreIndex: number,
): number {
  const label = target.data[row] ?? NaN;
  if (label === ignoreIndex) return -1;
  if (label >= 0 && label < classes) return label;
  throw new RangeError(
    `class ${label} of sample ${Math.floor(row / places)} is not one of the ${classes} scores`,
  );
}

/** The sum of the weights of all classes that are not ignored: what PyTorch's means divide by. */
export function weightSum(
  target: Tensor,
  layout: Layout,
  { weight, ignoreIndex = -100 }: ClassAttributes,
): number {
  let sum = 0;
  for (let row = 0; row < target.data.length; row += 1) {
    const label = classOf(target, row, layout, ignoreIndex);
    if (label !== -1) sum += weight ? (weight[label] ?? NaN) : 1;
  }
  return sum;
}
