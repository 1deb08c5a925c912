/** Which elements of the parameters are checked: some of every tensor, drawn from the seed. */
import { randomStream } from '../../tensor/random';
import type { Tensor } from '../../tensor/tensor';
import type { Gradient, Place } from './loss';

/** A stream of the seed that nothing else draws from. */
const stream = 0x6368;

/**
 * About `count` places. Every tensor gets at least one, small ones no more than they have, and what they leave is shared among the larger. The first
 * of each tensor is the element with the largest gradient, so that the check is about something; the others are drawn.
 */
export function sampledPlaces(
  parameters: readonly { readonly name: string; readonly size: number }[],
  gradient: Gradient,
  count: number,
  seed: number,
): readonly Place[] {
  const shares = sharesOf(
    parameters.map(({ size }) => size),
    count,
  );
  const random = randomStream(seed, stream);
  return parameters.flatMap(({ name, size }, number) => {
    const share = shares[number] ?? 0;
    const own = random.fork(number);
    const chosen = new Set<number>();
    if (share > 0) chosen.add(largestOf(gradient.get(name) ?? null));
    // Floyd's way to draw without putting back (Bentley and Floyd 1987, Communications of the ACM 30).
    for (let last = size - (share - chosen.size); last < size; last += 1) {
      const drawn = Math.floor(own.uniform(last) * (last + 1));
      chosen.add(chosen.has(drawn) ? firstFree(last, chosen) : drawn);
    }
    return [...chosen].toSorted((a, b) => a - b).map((index) => ({ parameter: name, index }));
  });
}

/** How many of each size are taken. */
function sharesOf(sizes: readonly number[], count: number): readonly number[] {
  const shares = sizes.map((size) => Math.min(1, size));
  let left = count - shares.reduce((sum, share) => sum + share, 0);
  // Each round gives every tensor that has room the same again; the last one goes from tensor to tensor.
  while (left > 0) {
    const roomy = sizes.flatMap((size, place) => (size > (shares[place] ?? 0) ? [place] : []));
    if (roomy.length === 0) break;
    const each = Math.max(1, Math.floor(left / roomy.length));
    for (const place of roomy) {
      const given = Math.min(each, left, (sizes[place] ?? 0) - (shares[place] ?? 0));
      shares[place] = (shares[place] ?? 0) + given;
      left -= given;
    }
  }
  return shares;
}

function largestOf(gradient: Tensor | null): number {
  let best = 0;
  gradient?.data.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(gradient.data[best] ?? 0)) best = index;
  });
  return best;
}

function firstFree(from: number, taken: ReadonlySet<number>): number {
  let place = from;
  while (taken.has(place)) place -= 1;
  return place;
}
