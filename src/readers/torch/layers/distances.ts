/** Distances, the bilinear layer, and an axis that becomes several. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { none } from '../../python/values/make';
import { tensorArgument } from '../values/arguments';
import { flag } from '../../tensors/arguments';
import { distanceFunctions } from '../functions/distances';
import { sizeArgument } from './convolutions';
import type { TorchLayer } from './layer';
import { attributesOf, through } from './through';

const cosine = through(distanceFunctions, 'cosine_similarity');
const distance = through(distanceFunctions, 'pairwise_distance');
const bilinear = through(distanceFunctions, 'bilinear');

export const distanceLayers: readonly TorchLayer[] = [
  {
    ...{
      name: 'CosineSimilarity',
      kind: 'cosine-similarity',
      signature: 'dim=1, eps=1e-08',
      takes: 'x1, x2',
    },
    forward: (layer, first, second) => cosine(layer, first, second, ...attributesOf(layer, ['dim', 'eps'])),
  },
  {
    name: 'PairwiseDistance',
    kind: 'pairwise-distance',
    signature: 'p=2.0, eps=1e-06, keepdim=False',
    takes: 'x1, x2',
    build: (layer, p = none) => {
      layer.set('norm', p);
    },
    forward: (layer, first, second) =>
      distance(layer, first, second, ...attributesOf(layer, ['norm', 'eps', 'keepdim'])),
  },
  {
    name: 'Bilinear',
    kind: 'bilinear',
    signature: 'in1_features, in2_features, out_features, bias=True, device=None, dtype=None',
    build: (layer, left, right, outputs, bias) => {
      const { machine } = layer;
      const [first, second, out] = [left, right, outputs].map((size, place) =>
        sizeArgument(machine, size, [2, 3, 1][place] ?? 1),
      ) as [number, number, number]; // three sizes give three numbers
      if (first <= 0)
        throw fail(machine, 'ValueError', `in1_features must be > 0, but got (in1_features=${first})`);
      // Uniform within 1 / sqrt(in1_features) (Bilinear.reset_parameters).
      const start = {
        role: 'weight',
        initialisation: { name: 'pytorch' },
        fans: { fanIn: first, fanOut: out },
      } as const;
      layer.parameter('weight', { shape: [out, first, second], ...start });
      layer.parameter('bias', flag(machine, bias) ? { ...start, shape: [out], role: 'bias' } : null);
    },
    takes: 'input1, input2',
    forward: (layer, first, second) =>
      bilinear(layer, first, second, ...attributesOf(layer, ['weight', 'bias'])),
  },
  {
    name: 'Unflatten',
    kind: 'unflatten',
    signature: 'dim, unflattened_size',
    build: ({ machine }, _dim, size) => {
      const plain = unwrap(size);
      if (plain.kind === 'tuple' || plain.kind === 'list') return;
      const message = `unflattened_size must be a tuple of ints, but found type ${classOf(plain).name}`;
      throw fail(machine, 'TypeError', message);
    },
    forward: (layer, input) => {
      const { machine } = layer;
      const x = tensorArgument(machine, input, 'unflatten()').value;
      return machine.call(
        machine.getAttribute(x, 'unflatten'),
        attributesOf(layer, ['dim', 'unflattened_size']),
      );
    },
  },
];
