/** Convolutions and transposed convolutions as layers of torch.nn. */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { bool, int, none, str, tuple } from '../../python/values/make';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { tensorArgument } from '../values/arguments';
import { flag, whole, wholes, word } from '../../tensors/arguments';
import { convolutionFunctions } from '../functions/convolutions';
import { listText, ntuple } from '../functions/places';
import { paddingFunctions } from '../functions/padding';
import { fansOf } from '../../tensors/starts';
import type { Layer, TorchLayer } from './layer';
import { attributesOf, through } from './through';

const paddingModes = ['zeros', 'reflect', 'replicate', 'circular'];
const pad = through(paddingFunctions, 'pad');

/** A size of a weight; TypeError in the words of torch.empty, which PyTorch's constructors end in. */
export function sizeArgument(machine: Machine, value: Value, place: number): number {
  const plain = unwrap(value);
  if (plain.kind === 'unknown') throw new Encountered(plain);
  if (plain.kind !== 'float' && plain.kind !== 'str' && plain.kind !== 'none') {
    const size = whole(machine, value);
    if (size >= 0) return size;
    throw fail(machine, 'RuntimeError', `Trying to create tensor with negative dimension ${size}`);
  }
  const type = classOf(plain).name;
  if (place === 1) {
    const first = `empty(): argument 'size' (position 1) must be tuple of ints, but found element of type ${type} at pos 0`;
    throw fail(machine, 'TypeError', first);
  }
  const message = `empty(): argument 'size' failed to unpack the object at pos ${place} with error "type must be tuple of ints,but got ${type}"`;
  throw fail(machine, 'TypeError', message);
}

function refuse(machine: Machine, message: string): never {
  throw fail(machine, 'ValueError', message);
}

function checkConstructor(layer: Layer, inputs: number, outputs: number, groups: number): void {
  const { machine } = layer;
  if (groups <= 0) refuse(machine, 'groups must be a positive integer');
  if (inputs % groups !== 0) refuse(machine, 'in_channels must be divisible by groups');
  if (outputs % groups !== 0) refuse(machine, 'out_channels must be divisible by groups');
  const padding = unwrap(layer.get('padding'));
  if (padding.kind === 'str') {
    if (padding.value !== 'same' && padding.value !== 'valid')
      refuse(machine, `Invalid padding string '${padding.value}', should be one of {'valid', 'same'}`);
    if (padding.value === 'same' && wholes(machine, layer.get('stride')).some((step) => step !== 1))
      refuse(machine, "padding='same' is not supported for strided convolutions");
  }
  const mode = word(machine, layer.get('padding_mode'));
  if (!paddingModes.includes(mode))
    refuse(
      machine,
      `padding_mode must be one of {'zeros', 'reflect', 'circular', 'replicate'}, but got padding_mode='${mode}'`,
    );
}

/** What both kinds hold: sizes as tuples, weight and bias, uniform within 1 / sqrt(fan in) (_ConvNd.reset_parameters). */
function buildConvolution(layer: Layer, axes: number, transposed: boolean): void {
  const { machine } = layer;
  const groups = whole(machine, layer.get('groups'));
  const [first, second] = [layer.get('in_channels'), layer.get('out_channels')];
  const ownPlace = transposed ? 1 : 2;
  const inputs = sizeArgument(machine, first, ownPlace);
  const outputs = sizeArgument(machine, second, 3 - ownPlace);
  checkConstructor(layer, inputs, outputs, groups);
  for (const name of ['kernel_size', 'stride', 'dilation', 'padding', 'output_padding']) {
    const value = name === 'output_padding' && !transposed ? int(0) : layer.get(name);
    if (unwrap(value).kind === 'str' && name === 'padding') continue;
    layer.set(name, ntuple(machine, value, axes));
  }
  layer.set('transposed', bool(transposed));
  layer.set('_reversed_padding_repeated_twice', aroundOf(layer, axes));
  const kernel = unwrap(layer.get('kernel_size'));
  const taps =
    kernel.kind === 'tuple' ? kernel.items.map((item, axis) => sizeArgument(machine, item, 3 + axis)) : [];
  const shape = transposed ? [inputs, outputs / groups, ...taps] : [outputs, inputs / groups, ...taps];
  const fans = fansOf(shape);
  const initialisation = { name: 'pytorch' } as const;
  const wanted = flag(machine, layer.get('bias'));
  layer.parameter('weight', { shape, role: 'weight', initialisation, fans });
  layer.parameter('bias', wanted ? { shape: [outputs], role: 'bias', initialisation, fans } : null);
}

/** The padding as F.pad takes it: the last axis first, before and behind. */
function aroundOf(layer: Layer, axes: number): Value {
  const { machine } = layer;
  const padding = unwrap(layer.get('padding'));
  if (padding.kind !== 'str') {
    const amounts = wholes(machine, layer.get('padding')).toReversed();
    return tuple(amounts.flatMap((amount) => [int(amount), int(amount)]));
  }
  const kernel = wholes(machine, layer.get('kernel_size'));
  const dilation = wholes(machine, layer.get('dilation'));
  const totals = kernel.map((taps, axis) =>
    padding.value === 'same' ? (dilation[axis] ?? 1) * (taps - 1) : 0,
  );
  const amounts = totals.toReversed().flatMap((total) => [Math.floor(total / 2), Math.ceil(total / 2)]);
  return tuple((totals.length === axes ? amounts : []).map(int));
}

function convolutionLayer(axes: number): TorchLayer {
  const convolve = through(convolutionFunctions, `conv${axes}d`);
  const run = (layer: Layer, input: Value, weight: Value, bias: Value): Value => {
    const { machine } = layer;
    const [stride = none, padding = none, dilation = none, groups = none] = attributesOf(layer, [
      'stride',
      'padding',
      'dilation',
      'groups',
    ]);
    const mode = layer.get('padding_mode');
    if (mode.kind !== 'str' || mode.value === 'zeros')
      return convolve(layer, input, weight, bias, stride, padding, dilation, groups);
    const image = tensorArgument(machine, input, `conv${axes}d(): argument 'input' (position 1)`).value;
    const padded = pad(layer, image, layer.get('_reversed_padding_repeated_twice'), mode, none);
    return convolve(
      layer,
      padded,
      weight,
      bias,
      stride,
      tuple(new Array<Value>(axes).fill(int(0))),
      dilation,
      groups,
    );
  };
  return {
    name: `Conv${axes}d`,
    kind: `conv${axes}d`,
    base: '_ConvNd',
    signature:
      "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', device=None, dtype=None",
    build: (layer) => {
      buildConvolution(layer, axes, false);
    },
    forward: (layer, input) => run(layer, input, layer.get('weight'), layer.get('bias')),
    methods: [{ name: '_conv_forward', takes: 'input, weight, bias', run }],
  };
}

/** The places to add so that the output has the size that forward was asked for (_ConvTransposeNd._output_padding). */
function outputPaddingFor(layer: Layer, axes: number, input: Value, asked: Value): Value {
  const { machine } = layer;
  if (asked.kind === 'none') return layer.get('output_padding');
  const image = tensorArgument(machine, input, 'input');
  const shape = image.shape ?? [];
  const rest = shape.length === axes + 2 ? 2 : 1;
  const all = wholes(machine, asked);
  const sizes = all.length === rest + axes ? all.slice(rest) : all;
  if (sizes.length !== axes)
    refuse(
      machine,
      `ConvTranspose${axes}D: for ${shape.length}D input, output_size must have ${axes} or ${rest + axes} elements (got ${sizes.length})`,
    );
  const [stride = [], padding = [], dilation = [], kernel = []] = [
    'stride',
    'padding',
    'dilation',
    'kernel_size',
  ].map((name) => wholes(machine, layer.get(name)));
  const least = sizes.map(
    (_, axis) =>
      ((shape[axis + rest] ?? 1) - 1) * (stride[axis] ?? 1) -
      2 * (padding[axis] ?? 0) +
      (dilation[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) +
      1,
  );
  const most = least.map((size, axis) => size + (stride[axis] ?? 1) - 1);
  if (sizes.some((size, axis) => size < (least[axis] ?? 0) || size > (most[axis] ?? 0)))
    refuse(
      machine,
      `requested an output size of (${sizes.join(', ')}${sizes.length === 1 ? ',' : ''}), but valid sizes range from ${listText(least)} to ${listText(most)} (for an input of torch.Size(${listText(shape.slice(2))}))`,
    );
  return tuple(sizes.map((size, axis) => int(size - (least[axis] ?? 0))));
}

function transposedLayer(axes: number): TorchLayer {
  const convolve = through(convolutionFunctions, `conv_transpose${axes}d`);
  return {
    name: `ConvTranspose${axes}d`,
    kind: `conv-transpose${axes}d`,
    base: '_ConvNd',
    signature:
      "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=None, dtype=None",
    build: (layer) => {
      const mode = layer.get('padding_mode');
      if (mode.kind !== 'str' || mode.value !== 'zeros')
        refuse(layer.machine, `Only "zeros" padding mode is supported for ConvTranspose${axes}d`);
      buildConvolution(layer, axes, true);
    },
    takes: 'input, output_size=None',
    forward: (layer, input, size) => {
      const more = outputPaddingFor(layer, axes, input, size);
      const [weight = none, bias = none, stride = none, padding = none] = attributesOf(layer, [
        'weight',
        'bias',
        'stride',
        'padding',
      ]);
      return convolve(
        layer,
        input,
        weight,
        bias,
        stride,
        padding,
        more,
        layer.get('groups'),
        layer.get('dilation'),
      );
    },
  };
}

export const convolutionLayers: readonly TorchLayer[] = [
  { name: '_ConvNd', kind: 'convolution', signature: '*args, **kwargs', forward: () => str('') },
  ...[1, 2, 3].map(convolutionLayer),
  ...[1, 2, 3].map(transposedLayer),
];
