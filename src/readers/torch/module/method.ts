/** A method of torch.nn.Module. */
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';

/** Its name, its parameters as Python writes them, and what it does. */
export interface Method {
  readonly name: string;
  readonly signature: string;
  readonly run: (machine: Machine, ...bound: Value[]) => Value;
}

/** A row of the table of methods. */
export function method(name: string, signature: string, run: Method['run']): Method {
  return { name, signature, run };
}
