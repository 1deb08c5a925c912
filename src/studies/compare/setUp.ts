/** What a comparison is made of: the columns in their order, and the network, layers and sizes that all cells share. */
import type { Network } from '../../graph/network';
import { firstRun } from '../../inspect/firstRun';
import { withActivation } from '../../inspect/variants';
import { StudyRefused, type Subject } from '../study';
import type { Grid } from './cell';
import { weightsOf, type ActivationChoice } from './choices';
import { gridSize, workText, type GridSize } from './size';

/** The file's own column first, since it is what the user has in mind. */
export function columnsInOrder(
  activations: readonly ActivationChoice[],
  allColumns: boolean,
): readonly number[] {
  const own = activations.findIndex((choice) => choice.own);
  const others = activations.flatMap((_, column) => (column === own ? [] : [column]));
  return allColumns ? [own, ...others] : [own];
}

/** The network with the activation of a column. */
export function columnNetwork(network: Network, choice: ActivationChoice | undefined): Network {
  const own = !choice || choice.own || choice.activation === null;
  return own ? network : withActivation(network, choice.activation);
}

/** What the grid is measured on. @throws StudyRefused where there is nothing to compare */
export function setUp(
  subject: Subject,
  rows: number,
  columns: number,
): { readonly grid: Grid; readonly size: GridSize; readonly layers: readonly string[] } {
  const { network, kernels, memoryLimit, checkpoint } = subject;
  if (weightsOf(network).length === 0) throw new StudyRefused('This network has no weights to initialise.');
  const options = { seed: null, batch: null, memoryLimit, training: true, checkpoint };
  const { plan, analysis } = kernels.temporarily(() => firstRun(network, kernels, options));
  if (analysis.refusal !== null) throw new StudyRefused(analysis.refusal);
  if (analysis.loss === null) {
    throw new StudyRefused('Without a loss there is no gradient, so there is nothing to compare.');
  }
  const { flow, layers } = analysis;
  const only = layers.findIndex(({ parameters, delta }) => parameters > 0 && delta !== null);
  if (!flow && only === -1) throw new StudyRefused('The loss reaches no layer that has weights.');
  const ends = flow ?? { first: only, last: only };
  const path = flow?.path.filter((index) => index <= flow.last) ?? [only];
  const size = gridSize(network, plan, rows, columns);
  if (size === null) {
    throw new StudyRefused(
      `One run of this network takes ${workText(plan.work)}; a comparison of ${rows} initialisations over it would take too long.`,
    );
  }
  const { seeds, batch, verdictBatch } = size;
  return {
    grid: {
      subject,
      size: { seeds, batch },
      verdictBatch,
      path,
      ends: { first: ends.first, last: ends.last },
    },
    size,
    layers: path.map((index) => layers[index]?.name ?? ''),
  };
}
