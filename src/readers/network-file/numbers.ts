/** Given numbers: one number, a nested list of numbers as a tensor, or the path of a file that holds them. */
import type { Form } from './forms';
import type { Report } from './report';
import { describe, type Written } from './written';

/** Numbers with the shape in which they were written; `[]` for a single number. */
export interface GivenNumbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Given numbers, the path of a file, or what was reported as neither. */
export type Given = GivenNumbers | { readonly file: string } | 'unreadable';

const expected = 'a number or a list of numbers';

/** A number or a nested list of numbers; not-finite numbers are allowed where `finite` is false, with a warning. */
export function numbers(finite: boolean): Form<GivenNumbers> {
  return {
    expected,
    schema: { anyOf: [{ type: 'number' }, { $ref: '#/definitions/numbers' }] },
    read: (written, report) => {
      const shape = shapeOf(written);
      const values: number[] = [];
      return collect(written, shape, 0, values, finite, report) ? { shape, values } : undefined;
    },
  };
}

/** Numbers, or text that names a file with them. */
export const numbersOrFile: Form<Given> = {
  expected: `${expected}, or a file`,
  schema: {
    anyOf: [{ type: 'number' }, { $ref: '#/definitions/numbers' }, { type: 'string', minLength: 1 }],
  },
  read: (written, report) =>
    written.kind === 'text' && written.value !== ''
      ? { file: written.value }
      : (numbers(true).read(written, report) ?? 'unreadable'),
};

/** The shape along the first item of each list. */
function shapeOf(written: Written): number[] {
  const shape: number[] = [];
  let inner: Written | undefined = written;
  while (inner?.kind === 'list') {
    shape.push(inner.items.length);
    inner = inner.items[0];
  }
  return shape;
}

/** Appends the numbers row by row; reports the first thing that does not fit and gives false. */
function collect(
  written: Written,
  shape: readonly number[],
  axis: number,
  values: number[],
  finite: boolean,
  report: Report,
): boolean {
  const length = shape[axis];
  if (length === undefined) {
    if (written.kind === 'number' && (Number.isFinite(written.value) || !finite)) {
      if (!Number.isFinite(written.value)) {
        report.warning('This number is not finite; the network gets it as it is.', written.range);
      }
      values.push(written.value);
      return true;
    }
    const wanted = finite ? 'a finite number' : 'a number';
    report.error(`Expected ${axis === 0 ? expected : wanted}, found ${describe(written)}.`, written.range);
    return false;
  }
  if (written.kind !== 'list' || written.items.length !== length || length === 0) {
    const wanted = length === 0 ? 'numbers' : `a list of ${length}, as long as its neighbours`;
    report.error(`Expected ${wanted}, found ${describe(written)}.`, written.range);
    return false;
  }
  return written.items.every((item) => collect(item, shape, axis + 1, values, finite, report));
}
