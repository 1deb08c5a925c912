/** What Keras says of its models for a network to be traced of one: their weights by path, and how they are called. */
import type { Program } from '../python/read/program';
import { callValue } from '../python/read/sites';
import { list } from '../python/values/make';
import type { InstanceValue, Value } from '../python/values/value';
import type { TracedFramework } from '../program/trace';
import type { Parameter } from '../tensors/content';
import { recorderOf } from '../tensors/recorder';
import { startOf } from '../tensors/starts';
import type { TensorValue } from '../tensors/tensorValue';
import type { Owned, Subject } from '../tensors/tracing';
import { newScope, scopesOf } from '../tensors/scopes';
import { kindOf } from './layer/kinds';
import { stateOf } from './layer/state';
import { namedLayers, weightsOf } from './layer/walk';
import { addCompiledLoss } from './loss/compiled';
import { assumeLeftOut } from './loss/leftOut';
import { kerasFlavour } from './values/flavour';

/** Whether a model is traced as it trains. */
export type Mode = 'train' | 'eval';

/** The models of Keras in a mode. */
export function kerasFramework(mode: Mode): TracedFramework {
  return {
    name: 'keras',
    flavour: kerasFlavour,
    subjectOf: (program, model) => subjectOf(program, model, mode),
    call: (program, model, inputs) => {
      const outcome = callValue(program, model, inputsFor(model, inputs));
      const { machine } = program;
      const { tracing } = recorderOf(machine);
      if (tracing && 'value' in outcome) {
        for (const { weight } of weightsOf(machine, model)) {
          if (weight.tensor.content.kind === 'constant')
            tracing.buffer(weight.tensor, startOf(recorderOf(machine), weight.tensor));
        }
      }
      return outcome;
    },
    callWord: 'call',
    outputsLast: true,
    addLoss: (machine, builder, outputs, order) => {
      assumeLeftOut(machine, builder, order);
      return addCompiledLoss(machine, builder, outputs, order);
    },
  };
}

/** One tensor as it is, several as one list, as Keras gives them to `call`. */
export function inputsFor(model: InstanceValue, inputs: readonly Value[]): readonly Value[] {
  const [first] = inputs;
  if (inputs.length <= 1 || !first) return inputs;
  const { graph } = stateOf(model);
  return graph || !takesSeveral(model) ? [list([...inputs])] : inputs;
}

function takesSeveral({ cls }: InstanceValue): boolean {
  const call = cls.mro.map(({ attributes }) => attributes.get('call')).find((found) => found !== undefined);
  if (call?.kind !== 'function') return false;
  const { code, defaults } = call;
  const needed = code.positional.slice(1, code.positional.length - defaults.length);
  return needed.length > 1;
}

/** The weights of a model and of all below it by their paths; also tells every layer its scope. */
function subjectOf({ machine }: Program, model: InstanceValue, mode: Mode): Subject {
  const scopes = scopesOf(machine);
  scopes.clear();
  const layers = namedLayers(machine, model);
  for (const { path, layer } of layers) scopes.set(layer, newScope(layer, path, kindOf(layer)));
  const parameters = new Map<Parameter, Owned>();
  const buffers = new Map<TensorValue, Owned>();
  for (const { path: name, owner, weight, trains } of weightsOf(machine, model)) {
    const scope = scopes.get(owner.whole) ?? newScope(owner.whole, owner.path, kindOf(owner.whole));
    const owned = { name, scope };
    const { content } = weight.tensor;
    if (content.kind === 'parameter') {
      content.parameter.requiresGrad = trains;
      parameters.set(content.parameter, owned);
    } else buffers.set(weight.tensor, owned);
  }
  const paths = new Set(layers.map(({ path }) => path));
  return { parameters, buffers, paths, training: mode === 'train' };
}
