/** All layers of torch.nn that are written here; containers and what is made of other layers stand in Python of ours. */
import { activationLayers } from './activations';
import { basicLayers } from './basic';
import { batchNormLayers } from './batchNorms';
import { convolutionLayers } from './convolutions';
import { dropoutLayers } from './dropouts';
import { embeddingLayers } from './embeddings';
import { lazyLayers } from './lazy';
import { normLayers } from './norms';
import { paddingLayers } from './padding';
import { poolingLayers } from './pooling';
import { resizingLayers } from './resizing';
import { distanceLayers } from './distances';
import type { TorchLayer } from './layer';
import { lossLayers } from './losses';

/** Every layer, family by family; the README's table of what is understood is made from it. */
export const torchLayers: readonly TorchLayer[] = [
  ...basicLayers,
  ...lossLayers,
  ...activationLayers,
  ...distanceLayers,
  ...resizingLayers,
  ...batchNormLayers,
  ...convolutionLayers,
  ...dropoutLayers,
  ...embeddingLayers,
  ...normLayers,
  ...paddingLayers,
  ...poolingLayers,
  ...lazyLayers,
];
