/** All functions of torch, and the homes in which programs find them. */
import { native } from '../../python/builtins/native';
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { Encountered } from '../../python/values/unknown';
import type { BuiltinValue, Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { complexIn, realTensorsIn } from '../../tensors/complexTensor';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { hasName, type NamedHome } from '../names';
import { putInPlace, tensorClass } from '../values/flavour';
import { ShapeUnknown } from '../../tensors/shaped';
import { activationFunctions } from './activations';
import { attentionFunctions } from './attention';
import { complexRun, holdsComplex, putComplexInPlace } from '../complex/dispatch';
import { complexFunctions } from '../complex/functions';
import { fourierFunctions } from '../complex/fourier';
import { axisFunctions } from './axes';
import { conversionFunctions } from './conversions';
import { basicFunctions } from './basics';
import { choiceFunctions } from './choices';
import { twofoldFunctions } from './twofold';
import { elementwiseFunctions } from './elementwise';
import { orderFunctions } from './orders';
import { reductionFunctions } from './reductions';
import { randomFunctions } from './random';
import { rangeFunctions } from './ranges';
import { creationFunctions } from './creation';
import { gatherFunctions } from './gathers';
import { joinFunctions } from './joins';
import { linearFunctions } from './linear';
import { lossFunctions } from './losses';
import { partFunctions } from './parts';
import { productFunctions } from './products';
import { repeatFunctions } from './repeats';
import { batchNormFunctions } from './batchNorms';
import { convolutionFunctions } from './convolutions';
import { dropoutFunctions } from './dropouts';
import { embeddingFunctions } from './embeddings';
import { normFunctions } from './norms';
import { paddingFunctions } from './padding';
import { poolingFunctions } from './pooling';
import { rearrangingFunctions } from './rearranging';
import { resizingFunctions } from './resizing';
import { distanceFunctions } from './distances';
import type { Home, TorchFunction } from './row';
import { scatterFunctions } from './scatters';
import { shapeFunctions } from './shapes';
import { splitFunctions } from './splits';
import { wholeMultipleFunctions } from './wholeMultiples';

/** Every function, family by family; the README's table of what is understood is made from it. */
export const torchFunctions: readonly TorchFunction[] = [
  ...activationFunctions,
  ...distanceFunctions,
  ...resizingFunctions,
  ...rearrangingFunctions,
  ...conversionFunctions,
  ...basicFunctions,
  ...poolingFunctions,
  ...paddingFunctions,
  ...normFunctions,
  ...embeddingFunctions,
  ...dropoutFunctions,
  ...convolutionFunctions,
  ...batchNormFunctions,
  ...choiceFunctions,
  ...twofoldFunctions,
  ...wholeMultipleFunctions,
  ...elementwiseFunctions,
  ...orderFunctions,
  ...reductionFunctions,
  ...randomFunctions,
  ...rangeFunctions,
  ...creationFunctions,
  ...attentionFunctions,
  ...linearFunctions,
  ...lossFunctions,
  ...shapeFunctions,
  ...axisFunctions,
  ...joinFunctions,
  ...splitFunctions,
  ...repeatFunctions,
  ...partFunctions,
  ...gatherFunctions,
  ...scatterFunctions,
  ...productFunctions,
  ...complexFunctions,
  ...fourierFunctions,
];

/** A row as a function of the evaluator. */
function builtinOf({ name, signature, run }: TorchFunction, binds: boolean): BuiltinValue {
  const own = native(
    name,
    signature,
    (machine, ...bound) => namedOutcome(recorderOf(machine), name, run, bound),
    { binds, takesUnknown: true, ...(binds ? { owner: 'Tensor' } : {}) },
  );
  return binds && takesNothing(signature) ? alone(name, own) : own;
}

/** Whether a method has no arguments beside its tensor. */
function takesNothing(signature: string): boolean {
  return /^(?:input|self)(?:, \*, out=None)?$/.test(signature);
}

/** A method without arguments says so in the words of C. */
function alone(name: string, method: BuiltinValue): BuiltinValue {
  return {
    ...method,
    call: (machine, positional, keywords) => {
      const given = positional.length - 1;
      const odd = keywords && keywords.size > 0 ? 'keyword arguments' : `arguments (${given} given)`;
      if (given > 0 || (keywords && keywords.size > 0))
        throw fail(machine, 'TypeError', `TensorBase.${name}() takes no ${odd}`);
      return method.call(machine, positional, keywords);
    },
  };
}

/** What a function gives; layers that it makes have its name. */
function namedOutcome(
  recorder: Recorder,
  name: string,
  run: TorchFunction['run'],
  bound: readonly Value[],
): Value {
  const { tracing } = recorder;
  const fitting = holdsComplex(bound) ? complexRun(name, run) : run;
  const outcome = (): Value => outcomeOf(recorder, fitting, bound);
  return tracing ? tracing.within(name, outcome) : outcome();
}

/** What a function gives; a grey node of the tensors that it was called with where something else is not known. */
export function outcomeOf(recorder: Recorder, run: TorchFunction['run'], bound: readonly Value[]): Value {
  try {
    return run(recorder, ...bound);
  } catch (error) {
    const cause =
      error instanceof ShapeUnknown ? error.unknown : error instanceof Encountered ? error.unknown : null;
    const tensors = bound.flatMap(tensorsAmong);
    const [first] = tensors;
    if (!cause || !first) throw error;
    return recorder.opaque(cause, tensors, first.flavour).value;
  }
}

function tensorsAmong(value: Value): readonly TensorValue[] {
  const plain = unwrap(value);
  if (plain.kind === 'list' || plain.kind === 'tuple') return plain.items.flatMap(realTensorsIn);
  return realTensorsIn(value);
}

/** The same with an underscore behind its name: what it gives goes into its first argument. */
function inPlaceOf({ name, signature, run }: TorchFunction, binds: boolean): BuiltinValue {
  const named = `${name}_`;
  const own = native(
    named,
    signature,
    (machine, ...bound) => {
      const recorder = recorderOf(machine);
      const result = namedOutcome(recorder, name, run, bound);
      const [first] = bound;
      const target = first && tensorIn(first);
      const complex = complexIn(result);
      if (first && complex) {
        putComplexInPlace(recorder, first, complex);
        return first;
      }
      const value = tensorIn(result);
      if (!target || !value || target === value) return result;
      putInPlace(recorder, target, value);
      return target.value;
    },
    { binds, takesUnknown: true, ...(binds ? { owner: 'Tensor' } : {}) },
  );
  return binds && takesNothing(signature) ? alone(named, own) : own;
}

const namedHomes: Readonly<Record<Exclude<Home, 'in place'>, NamedHome>> = {
  torch: 'torch',
  functional: 'torch.nn.functional',
  method: 'torch.Tensor',
  special: 'torch.special',
  linalg: 'torch.linalg',
  fft: 'torch.fft',
};

/** Methods of older versions of PyTorch, and of other devices. */
const elsewhere: ReadonlySet<string> = new Set([
  'mps',
  'npu',
  'rename',
  'rename_',
  'refine_names',
  'align_to',
]);

/** The functions of one home by their names in it: those that PyTorch has there. */
export function functionsIn(home: Exclude<Home, 'in place'>): readonly (readonly [string, Value])[] {
  const binds = home === 'method';
  return torchFunctions.flatMap((row) => {
    if (!row.homes.includes(home)) return [];
    const own = [row.name, builtinOf(row, binds)] as const;
    const all = row.homes.includes('in place')
      ? [own, [`${row.name}_`, inPlaceOf(row, binds)] as const]
      : [own];
    return all.filter(
      ([name]) =>
        hasName(namedHomes[home], name) || (binds && (name.startsWith('__') || elsewhere.has(name))),
    );
  });
}

for (const [name, method] of functionsIn('method')) tensorClass.attributes.set(name, method);
