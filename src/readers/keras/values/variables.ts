/** tf.Variable, keras.Variable and K.variable: weights that a program makes without a layer. */
import { native } from '../../python/builtins/native';
import type { Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import { spanOf } from '../../python/values/place';
import type { Value } from '../../python/values/value';
import type { Parameter } from '../../tensors/content';
import { isFloating } from '../../tensors/elementTypes';
import { recorderOf } from '../../tensors/recorder';
import { startOf } from '../../tensors/starts';
import { TensorValue } from '../../tensors/tensorValue';
import { flag } from '../../tensors/arguments';
import { tensorFrom } from '../functions/borrowed';
import { kerasFans } from '../layer/weights';
import { kerasFlavour, variableClass } from './flavour';

/** A variable that starts with the numbers of a value, or of what a function gives. */
export function variableFrom(machine: Machine, initial: Value, trainable: boolean): Value {
  const given =
    initial.kind === 'function' || initial.kind === 'boundMethod' ? machine.call(initial, []) : initial;
  const source = tensorFrom(machine, given);
  if (!source) return given;
  const shape = source.shape ?? [];
  const place = machine.here();
  const span = place && spanOf(place);
  if (!trainable || !isFloating(source.dtype)) {
    const { dtype, content } = source;
    return new TensorValue({
      ...{ flavour: kerasFlavour, type: variableClass, shape, dtype, content },
      ...{ differentiable: false, origin: place },
    }).value;
  }
  const parameter: Parameter = {
    ...{ shape, requiresGrad: true, initialisation: startOf(recorderOf(machine), source) },
    ...{ fans: kerasFans(shape), role: shape.length >= 2 ? 'weight' : 'scale', written: span, span },
  };
  return new TensorValue({
    ...{ flavour: kerasFlavour, type: variableClass, shape, dtype: 'float32' },
    ...{ content: { kind: 'parameter', parameter }, differentiable: true, origin: place },
  }).value;
}

variableClass.attributes.set(
  '__new__',
  native(
    'Variable.__new__',
    'cls, initial_value=None, trainable=True, *args, initializer=None, shape=None, dtype=None, name=None, **kwargs',
    (machine, _cls, initial, trainable, ...rest) => {
      const [, initializer] = rest;
      const from = initial.kind === 'none' ? (initializer ?? none) : initial;
      return variableFrom(
        machine,
        from,
        trainable.kind === 'none' || trainable.kind === 'tuple' || flag(machine, trainable),
      );
    },
    { binds: true, owner: 'Variable' },
  ),
);
variableClass.attributes.set(
  '__init__',
  native('Variable.__init__', 'self, *args, **kwargs', () => none, { binds: true, takesUnknown: true }),
);

for (const name of ['assign', 'assign_add', 'assign_sub']) {
  // What training writes into variables changes nothing of the network.
  variableClass.attributes.set(
    name,
    native(name, 'self, *args, **kwargs', (_machine, self) => self, { binds: true, takesUnknown: true }),
  );
}

/** K.variable. */
export const variableFunction = native('variable', 'value, *args, **kwargs', (machine, value) =>
  variableFrom(machine, value, true),
);
