/** What a Keras program asks for and its network leaves out, said among the assumptions: nothing is passed over in silence. */
import type { NetworkBuilder } from '../../../graph/builder';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import type { InstanceValue } from '../../python/values/value';
import type { TraceOrder } from '../../program/trace';
import { kindOf } from '../layer/kinds';
import { stateOf } from '../layer/state';
import { lookUpKinds } from '../layers/categories';
import { namedLayers } from '../layer/walk';

/** Something that layers may ask for. */
interface LeftOut {
  readonly asks: (layer: InstanceValue) => boolean;
  /** The sentence about the layers that do. */
  readonly sentence: (names: string) => string;
}

function isGiven(layer: InstanceValue, name: string): boolean {
  const value = layer.attributes.get(name);
  return value !== undefined && unwrap(value).kind !== 'none';
}

function isTrue(layer: InstanceValue, name: string): boolean {
  const value = layer.attributes.get(name);
  const plain = value && unwrap(value);
  return plain?.kind === 'bool' && plain.value;
}

function endsIn(layer: InstanceValue, ending: string): boolean {
  return [...layer.attributes.keys()].some((name) => name.endsWith(ending) && isGiven(layer, name));
}

const leftOut: readonly LeftOut[] = [
  {
    asks: (layer) => endsIn(layer, '_regularizer') || stateOf(layer).penalised,
    sentence: (names) =>
      `Regularisation is not added to the loss: ${names}. Loss and gradients are those of the data alone.`,
  },
  {
    asks: (layer) => stateOf(layer).addsLoss,
    sentence: (names) => `What add_loss adds is not followed: ${names}. The loss is that of compile alone.`,
  },
  {
    asks: (layer) => endsIn(layer, '_constraint'),
    sentence: (names) => `Constraints on weights are not kept in training: ${names}.`,
  },
  {
    asks: (layer) => isTrue(layer, 'stateful'),
    sentence: (names) =>
      `stateful=True is not followed: every batch begins with states of zeros in ${names}.`,
  },
  {
    asks: ({ cls }) => cls.mro.some(({ name }) => lookUpKinds.has(name)),
    sentence: (names) => `Words and categories are not looked up: ${names} is given the indices themselves.`,
  },
  {
    asks: ({ cls }) => cls.mro.some(({ name }) => /^Random[A-Z]/.test(name)),
    sentence: (names) => `Images pass unchanged what changes them at random in training: ${names}.`,
  },
];

/** Notes what the layers of a model and its compile ask for and nothing here does. */
export function assumeLeftOut(machine: Machine, builder: NetworkBuilder, { module, span }: TraceOrder): void {
  const note = (message: string): void => {
    builder.assume({ about: 'training', message, span });
  };
  const layers = namedLayers(machine, module).filter(({ layer }) => kindOf(layer).isLayer);
  for (const { asks, sentence } of leftOut) {
    const names = layers.filter(({ layer }) => asks(layer)).map(({ path }) => path);
    if (names.length === 0 && asks(module)) names.push(module.cls.name);
    // A layer of Keras hands its arguments on to the layers that it is made of.
    const outer = names.filter((path) => !names.some((other) => path.startsWith(`${other}/`)));
    if (outer.length > 0) note(sentence(listed(outer)));
  }
  const steps = ['train_step', 'compute_loss'].find((name) =>
    module.cls.mro.some((cls) => cls.attributes.get(name)?.kind === 'function'),
  );
  if (steps !== undefined)
    note(
      `${steps} of ${module.cls.name} is not run: the loss is the one that stands among the assumptions, or that of compile.`,
    );
  const weights = stateOf(module).compiled?.get('loss_weights');
  if (weights && unwrap(weights).kind !== 'none')
    note('loss_weights are not followed: the losses of all outputs count alike.');
}

/** How many layers a sentence names. */
const mostNamed = 4;

function listed(names: readonly string[]): string {
  const named = names.slice(0, mostNamed).join(', ');
  return names.length > mostNamed ? `${named} and ${names.length - mostNamed} more` : named;
}
