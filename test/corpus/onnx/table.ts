/** The table of the comparison with exports of PyTorch. */
import type { Outcome } from '../python/jobs';
import type { Compared } from './compared';

/** Operator set, mode, whether constants are folded, and the formula of the weights. */
export type Variant = readonly [opset: number, mode: string, folding: boolean, fill: 'sine' | 'hash'];

/** One model of the list. */
export interface Model {
  readonly name: string;
  /** The whole shape of the probe, the batch first. */
  readonly input: readonly number[];
  readonly variants: readonly Variant[];
}

/** What PyTorch measured of an export, or why there is none. */
export type Reference =
  | { readonly parameters: number; readonly loss: number; readonly norm: number }
  | { readonly problem: string };

/** All that PyTorch measured, when, and with what. */
export interface References {
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, Reference>>;
}

/** One export with both sides. */
export interface Row {
  readonly name: string;
  readonly variant: Variant;
  readonly input: readonly number[];
  readonly reference: Reference;
  readonly outcome: Outcome<Compared>;
}

/** Relative error that still counts as equal: both sides compute in float32. */
const near = 1e-3;

const head = [
  '| model | probe | export | PyTorch: parameters | ours | grey nodes | L | error of L | gnorm | error of gnorm | seconds (reading + engine) | problem |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|',
];

/** How an export is called, also in reference.py. */
export function variantName([opset, mode, folding, fill]: Variant): string {
  return `${String(opset)}-${mode}-${folding ? 'folded' : 'unfolded'}-${fill}`;
}

/** One line of the table. */
export function rowOf({ name, variant, input, reference, outcome }: Row): string {
  const ours = outcome.kind === 'answer' ? outcome.answer : null;
  const start = [name, input.join(' x '), variantName(variant)];
  if ('problem' in reference) {
    return `| ${[...start, ...['', '', '', '', '', '', '', ''], `not exported: ${tidy(reference.problem)}`].join(' | ')} |`;
  }
  const cells = [
    ...start,
    String(reference.parameters),
    ours?.parameters === reference.parameters ? '=' : String(ours?.parameters ?? 'none'),
    String(ours?.grey ?? ''),
    ...[short(reference.loss), errorWord(ours?.loss, reference.loss)],
    ...[short(reference.norm), errorWord(ours?.norm, reference.norm)],
    ours ? `${ours.reading.toFixed(1)} + ${ours.engine.toFixed(1)}` : '',
    problemOf(outcome),
  ];
  return `| ${cells.join(' | ')} |`;
}

function problemOf(outcome: Outcome<Compared>): string {
  if (outcome.kind === 'hang') return 'takes too long';
  return tidy(outcome.kind === 'crash' ? outcome.reason : (outcome.answer.problems[0] ?? ''));
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 160);
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
  if ('problem' in reference || outcome.kind !== 'answer') return false;
  const { parameters, loss, norm, grey } = outcome.answer;
  const errors = [errorOf(loss, reference.loss), errorOf(norm, reference.norm)];
  return grey === 0 && parameters === reference.parameters && errors.every((error) => error < near);
}

/** The whole page. */
export function page(rows: readonly Row[], { versions, date }: References): string {
  const words = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const exported = rows.filter(({ reference }) => !('problem' in reference));
  return [
    '# Exports of torch.onnx.export against PyTorch',
    '',
    `Measured on ${date} with ${words.join(', ')} by [reference.py](reference.py), compared by [compare.ts](compare.ts); how an export is made and filled stands there.`,
    'Both sides compute in float32. L is the mean square of the first output, gnorm the norm of its gradient over all parameters; errors are relative. An export with',
    'folded constants in the modes eval and dynamo has its batch norms within the convolutions before them, so its parameters are fewer, and it is held against PyTorch with the same done to it. A grey',
    'node is one that we do not understand. Weights stand in the file; those of the sine protocol begin at another place for each parameter, since the exporter writes',
    'equal tensors once.',
    '',
    'Where an exporter itself computes with weights (the rows of a table of positions that are used, tables of relative positions that it looks up, embeddings of types',
    'for a fixed batch), the file holds other weights than the model, and their number, and where rows are used more than once gnorm, differ: that is what the file says. To run it again:',
    '',
    '```sh',
    'python test/corpus/onnx/reference.py test/corpus/onnx/models.json test/corpus/onnx/reference.json --exports EXPORTS',
    'npx tsx test/corpus/onnx/compare.ts --exports EXPORTS --table test/corpus/onnx/comparison.md',
    '```',
    '',
    `Right in parameters, and in L and gnorm to ${near.toExponential(0)}, without a grey node: ${String(exported.filter(isRight).length)} of ${String(exported.length)}.`,
    '',
    ...head,
    ...rows.map(rowOf),
    '',
  ].join('\n');
}
