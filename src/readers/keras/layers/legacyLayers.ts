/** Layers as Keras 1 called them where the same words mean something else today: Convolution2D(32, 3, 3) has taps of 3 by 3. */
import { tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { convolutionLayers } from './convolutions';
import type { KerasLayer } from './layer';

/** The arguments behind the filters that give the taps of each axis, by place or by name. */
const taps: Readonly<Record<string, readonly string[]>> = {
  Conv2D: ['nb_row', 'nb_col'],
  Conv3D: ['kernel_dim1', 'kernel_dim2', 'kernel_dim3'],
};

function rearranged(names: readonly string[]): NonNullable<KerasLayer['rearranged']> {
  return (positional, keywords) => {
    const [filters, ...rest] = positional;
    const named = names.flatMap((name) => keywords.get(name) ?? []);
    for (const name of names) keywords.delete(name);
    if (named.length === names.length) keywords.set('kernel_size', tuple(named));
    const sizes: readonly Value[] = rest.slice(0, names.length);
    const isOld = sizes.length === names.length && sizes.every(({ kind }) => kind === 'int');
    return isOld && filters ? [filters, tuple(sizes)] : positional;
  };
}

/** Layers that descend from today's ones and only take their arguments otherwise. */
export const legacyLayers: readonly KerasLayer[] = convolutionLayers.flatMap((layer) => {
  const names = taps[layer.name];
  if (!names) return [];
  const name = layer.name.replace('Conv', 'Convolution');
  return [
    { ...layer, name, called: layer.name, aliases: [], base: layer.name, rearranged: rearranged(names) },
  ];
});
