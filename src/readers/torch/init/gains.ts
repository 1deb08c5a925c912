/** torch.nn.init.calculate_gain: what keeps the variance of activations behind a nonlinearity. */
import { fail } from '../../python/values/exceptions';
import { repr } from '../../python/evaluate/repr';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { number } from '../../tensors/arguments';

const plain: Readonly<Record<string, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

/** The gain of a nonlinearity; `parameter` is the negative slope of leaky_relu. Raises ValueError for names that PyTorch has no gain for. */
export function gainFor(machine: Machine, name: string, parameter: Value | undefined): number {
  const gain = new Map(Object.entries(plain)).get(name);
  if (gain !== undefined) return gain;
  if (name !== 'leaky_relu') throw fail(machine, 'ValueError', `Unsupported nonlinearity ${name}`);
  if (!parameter || parameter.kind === 'none') return Math.sqrt(2 / (1 + 0.01 ** 2));
  if (parameter.kind === 'bool' || parameter.kind === 'str') {
    const message = `negative_slope ${repr(machine, parameter)} not a valid number`;
    throw fail(machine, 'ValueError', message);
  }
  return Math.sqrt(2 / (1 + number(machine, parameter) ** 2));
}
