/** How a layer calls the function that it stands for. */
import type { Value } from '../../python/values/value';
import type { TorchFunction } from '../functions/row';
import { outcomeOf } from '../functions/table';
import type { Layer } from './layer';

/** What the function of a name gives for arguments in the order of its signature; a grey node where something is not known. */
export type Through = (layer: Layer, ...bound: Value[]) => Value;

/** A function of a family by its name. @throws RangeError when the family has none of the name */
export function through(functions: readonly TorchFunction[], name: string): Through {
  const found = functions.find((row) => row.name === name);
  if (!found) throw new RangeError(`there is no function ${name}`);
  return (layer, ...bound) => outcomeOf(layer.recorder, found.run, bound);
}

/** What `run` gives; a grey node of the tensors where it asks for something that is not known. */
export function understood(layer: Layer, bound: readonly Value[], run: () => Value): Value {
  return outcomeOf(layer.recorder, run, bound);
}

/** Attributes of a layer, in order. */
export function attributesOf(layer: Layer, names: readonly string[]): readonly Value[] {
  return names.map((name) => layer.get(name));
}
