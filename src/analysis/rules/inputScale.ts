/** Input scale: known data whose numbers are far larger than the weights are made for. */
import { shortNumber, wholeNumber } from '../../base/numbers';
import type { Dataset } from '../../graph/dataset';
import type { Network, NodeIndex } from '../../graph/network';
import { usersOf } from '../../graph/users';
import { sizeOf } from '../../tensor/tensor';
import { above, inputReach, outlierShare, type Limit } from './limits';
import { opAt, roleOf } from './paths';
import type { Rule, Verdict } from './rule';
import { isCall, passesOn } from './structure';

/** The column of the data that is furthest out, where a weight layer takes it as it is. */
export const inputScale: Rule = {
  title: 'Input scale',
  why: 'Every initialisation counts on inputs of about size 1: larger ones saturate the first layer, and the steps that suit it suit no other.',
  *check({ network, limits }) {
    const { dataset } = network;
    if (!dataset || !takenAsItIs(network)) return;
    const spread = limits['input-scale'].warning;
    const worst = furthest(dataset, spread);
    if (worst) yield verdict(dataset, worst, spread);
  },
};

/** Whether the one input goes into weights with nothing before them that would scale it: no norm, no arithmetic, no table of vectors. */
function takenAsItIs(network: Network): boolean {
  const inputs = network.nodes.flatMap((node, index) => (node.kind === 'input' ? [{ node, index }] : []));
  const [input, ...others] = inputs;
  if (!input || others.length > 0 || input.node.indexCount > 0) return false;
  const users = usersOf(network);
  const waiting: NodeIndex[] = [...(users[input.index] ?? [])];
  for (let user = waiting.pop(); user !== undefined; user = waiting.pop()) {
    const node = opAt(network, user);
    if (!node) return false;
    if (roleOf(node) === 'weighted' && !isCall(node, 'embedding')) continue;
    if (!passesOn(network, node) && roleOf(node) !== 'noise') return false;
    waiting.push(...(users[user] ?? []));
  }
  return true;
}

interface Column {
  readonly place: number;
  /** The largest magnitude; 0 where only outliers lie beyond the limit. */
  readonly reach: number;
  readonly std: number;
}

/** The column that passes a limit by most. */
function furthest(dataset: Dataset, spread: Limit): Column | null {
  const beyond = ({ reach, std }: Column): number => Math.max(reach / inputReach.value, std / spread.value);
  let worst: Column | null = null;
  for (const column of columnsOf(dataset)) if (!worst || beyond(column) > beyond(worst)) worst = column;
  return worst && beyond(worst) > 1 ? worst : null;
}

/** Numbers that are looked at, at most: the training samples stand in seeded order, so that the first ones are as good as any. */
const enough = 1_000_000;

/** All columns in one pass over the samples, sums taken from the first sample on so that little is lost. */
function columnsOf({ inputs, training, sampleShape }: Dataset): readonly Column[] {
  const width = sizeOf(sampleShape);
  const rows = training.slice(0, Math.max(1, Math.floor(enough / width)));
  const [first = 0] = rows;
  const [sums, squares, far, largest] = [0, 1, 2, 3].map(() => new Float64Array(width));
  if (!sums || !squares || !far || !largest) return [];
  for (const row of rows) {
    for (let place = 0; place < width; place += 1) {
      const value = inputs[row * width + place] ?? NaN;
      const difference = value - (inputs[first * width + place] ?? NaN);
      sums[place] = (sums[place] ?? 0) + difference;
      squares[place] = (squares[place] ?? 0) + difference * difference;
      if (Math.abs(value) > inputReach.value) far[place] = (far[place] ?? 0) + 1;
      if (Math.abs(value) > (largest[place] ?? 0)) largest[place] = Math.abs(value);
    }
  }
  return Array.from({ length: width }, (_, place) => {
    const mean = (sums[place] ?? NaN) / rows.length;
    const variance = (squares[place] ?? NaN) / rows.length - mean * mean;
    // Numbers that are not finite have a rule of their own.
    const isOutlier =
      (far[place] ?? 0) <= outlierShare.value * rows.length || !Number.isFinite(largest[place]);
    return {
      place,
      reach: isOutlier ? 0 : (largest[place] ?? 0),
      std: Number.isFinite(variance) ? Math.sqrt(Math.max(0, variance)) : 0,
    };
  });
}

function verdict(dataset: Dataset, { place, reach, std }: Column, { value: limit }: Limit): Verdict {
  const name = dataset.columns[place] ?? `value ${wholeNumber(place + 1)} of a sample`;
  const far = above(reach, { warning: inputReach });
  return {
    layer: null,
    span: dataset.span,
    severity: 'warning',
    value: far ? reach : std,
    limit: far ? far.limit : limit,
    message: far
      ? `The inputs reach ${shortNumber(reach)} in ${name} (limit ${shortNumber(far.limit)}).`
      : `The inputs have standard deviation ${shortNumber(std)} in ${name} (limit ${shortNumber(limit)}).`,
    cause: 'The first layer multiplies them with weights that are made for inputs of about size 1.',
    remedies: [
      'Bring every column to mean 0 and standard deviation 1 by the training samples.',
      'Divide pixels from 0 to 255 by 255.',
    ],
  };
}
