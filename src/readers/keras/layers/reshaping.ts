/** Layers of keras.layers that reshape, repeat, crop, pad and enlarge. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { whole, wholes } from '../../tensors/arguments';
import type { KerasLayer, Layer, Sizes } from './layer';
import { channelsBack, channelsFirst, numbersPerAxis, shown } from './places';

function refuse(layer: Layer, message: string, kind: 'ValueError' | 'TypeError' = 'ValueError'): never {
  throw fail(layer.machine, kind, message);
}

const list = (sizes: Sizes): string => `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`;

/** The sizes of a sample, of which one may be left open. */
function targetOf(layer: Layer, sample: Sizes): Sizes {
  const target = wholes(layer.machine, layer.get('target_shape'));
  const total = sample.reduce((product, size) => product * size, 1);
  const known = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const open = target.length - target.filter((size) => size !== -1).length;
  if (open > 1)
    refuse(
      layer,
      `There must be at most one unknown dimension (-1) in target_shape. Received: target_shape=${list(target)}.`,
    );
  if (open === 0 ? known !== total : known === 0 || total % known !== 0)
    refuse(
      layer,
      `The total size of the tensor must be unchanged. Received: input_shape=${list(sample)}, target_shape=${list(target)}`,
    );
  return target.map((size) => (size === -1 ? total / known : size));
}

const reshape: KerasLayer = {
  name: 'Reshape',
  kind: 'reshape',
  signature: 'target_shape',
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const sizes = [x.shape[0] ?? 1, ...targetOf(layer, x.shape.slice(1))];
    return layer.apply({ op: 'reshape', attributes: { sizes } }, x).value;
  },
};

const permute: KerasLayer = {
  name: 'Permute',
  kind: 'permute',
  signature: 'dims',
  made: (layer) => {
    const axes = wholes(layer.machine, layer.get('dims'));
    if (axes.toSorted((a, b) => a - b).some((axis, place) => axis !== place + 1))
      refuse(
        layer,
        `Invalid permutation argument \`dims\` for Permute Layer. The set of indices in \`dims\` must be consecutive and start from 1. Received dims=${shown(layer.machine, layer.get('dims'))}`,
      );
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const axes = wholes(layer.machine, layer.get('dims'));
    layer.checkRank(x.shape, { exact: axes.length + 1 });
    return layer.permuted(x, [0, ...axes]).value;
  },
};

const repeatVector: KerasLayer = {
  name: 'RepeatVector',
  kind: 'repeat_vector',
  signature: 'n',
  made: (layer) => {
    const value = unwrap(layer.get('n'));
    if (value.kind === 'unknown') throw new Encountered(value);
    if (value.kind !== 'int')
      refuse(
        layer,
        `Expected an integer value for \`n\`, got <class '${classOf(value).name}'>.`,
        'TypeError',
      );
  },
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    layer.checkRank(x.shape, { exact: 2 });
    const [batch = 1, features = 1] = x.shape;
    const row = layer.apply({ op: 'unsqueeze', attributes: { axis: 1 } }, x);
    return layer.apply({ op: 'expand', attributes: { sizes: [batch, layer.whole('n'), features] } }, row)
      .value;
  },
};

/** A pair for each axis: `1`, `(1, 2)` as one number an axis, `((1, 2), (0, 1))`; for one axis a pair is its two ends. */
function pairsOf(layer: Layer, name: string, axes: number): readonly (readonly [number, number])[] {
  const { machine } = layer;
  const value = unwrap(layer.get(name));
  if (value.kind === 'int')
    return new Array<readonly [number, number]>(axes).fill([Number(value.value), Number(value.value)]);
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  if (axes === 1 && items.length === 2) {
    const [before = 0, behind = 0] = items.map((item) => whole(machine, item));
    return [[before, behind]];
  }
  if (value.kind === 'unknown') throw new Encountered(value);
  if (items.length !== axes)
    refuse(
      layer,
      `\`${name}\` should have ${axes === 1 ? 'two' : axes} elements. Received: ${shown(machine, layer.get(name))}.`,
    );
  return items.map((item) => {
    const one = unwrap(item);
    if (one.kind === 'int') return [Number(one.value), Number(one.value)];
    const ends = wholes(machine, item);
    if (ends.length !== 2)
      refuse(
        layer,
        `\`${name}\` should have pairs of integers. Received: ${shown(machine, layer.get(name))}.`,
      );
    return [ends[0] ?? 0, ends[1] ?? 0];
  });
}

function cropping(axes: number): KerasLayer {
  return {
    name: `Cropping${axes}D`,
    kind: `cropping${axes}d`,
    signature: `cropping=${axes === 1 ? '(1, 1)' : 0}${axes === 1 ? '' : ', data_format=None'}`,
    made: (layer) => {
      if (
        pairsOf(layer, 'cropping', axes)
          .flat()
          .some((count) => count < 0)
      )
        refuse(layer, `\`cropping\` must be >= 0. Received: ${shown(layer.machine, layer.get('cropping'))}.`);
    },
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      layer.checkRank(x.shape, { exact: axes + 2 });
      const pairs = pairsOf(layer, 'cropping', axes);
      const first = layer.channelsLast ? 1 : 2;
      let y = layer.input(inputs);
      for (const [place, [before, behind]] of pairs.entries()) {
        const axis = first + place;
        const size = x.shape[axis] ?? 0;
        if (before + behind >= size)
          refuse(
            layer,
            `\`cropping\` parameter of \`Cropping${axes}D\` layer must be smaller than the input shape. Received: input_shape=(None, ${x.shape.slice(1).join(', ')}), cropping=${shown(layer.machine, layer.get('cropping'))}`,
          );
        if (before + behind === 0) continue;
        const attributes = { axis, start: before, end: size - behind, step: 1 };
        y = layer.input(layer.apply({ op: 'slice', attributes }, y).value);
      }
      return y.value;
    },
  };
}

function zeroPadding(axes: number): KerasLayer {
  return {
    name: `ZeroPadding${axes}D`,
    kind: `zero_padding${axes}d`,
    signature: 'padding=1, data_format=None',
    made: (layer) => {
      pairsOf(layer, 'padding', axes);
    },
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      layer.checkRank(x.shape, { exact: axes + 2 });
      const pairs = pairsOf(layer, 'padding', axes).toReversed().flat();
      const amounts = layer.channelsLast ? [0, 0, ...pairs] : pairs;
      return layer.apply({ op: 'pad', attributes: { mode: 'constant', amounts, value: 0 } }, x).value;
    },
  };
}

const modes: Readonly<Record<string, string>> = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic' };
const otherModes = ['lanczos3', 'lanczos5', 'area'];

function upSampling(axes: number): KerasLayer {
  return {
    name: `UpSampling${axes}D`,
    kind: `up_sampling${axes}d`,
    signature: `size=2${axes === 1 ? '' : ', data_format=None'}${axes === 2 ? ', interpolation="nearest"' : ''}`,
    made: (layer) => {
      numbersPerAxis(layer, 'size', axes);
      const mode = axes === 2 ? layer.word('interpolation').toLowerCase() : 'nearest';
      if (!(mode in modes) && !otherModes.slice(0, 2).includes(mode))
        refuse(
          layer,
          `\`interpolation\` argument should be one of dict_keys(['bicubic', 'bilinear', 'lanczos3', 'lanczos5', 'nearest']). Received: ${mode}.`,
        );
    },
    call: (layer, inputs) => {
      const x = layer.input(inputs);
      layer.checkRank(x.shape, { exact: axes + 2 });
      const scales = numbersPerAxis(layer, 'size', axes);
      const mode = modes[axes === 2 ? layer.word('interpolation').toLowerCase() : 'nearest'];
      if (mode === undefined)
        throw new Encountered(
          layer.machine.unknown(
            'unsupported',
            `interpolation=${layer.word('interpolation')} is not understood yet.`,
          ),
        );
      const moved = channelsFirst(layer, x);
      const attributes = { mode, sizes: null, scales, alignCorners: false };
      return channelsBack(layer, layer.apply({ op: 'upsample', attributes }, moved)).value;
    },
  };
}

/** All of them; Flatten stands with the basic layers. */
export const reshapingLayers: readonly KerasLayer[] = [
  reshape,
  permute,
  repeatVector,
  ...[1, 2, 3].flatMap((axes) => [cropping(axes), zeroPadding(axes), upSampling(axes)]),
];
