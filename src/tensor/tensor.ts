/** Tensors: dense arrays of numbers in row-major order, with their types and shapes. */

/** Sizes of the axes, outermost first; `[]` is a single number. */
export type Shape = readonly number[];

/** The element types in which gradients flow. */
export type FloatType = 'float32' | 'float64';

/** Every element type; `int32` holds class indices, `bool` masks. */
export type ElementType = FloatType | 'int32' | 'bool';

/** Whether gradients flow through elements of this type. */
export function isFloat(elementType: ElementType): elementType is FloatType {
  return elementType === 'float32' || elementType === 'float64';
}

/** What is known of a tensor before it is computed. */
export interface TensorType {
  readonly elementType: ElementType;
  readonly shape: Shape;
}

/** The storage of a tensor's elements. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A dense tensor; `data.length` is the product of `shape`. */
export interface Tensor extends TensorType {
  readonly data: TensorData;
}

/** Bytes of one element. */
export const elementBytes = {
  float32: 4,
  float64: 8,
  int32: 4,
  bool: 1,
} as const satisfies Record<ElementType, number>;

const storages = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

/** The number of elements of a shape; 1 for `[]`. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The bytes that a tensor of this type takes. */
export function bytesOf(type: TensorType): number {
  return sizeOf(type.shape) * elementBytes[type.elementType];
}

/** A tensor of zeros. */
export function zeros(elementType: ElementType, shape: Shape): Tensor {
  return { elementType, shape, data: new storages[elementType](sizeOf(shape)) };
}

/** A tensor that holds the given numbers. @throws RangeError when their count does not fit the shape */
export function tensorOf(elementType: ElementType, shape: Shape, values: ArrayLike<number>): Tensor {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`${String(values.length)} values do not fill the shape (${shape.join(', ')})`);
  }
  return { elementType, shape, data: new storages[elementType](values) };
}

/** The same elements under another shape of the same size; nothing is copied. */
export function reshaped(tensor: Tensor, shape: Shape): Tensor {
  if (sizeOf(shape) !== tensor.data.length) throw new RangeError('a reshape keeps the number of elements');
  return { elementType: tensor.elementType, shape, data: tensor.data };
}

/** The only element of a tensor of size one. */
export function scalarOf(tensor: Tensor): number {
  return tensor.data[0] ?? NaN;
}

/** Whether two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
