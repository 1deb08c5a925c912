/** What stands below a layer: layers in its attributes, in lists and dicts of them, or among the layers of a model; and all their weights. */
import type { Machine } from '../../python/values/machine';
import type { InstanceValue, Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { kindOf } from './kinds';
import { LayerState, nameOf, stateOf, type Weight } from './state';

/** A layer below another one, and its name there. */
export interface Child {
  readonly name: string;
  readonly layer: InstanceValue;
}

/** The layers right below one, each once, in the order in which it got them. */
export function childrenOf(machine: Machine, self: InstanceValue): readonly Child[] {
  const seen = new Set<InstanceValue>();
  const found: Child[] = [];
  const add = (value: Value, depth: number): void => {
    if (value.kind === 'instance' && value.native instanceof LayerState) {
      if (seen.has(value) || value === self) return;
      seen.add(value);
      found.push({ name: nameOf(machine, value), layer: value });
      return;
    }
    if (depth > 4) return;
    if (value.kind === 'list' || value.kind === 'tuple') for (const item of value.items) add(item, depth + 1);
    if (value.kind === 'dict') for (const entry of value.table.entries()) add(entry.value, depth + 1);
  };
  for (const layer of stateOf(self).layers) add(layer, 0);
  for (const value of self.attributes.values()) add(value, 0);
  return found;
}

/** A layer with its path below the first one. */
export interface NamedLayer {
  readonly path: string;
  readonly layer: InstanceValue;
  /** The layer that it is a part of for whoever looks at the network: itself, unless a layer of Keras is made of it. */
  readonly whole: InstanceValue;
}

/** A layer and all below it, each once; names that are taken get a number. */
export function namedLayers(machine: Machine, root: InstanceValue): readonly NamedLayer[] {
  const seen = new Set<InstanceValue>();
  const found: NamedLayer[] = [];
  const visit = (layer: InstanceValue, path: string, around: InstanceValue | null): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    machine.step();
    const isPart = around !== null && kindOf(around).isLayer && kindOf(layer).isLayer;
    const whole = isPart ? around : layer;
    found.push({ path, layer, whole });
    const taken = new Map<string, number>();
    for (const { name, layer: child } of childrenOf(machine, layer)) {
      const count = taken.get(name) ?? 0;
      taken.set(name, count + 1);
      const own = count === 0 ? name : `${name}_${count}`;
      visit(child, path === '' ? own : `${path}/${own}`, whole);
    }
  };
  visit(root, '', null);
  return found;
}

/** A weight somewhere below a layer. */
export interface NamedWeight {
  /** Its path: `block/dense/kernel`. */
  readonly path: string;
  readonly owner: NamedLayer;
  readonly weight: Weight;
  /** Whether training changes it: its layer and those around it may be frozen. */
  readonly trains: boolean;
}

/** All weights of a layer and of all below it, each once; variables in attributes are weights too. */
export function weightsOf(machine: Machine, root: InstanceValue): readonly NamedWeight[] {
  const seen = new Set<unknown>();
  return namedLayers(machine, root).flatMap((owner) => {
    const state = stateOf(owner.layer);
    return [...state.weights.values(), ...variablesIn(owner.layer)].flatMap((weight) => {
      const { content } = weight.tensor;
      const identity = content.kind === 'parameter' ? content.parameter : weight.tensor;
      if (seen.has(identity)) return [];
      seen.add(identity);
      const path = owner.path === '' ? weight.name : `${owner.path}/${weight.name}`;
      return [{ path, owner, weight, trains: weight.trainable && state.trainable }];
    });
  });
}

/** Variables that a program keeps in attributes without add_weight: tf.Variable. */
function variablesIn({ attributes }: InstanceValue): readonly Weight[] {
  return [...attributes].flatMap(([name, value]) => {
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item, place) => {
      const tensor = tensorIn(item);
      if (tensor?.content.kind !== 'parameter') return [];
      const own = items.length === 1 ? name : `${name}_${place}`;
      return [{ name: own, tensor, trainable: tensor.content.parameter.requiresGrad }];
    });
  });
}
