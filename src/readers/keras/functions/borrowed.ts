/** Functions of torch and NumPy for our Python text: what they give are tensors of Keras. */
import { native } from '../../python/builtins/native';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { int, list, openBuiltin, str, tuple } from '../../python/values/make';
import type { BuiltinValue, ModuleValue, Value } from '../../python/values/value';
import { cast, operandOf, tensorOf } from '../../tensors/arithmetic';
import { tensorOfNested } from '../../tensors/nested';
import { recorderOf } from '../../tensors/recorder';
import { inFlavour, tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { isBatchSize, nominalBatch } from '../../../graph/batchSizes';
import { detached } from '../../torch/values/properties';
import { withTensors } from '../model/symbolic';
import { dtypeIn } from '../values/dtypes';
import { kerasFlavour } from '../values/flavour';

/** A function whose tensors become those of Keras. */
function borrowed(name: string, callee: Value): BuiltinValue {
  return openBuiltin(name, (machine, positional, keywords) => {
    const result = machine.call(callee, positional, keywords);
    return withTensors(result, (tensor) => inFlavour(tensor, kerasFlavour).value);
  });
}

/** A module of another framework, the tensors of whose functions become those of Keras. */
export function borrowedModule(machine: Machine, name: string): ModuleValue {
  return {
    kind: 'module',
    name: `borrowed ${name}`,
    attributes: new Map(),
    missing: (on, wanted) => {
      const module = machine.importModule(name);
      const found = module && on.findAttribute(module, wanted);
      return found && borrowed(wanted, found);
    },
  };
}

/** A value as a tensor of Keras: numbers, lists and arrays too. Undefined for what is none. */
export function tensorFrom(machine: Machine, value: Value, dtype?: Value): TensorValue | undefined {
  const recorder = recorderOf(machine);
  const wanted = dtypeIn(dtype);
  const tensor = tensorIn(value);
  const put = (found: TensorValue): TensorValue => (wanted ? cast(recorder, found, wanted) : found);
  if (tensor) return put(inFlavour(tensor, kerasFlavour));
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') {
    const items = plain.items.map((item) => (item.kind === 'none' ? int(nominalBatch) : item));
    const nested = tensorOfNested(recorder, list(items), kerasFlavour, wanted);
    return nested.dtype === 'float64' && !wanted ? cast(recorder, nested, 'float32') : nested;
  }
  const operand = operandOf(plain);
  if (!operand) return undefined;
  const usual = { bool: 'bool', int: 'int32', float: 'float32' } as const;
  return 'content' in operand
    ? operand
    : tensorOf(recorder, operand, wanted ?? usual[operand.kind], kerasFlavour);
}

/** `_tensor(x, dtype=None)`: tensors of everything that can be one; all else as it is. */
const toTensor = native(
  '_tensor',
  'x, dtype=None',
  (machine, x, dtype) => (x.kind === 'unknown' ? x : (tensorFrom(machine, x, dtype)?.value ?? x)),
  { takesUnknown: true },
);

const toType = native('_cast', 'x, dtype', (machine, x, dtype) => {
  const tensor = tensorFrom(machine, x);
  const wanted = dtypeIn(dtype);
  if (!tensor || !wanted) return x;
  return cast(recorderOf(machine), tensor, wanted).value;
});

/** `_sizes(x)`: the sizes of a tensor as plain numbers, in which the batch is one like the others. */
const sizes = native('_sizes', 'x', (machine, x) => {
  const shape = tensorFrom(machine, x)?.shape;
  return shape ? tuple(shape.map(int)) : machine.unknown('unsupported', 'The shape is not known.');
});

/** `_size_of(v)`: one size of a shape as a program writes it: None is the batch, tensors are their number. */
const sizeOf = native('_size_of', 'v', (machine, v) => {
  if (v.kind === 'none') return int(nominalBatch);
  const tensor = tensorIn(v);
  if (!tensor) return v;
  const known = recorderOf(machine).known(tensor);
  if (known) return int(known.data[0] ?? 1);
  const { content } = tensor;
  if (content.kind === 'call' && content.call.op === 'full' && isBatchSize(content.call.attributes.value))
    return int(content.call.attributes.value);
  return machine.unknown('data', 'A size depends on the values of inputs or parameters.');
});

const withoutGradient = native('_detached', 'x', (machine, x) => {
  const tensor = tensorIn(x);
  return tensor ? detached(recorderOf(machine), tensor).value : x;
});

const typeName = native('_dtype_name', 'd', (_machine, d) => str(dtypeIn(d) ?? 'float32'));

/** What our Python text of functions runs with. */
export function borrowedValues(machine: Machine): readonly (readonly [string, Value])[] {
  return [
    ['_t', borrowedModule(machine, 'torch')],
    ['_f', borrowedModule(machine, 'torch.nn.functional')],
    ['_np', borrowedModule(machine, 'numpy')],
    ['_tensor', toTensor],
    ['_cast', toType],
    ['_sizes', sizes],
    ['_size_of', sizeOf],
    ['_dtype_name', typeName],
    ['_detached', withoutGradient],
  ];
}
