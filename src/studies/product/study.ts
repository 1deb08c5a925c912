/** The study `product`: a parameter's gradient as the product that backprop makes of it, with one of its elements checked by a difference. */
import { matrixShape } from '../../analysis/pictures';
import { firstRun, type FirstRun } from '../../inspect/firstRun';
import type { Tensor } from '../../tensor/tensor';
import type { Study, Subject } from '../study';
import { StudyRefused } from '../study';
import { affordable, largestElement, preciselyChecked, type ElementCheck } from './elementCheck';
import { findParameter, keptForProduct, productOf, type Asked, type Product } from './product';

/** Which gradient, and which element of it is checked. */
export interface ProductQuestion {
  /** The parameter's name in the report. */
  readonly parameter: string;
  /** Row and column from 0 (a vector has one row); null: the element whose gradient is largest. */
  readonly element: readonly [row: number, column: number] | null;
}

/** The product and the check. */
export interface ProductAnswer {
  readonly parameter: string;
  /** The parameter as a matrix: its first axis down, all others across. */
  readonly rows: number;
  readonly columns: number;
  readonly product: Product;
  readonly check: ElementCheck;
}

/** A parameter's gradient written out. */
export const productStudy = {
  read: ({ parameter, element }) => {
    if (typeof parameter !== 'string') return null;
    if (element === null || element === undefined) return { parameter, element: null };
    return isPlace(element) ? { parameter, element } : null;
  },
  *answer(subject, { parameter, element }) {
    const run = runOf(subject);
    const asked = findParameter(run, parameter);
    const shape = matrixShape(asked.parameter.shape);
    const { samples, ...cost } = affordable(run.network, run.plan);
    const { index, numbers, product } = measured(subject, run, asked, element);
    const row = shape.columns === 0 ? 0 : Math.floor(index / shape.columns);
    const check = { row, column: index - row * shape.columns, ...numbers, ...cost, precise: null };
    const answer: ProductAnswer = { parameter, ...shape, product, check };
    yield answer;
    if (cost.tooDear) return answer;
    const steps = preciselyChecked(subject, run.network, { parameter, index }, samples);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { ...answer, check: { ...check, precise: step.value } };
      yield answer;
    }
  },
} satisfies Study<ProductQuestion, ProductAnswer>;

/** A run that was not refused. */
export type Runnable = FirstRun & { readonly look: NonNullable<FirstRun['look']> };

/** The first run of a network, as its report is made. @throws StudyRefused when it was refused */
export function runOf({ network, kernels, memoryLimit, checkpoint }: Subject): Runnable {
  const run = firstRun(network, kernels, {
    seed: null,
    batch: null,
    memoryLimit,
    training: true,
    checkpoint,
  });
  const { look } = run;
  if (!look) throw new StudyRefused(run.analysis.refusal ?? 'The network could not be run.');
  return { ...run, look };
}

/** Everything that needs the run's tensors. */
function measured(
  { kernels }: Subject,
  run: Runnable,
  asked: Asked,
  element: ProductQuestion['element'],
): {
  readonly product: Product;
  readonly index: number;
  readonly numbers: { readonly value: number; readonly gradient: number };
} {
  const { name } = asked.parameter;
  return kernels.temporarily(() =>
    run.look(keptForProduct(asked), (trace) => {
      const [values, gradient] = [trace.parameters.get(name), trace.parameterGradients.get(name)];
      if (!values || !gradient) throw new StudyRefused(`The loss does not reach ${name}.`);
      const index = indexOf(element, gradient);
      return {
        index,
        numbers: { value: values.data[index] ?? NaN, gradient: gradient.data[index] ?? NaN },
        product: productOf(asked, run, trace, kernels),
      };
    }),
  );
}

/** The place in row-major order. @throws StudyRefused when the parameter has no such element */
function indexOf(element: ProductQuestion['element'], gradient: Tensor): number {
  if (element === null) return largestElement(gradient);
  const { rows, columns } = matrixShape(gradient.shape);
  const [row, column] = element;
  if (row >= rows || column >= columns)
    throw new StudyRefused(
      `There is no element in row ${row}, column ${column}: the parameter has ${rows} x ${columns}.`,
    );
  return row * columns + column;
}

function isPlace(value: unknown): value is readonly [number, number] {
  const isIndex = (index: unknown): boolean =>
    typeof index === 'number' && Number.isInteger(index) && index >= 0;
  return Array.isArray(value) && value.length === 2 && value.every(isIndex);
}
