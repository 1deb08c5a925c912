/** The norm that fits behind or before a layer: its class by the axes of what it is given, its size as the source writes it. */
import { Refused } from '../../edit/draft';
import { typesOf } from '../../../graph/shapes';
import type { Network } from '../../../graph/network';
import type { Shape } from '../../../tensor/tensor';
import type { Expression } from '../../python/parse/syntax';
import { argumentOf } from './callText';
import { opsOf, type Place, type Site } from './site';

/** Any batch above 1; the sizes of one sample are asked for. */
const someBatch = 2;

/** The class of a norm and what it is made with. */
export function normalised(
  site: Site,
  place: Place,
  side: 'before' | 'after',
  word: 'batch-norm' | 'layer-norm',
): { readonly cls: string; readonly size: string } {
  const { network } = site;
  const shapes = sameCall(network, place).map((layer) => shapeAt(network, layer, side));
  const [shape] = shapes;
  if (!shape) throw new Refused(`What ${place.name} gives has no shape that is known.`);
  const written = writtenSize(site, place, side);
  if (written === null && shapes.some((each) => each?.join() !== shape.join())) {
    throw new Refused(`${place.name} stands for layers of several sizes; please change it by hand.`);
  }
  const hasPlaces = shape.length > 2 && isImages(place, shape);
  const size = written ?? String(hasPlaces || word === 'batch-norm' ? shape[1] : shape.at(-1));
  // One group is a layer norm over channels and places, whatever the size of the image.
  if (word === 'layer-norm')
    return hasPlaces ? { cls: 'GroupNorm', size: `1, ${size}` } : { cls: 'LayerNorm', size };
  if (shape.length > 2 && !hasPlaces) {
    throw new Refused(
      'A batch norm of torch runs over the second axis, which is not that of the features here.',
    );
  }
  const dimensions = Math.max(1, shape.length - 2);
  if (dimensions > 3) throw new Refused('torch has no batch norm for so many axes.');
  return { cls: `BatchNorm${dimensions}d`, size };
}

/** All layers that one call makes. */
function sameCall({ layers }: Network, { layer }: Place): readonly number[] {
  const own = layers[layer]?.span;
  return layers.flatMap(({ span }, index) =>
    own?.path === span.path && own.start.line === span.start.line && own.start.column === span.start.column
      ? [index]
      : [],
  );
}

/** The whole shape of what goes into a layer or comes out of it. */
function shapeAt(network: Network, layer: number, side: 'before' | 'after'): Shape | undefined {
  const types = typesOf(network, someBatch, 'float32');
  const ops = opsOf(network, layer);
  const node = side === 'after' ? ops.at(-1) : ops[0];
  if (!node) return undefined;
  const value = side === 'after' ? { node: network.nodes.indexOf(node), output: 0 } : node.args[0];
  return value && types[value.node]?.[value.output]?.shape;
}

/** Whether the second axis is that of channels: beside a convolution or a norm of channels, or with two axes of places behind it. */
function isImages({ kind }: Place, shape: Shape): boolean {
  return (
    /conv|pool|batch-norm|instance-norm|group-norm/.test(kind) || (kind !== 'linear' && shape.length >= 4)
  );
}

/** Places and names of the arguments that say how many features go in and out. */
const sizes: readonly (readonly [
  kinds: RegExp,
  into: readonly [number, string],
  out: readonly [number, string],
])[] = [
  [/^linear$/, [0, 'in_features'], [1, 'out_features']],
  [/conv/, [0, 'in_channels'], [1, 'out_channels']],
  [/^(batch-norm|instance-norm)/, [0, 'num_features'], [0, 'num_features']],
];

/** The size as the call that makes the layer has it, where that can be written again. */
function writtenSize({ page }: Site, place: Place, side: 'before' | 'after'): string | null {
  if (place.isFunction) return null;
  const [, into, out] = sizes.find(([kinds]) => kinds.test(place.kind)) ?? [];
  const argument = side === 'after' ? out : into;
  const node = argument && argumentOf(place.call, argument[0], argument[1]);
  return node && isPlain(node) ? page.textOf(node) : null;
}

/** Whether an expression can stand a second time without doing anything. */
function isPlain(node: Expression): boolean {
  if (node.nodeType === 'Attribute') return isPlain(node.value);
  if (node.nodeType === 'Subscript') return isPlain(node.value) && isPlain(node.slice);
  if (node.nodeType === 'BinOp') return isPlain(node.left) && isPlain(node.right);
  return node.nodeType === 'Name' || node.nodeType === 'Constant';
}
