/** The comparison in words: verdicts, sentences, the table of all numbers. */
import { counted, percent, shortNumber, wholeNumber } from '../../src/base/numbers';
import type { CompareAnswer, CompareCell, CompareLossesAnswer } from '../../src/studies/compare/answer';
import type { DataTable } from '../export/dataTable';
import type { InkName } from '../theme';
import { ruleWords } from '../verdict';
import type { IconName } from '../view/icons';
import { looks, shownCells, type Metric, type Shown } from './metrics';

/** A verdict as it stands in a cell. */
export interface CellVerdict {
  readonly word: string;
  readonly icon: IconName;
  readonly ink: InkName;
}

const ruleInks: Readonly<Partial<Record<string, InkName>>> = {
  vanishing: 'vanishing',
  exploding: 'exploding',
  'non-finite': 'exploding',
  'dead-relu': 'dead',
  saturation: 'saturated',
};

/** The verdict of a cell in a word. */
export function verdictOf({ verdict }: CompareCell): CellVerdict {
  if (verdict === null) return { word: 'Healthy', icon: 'healthy', ink: 'healthy' };
  const { rule, severity } = verdict;
  return { word: ruleWords[rule], icon: severity, ink: ruleInks[rule] ?? 'text' };
}

/** The number of a cell in words. */
export function valueText(metric: Metric, shown: Shown): string {
  const value = looks[metric].value(shown);
  return value === null || Number.isNaN(value) ? '–' : looks[metric].wording(value);
}

/** What is read at a cell. */
export function cellReadout(
  answer: CompareAnswer,
  metric: Metric,
  { row, column }: { readonly row: number; readonly column: number },
  shown: Shown | null,
): string {
  const initialisation = answer.initialisations[row];
  const activation = answer.activations[column];
  const name = `${initialisation?.name ?? ''}, ${activation?.name ?? ''}`;
  if (shown === null) return `${name}: not computed`;
  const { cell, trained } = shown;
  const parts = [`${looks[metric].number} ${valueText(metric, shown)}`];
  if (metric !== 'delta' && cell.gain.length > 1) parts.push(`δ first / last ${quotientText(cell.ratio)}`);
  parts.push(`loss ${shortNumber(cell.loss)}`);
  if (trained?.accuracy != null) parts.push(`${percent(trained.accuracy)} right`);
  return `${name}: ${verdictOf(cell).word.toLowerCase()} · ${parts.join(' · ')}`;
}

/** A quotient, or – where it has no value. */
export function quotientText(value: number): string {
  return Number.isNaN(value) ? '–' : shortNumber(value);
}

/** What the grid shows, in one sentence. */
export function gridSentence(
  answer: CompareAnswer,
  losses: CompareLossesAnswer | null,
  metric: Metric,
): string {
  const cells = shownCells(answer, losses)
    .flat()
    .filter((shown) => shown !== null);
  const healthy = cells.filter(({ cell }) => cell.verdict === null).length;
  if (cells.length === 0) return 'The first numbers are being computed.';
  const values = cells.map((shown) => looks[metric].value(shown)).filter((value) => value !== null);
  const finite = values.filter(Number.isFinite);
  const range =
    finite.length === 0
      ? ''
      : ` The ${looks[metric].number}: ${looks[metric].wording(Math.min(...finite))} to ${looks[metric].wording(Math.max(...finite))}.`;
  return `${wholeNumber(healthy)} of ${counted(cells.length, 'combination')} would be healthy if they stood in the file.${range}`;
}

/** What the numbers were measured on, and what is left out. */
export function measuredOn(answer: CompareAnswer, losses: CompareLossesAnswer | null): string {
  const { seeds, batch } = answer.size;
  const parts = [
    `Medians over ${counted(seeds, 'seed')}, ${counted(batch, 'sample')} each. Biases start at 0, as they do when an initialisation is written (PyTorch's draws them too).`,
  ];
  if (losses) {
    const after = losses.steps === 0 ? 'before training' : `after ${counted(losses.steps, 'step')}`;
    parts.push(`Losses ${after}: ${losses.how}, seed ${losses.seed}.`);
  }
  return [...parts, ...answer.left, ...(losses?.left ?? [])].join(' ');
}

/** All numbers of all cells, with the losses that are known. */
export function gridTable(answer: CompareAnswer, losses: CompareLossesAnswer | null): DataTable {
  const cells = shownCells(answer, losses);
  return {
    columns: [
      ...['initialisation', 'written as', 'activation', 'verdict', 'δ first / δ last'],
      ...['mean gain', 'saturated', 'dead', 'loss', 'loss at the end', 'right', 'not finite'],
      ...answer.layers.slice(0, -1).map((layer) => `gain ${layer}`),
    ],
    rows: cells.flatMap((column, at) =>
      column.flatMap((shown, row) => {
        if (shown === null) return [];
        const { cell, trained } = shown;
        const { name = '', init = null } = answer.initialisations[row] ?? {};
        const value = (metric: Metric): number | null => looks[metric].value(shown);
        return [
          [
            ...[name, init === null ? 'as in the file' : initText(init), answer.activations[at]?.name ?? ''],
            ...[verdictOf(cell).word, value('delta'), value('gain'), value('saturated'), value('dead')],
            ...[cell.loss, trained?.losses.at(-1) ?? null, trained?.accuracy ?? null, cell.nonFinite],
            ...cell.gain.slice(0, -1),
          ],
        ];
      }),
    ),
  };
}

/** An initialisation as a network file writes it. */
export function initText({ name, argument }: { readonly name: string; readonly argument?: number }): string {
  return argument === undefined ? name : `{ ${name}: ${argument} }`;
}

/** The verdicts that occur, with how often, the healthy first: for the legend. */
export function verdictCounts(answer: CompareAnswer): readonly (CellVerdict & { readonly count: number })[] {
  const counts = new Map<string, CellVerdict & { count: number }>();
  for (const cell of answer.cells.flat()) {
    if (cell === null) continue;
    const verdict = verdictOf(cell);
    const known = counts.get(verdict.word);
    if (known) known.count += 1;
    else counts.set(verdict.word, { ...verdict, count: 1 });
  }
  return [...counts.values()].sort(
    (a, b) => Number(b.ink === 'healthy') - Number(a.ink === 'healthy') || b.count - a.count,
  );
}

/** The choice of a cell in words: He with tanh; sigmoid, as in the file. */
export function choiceText(
  { initialisations, activations }: CompareAnswer,
  row: number,
  column: number,
): string {
  const { name = '', init = null } = initialisations[row] ?? {};
  const activation = activations[column]?.name ?? '';
  return init === null ? `${activation}, initialised ${name}` : `${name} with ${activation}`;
}
