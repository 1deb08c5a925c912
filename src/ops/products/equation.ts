/** Equations of einsum: names for the axes of each operand and of the result, "bij,bjk->bik". */
import { shapeText } from '../../base/numbers';
import type { Shape } from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** An equation, fitted to operands. */
export interface FittedEquation {
  /** A label for each axis of each operand; axes that an ellipsis stands for are labelled from the last: .0, .1 ... */
  readonly operands: readonly (readonly string[])[];
  readonly result: readonly string[];
  /** The size of each label; operands of size 1 are stretched to it. */
  readonly sizes: ReadonlyMap<string, number>;
}

const ellipsis = '...';

/** Longer equations are cut in messages. */
const longestQuote = 60;

/** Fits an equation to the shapes of its operands by PyTorch's rules, or says why it does not fit. */
export function fittedEquation(equation: string, shapes: readonly Shape[]): FittedEquation | ShapeError {
  const text = equation.replaceAll(' ', '');
  const [left = '', right, ...others] = text.split('->');
  const terms = left.split(',').map(axesOf);
  const written = right === undefined ? null : axesOf(right);
  if (others.length > 0 || written === undefined || terms.includes(undefined)) {
    return {
      error: `einsum knows letters, commas, one -> and ... in an equation, found ${quoted(equation)}`,
    };
  }
  if (terms.length !== shapes.length) {
    return {
      error: `einsum has ${terms.length} operands in ${quoted(equation)}, found ${shapes.length} values`,
    };
  }
  const operands: (readonly string[])[] = [];
  for (const [which, shape] of shapes.entries()) {
    const labels = labelled(terms[which] ?? [], shape);
    if (!labels) return rankError(terms[which] ?? [], which, shape);
    operands.push(labels);
  }
  const sizes = sizesOf(operands, shapes);
  if ('error' in sizes) return sizes;
  const result = resultOf(written, operands);
  if ('error' in result) return result;
  const unknown = result.find((label) => !sizes.has(label));
  if (unknown !== undefined) return { error: `einsum has no axis ${unknown} for the result` };
  return { operands, result, sizes };
}

/** The letters and at most one ellipsis of a term; undefined where there is something else. */
function axesOf(term: string): readonly string[] | undefined {
  const axes = term.match(/\.\.\.|[A-Za-z]/g) ?? [];
  const whole = axes.join('') === term && axes.filter((axis) => axis === ellipsis).length <= 1;
  return whole ? axes : undefined;
}

function labelled(axes: readonly string[], shape: Shape): readonly string[] | null {
  const hidden = shape.length - axes.filter((axis) => axis !== ellipsis).length;
  if (hidden < 0 || (hidden > 0 && !axes.includes(ellipsis))) return null;
  return axes.flatMap((axis) => (axis === ellipsis ? hiddenLabels(hidden) : [axis]));
}

function hiddenLabels(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `.${count - 1 - index}`);
}

function rankError(axes: readonly string[], which: number, shape: Shape): ShapeError {
  const named = axes.filter((axis) => axis !== ellipsis).length;
  return {
    error: `einsum names ${named} axes of operand ${which + 1} in ${quoted(axes.join(''))}, its shape is ${shapeText(shape)}`,
  };
}

function sizesOf(
  operands: readonly (readonly string[])[],
  shapes: readonly Shape[],
): ReadonlyMap<string, number> | ShapeError {
  const sizes = new Map<string, number>();
  for (const [which, labels] of operands.entries()) {
    for (const [axis, label] of labels.entries()) {
      const size = shapes[which]?.[axis] ?? 1;
      const known = sizes.get(label) ?? 1;
      if (known !== 1 && size !== 1 && size !== known) {
        const name = label.startsWith('.') ? ellipsis : label;
        return { error: `einsum needs one size for ${name}, found ${known} and ${size}` };
      }
      if (known === 1) sizes.set(label, size);
    }
  }
  return sizes;
}

/** What is written behind the arrow; without one, the axes of the ellipsis and then the letters that stand once, in the order of the alphabet. */
function resultOf(
  written: readonly string[] | null,
  operands: readonly (readonly string[])[],
): readonly string[] | ShapeError {
  const all = operands.flat();
  const hidden = hiddenLabels(new Set(all.filter((label) => label.startsWith('.'))).size);
  if (!written) {
    const letters = all.filter(
      (label) => !label.startsWith('.') && all.indexOf(label) === all.lastIndexOf(label),
    );
    return [...hidden, ...letters.sort()];
  }
  const result = written.flatMap((axis) => (axis === ellipsis ? hidden : [axis]));
  const twice = result.find((label, place) => result.indexOf(label) !== place);
  return twice === undefined ? result : { error: `einsum names ${twice} twice in the result` };
}

function quoted(text: string): string {
  return `"${text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text}"`;
}
