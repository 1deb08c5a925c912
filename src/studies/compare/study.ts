/** The comparison: initialisations down, hidden activations across, each cell the network of the file with that choice. */
import type { Network } from '../../graph/network';
import { controlReport } from '../../inspect/controls';
import { firstRun } from '../../inspect/firstRun';
import { geometryControl, textbookControl, withActivation, withInitialisation } from '../../inspect/variants';
import { StudyRefused, type Study, type Subject } from '../study';
import type { CompareAnswer, CompareCell, CompareQuestion } from './answer';
import { cellOf, overSeeds, type Grid } from './cell';
import {
  activationChoices,
  initialisationChoices,
  weightsOf,
  type ActivationChoice,
  type InitialisationChoice,
} from './choices';
import { gridSize, workText, type GridSize } from './size';

/** Most training steps of a cell. */
const mostSteps = 500;

/** The study. */
export const compareStudy = {
  read: ({ steps }) =>
    typeof steps === 'number' && Number.isInteger(steps) && steps >= 0 && steps <= mostSteps
      ? { steps }
      : null,
  answer: function* (subject) {
    const { network } = subject;
    const initialisations = initialisationChoices(network);
    const activations = activationChoices(network);
    const { grid, size, layers } = setUp(subject, initialisations.length, activations.length);
    const cells: (CompareCell | null)[][] = activations.map(() => initialisations.map(() => null));
    const { seeds, batch, verdictBatch, work } = size;
    const answer = (): CompareAnswer => ({
      ...{ initialisations, activations, layers },
      cells: cells.map((column) => [...column]),
      size: { seeds, batch, verdictBatch, work, training: null },
      left: size.allColumns ? [] : [onlyOwnColumn(size)],
    });
    let shown = answer();
    yield shown;
    const geometry = controlReport(yield* showing(overSeeds(geometryControl(network), grid), () => shown));
    for (const column of columnsInOrder(activations, size)) {
      const active = columnNetwork(network, activations[column]);
      const textbook = controlReport(yield* showing(overSeeds(textbookControl(active), grid), () => shown));
      for (const [row, choice] of initialisations.entries()) {
        const steps = cellOf(started(active, choice), grid, { geometry, textbook });
        const cell = yield* showing(steps, () => shown);
        const into = cells[column];
        if (into) into[row] = cell;
        shown = answer();
        yield shown;
      }
    }
    return shown;
  },
} satisfies Study<CompareQuestion, CompareAnswer>;

/** Lets other work have its turn within a cell; what is shown stays the same until the cell is done. */
function* showing<T>(work: Generator<undefined, T>, shown: () => CompareAnswer): Generator<CompareAnswer, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield shown();
  }
}

/** The file's own column first, since it is what the user has in mind. */
function columnsInOrder(
  activations: readonly ActivationChoice[],
  { allColumns }: GridSize,
): readonly number[] {
  const own = activations.findIndex((choice) => choice.own);
  const others = activations.flatMap((_, column) => (column === own ? [] : [column]));
  return allColumns ? [own, ...others] : [own];
}

function columnNetwork(network: Network, choice: ActivationChoice | undefined): Network {
  const own = !choice || choice.own || choice.activation === null;
  return own ? network : withActivation(network, choice.activation);
}

function started(network: Network, { init, own }: InitialisationChoice): Network {
  return own || init === null ? network : withInitialisation(network, init);
}

/** What the grid is measured on. @throws StudyRefused where there is nothing to compare */
function setUp(
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

function onlyOwnColumn({ work }: GridSize): string {
  return `The network is large, so only its own activation is compared: ${workText(work)}.`;
}
