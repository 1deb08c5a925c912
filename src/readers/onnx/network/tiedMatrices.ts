/** Tied weights: an exporter that folds constants writes the turned matrix of a layer beside the one that it is tied to. */
import type { Tensor } from '../../../tensor/tensor';
import { stateName } from '../record/naming';
import type { Stored } from '../record/operands';

/** Numbers that are compared in all: matrices that differ do so at once, unless somebody made them to take long. */
const mostCompared = 2 ** 26;

/** Matrices without a name whose numbers are those of one with a name, turned round, with that one. */
export function tiedMatrices(operands: readonly Stored[]): ReadonlyMap<Tensor, Stored> {
  const matrices = operands.filter(({ tensor }) => tensor.computed === 'float' && tensor.shape.length === 2);
  const named = new Map<string, Stored[]>();
  for (const one of matrices.filter(({ name }) => stateName(name))) {
    const key = one.tensor.shape.join();
    named.set(key, [...(named.get(key) ?? []), one]);
  }
  const twins = new Map<Tensor, Stored>();
  const budget = { left: mostCompared };
  for (const { name, tensor } of matrices) {
    if (stateName(name)) continue;
    const found = named
      .get(tensor.shape.toReversed().join())
      ?.find((one) => isTurned(tensor, one.tensor, budget));
    if (found) twins.set(tensor, found);
  }
  return twins;
}

/** Whether two matrices have the same numbers; of one number throughout they say nothing. */
function isTurned({ shape, data }: Tensor, other: Tensor, budget: { left: number }): boolean {
  const [rows = 0, columns = 0] = shape;
  let differs = false;
  for (let row = 0; row < rows; row += 1) {
    budget.left -= columns;
    if (budget.left < 0) return false;
    for (let column = 0; column < columns; column += 1) {
      const value = data[row * columns + column];
      if (value !== other.data[column * rows + row]) return false;
      differs ||= value !== data[0];
    }
  }
  return differs;
}
