/** Weights of layers: variables that start as an initialiser says. */
import type { ParameterNode } from '../../../graph/network';
import type { Fans, Initialisation } from '../../../tensor/initialisations';
import { sizeOf } from '../../../tensor/tensor';
import type { Machine } from '../../python/values/machine';
import { spanOf } from '../../python/values/place';
import type { InstanceValue } from '../../python/values/value';
import type { Parameter } from '../../tensors/content';
import { TensorValue } from '../../tensors/tensorValue';
import { kerasFlavour, variableClass } from '../values/flavour';
import { stateOf } from './state';

/** What a layer says of a weight that it makes. */
export interface NewWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialisation: Initialisation;
  /** Left out: `kerasFans`. */
  readonly fans?: Fans;
  /** Left out: by its rank and its name. */
  readonly role?: ParameterNode['role'];
  /** Left out: true. */
  readonly trainable?: boolean;
  /** Whether the program itself says how it starts. */
  readonly written?: boolean;
}

/** Inputs and outputs of one unit, where the last two axes are those (keras.src.initializers.random_initializers.compute_fans). */
export function kerasFans(shape: readonly number[]): Fans {
  const [first = 1] = shape;
  if (shape.length < 2) return { fanIn: first, fanOut: first };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field };
}

function roleOf(name: string, rank: number): ParameterNode['role'] {
  if (/embedding/.test(name)) return 'embedding';
  if (/bias|beta/.test(name)) return 'bias';
  if (/gamma|scale|moving|mean|variance/.test(name)) return 'scale';
  if (/alpha/.test(name)) return 'slope';
  return rank >= 2 ? 'weight' : 'scale';
}

/** Makes a weight and gives it to the layer; a second one of the name gets a number behind it. */
export function addWeight(machine: Machine, layer: InstanceValue, weight: NewWeight): TensorValue {
  const { weights } = stateOf(layer);
  const trainable = weight.trainable ?? true;
  let name = weight.name;
  for (let count = 1; weights.has(name); count += 1) name = `${weight.name}_${count}`;
  const tensor = newVariable(machine, layer, weight);
  weights.set(name, { name, tensor, trainable });
  return tensor;
}

/** A variable of its own. */
export function newVariable(
  machine: Machine,
  owner: InstanceValue | null,
  { name, shape, initialisation, fans, role, trainable = true, written = false }: NewWeight,
): TensorValue {
  const place = owner?.origin ?? machine.here();
  const span = place && spanOf(place);
  const fixed = trainable ? null : fixedNumbers(shape, initialisation);
  if (fixed) {
    return new TensorValue({
      ...{ flavour: kerasFlavour, type: variableClass, shape, dtype: 'float32', differentiable: false },
      content: { kind: 'constant', tensor: { elementType: 'float64', shape, data: fixed } },
      origin: place,
    });
  }
  const parameter: Parameter = {
    shape,
    requiresGrad: trainable,
    initialisation,
    fans: fans ?? kerasFans(shape),
    role: role ?? roleOf(name, shape.length),
    written: written ? span : null,
    span,
  };
  return new TensorValue({
    flavour: kerasFlavour,
    type: variableClass,
    shape,
    dtype: 'float32',
    content: { kind: 'parameter', parameter },
    differentiable: trainable,
    origin: place,
  });
}

/** Numbers that training does not change and that all start alike: running statistics. */
function fixedNumbers(shape: readonly number[], law: Initialisation): Float64Array | null {
  const { name, argument } = law.own ?? law;
  const value = name === 'zeros' ? 0 : name === 'ones' ? 1 : name === 'constant' ? (argument ?? 0) : null;
  return value === null || sizeOf(shape) > 2 ** 20 ? null : new Float64Array(sizeOf(shape)).fill(value);
}
