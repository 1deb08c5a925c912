/** Preprocessing of keras.layers: arithmetic, sizes of images, and what changes images at random in training. */
import { unwrap } from '../../python/values/classes';
import { none } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { plainCall } from '../../tensors/arithmetic';
import { tensorOfNested } from '../../tensors/nested';
import { inFlavour, tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { whole } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import { kerasFlavour } from '../values/flavour';
import type { KerasLayer, Layer } from './layer';
import { channelsBack, channelsFirst } from './places';

/** Numbers of an argument as a tensor: a number, a list, an array. */
function numbersOf(layer: Layer, name: string): TensorValue {
  const value = layer.self.attributes.get(name) ?? none;
  const tensor = tensorIn(value);
  if (tensor) return inFlavour(tensor, kerasFlavour);
  const plain = unwrap(value);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  return tensorOfNested(layer.recorder, plain, kerasFlavour, 'float32');
}

function isNumber(value: Value): boolean {
  return value.kind === 'int' || value.kind === 'float';
}

const rescaling: KerasLayer = {
  name: 'Rescaling',
  kind: 'rescaling',
  signature: 'scale, offset=0.0',
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    if (isNumber(unwrap(layer.get('scale'))) && isNumber(unwrap(layer.get('offset'))))
      return layer.apply(
        { op: 'affine', attributes: { scale: layer.number('scale'), shift: layer.number('offset') } },
        x,
      ).value;
    const scaled = layer.apply(plainCall('multiply'), x, numbersOf(layer, 'scale'));
    return layer.apply(plainCall('add'), scaled, numbersOf(layer, 'offset')).value;
  },
};

/** The axes of which each place has a mean and a variance of its own, counted from 0 and in order; none for `axis=None`. */
function keptAxes(layer: Layer, rank: number): readonly number[] {
  const value = unwrap(layer.get('axis'));
  if (value.kind === 'none') return [];
  const items: readonly Value[] = value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];
  return items
    .map((item) => whole(layer.machine, item))
    .map((axis) => (axis < 0 ? axis + rank : axis))
    .filter((axis) => axis >= 0 && axis < rank)
    .sort((a, b) => a - b);
}

/** A mean and a variance that are not given are weights: 0 and 1 until `adapt`, or a file, says what they are. */
const normalization: KerasLayer = {
  name: 'Normalization',
  kind: 'normalization',
  signature: 'axis=-1, mean=None, variance=None, invert=False',
  build: (layer, shape) => {
    if (!layer.isNone('mean')) return;
    const kept = keptAxes(layer, shape.length).map((axis) => shape[axis] ?? 1);
    const fixed = { trainable: false, fans: { fanIn: 1, fanOut: 1 } } as const;
    layer.weight({ name: 'mean', shape: kept, start: { name: 'zeros' }, ...fixed });
    layer.weight({ name: 'variance', shape: kept, start: { name: 'ones' }, ...fixed });
    layer.weight({ name: 'count', shape: [], start: { name: 'zeros' }, ...fixed });
  },
  adapt: adaptToShape,
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const least = layer.recorder.constant(kerasFlavour, 'float64', [], [1e-7]);
    const [mean, variance] = (['mean', 'variance'] as const).map((name) => {
      const weight = layer.tensor(name);
      if (weight) return alongKept(layer, x, weight);
      return layer.isNone(name) ? null : alongAxis(layer, x, numbersOf(layer, name));
    });
    if (!mean || !variance) return x.value;
    const root = layer.apply(plainCall('maximum'), layer.apply(plainCall('sqrt'), variance), least);
    if (layer.flag('invert'))
      return layer.apply(plainCall('add'), mean, layer.apply(plainCall('multiply'), x, root)).value;
    return layer.apply(plainCall('divide'), layer.apply(plainCall('subtract'), x, mean), root).value;
  },
};

/** The data's samples have the shape that the layer is then built for; their mean and variance stay 0 and 1, as if they had been scaled before. */
function adaptToShape({ state }: Layer, data: Value): void {
  const sizes = tensorIn(data)?.shape;
  if (sizes && sizes.length >= 2) state.batchShape ??= [null, ...sizes.slice(1)];
}

/** Numbers of the kept axes, shaped so that they meet these axes of the input. */
function alongKept(layer: Layer, { shape }: Shaped, numbers: TensorValue): TensorValue {
  const kept = keptAxes(layer, shape.length);
  const sizes = shape.map((size, axis) => (kept.includes(axis) ? size : 1));
  return layer.apply({ op: 'reshape', attributes: { sizes } }, numbers);
}

/** One number for each place of the kept axis, shaped so that it meets that axis. */
function alongAxis(layer: Layer, { shape }: Shaped, numbers: TensorValue): TensorValue {
  const axes = unwrap(layer.get('axis'));
  if (axes.kind === 'none' || (numbers.shape?.length ?? 0) !== 1 || axes.kind !== 'int') return numbers;
  const axis = whole(layer.machine, axes);
  const place = axis < 0 ? axis + shape.length : axis;
  const sizes = shape.map((_, own) => (own === place ? -1 : 1));
  return layer.apply({ op: 'reshape', attributes: { sizes } }, numbers);
}

const modes: Readonly<Record<string, string>> = { nearest: 'nearest-exact', bilinear: 'linear' };

const resizing: KerasLayer = {
  name: 'Resizing',
  kind: 'resizing',
  signature:
    'height, width, interpolation="bilinear", crop_to_aspect_ratio=False, pad_to_aspect_ratio=False, fill_mode="constant", fill_value=0.0, antialias=False, data_format=None',
  call: (layer, inputs) => {
    const x = layer.input(inputs);
    const mode = modes[layer.word('interpolation').toLowerCase()];
    if (
      mode === undefined ||
      layer.flag('crop_to_aspect_ratio') ||
      layer.flag('pad_to_aspect_ratio') ||
      layer.flag('antialias')
    )
      throw new Encountered(
        layer.machine.unknown('unsupported', 'Resizing of this kind is not understood yet.'),
      );
    const sizes = [layer.whole('height'), layer.whole('width')];
    const attributes = { mode, sizes, scales: null, alignCorners: false };
    return channelsBack(layer, layer.apply({ op: 'upsample', attributes }, channelsFirst(layer, x))).value;
  },
};

/** The middle of images. */
function cropped(layer: Layer, inputs: Value): Value {
  const x = layer.input(inputs);
  const first = layer.channelsLast ? x.shape.length - 3 : x.shape.length - 2;
  let result: TensorValue = x;
  for (const [place, name] of ['height', 'width'].entries()) {
    const axis = first + place;
    const [size, wanted] = [x.shape[axis] ?? 0, layer.whole(name)];
    if (wanted > size)
      throw new Encountered(
        layer.machine.unknown('unsupported', 'A crop that is larger than the image is not understood yet.'),
      );
    const start = Math.floor((size - wanted) / 2);
    result = layer.apply(
      { op: 'slice', attributes: { axis, start, end: start + wanted, step: 1 } },
      withShape(layer.recorder, result),
    );
  }
  return result.value;
}

/** Changes images in training only; the network is read as if it did not. */
const random: readonly (readonly [string, string])[] = [
  ['RandomFlip', 'mode="horizontal_and_vertical"'],
  ['RandomRotation', 'factor'],
  ['RandomZoom', 'height_factor, width_factor=None'],
  ['RandomTranslation', 'height_factor, width_factor'],
  ['RandomContrast', 'factor, value_range=(0, 255)'],
  ['RandomBrightness', 'factor, value_range=(0, 255)'],
  ['RandomShear', 'x_factor=0.0, y_factor=0.0'],
  ['RandomHue', 'factor, value_range=(0, 255)'],
  ['RandomSaturation', 'factor, value_range=(0, 255)'],
  ['RandomGrayscale', 'factor=0.5'],
  ['RandomInvert', 'factor=1.0, value_range=(0, 255)'],
  ['RandomSharpness', 'factor, value_range=(0, 255)'],
  ['RandomErasing', 'factor=1.0'],
  ['RandomGaussianBlur', 'factor=1.0'],
  ['RandomPerspective', 'factor=1.0, scale=1.0'],
  ['RandomElasticTransform', 'factor=1.0, scale=1.0'],
  ['RandomColorJitter', 'value_range=(0, 255)'],
  ['RandomColorDegeneration', 'factor, value_range=(0, 255)'],
];

const snake = (name: string): string => name.replaceAll(/(.)([A-Z])/g, '$1_$2').toLowerCase();

/** All of them. */
export const preprocessingLayers: readonly KerasLayer[] = [
  rescaling,
  normalization,
  resizing,
  { name: 'CenterCrop', kind: 'center_crop', signature: 'height, width, data_format=None', call: cropped },
  {
    name: 'RandomCrop',
    kind: 'random_crop',
    signature: 'height, width, seed=None, data_format=None',
    call: cropped,
  },
  ...random.map(([name, signature]): KerasLayer => ({
    name,
    kind: snake(name),
    signature: `${signature}, *args, **kwargs`,
    call: (_layer, inputs) => inputs,
  })),
];
