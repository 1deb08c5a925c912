/** What changed, in one line. */
import { counted, shortNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { Fate, FindingChange, LayerChange, NetworkChange, NumberChange } from './change';

/** Smaller factors are told as numbers only: another order of layers draws other first weights, which moves every number a little. */
const notableDecades = 0.1;

/** So many findings are named, the others are counted. */
const mostFindings = 3;

/** Why a network was not computed, before and after. */
interface Refusals {
  readonly before: string | null;
  readonly after: string | null;
}

/** The sentence of a change that is one. */
export function changeSentence(
  change: Pick<NetworkChange, 'layers' | 'findings' | 'loss' | 'parameters'>,
  refusals: Refusals,
): string {
  if (refusals.after !== null) return 'It cannot be computed any more.';
  if (refusals.before !== null) return 'It can be computed now.';
  const { layers, findings, loss, parameters } = change;
  const parts = [
    largestText(layers),
    ...findingTexts(findings),
    layersText(layers),
    parameters.decades === 0 ? '' : `${numbers(parameters)} parameters`,
    isNotable(loss) ? `loss ${numbers(loss)}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Hardly anything changed.' : `${parts.join(', ')}.`;
}

/** A factor as the eye reads it: × 310, × 0.0032; from or to 0 it has none. */
function factorText({ before, after, decades }: NumberChange): string {
  if (decades !== null && Number.isFinite(decades)) return `× ${shortNumber(10 ** decades)}`;
  return `${shortNumber(before ?? NaN)} → ${shortNumber(after ?? NaN)}`;
}

function numbers({ before, after }: NumberChange): string {
  const text = (value: number | null): string => (value === null ? 'none' : shortNumber(value));
  return `${text(before)} → ${text(after)}`;
}

function isNotable({ before, after, decades }: NumberChange): boolean {
  if (decades !== null) return Math.abs(decades) >= notableDecades;
  // One of them is missing, NaN or negative.
  return !Object.is(before, after);
}

/** Delta where it has moved most; where it has not, the weight gradient, then the activations. */
function largestText(layers: readonly LayerChange[]): string {
  const kept = layers.filter(({ fate }) => fate === 'kept' || fate === 'renamed');
  const choices = [
    kept.map(({ name, delta }) => ({ what: `delta of ${name}`, change: delta })),
    kept.flatMap(({ name, weights }) =>
      weights.map((change) => ({ what: `gradient of ${name}.${change.name}`, change })),
    ),
    kept.map(({ name, std }) => ({ what: `std of ${name}`, change: std })),
  ];
  for (const choice of choices) {
    const moved = choice.filter(({ change }) => change.decades !== null && isNotable(change));
    const far = ({ change }: (typeof moved)[number]): number => Math.abs(change.decades ?? 0);
    const [first, ...others] = moved;
    if (!first) continue;
    const { what, change } = others.reduce((most, one) => (far(one) > far(most) ? one : most), first);
    return `${what} ${factorText(change)}`;
  }
  return '';
}

function findingTexts(findings: readonly FindingChange[]): readonly string[] {
  const words = { gone: 'is gone', new: 'is new', graver: 'is graver', milder: 'is milder' } as const;
  const texts = new Set(
    findings.map(
      ({ rule, fate, layer }) =>
        `${rule} ${words[fate]}${fate === 'new' && layer !== null ? ` at ${layer}` : ''}`,
    ),
  );
  const [all, rest] = [[...texts], texts.size - mostFindings];
  return rest > 1 ? [...all.slice(0, mostFindings), `${counted(rest, 'other finding')} changed`] : all;
}

function layersText(layers: readonly LayerChange[]): string {
  const words: readonly Fate[] = ['added', 'removed', 'renamed'];
  const counts = words
    .map((fate) => [fate, layers.filter((layer) => layer.fate === fate).length] as const)
    .filter(([, count]) => count > 0);
  const exchanged = layers.filter(({ formerKind }) => formerKind !== null);
  const [first] = exchanged;
  const kinds =
    exchanged.length === 1 && first
      ? `${first.name} is ${first.kind} now`
      : counted(exchanged.length, 'layer');
  const texts = counts.map(([fate, count], index) =>
    index === 0 ? `${counted(count, 'layer')} ${fate}` : `${count} ${fate}`,
  );
  const other = exchanged.length === 0 ? [] : [exchanged.length === 1 ? kinds : `${kinds} of another kind`];
  return listed([...texts, ...other]);
}
