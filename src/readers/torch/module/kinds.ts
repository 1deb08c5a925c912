/** Which modules are one layer for whoever looks at the network, and the word for them. */
import type { InstanceValue } from '../../python/values/value';
import { stateIn } from './state';

const ownLayers = new WeakMap<object, string>();

/** Says that instances of a class of torch are one layer each; `kind` is the word for them. */
export function declareLayer(cls: object, kind: string): void {
  ownLayers.set(cls, kind);
}

/** The word for a module in a list of layers, and whether all that it computes is one layer. */
export function kindOf(module: InstanceValue): { readonly kind: string; readonly isLayer: boolean } {
  const own = module.cls.mro.map((cls) => ownLayers.get(cls)).find((kind) => kind !== undefined);
  const children = [...(stateIn(module)?.modules ?? [])].some(
    ([name, child]) => child !== null && name !== 'parametrizations',
  );
  if (own !== undefined && !children) return { kind: own, isLayer: true };
  return { kind: own ?? module.cls.name, isLayer: false };
}
