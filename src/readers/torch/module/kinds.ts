/** Which modules of torch are one layer for whoever looks at the network, and the word for them. */
import type { InstanceValue } from '../../python/values/value';
import { declaredKind, type LayerKind } from '../../tensors/scopes';
import { stateIn } from './state';

/** A module that was declared a layer is one unless the program has put modules into it. */
export function kindOf(module: InstanceValue): LayerKind {
  const own = declaredKind(module);
  const children = [...(stateIn(module)?.modules ?? [])].some(
    ([name, child]) => child !== null && name !== 'parametrizations',
  );
  if (own !== undefined && !children) return { kind: own, isLayer: true };
  return { kind: own ?? module.cls.name, isLayer: false };
}
