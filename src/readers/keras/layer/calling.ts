/** Calling a layer: it is built for the shapes that it is given, runs within its scope, and symbolic tensors remember it. */
import type { Span } from '../../../base/span';
import { bind } from '../../python/evaluate/attributes';
import { lookup } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import { dictOf, list } from '../../python/values/make';
import type { InstanceValue, Keywords, Value } from '../../python/values/value';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, inFlavour, type TensorValue } from '../../tensors/tensorValue';
import { scopeOf } from '../../tensors/scopes';
import { isSymbolic, remembered, tensorsIn, withTensors } from '../model/symbolic';
import { kerasFlavour } from '../values/flavour';
import { shapeValue } from '../values/shape';
import { trainingValue, withTraining } from './context';
import { kindOf } from './kinds';
import { passMask, withMasks } from './masks';
import { nameOf, stateOf } from './state';

/** Layer.__call__. */
export function callLayer(
  machine: Machine,
  self: InstanceValue,
  positional: readonly Value[],
  keywords: Keywords,
): Value {
  const recorder = recorderOf(machine);
  const given = positional.map(ours);
  const named = new Map([...(keywords ?? [])].map(([name, value]) => [name, ours(value)] as const));
  const symbolic = [...given, ...named.values()].some((value) => tensorsIn(value).some(isSymbolic));
  const state = stateOf(self);
  build(machine, self, given, named);
  const training = named.get('training');
  const masked = withMasks(self, given, named);
  const outcome = withTraining(machine, training, () =>
    withinScope(recorder, self, () => {
      const result = run(machine, self, given, masked);
      passMask(self, given[0] ?? named.get('inputs'), masked.get('mask'), result);
      return result;
    }),
  );
  if (!symbolic || recorder.tracing) return outcome;
  const kept = remembered(machine, { layer: self, positional: given, keywords: named }, outcome);
  state.input ??= given[0] ?? null;
  state.output ??= kept;
  return kept;
}

/** Arrays among arguments as tensors of Keras. */
function ours(value: Value): Value {
  return withTensors(value, (tensor) => inFlavour(tensor, kerasFlavour).value);
}

/** Runs `call`; a function of the program is told whether it trains where it asks. */
function run(
  machine: Machine,
  self: InstanceValue,
  positional: readonly Value[],
  named: Map<string, Value>,
): Value {
  const call = lookup(self.cls, 'call');
  const own = self.attributes.get('call');
  const target = own ?? (call && bind(machine, call, self, self.cls)) ?? machine.getAttribute(self, 'call');
  const written = target.kind === 'boundMethod' ? target.callable : target;
  const keywords = new Map(named);
  if (written.kind === 'function') {
    const { code } = written;
    const names = [...code.positional, ...code.keywordOnly];
    if (!names.includes('training') && code.keywordRest === null) keywords.delete('training');
    else if (names.includes('training') && positional.length < code.positional.indexOf('training')) {
      if (!keywords.has('training') || keywords.get('training')?.kind === 'none')
        keywords.set('training', trainingValue(machine));
    }
    if (!names.includes('mask') && code.keywordRest === null) keywords.delete('mask');
    return withPlace(recorderOf(machine), null, () => machine.call(target, positional, keywords));
  }
  return machine.call(target, positional, keywords);
}

/** Runs something whose nodes stand at a place of the source, whatever line is being evaluated; null: where evaluation stands. */
export function withPlace<Result>({ tracing }: Recorder, at: Span | null, run: () => Result): Result {
  if (!tracing) return run();
  const before = tracing.at;
  tracing.at = at;
  try {
    return run();
  } finally {
    tracing.at = before;
  }
}

/** Runs something within the scope of a layer. What a layer of Keras is made of belongs to it. */
export function withinScope<Result>(
  { machine, tracing }: Recorder,
  layer: InstanceValue,
  run: () => Result,
): Result {
  if (!tracing) return run();
  const around = tracing.scopes.at(-1);
  if (around?.isLayer && kindOf(layer).isLayer) return run();
  return tracing.inScope(
    scopeOf(machine, layer, kindOf, () => nameOf(machine, layer)),
    run,
  );
}

/** Makes the weights of a layer for the shapes of what it is called with, unless it has them. */
export function build(
  machine: Machine,
  self: InstanceValue,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
): void {
  const state = stateOf(self);
  if (state.built) return;
  nameOf(machine, self);
  state.built = true;
  const inputs = positional[0] ?? named.get('inputs');
  const method = machine.findAttribute(self, 'build');
  if (!inputs || !method) return;
  const shapes = shapesIn(inputs);
  if (shapes === null) {
    state.built = false;
    return;
  }
  const written = method.kind === 'boundMethod' ? method.callable : method;
  // Models build themselves as they are called.
  if (written.kind === 'builtin' && written.owner === 'Model') return;
  const names = written.kind === 'function' ? written.code.positional : [];
  const several = names.length > 2 && names.every((name) => name === 'self' || name.endsWith('_shape'));
  const keywords = several
    ? new Map(
        [...named].flatMap(([name, value]) => {
          const shape = names.includes(`${name}_shape`) ? shapesIn(value) : null;
          return shape === null ? [] : [[`${name}_shape`, shape] as const];
        }),
      )
    : null;
  const more = several ? positional.slice(1, names.length - 1).flatMap((value) => shapesIn(value) ?? []) : [];
  machine.call(method, [shapes, ...more], keywords);
}

/** The shapes of tensors in the structure in which they are given; null where one of them is not known. */
function shapesIn(value: Value): Value | null {
  const tensor = tensorIn(value);
  if (tensor) return tensor.shape ? shapeValue(tensor.shape) : null;
  if (value.kind === 'list' || value.kind === 'tuple') {
    const shapes = value.items.map(shapesIn);
    return shapes.every((shape) => shape !== null) ? list(shapes) : null;
  }
  if (value.kind !== 'dict') return null;
  const entries = [...value.table.entries()].flatMap(({ key, value: item }) => {
    const shape = shapesIn(item);
    return key.kind === 'str' && shape !== null ? [[key.value, shape] as const] : [];
  });
  return dictOf(entries);
}

/** The tensors of an argument whose shapes are known. */
export function shapedIn(value: Value): readonly (TensorValue & { shape: readonly number[] })[] {
  return tensorsIn(value).filter(
    (tensor): tensor is TensorValue & { shape: readonly number[] } => tensor.shape !== null,
  );
}
