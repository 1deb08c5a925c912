/** Layers of keras.layers that join several tensors, and the functions of the same names. */
import type { OpName } from '../../../ops/table';
import { native } from '../../python/builtins/native';
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import type { TensorValue } from '../../tensors/tensorValue';
import { wholes } from '../../tensors/arguments';
import type { Shaped } from '../../tensors/shaped';
import { tensorsIn } from '../model/symbolic';
import type { KerasLayer, Layer, Sizes } from './layer';
import { shapeWords, shown } from './places';

function refuse(layer: Layer, message: string, kind: 'ValueError' | 'TypeError' = 'ValueError'): never {
  throw fail(layer.machine, kind, message);
}

/** The inputs, of which there are as many as the layer needs. */
function joinedInputs(
  layer: Layer,
  name: string,
  inputs: Value,
  { least, exactly }: { readonly least: number; readonly exactly?: number },
): readonly Shaped[] {
  const plain = unwrap(inputs);
  const given = tensorsIn(inputs).length;
  const items = plain.kind === 'list' || plain.kind === 'tuple' ? plain.items : [plain];
  const unknown = items.map(unwrap).find(({ kind }) => kind === 'unknown');
  if (unknown?.kind === 'unknown') throw new Encountered(unknown);
  if (plain.kind !== 'list' && plain.kind !== 'tuple')
    refuse(
      layer,
      'A merge layer should be called on a list of inputs. Received: one input (not a list of shapes)',
    );
  if (exactly !== undefined && given !== exactly)
    refuse(
      layer,
      `A \`${name}\` layer should be called on exactly ${exactly} inputs. Received: ${given} inputs.`,
    );
  if (given < least)
    refuse(
      layer,
      `A merge layer should be called on a list of at least ${least} input. Received: ${given} inputs.`,
    );
  return layer.inputs(inputs);
}

/** Tensors of fewer axes get axes of one place behind the batch, as Keras does. */
function aligned(layer: Layer, tensors: readonly Shaped[]): readonly TensorValue[] {
  const rank = Math.max(...tensors.map(({ shape }) => shape.length));
  checkShapes(layer, tensors);
  return tensors.map((tensor) => {
    const missing = rank - tensor.shape.length;
    if (missing === 0) return tensor;
    const [batch = 1, ...sample] = tensor.shape;
    const sizes = [batch, ...new Array<number>(missing).fill(1), ...sample];
    return layer.apply({ op: 'reshape', attributes: { sizes } }, tensor);
  });
}

function checkShapes(layer: Layer, tensors: readonly Shaped[]): void {
  let [known = []] = tensors.map(({ shape }) => shape.slice(1));
  for (const { shape } of tensors.slice(1)) {
    const sample = shape.slice(1);
    const short = Math.min(known.length, sample.length);
    const [a, b] = [known.slice(known.length - short), sample.slice(sample.length - short)];
    const words = (sizes: Sizes): string => `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;
    if (a.some((size, axis) => size !== b[axis] && size !== 1 && b[axis] !== 1))
      refuse(layer, `Inputs have incompatible shapes. Received shapes ${words(known)} and ${words(sample)}`);
    const rest = (known.length >= sample.length ? known : sample).slice(
      0,
      Math.max(known.length, sample.length) - short,
    );
    known = [...rest, ...a.map((size, axis) => Math.max(size, b[axis] ?? 1))];
  }
}

function folding(name: string, op: OpName, exactly?: number): KerasLayer {
  return {
    name,
    kind: name.toLowerCase(),
    signature: '',
    call: (layer, inputs) => {
      const tensors = aligned(
        layer,
        joinedInputs(layer, name, inputs, { least: 1, ...(exactly !== undefined && { exactly }) }),
      );
      const [first, ...others] = tensors;
      if (!first) return inputs;
      const folded = others.reduce((sum, tensor) => layer.apply(plainCall(op), sum, tensor), first);
      if (name !== 'Average') return folded.value;
      return layer.apply({ op: 'affine', attributes: { scale: 1 / tensors.length, shift: 0 } }, folded).value;
    },
  };
}

const concatenate: KerasLayer = {
  name: 'Concatenate',
  kind: 'concatenate',
  signature: 'axis=-1',
  call: (layer, inputs) => {
    const tensors = joinedInputs(layer, 'Concatenate', inputs, { least: 1 });
    const axis = layer.whole('axis');
    const [first] = tensors;
    const rank = first?.shape.length ?? 1;
    const place = axis < 0 ? axis + rank : axis;
    const differ = tensors.some(
      ({ shape }) =>
        shape.length !== rank || shape.some((size, other) => other !== place && size !== first?.shape[other]),
    );
    if (differ || place < 0 || place >= rank)
      refuse(
        layer,
        `A \`Concatenate\` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape=[${tensors.map(({ shape }) => shapeWords(shape)).join(', ')}]`,
      );
    return layer.apply({ op: 'concat', attributes: { axis: place } }, ...tensors).value;
  },
};

/** The two axes that a product runs over, counted from 0. */
function axesOfDot(layer: Layer, a: Sizes, b: Sizes): readonly [number, number] {
  const value = unwrap(layer.get('axes'));
  if (value.kind !== 'int' && value.kind !== 'list' && value.kind !== 'tuple')
    refuse(
      layer,
      `Invalid type for argument \`axes\`: it should be a list or an int. Received: axes=${shown(layer.machine, value)}`,
      'TypeError',
    );
  const given =
    value.kind === 'int' ? [Number(value.value), Number(value.value)] : wholes(layer.machine, value);
  const [first = 1, second = 1] = given;
  const [left, right] = [first < 0 ? first + a.length : first, second < 0 ? second + b.length : second];
  if (a[left] !== b[right])
    refuse(
      layer,
      `Incompatible input shapes: axis values ${a[left] ?? 'None'} (at axis ${left}) != ${b[right] ?? 'None'} (at axis ${right}). Full input shapes: ${shapeWords(a)}, ${shapeWords(b)}`,
    );
  return [left, right];
}

const dot: KerasLayer = {
  name: 'Dot',
  kind: 'dot',
  signature: 'axes, normalize=False',
  made: (layer) => {
    const value = unwrap(layer.get('axes'));
    if (value.kind !== 'int' && value.kind !== 'list' && value.kind !== 'tuple' && value.kind !== 'unknown')
      refuse(
        layer,
        `Invalid type for argument \`axes\`: it should be a list or an int. Received: axes=${shown(layer.machine, value)}`,
        'TypeError',
      );
  },
  call: (layer, inputs) => {
    const [x, y] = joinedInputs(layer, 'Dot', inputs, { least: 2, exactly: 2 });
    if (!x || !y) return inputs;
    const [left, right] = axesOfDot(layer, x.shape, y.shape);
    const length = (tensor: TensorValue, axis: number): TensorValue =>
      layer.flag('normalize')
        ? layer.apply({ op: 'lp-normalise', attributes: { p: 2, axis, epsilon: 1e-12 } }, tensor)
        : tensor;
    const letters = 'cdefghijklmnop';
    const [a, b] = [x.shape, y.shape].map((shape, which) =>
      shape.map((_, axis) =>
        axis === 0 ? 'a' : axis === (which === 0 ? left : right) ? 'b' : (letters[axis + which * 5] ?? 'z'),
      ),
    );
    const kept = [...(a ?? []), ...(b ?? []).slice(1)].filter((letter) => letter !== 'b');
    const equation = `${a?.join('') ?? ''},${b?.join('') ?? ''}->${kept.join('')}`;
    const product = layer.apply(
      { op: 'einsum', attributes: { equation } },
      length(x, left),
      length(y, right),
    );
    return (
      product.shape?.length === 1
        ? layer.apply({ op: 'unsqueeze', attributes: { axis: 1 } }, product)
        : product
    ).value;
  },
};

/** All of them. */
export const mergingLayers: readonly KerasLayer[] = [
  folding('Add', 'add'),
  folding('Subtract', 'subtract', 2),
  folding('Multiply', 'multiply'),
  folding('Average', 'add'),
  folding('Maximum', 'maximum'),
  folding('Minimum', 'minimum'),
  concatenate,
  dot,
];

/** The functions `add([x, y])`, `concatenate([x, y], axis=1)`: a layer made and called at once. */
export function mergingFunctions(
  classOf: (machine: Machine, name: string) => Value,
): readonly (readonly [string, Value])[] {
  return mergingLayers.map(({ name, signature }) => {
    const own = name.toLowerCase();
    const more = name === 'Dot' ? 'axes=-1, normalize=False' : signature;
    const names = more === '' ? [] : more.split(', ').map((part) => part.split('=')[0] ?? '');
    const run = (machine: Machine, inputs: Value, ...bound: Value[]): Value => {
      const keywords = new Map(
        names.flatMap((argument, place) => (bound[place] ? [[argument, bound[place]] as const] : [])),
      );
      return machine.call(machine.call(classOf(machine, name), [], keywords), [inputs]);
    };
    return [
      own,
      native(own, `inputs${more === '' ? '' : `, ${more}`}, **kwargs`, run, { takesUnknown: true }),
    ] as const;
  });
}
