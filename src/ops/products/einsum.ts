/** Sums of products over named axes: einsum, and the products that are equations of fixed form. */
import type { Kernels } from '../../tensor/kernels';
import { isFloat, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import { defineOp, type Attributes, type BoundOp, type ShapeError } from '../op';
import { contract, fromTerm, planOf, termOf, type Term } from './contraction';
import { fittedEquation, type FittedEquation } from './equation';

type EinsumAttributes = {
  /** As NumPy and PyTorch write it: letters for axes, commas between operands, ... for further axes, -> before the result. */
  readonly equation: string;
};

interface Saved {
  readonly args: readonly Tensor[];
  readonly terms: readonly Term[];
  readonly fitted: FittedEquation;
}

/** Arguments: as many values as the equation has operands. Output: the sum of their products over all letters that the result lacks. */
export const einsum: BoundOp<EinsumAttributes> = equationOp<EinsumAttributes>(
  'einsum',
  ({ equation }, shapes) => (shapes.length === 0 ? { error: 'einsum takes at least one value' } : equation),
);

/** Arguments: two vectors of one length. Output: the sum of their products (torch.dot). */
export const dot = equationOp('dot', (_attributes, [a, b, ...others]) => {
  if (!a || !b || others.length > 0) return { error: 'dot takes two vectors' };
  return a.length === 1 && b.length === 1 && a[0] === b[0]
    ? 'i,i->'
    : { error: `dot takes two vectors of one length, found shapes ${both(a, b)}` };
});

/** Arguments: vectors (rows) and (columns). Output: (rows, columns), all products of two (torch.outer). */
export const outer = equationOp('outer', (_attributes, [a, b, ...others]) => {
  if (!a || !b || others.length > 0) return { error: 'outer takes two vectors' };
  return a.length === 1 && b.length === 1
    ? 'i,j->ij'
    : { error: `outer takes two vectors, found shapes ${both(a, b)}` };
});

function both(a: Shape, b: Shape): string {
  return `(${a.join(', ')}) and (${b.join(', ')})`;
}

/** An op whose equation follows from its attributes and the shapes of its arguments. */
function equationOp<A extends Attributes>(
  name: string,
  equationOf: (attributes: A, shapes: readonly Shape[]) => string | ShapeError,
): BoundOp<A> {
  const fittedTo = (args: readonly TensorType[], attributes: A): FittedEquation | ShapeError => {
    const shapes = args.map(({ shape }) => shape);
    const equation = equationOf(attributes, shapes);
    return typeof equation === 'string' ? fittedEquation(equation, shapes) : equation;
  };
  return defineOp<A, Saved>({
    role: 'arithmetic',
    shape: (args, attributes) => {
      const fitted = fittedTo(args, attributes);
      if ('error' in fitted) return fitted;
      const strange = args.find(({ elementType }) => !isFloat(elementType));
      if (strange) return { error: `${name} takes floats, found ${strange.elementType} values` };
      const shape = fitted.result.map((label) => fitted.sizes.get(label) ?? 1);
      return [{ elementType: args[0]?.elementType ?? 'float64', shape }];
    },
    work: (args, attributes) => {
      const fitted = fittedTo(args, attributes);
      return 'error' in fitted ? 0 : planOf(fitted.operands, fitted.result, fitted.sizes).work;
    },
    forward: (kernels, args, attributes) => {
      const fitted = fittedTo(args, attributes);
      if ('error' in fitted) throw new RangeError(fitted.error);
      const terms = args.map((arg, which) =>
        termOf(kernels, arg, fitted.operands[which] ?? [], fitted.sizes),
      );
      const y = contract(kernels, terms, fitted.result, fitted.sizes);
      return { outputs: [y], saved: { args, terms, fitted } };
    },
    backward: (kernels, [dy], saved, _attributes, wanted) =>
      saved.args.map((_arg, which) =>
        dy && wanted[which] === true ? operandGradient(kernels, dy, saved, which) : null,
      ),
  });
}

/** The gradient of one operand is the contraction of dy with the other operands to its labels. */
function operandGradient(
  kernels: Kernels,
  dy: Tensor,
  { args, terms, fitted: { operands, result, sizes } }: Saved,
  which: number,
): Tensor {
  const [arg, term] = [args[which], terms[which]];
  if (!arg || !term) throw new RangeError('an operand is one of the arguments');
  const others = terms.filter((_other, place) => place !== which);
  const gradient = contract(kernels, [...others, { tensor: dy, labels: result }], term.labels, sizes);
  return fromTerm(kernels, gradient, arg, operands[which] ?? [], sizes);
}
