/** Keeping: copies of all parameters at some moments of a training, within a number of bytes, so that it can be looked at again. */
import type { ParameterValues } from '../../engine/parameters';
import { bytesOf } from '../../tensor/tensor';
import { mostRecorded } from './record';
import { thinning } from './thinning';

/** Bytes that all copies together may take. */
const mostBytes = 64 * 2 ** 20;

/** All parameters and buffers after some updates; tensors of their own. */
export interface KeptParameters {
  readonly updates: number;
  readonly values: ParameterValues;
}

/** Keeps parameters. */
export interface ParameterKeeper {
  wants(updates: number): boolean;
  keep(updates: number, values: ParameterValues): void;
  /** Updates after which there is a copy, ascending. */
  readonly updates: readonly number[];
  /** The copy after so many updates, or the nearest before it. */
  at(updates: number): KeptParameters | null;
}

/** A keeper without a copy; there are never fewer than one, however large it is. */
export function parameterKeeper(parameters: ParameterValues): ParameterKeeper {
  const bytes = [...parameters.values()].reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  const kept = thinning<ParameterValues>(Math.min(mostRecorded, Math.floor(mostBytes / Math.max(1, bytes))));
  return {
    wants: (updates) => kept.wants(updates),
    keep: (updates, values) => {
      kept.keep(updates, copiesOf(values));
    },
    get updates() {
      return kept.steps;
    },
    at: (updates) => {
      const place = kept.steps.findLastIndex((each) => each <= updates);
      const values = kept.kept[place];
      return values ? { updates: kept.steps[place] ?? 0, values } : null;
    },
  };
}

/** The same numbers in storage of their own. */
export function copiesOf(values: ParameterValues): ParameterValues {
  return new Map([...values].map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }]));
}
