/** Losses as modules of torch.nn. */
import { tensorIn } from '../../tensors/tensorValue';
import { lossOf, namesIn, tripletLossOf, tripletOptions } from '../functions/losses';
import { lossRows, reductionOf, type LossRow } from '../loss/table';
import type { Layer, TorchLayer } from './layer';

function layerOf(row: LossRow): TorchLayer {
  const { module, op, tensors, options, buffers = [] } = row;
  return {
    name: module,
    kind: op,
    signature: options,
    takes: tensors,
    build: (layer) => {
      keepReduction(layer, options);
      for (const name of buffers) layer.buffer(name, tensorIn(layer.get(name)) ?? null);
    },
    forward: (layer, ...values) =>
      lossOf(
        layer.recorder,
        row,
        values,
        (option) => layer.machine.findAttribute(layer.self, option) ?? nothing,
      ),
  };
}

const nothing = { kind: 'none' } as const;

/** The old words for a reduction are gone once the module is made, as in PyTorch. */
function keepReduction(layer: Layer, options: string): void {
  if (!namesIn(options).includes('size_average')) return;
  const old = ['size_average', 'reduce'].map((name) => layer.get(name));
  if (old.some(({ kind }) => kind === 'bool')) {
    const reduction = reductionOf(layer.machine, (name) => layer.get(name));
    layer.set('reduction', { kind: 'str', value: reduction });
  }
  for (const name of ['size_average', 'reduce']) layer.self.attributes.delete(name);
}

/** What losses of programs descend from. */
const bases: readonly TorchLayer[] = [
  {
    name: '_Loss',
    kind: 'loss',
    signature: "size_average=None, reduce=None, reduction='mean'",
    build: (layer) => {
      keepReduction(layer, 'size_average, reduce, reduction');
    },
    forward: () => nothing,
  },
  {
    name: '_WeightedLoss',
    kind: 'loss',
    base: '_Loss',
    signature: "weight=None, size_average=None, reduce=None, reduction='mean'",
    build: (layer) => {
      keepReduction(layer, 'size_average, reduce, reduction');
      layer.buffer('weight', tensorIn(layer.get('weight')) ?? null);
    },
    forward: () => nothing,
  },
];

export const lossLayers: readonly TorchLayer[] = [
  ...bases,
  ...lossRows.map(layerOf),
  {
    name: 'TripletMarginWithDistanceLoss',
    kind: 'triplet-margin',
    signature: tripletOptions,
    takes: 'anchor, positive, negative',
    forward: (layer, ...values) =>
      tripletLossOf(
        layer.recorder,
        values,
        (option) => layer.machine.findAttribute(layer.self, option) ?? nothing,
      ),
  },
];
