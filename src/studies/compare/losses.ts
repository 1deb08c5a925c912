/** What the cells of the comparison come to when they are trained for some steps. */
import type { Network } from '../../graph/network';
import { trainingBatch, trainingText } from '../training/preparing';
import { shortTraining } from '../training/shortTraining';
import { showing, StudyRefused, type Study } from '../study';
import type { CompareLossesAnswer, CompareLossesQuestion, TrainedLosses } from './answer';
import { activationChoices, comparedInitialisations, weightsOf } from './choices';
import { columnNetwork, columnsInOrder } from './setUp';
import { trainingSize, workText, type TrainingSize } from './size';
import { startOf } from './starts';

/** Most training steps of a cell. */
const mostSteps = 500;

/** The study. */
export const compareLossesStudy = {
  read: ({ steps }) =>
    typeof steps === 'number' && Number.isInteger(steps) && steps >= 0 && steps <= mostSteps
      ? { steps }
      : null,
  answer: function* (subject, { steps }) {
    const { network, kernels } = subject;
    if (!network.loss) throw new StudyRefused('Without a loss there is nothing to train on.');
    if (weightsOf(network).length === 0) throw new StudyRefused('This network has no weights to train.');
    const initialisations = comparedInitialisations(network);
    const activations = activationChoices(network);
    const [rows, columns] = [initialisations.length, activations.length];
    const batch = trainingBatch(subject);
    const size = trainingSize(network, { steps, batch, floatType: kernels.floatType }, rows, columns);
    const cells: (TrainedLosses | null)[][] = activations.map(() => initialisations.map(() => null));
    const left = leftOut(network, size, steps);
    const answer = (): CompareLossesAnswer => ({
      ...{ steps, how: trainingText(subject), seed: network.seed, work: size.work, left },
      cells: cells.map((column) => [...column]),
    });
    let shown = answer();
    yield shown;
    if (size.cells === 'none') return shown;
    const starts = initialisations.map((choice) => startOf(network, choice, kernels));
    for (const column of columnsInOrder(activations, size.cells === 'all')) {
      const active = columnNetwork(network, activations[column]);
      for (const [row, start] of starts.entries()) {
        const work = shortTraining(subject, start(active)(network.seed), steps);
        const { losses, accuracy, steps: at } = yield* showing(work, () => shown);
        const into = cells[column];
        if (into) into[row] = { steps: at, losses, accuracy };
        shown = answer();
        yield shown;
      }
    }
    return shown;
  },
} satisfies Study<CompareLossesQuestion, CompareLossesAnswer>;

function leftOut(network: Network, { cells, work }: TrainingSize, steps: number): readonly string[] {
  if (cells === 'all') return [];
  if (cells === 'own column') {
    return [`The network is large, so only its own activation is trained: ${workText(work)}.`];
  }
  return [
    `Training ${network.name} for ${steps} steps with each initialisation takes ${workText(work)}, which is too much here.`,
  ];
}
