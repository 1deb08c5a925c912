/** The dropout family as layers of torch.nn. */
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import { number } from '../../tensors/arguments';
import { dropoutFunctions } from '../functions/dropouts';
import { textOf } from '../functions/places';
import type { TorchLayer } from './layer';
import { attributesOf, through } from './through';

function dropout(name: string, kind: string, call: string): TorchLayer {
  const run = through(dropoutFunctions, call);
  return {
    ...{ name, kind, base: '_DropoutNd', signature: 'p=0.5, inplace=False' },
    build: ({ machine }, p = none) => {
      const rate = number(machine, p);
      if (rate >= 0 && rate <= 1) return;
      const message = `dropout probability has to be between 0 and 1, but got ${textOf(machine, p)}`;
      throw fail(machine, 'ValueError', message);
    },
    forward: (layer, input) => run(layer, input, ...attributesOf(layer, ['p', 'training', 'inplace'])),
  };
}

export const dropoutLayers: readonly TorchLayer[] = [
  {
    ...{ name: '_DropoutNd', kind: 'dropout', signature: 'p=0.5, inplace=False' },
    forward: (_layer, input) => input,
  },
  dropout('Dropout', 'dropout', 'dropout'),
  dropout('Dropout1d', 'feature-dropout', 'dropout1d'),
  dropout('Dropout2d', 'feature-dropout', 'dropout2d'),
  dropout('Dropout3d', 'feature-dropout', 'dropout3d'),
  dropout('AlphaDropout', 'alpha-dropout', 'alpha_dropout'),
  dropout('FeatureAlphaDropout', 'feature-alpha-dropout', 'feature_alpha_dropout'),
];
