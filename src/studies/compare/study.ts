/** The comparison: initialisations down, hidden activations across, each cell the network of the file with that choice. */
import type { ControlReport } from '../../analysis/report';
import type { Network } from '../../graph/network';
import { controlReport } from '../../inspect/controls';
import { geometryControl, textbookControl } from '../../inspect/variants';
import { showing, type Study } from '../study';
import type { CompareAnswer, CompareCell, CompareQuestion } from './answer';
import { cellOf, overSeeds } from './cell';
import { activationChoices, comparedInitialisations, dearInitialisations, placesOf } from './choices';
import { columnNetwork, columnsInOrder, setUp } from './setUp';
import { workText, type GridSize } from './size';
import { startOf } from './starts';

/** The study. */
export const compareStudy = {
  read: () => ({}),
  answer: function* (subject) {
    const { network, kernels } = subject;
    const initialisations = comparedInitialisations(network);
    const activations = activationChoices(network);
    const { grid, size, layers } = setUp(subject, initialisations.length, activations.length);
    const cells: (CompareCell | null)[][] = activations.map(() => initialisations.map(() => null));
    const left = leftOut(network, size);
    const answer = (): CompareAnswer => ({
      ...{ initialisations, activations, layers, left, places: placesOf(network), size },
      cells: cells.map((column) => [...column]),
    });
    let shown = answer();
    yield shown;
    const reportOf = function* (variant: Network): Generator<CompareAnswer, ControlReport> {
      return controlReport(
        yield* showing(
          overSeeds(() => variant, grid),
          () => shown,
        ),
      );
    };
    const geometry = yield* reportOf(geometryControl(network));
    const starts = initialisations.map((choice) => startOf(network, choice, kernels));
    for (const column of columnsInOrder(activations, size.allColumns)) {
      const active = columnNetwork(network, activations[column]);
      const textbook = yield* reportOf(textbookControl(active));
      for (const [row, start] of starts.entries()) {
        const work = cellOf(start(active), grid, { geometry, textbook });
        const cell = yield* showing(work, () => shown);
        const into = cells[column];
        if (into) into[row] = cell;
        shown = answer();
        yield shown;
      }
    }
    return shown;
  },
} satisfies Study<CompareQuestion, CompareAnswer>;

/** What is not compared, and why. */
function leftOut(network: Network, { allColumns, work }: GridSize): readonly string[] {
  return [
    ...(allColumns
      ? []
      : [`The network is large, so only its own activation is compared: ${workText(work)}.`]),
    ...dearInitialisations(network).map(
      ({ name }) => `Drawing ${name} weights takes too long for layers this wide.`,
    ),
  ];
}
