/** The table of the comparison with keras.applications. */
import type { Outcome } from '../python/jobs';
import type { Compared, Counts } from './compared';

/** One model of the list. */
export interface Model {
  readonly name: string;
  /** The file of its source. */
  readonly module: string;
  /** The whole shape of the probe, the batch first. */
  readonly input: readonly number[];
}

interface Energy {
  readonly loss: number;
  readonly norm: number;
}

/** What Keras measured of a model. */
export interface Reference extends Counts {
  readonly sine: Energy;
  readonly hash: Energy;
  /** Of the model of default arguments. */
  readonly whole: Counts;
}

/** All that Keras measured, when, and with what. */
export interface References {
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, Reference>>;
}

/** One model from one of its sources, with both sides. */
export interface Row {
  readonly name: string;
  readonly from: 'source' | 'to_json';
  readonly input: readonly number[];
  readonly reference: Reference;
  readonly outcome: Outcome<Compared>;
}

/** Relative error that still counts as equal: both sides compute in float32. */
const near = 1e-3;

const head = [
  '| model | read from | probe | Keras: parameters, trainable | ours | default arguments: Keras | ours | L | error of L | gnorm | error of gnorm | hash: errors of L, gnorm | seconds (reading + engine) | problem |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|---|',
];

/** One line of the table. */
export function rowOf({ name, from, input, reference, outcome }: Row): string {
  const { sine, hash, whole } = reference;
  const ours = outcome.kind === 'answer' ? outcome.answer : null;
  const cells = [
    ...[name, from, input.join(' x '), countWords(reference), sameOr(ours?.counts, reference)],
    ...[countWords(whole), sameOr(ours?.whole, whole)],
    ...[short(sine.loss), errorWord(ours?.sine.loss, sine.loss)],
    ...[short(sine.norm), errorWord(ours?.sine.norm, sine.norm)],
    `${errorWord(ours?.hash.loss, hash.loss)}, ${errorWord(ours?.hash.norm, hash.norm)}`,
    ours ? `${ours.reading.toFixed(1)} + ${ours.engine.toFixed(1)}` : '',
    problemOf(outcome),
  ];
  return `| ${cells.join(' | ')} |`;
}

function problemOf(outcome: Outcome<Compared>): string {
  if (outcome.kind === 'hang') return 'takes too long';
  const text = outcome.kind === 'crash' ? outcome.reason : (outcome.answer.problems[0] ?? '');
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 160);
}

function countWords({ parameters, trainable }: Counts): string {
  return `${String(parameters)}, ${String(trainable)}`;
}

function sameOr(ours: Counts | null | undefined, theirs: Counts): string {
  if (!ours) return 'none';
  return isSame(ours, theirs) ? '=' : countWords(ours);
}

function isSame(ours: Counts | null, theirs: Counts): boolean {
  return ours?.parameters === theirs.parameters && ours.trainable === theirs.trainable;
}

function errorOf(ours: number | null | undefined, theirs: number): number {
  return typeof ours === 'number' ? Math.abs(ours - theirs) / Math.abs(theirs) : NaN;
}

function errorWord(ours: number | null | undefined, theirs: number): string {
  const error = errorOf(ours, theirs);
  return Number.isNaN(error) ? 'none' : error.toExponential(0);
}

function short(value: number): string {
  return value.toPrecision(4);
}

function isRight({ reference, outcome }: Row): boolean {
  if (outcome.kind !== 'answer') return false;
  const { counts, whole, sine } = outcome.answer;
  const errors = [errorOf(sine.loss, reference.sine.loss), errorOf(sine.norm, reference.sine.norm)];
  return isSame(counts, reference) && isSame(whole, reference.whole) && errors.every((error) => error < near);
}

/** The whole page. */
export function page(rows: readonly Row[], { versions, date }: References): string {
  const words = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const right = rows.filter(isRight).length;
  return [
    '# keras.applications, from source and from `to_json()`, against Keras',
    '',
    `Measured on ${date} with ${words.join(', ')} by [reference.py](reference.py), compared by [compare.ts](compare.ts). Both sides compute in float32 and evaluation`,
    'mode, weights and input filled by formula. L is the mean square of the output, gnorm the norm of its gradient over all trainable weights; errors are relative.',
    'The sine is the protocol; the hash, under which no matrix has a low rank, is the sharper test. To run it again:',
    '',
    '```sh',
    'KERAS_BACKEND=torch python test/corpus/keras/reference.py test/corpus/keras/models.json test/corpus/keras/reference.json --saved SAVED',
    'npx tsx test/corpus/keras/compare.ts --packages SITE_PACKAGES --saved SAVED --table test/corpus/keras/comparison.md',
    '```',
    '',
    `Right in all counts, and in L and gnorm to ${near.toExponential(0)}: ${String(right)} of ${String(rows.length)}.`,
    '',
    ...head,
    ...rows.map(rowOf),
    '',
  ].join('\n');
}
