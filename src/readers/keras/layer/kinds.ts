/** Which layers are one layer for whoever looks at the network, and the word for them. */
import type { ClassValue, InstanceValue } from '../../python/values/value';

const ownLayers = new WeakMap<ClassValue, string>();

/** Says that instances of a class of Keras are one layer each; `kind` is the word for them. */
export function declareLayer(cls: ClassValue, kind: string): void {
  ownLayers.set(cls, kind);
}

/** The word for a layer in a list of layers, and whether all that it computes is one layer. */
export function kindOf({ cls }: InstanceValue): { readonly kind: string; readonly isLayer: boolean } {
  const own = cls.mro.map((one) => ownLayers.get(one)).find((kind) => kind !== undefined);
  return own === undefined ? { kind: cls.name, isLayer: false } : { kind: own, isLayer: true };
}
