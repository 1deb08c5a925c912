/** All layers of keras.layers, family by family. */
import { basicLayers } from './basic';
import type { KerasLayer } from './layer';

/** Every layer; a base stands before what descends from it. */
export const kerasLayers: readonly KerasLayer[] = [...basicLayers];
