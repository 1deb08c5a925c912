/** Which layers of Keras are one layer for whoever looks at the network, and the word for them. */
import type { InstanceValue } from '../../python/values/value';
import { declaredKind, type LayerKind } from '../../tensors/scopes';

/** A layer that was declared is one, whatever is in it; one of the program goes by its class. */
export function kindOf(layer: InstanceValue): LayerKind {
  const own = declaredKind(layer);
  return own === undefined ? { kind: layer.cls.name, isLayer: false } : { kind: own, isLayer: true };
}
