/** Passages: how large the gradient of every value is, and of values with several users how large the part that each hands back. */
import type { Network, NodeIndex, Value } from '../../graph/network';
import { argumentsOf } from '../../graph/shapes';

/** What one op handed back to a value. */
export interface Part {
  readonly user: NodeIndex;
  readonly rms: number;
}

/** RMS of gradients, by value. */
export interface Passages {
  gradient(value: Value): number | null;
  /** Empty for a value with one user, whose part is the gradient itself. */
  parts(value: Value): readonly Part[];
}

/** Takes the passages of a run while its gradients come by. */
export interface Hearing {
  gradient(value: Value, rms: number): void;
  /** Whether parts are to be told of; computed values with several users. */
  wants(user: NodeIndex, position: number): boolean;
  part(user: NodeIndex, position: number, rms: number): void;
  readonly passages: Passages;
}

/** Hears of one run of a network. */
export function hearing({ nodes }: Network): Hearing {
  const users = new Map<string, number>();
  for (const node of nodes) {
    for (const value of argumentsOf(node)) {
      if (nodes[value.node]?.kind === 'op') users.set(keyOf(value), (users.get(keyOf(value)) ?? 0) + 1);
    }
  }
  const gradients = new Map<string, number>();
  const parts = new Map<string, Part[]>();
  const valueAt = (user: NodeIndex, position: number): Value | undefined => {
    const node = nodes[user];
    return node && argumentsOf(node)[position];
  };
  return {
    gradient: (value, rms) => gradients.set(keyOf(value), rms),
    wants: (user, position) => {
      const value = valueAt(user, position);
      return value !== undefined && (users.get(keyOf(value)) ?? 0) > 1;
    },
    part: (user, position, rms) => {
      const value = valueAt(user, position);
      if (!value) return;
      const known = parts.get(keyOf(value)) ?? [];
      known.push({ user, rms });
      parts.set(keyOf(value), known);
    },
    passages: {
      gradient: (value) => gradients.get(keyOf(value)) ?? null,
      // Backprop meets the last user first.
      parts: (value) => (parts.get(keyOf(value)) ?? []).toReversed(),
    },
  };
}

function keyOf({ node, output }: Value): string {
  return `${node} ${output}`;
}
