/**
 * Measures the numbers that rules judge by, on networks from healthy to stuck, beside what training comes to; prints a table.
 * By hand: `npx tsx test/corpus/calibration.ts [PATTERN] > TABLE`. It takes about half an hour on one core.
 */
import type { NetworkReport } from '../../src/analysis/report';
import { median } from '../../src/analysis/statistics';
import { inspectAll } from '../../src/inspect/inspect';
import type { Kernels } from '../../src/tensor/kernels';
import { kernelsOf } from '../tensor/wasmModules';
import { calibrationCases, type CalibrationCase } from './calibrationCases';
import { onTask, taskFiles, trained, usualTrainings } from './calibrationTraining';

/** What is known of a network before training. */
export interface Numbers {
  readonly raw: number;
  readonly relative: number;
  /** Share of dead units in the worst layer, and the same under textbook initialisation. */
  readonly dead: number;
  readonly deadTextbook: number;
  readonly saturated: number;
  /** Loss at the start over chance. */
  readonly loss: number;
  /** Standard deviation of the last hidden layer over that of the first, over the textbook control's. */
  readonly drift: number;
  /** Largest and smallest gradient:weight ratio of a matrix over their median. */
  readonly imbalance: readonly [largest: number, smallest: number];
  readonly said: readonly string[];
}

/** The report of a case on its task; batches are what the file says. */
export function reportOf({ source, task, image }: CalibrationCase, kernels: Kernels): NetworkReport {
  const text = onTask(source, task, image);
  const { report } = kernels.temporarily(() =>
    inspectAll({ path: 'case.network.yaml', text }, taskFiles(), { kernels: () => kernels }),
  );
  const [network] = report.networks;
  if (!network || report.problems.length > 0) throw new Error(report.problems[0]?.message);
  return network;
}

/** The numbers of a report. */
export function numbersOf({ controls, flow, layers, loss, findings }: NetworkReport): Numbers {
  const own = controls?.own;
  const textbook = controls?.textbook;
  const most = (values: readonly (number | null)[] | undefined): number =>
    (values ?? []).reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0);
  const hidden = (flow?.path ?? []).filter(
    (index) =>
      index < (flow?.last ?? 0) && layers[index]?.parameterReports.some(({ role }) => role === 'weight'),
  );
  const growth = (deviations: readonly number[] | undefined): number =>
    (deviations?.[hidden.at(-1) ?? -1] ?? NaN) / (deviations?.[hidden[0] ?? -1] ?? NaN);
  const ratios = layers.flatMap(({ parameterReports }) =>
    parameterReports.flatMap(({ role, shape, gradientRatio }) =>
      role === 'weight' && shape.length >= 2 && gradientRatio !== null ? [gradientRatio] : [],
    ),
  );
  const middle = median(ratios);
  return {
    raw: own?.ratio ?? NaN,
    relative: (own?.ratio ?? NaN) / (controls?.geometry.ratio ?? NaN),
    dead: most(own?.dead),
    deadTextbook: most(textbook?.dead),
    saturated: most(own?.saturated),
    loss: (loss?.value ?? NaN) / (loss?.chance ?? NaN),
    drift: growth(own?.outputStd) / growth(textbook?.outputStd),
    imbalance: [Math.max(...ratios) / middle, Math.min(...ratios) / middle],
    said: findings.map(({ severity, rule }) => `${severity} ${rule}`),
  };
}

const columns = [
  ...['family', 'network', 'delta first/last', 'over geometry', 'dead', 'textbook', 'saturated'],
  ...['loss/chance', 'std drift', 'imbalance', 'sgd 0.1', 'sgd 0.01', 'adam 0.001', 'learns', 'findings'],
];

/** Below this share of the loss at the start (or of chance, whichever is less) something was learned that the last layer alone does not. */
const learnedShare = 0.5;

const number = (value: number): string => (Number.isFinite(value) ? value.toPrecision(2) : String(value));

/** One row of the table. */
function rowOf(one: CalibrationCase, kernels: Kernels): readonly string[] {
  const report = reportOf(one, kernels);
  const numbers = numbersOf(report);
  const outcomes = usualTrainings.map((training) =>
    trained(onTask(one.source, one.task, one.image), training, one.steps, kernels),
  );
  const chance = report.loss?.chance ?? NaN;
  const learns = outcomes.map(({ last }) => last < learnedShare * chance);
  const verdict = learns[0] || learns[1] ? 'sgd' : learns[2] ? 'adam only' : 'no';
  return [
    ...[one.family, one.title, number(numbers.raw), number(numbers.relative)],
    ...[numbers.dead, numbers.deadTextbook, numbers.saturated, numbers.loss, numbers.drift].map(number),
    numbers.imbalance.map(number).join(' .. '),
    ...outcomes.map(
      ({ last, accuracy }) => `${number(last)}${accuracy === null ? '' : ` (${number(accuracy)})`}`,
    ),
    verdict,
    numbers.said.join(', '),
  ];
}

async function main(): Promise<void> {
  const kernels = await kernelsOf('simd');
  const pattern = new RegExp(process.argv[2] ?? '');
  const line = (cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
  line(columns);
  line(columns.map(() => '---'));
  for (const one of calibrationCases) {
    if (pattern.test(`${one.family} ${one.title}`)) line(rowOf(one, kernels));
  }
}

if (require.main === module) void main();
