/** The blame in one sentence: the factor that loses or adds most, how much, and in which layers. */
import { shortNumber } from '../../base/numbers';
import type { NetworkReport } from '../report';
import type { BlameFactor, BlameReport } from './report';

const words: Readonly<Record<BlameFactor, string>> = {
  activation: 'the derivative of the activation',
  weights: 'the weights',
  normalisation: 'the normalisation',
  pooling: 'the pools',
  other: 'the other operations',
  paths: 'the parallel paths',
};

/** One layer's part of a factor. */
interface Part {
  readonly layer: number;
  readonly decades: number;
}

/**
 * Where a gradient that falls loses most of its decades (`sign` -1), or one that grows gets them (`sign` 1); null where the blame is not
 * known, and where no factor goes that way.
 */
export function blameSentence(
  { blame, layers }: Pick<NetworkReport, 'blame' | 'layers'>,
  sign: 1 | -1,
): string | null {
  if (!blame || !Number.isFinite(blame.decades) || Math.sign(blame.decades) !== sign) return null;
  let most: { readonly factor: BlameFactor; readonly parts: readonly Part[]; readonly sum: number } | null =
    null;
  for (const factor of Object.keys(words) as BlameFactor[]) {
    // the keys of a total table are exactly its names
    const parts = partsOf(blame, factor).filter(({ decades }) => decades * sign > 0);
    const sum = parts.reduce((total, { decades }) => total + decades * sign, 0);
    if (sum > (most?.sum ?? 0)) most = { factor, parts, sum };
  }
  if (!most) return null;
  const [first] = most.parts;
  const last = most.parts.at(-1);
  if (!first || !last) return null;
  const nameOf = ({ layer }: Part): string => layers[layer]?.name ?? '';
  const place = first === last ? `in ${nameOf(first)}` : `from ${nameOf(first)} to ${nameOf(last)}`;
  const sum = shortNumber(most.sum);
  const net = shortNumber(Math.abs(blame.decades));
  // Where other factors go the other way the sum is more than the whole, and no share of it.
  const share =
    sum === net
      ? `${net} decades, ${place}`
      : most.sum < Math.abs(blame.decades)
        ? `${sum} of ${net} decades, ${place}`
        : `${sum} decades ${place}; other factors leave ${net}`;
  return `Most ${sign < 0 ? 'is lost in' : 'comes from'} ${words[most.factor]}: ${share}.`;
}

function partsOf({ steps }: BlameReport, factor: BlameFactor): readonly Part[] {
  return steps.flatMap(({ layer, factors }) => {
    const decades = factors[factor];
    return decades === undefined ? [] : [{ layer, decades }];
  });
}
