/** Ops of one value and constants: scale and shift, and the change of the element type. */
import { isFloat, type ElementType, type FloatType, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type BoundOp, type Curve } from '../op';
import { maskOf } from './masks';

type AffineAttributes = {
  readonly scale: number;
  readonly shift: number;
};

const affineOp = defineOp<AffineAttributes, TensorType>({
  role: 'arithmetic',
  shape: ([x], attributes, floatType) =>
    x
      ? [{ elementType: affineType(x, attributes, floatType), shape: x.shape }]
      : { error: 'affine takes one input' },
  forward: (kernels, [x], attributes) => {
    if (!x) throw new RangeError('affine takes one input');
    const y = kernels.allocate(x.shape, affineType(x, attributes, kernels.floatType));
    kernels.affine(x, attributes.scale, attributes.shift, y);
    return { outputs: [y], saved: x };
  },
  backward: (kernels, [dy], x, { scale }, wanted) => {
    if (!dy || wanted[0] !== true || !isFloat(x.elementType)) return [null];
    const dx = kernels.allocate(dy.shape);
    kernels.affine(dy, scale, 0, dx);
    return [dx];
  },
});

/** Argument: x. Output: scale x + shift; whole numbers stay whole with whole constants. dx = scale dy. */
export const affine: BoundOp<AffineAttributes> = {
  ...affineOp,
  curve: ({ scale, shift }): Curve => ({
    f: {
      name: 'affine',
      parameters: [scale, shift],
      value: (x) => scale * x + shift,
      derivative: () => scale,
    },
    saturated: [],
    silent: [],
    kinks: [],
    jumps: [],
  }),
};

function affineType(
  { elementType }: TensorType,
  { scale, shift }: AffineAttributes,
  floatType: FloatType,
): ElementType {
  if (isFloat(elementType)) return elementType;
  return Number.isInteger(scale) && Number.isInteger(shift) ? 'int32' : floatType;
}

type CastAttributes = {
  /** `float` is the float type of the run. */
  readonly elementType: 'float' | 'int32' | 'bool';
};

/**
 * Argument: x of any type. Output: x as floats, as whole numbers (cut towards 0) or as a mask of what is not 0. The gradient passes
 * between floats only.
 */
export const cast = defineOp<CastAttributes, TensorType>({
  role: 'arithmetic',
  shape: ([x], attributes, floatType) => {
    if (!x) return { error: 'cast takes one input' };
    const elementType = castType(attributes, floatType);
    return elementType
      ? [{ elementType, shape: x.shape }]
      : { error: `cast knows the types float, int32 and bool, found ${attributes.elementType}` };
  },
  forward: (kernels, [x], attributes) => {
    const elementType = castType(attributes, kernels.floatType);
    if (!x || !elementType) throw new RangeError('cast takes one input and a type');
    if (elementType === x.elementType) return { outputs: [x], saved: x };
    if (elementType === 'bool') return { outputs: [maskOf(kernels, x)], saved: x };
    const y = kernels.allocate(x.shape, elementType);
    y.data.set(x.data);
    return { outputs: [y], saved: x };
  },
  backward: (_kernels, [dy], x, { elementType }, wanted): readonly (Tensor | null)[] => [
    dy && wanted[0] === true && isFloat(x.elementType) && elementType === 'float' ? dy : null,
  ],
});

function castType({ elementType }: CastAttributes, floatType: FloatType): ElementType | null {
  if (elementType === 'float') return floatType;
  return ['int32', 'bool'].includes(elementType) ? elementType : null;
}
