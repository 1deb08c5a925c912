/** The table of a comparison, its totals, and what stands in the way most often. */
import type { Outcome } from './jobs';
import type { Measured, Said } from './measured';

/** One model of the list. */
export interface Model {
  readonly name: string;
  readonly group: string;
  readonly repository?: string;
  readonly package?: string;
  readonly file?: string;
  /** Lines in place of a file. */
  readonly imports?: string;
  readonly network: string;
  readonly inputs: readonly string[];
}

/** What PyTorch measured of a model. */
export type Reference =
  | { readonly wrong: string }
  | {
      readonly parameters: number;
      readonly trainable: number;
      readonly sine: Energy;
      readonly hash: Energy;
      readonly precision?: string;
      /** What PyTorch's own float32 makes of it, where that was asked for. */
      readonly float32?: { readonly sine: Energy; readonly hash: Energy };
    };

interface Energy {
  readonly loss: number;
  readonly norm: number;
}

/** All that PyTorch measured, and with what. */
export interface References {
  readonly versions: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, Reference>>;
}

/** One model with both sides. */
export interface Row {
  readonly model: Model;
  readonly reference: Reference;
  readonly fill: 'sine' | 'hash';
  readonly outcome: Outcome<Measured>;
  /** The same in float64, where float32 alone does not say whether the network is right. */
  readonly wide?: Outcome<Measured>;
}

/** Relative error that still counts as equal. */
const near = 1e-4;

/** How a model fared. */
interface Verdict {
  readonly count: boolean;
  readonly numbers: boolean;
  readonly lossError: number;
  readonly normError: number;
  /** The problem in one line, empty where all is well. */
  readonly problem: string;
  readonly place: string;
}

/**
 * How a model fared. Some networks are so ill-conditioned under the formula that float32 does not carry the digits, in PyTorch neither: what
 * is right in float64 is right, and the row says so.
 */
function verdictOf(row: Row): Verdict | null {
  const plain = narrowVerdict(row);
  const wide =
    plain?.problem === onlyNumbers && row.wide ? narrowVerdict({ ...row, outcome: row.wide }) : null;
  if (!plain || !wide?.numbers) return plain;
  const { reference, fill } = row;
  const own = 'wrong' in reference ? undefined : reference.float32?.[fill];
  const theirs =
    own && !('wrong' in reference)
      ? `; PyTorch's float32 is ${short(errorOf(own.loss, reference[fill].loss))} and ${short(errorOf(own.norm, reference[fill].norm))} off`
      : '';
  const problem = `right in float64: ${short(wide.lossError)} and ${short(wide.normError)}${theirs}`;
  return { ...plain, numbers: true, problem };
}

/** Whether nothing but the numbers of a model is wrong, so that it is worth a look in float64. */
export function needsFloat64(row: Row): boolean {
  return narrowVerdict(row)?.problem === onlyNumbers;
}

const onlyNumbers = 'wrong numbers';

function narrowVerdict({ reference, outcome, fill }: Row): Verdict | null {
  if ('wrong' in reference) return null;
  const none = { count: false, numbers: false, lossError: NaN, normError: NaN, place: '' };
  if (outcome.kind === 'hang') return { ...none, problem: 'hang' };
  if (outcome.kind === 'crash') return { ...none, problem: `crash: ${firstLine(outcome.reason)}` };
  const { parameters, loss, norm, problems } = outcome.answer;
  const theirs = reference[fill];
  const lossError = errorOf(loss, theirs.loss);
  const normError = errorOf(norm, theirs.norm);
  const count = parameters === reference.parameters;
  const numbers = count && lossError < near && normError < near;
  const cause = numbers ? undefined : causeOf(problems);
  const silent =
    loss === null ? 'nothing was computed, and nothing said why' : count ? onlyNumbers : 'wrong count';
  return {
    ...{ count, numbers, lossError, normError },
    problem: numbers ? '' : (cause?.message ?? silent),
    place: cause?.place ?? '',
  };
}

function firstLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /Error/.test(line)) ?? lines[0] ?? '';
}

/** The gravest problem that was said, the first of its kind. */
export function causeOf(problems: readonly Said[]): Said | undefined {
  return (
    problems.find(({ severity }) => severity === 'error') ??
    problems.find(({ severity }) => severity === 'warning')
  );
}

function errorOf(ours: number | null, theirs: number): number {
  if (ours === null) return NaN;
  return Math.abs(ours - theirs) / Math.max(Math.abs(theirs), 1e-30);
}

/** The rows as a table of markdown. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const verdict = verdictOf(row);
    const { name, group } = row.model;
    if (!verdict || 'wrong' in row.reference) return `| ${name} | ${group} | | | | | | not measured |`;
    const ours = row.outcome.kind === 'answer' ? row.outcome.answer : null;
    const count = verdict.count ? '=' : String(ours?.parameters ?? '');
    const seconds = ours
      ? `${(ours.reading / 1000).toFixed(2)} + ${((ours.whole - ours.reading) / 1000).toFixed(2)}`
      : '';
    const problem = [verdict.place, cell(verdict.problem)].filter(Boolean).join(' ');
    return `| ${name} | ${group} | ${String(row.reference.parameters)} | ${count} | ${short(verdict.lossError)} | ${short(verdict.normError)} | ${seconds} | ${problem} |`;
  });
  const head =
    '| model | group | parameters | ours | error of L | error of gnorm | seconds (reading + engine) | problem |';
  return [head, '|---|---|---|---|---|---|---|---|', ...lines].join('\n');
}

function short(error: number): string {
  return Number.isNaN(error) ? '' : error.toExponential(0);
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 160);
}

/** How many are right, by group. */
export function totals(rows: readonly Row[]): string {
  const groups = [...new Set(rows.map(({ model }) => model.group)), 'all'];
  const lines = groups.map((group) => {
    const own = rows.filter(({ model }) => group === 'all' || model.group === group);
    const verdicts = own.map(verdictOf).filter((verdict) => verdict !== null);
    const right = (what: 'count' | 'numbers'): string =>
      String(verdicts.filter((verdict) => verdict[what]).length);
    const times = own.flatMap(({ outcome }) => (outcome.kind === 'answer' ? [outcome.answer.reading] : []));
    const median = times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
    const slow = times.filter((time) => time > 2000).length;
    return `| ${group} | ${String(verdicts.length)} | ${right('count')} | ${right('numbers')} | ${median.toFixed(0)} | ${String(slow)} |`;
  });
  const head = '| group | models | right count | right numbers | reading, median ms | reading over 2 s |';
  return [head, '|---|---|---|---|---|---|', ...lines].join('\n');
}

/** What a message is about: names of the program's own and numbers left out. */
export function causeText(message: string): string {
  return cell(message.replaceAll(/\b\d[\d.,x×]*\b/g, 'N'));
}

/** Problems with how many models each keeps from being right, most first. */
export function causesOf(rows: readonly Row[]): string {
  const found = new Map<string, { models: string[]; place: string }>();
  for (const row of rows) {
    const verdict = verdictOf(row);
    if (!verdict || verdict.numbers) continue;
    const key = causeText(verdict.problem);
    const known = found.get(key) ?? { models: [], place: verdict.place };
    known.models.push(row.model.name);
    found.set(key, known);
  }
  const ranked = [...found].toSorted(([, a], [, b]) => b.models.length - a.models.length);
  const lines = ranked.map(
    ([cause, { models, place }]) =>
      `- ${String(models.length)}: ${cause} (${[place, models.slice(0, 6).join(', ')].filter(Boolean).join('; ')})`,
  );
  return `${lines.join('\n')}\n`;
}
