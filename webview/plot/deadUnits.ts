/** Dead units over the whole training set: their share in each layer over the steps. */
import { counted, percent, wholeNumber } from '../../src/base/numbers';
import type { TrainingSnapshot } from '../../src/studies/training/snapshot';
import type { Cell } from '../export/dataTable';
import type { PlotPicture } from './picture';
import { curves, line, percentAxis } from './training';

/** The share of dead units of every layer that can have them, at each census. */
export function deadPicture(snapshot: TrainingSnapshot, end: number): PlotPicture {
  const { census, layers, trainingSamples } = snapshot;
  const names = census.layers.map(({ layer }) => layers[layer]?.name ?? '');
  const updates = Array.from(census.updates);
  const shareAt = (stop: number): readonly string[] => {
    const index = census.updates.findLastIndex((each) => each <= stop);
    return census.layers.map(
      ({ share }, place) => `${names[place] ?? ''} ${percent(share[Math.max(0, index)] ?? NaN)}`,
    );
  };
  return {
    id: 'train-dead',
    title: 'Dead units over the whole training set',
    sentence: deadSentence(snapshot),
    plot: {
      ...curves(
        end,
        percentAxis(`units that are 0 on all ${counted(trainingSamples, 'training sample')}`),
        census.layers.map(({ share }, place) =>
          line(
            names[place] ?? '',
            updates.map((at, index) => [at, share[index] ?? null]),
            {
              ink: { depth: names.length === 1 ? 0 : place / (names.length - 1) },
              width: 2,
              dash: [[], [8, 3], [4, 3], [2, 2]][place % 4] ?? [],
            },
          ),
        ),
      ),
      stops: updates,
    },
    table: {
      columns: ['step', ...names],
      get rows(): readonly (readonly Cell[])[] {
        return updates.map((at, index) => [at, ...census.layers.map(({ share }) => share[index] ?? null)]);
      },
    },
    readout: (stop) => `step ${wholeNumber(stop)}: ${shareAt(stop).join(' · ')}`,
  };
}

function deadSentence({ census, layers }: TrainingSnapshot): string {
  const last = census.layers.map(({ layer, units, share }) => ({
    name: layers[layer]?.name ?? '',
    units,
    share: share.at(-1) ?? 0,
  }));
  const worst = last.toSorted((one, other) => other.share - one.share)[0];
  const dead = last.reduce((sum, { units, share }) => sum + Math.round(units * share), 0);
  const all = last.reduce((sum, { units }) => sum + units, 0);
  if (worst === undefined || dead === 0)
    return `None of the ${counted(all, 'unit')} is 0 on every training sample.`;
  return `${wholeNumber(dead)} of ${counted(all, 'unit')} are 0 on every training sample and get no gradient any more; most are in ${worst.name}: ${percent(worst.share)}.`;
}
