/** Layers that give an image other places: upsampling, shuffles, windows as columns. */
import { unwrap } from '../../python/values/classes';
import { bool, float, none, str, tuple } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { number } from '../../tensors/arguments';
import { rearrangingFunctions } from '../functions/rearranging';
import { resizingFunctions } from '../functions/resizing';
import type { Layer, TorchLayer } from './layer';
import { attributesOf, through } from './through';

const interpolate = through(resizingFunctions, 'interpolate');

/** Scales are floats, whatever the program gives. */
function floatScales(layer: Layer): void {
  const value = layer.get('scale_factor');
  const plain = unwrap(value);
  const one = (item: Value): Value => float(number(layer.machine, item));
  if (plain.kind === 'none' || plain.kind === 'unknown') return;
  layer.set(
    'scale_factor',
    plain.kind === 'tuple' || plain.kind === 'list' ? tuple(plain.items.map(one)) : one(value),
  );
}

const upsample: TorchLayer = {
  name: 'Upsample',
  kind: 'upsample',
  signature: "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
  build: floatScales,
  forward: (layer, input) => {
    const names = ['size', 'scale_factor', 'mode', 'align_corners', 'recompute_scale_factor'];
    return interpolate(layer, input, ...attributesOf(layer, names), bool(false));
  },
};

function upsampling(name: string, mode: string): TorchLayer {
  return {
    ...{ name, kind: 'upsample', base: 'Upsample', signature: 'size=None, scale_factor=None' },
    build: (layer) => {
      floatScales(layer);
      layer.set('mode', str(mode));
      layer.set('align_corners', mode === 'bilinear' ? bool(true) : none);
      layer.set('recompute_scale_factor', none);
    },
    forward: upsample.forward,
  };
}

function rearranging(
  name: string,
  kind: string,
  call: string,
  signature: string,
  names: readonly string[],
): TorchLayer {
  const run = through(rearrangingFunctions, call);
  return {
    ...{ name, kind, signature },
    forward: (layer, input) => run(layer, input, ...attributesOf(layer, names)),
  };
}

const windows = ['kernel_size', 'dilation', 'padding', 'stride'];

export const resizingLayers: readonly TorchLayer[] = [
  upsample,
  upsampling('UpsamplingNearest2d', 'nearest'),
  upsampling('UpsamplingBilinear2d', 'bilinear'),
  rearranging('PixelShuffle', 'pixel-shuffle', 'pixel_shuffle', 'upscale_factor', ['upscale_factor']),
  rearranging('PixelUnshuffle', 'pixel-unshuffle', 'pixel_unshuffle', 'downscale_factor', [
    'downscale_factor',
  ]),
  rearranging('ChannelShuffle', 'channel-shuffle', 'channel_shuffle', 'groups', ['groups']),
  rearranging('Unfold', 'unfold', 'unfold', 'kernel_size, dilation=1, padding=0, stride=1', windows),
  rearranging('Fold', 'fold', 'fold', 'output_size, kernel_size, dilation=1, padding=0, stride=1', [
    'output_size',
    ...windows,
  ]),
];
