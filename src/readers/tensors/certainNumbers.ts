/** The numbers with which a parameter starts for certain: where its law draws nothing. */
import { initialValues } from '../../tensor/initialisations';
import { randomStream } from '../../tensor/random';
import { sizeOf, type Tensor } from '../../tensor/tensor';
import type { Parameter } from './content';

const certain: ReadonlySet<string> = new Set(['zeros', 'ones', 'constant', 'values', 'identity', 'eye']);

/** Its first numbers; null where they are drawn, or more than `most`. */
export function certainNumbers({ initialisation, shape, fans }: Parameter, most: number): Tensor | null {
  if (!certain.has(initialisation.name) || initialisation.own || sizeOf(shape) > most) return null;
  return initialValues(initialisation, { elementType: 'float64', shape }, fans, randomStream(0, 0));
}
