/** Layer normalisation as exports before version 17 of the operator set have it: means, a difference, a square, a root and a quotient. */
import type { NodeMessage } from '../../format/messages';
import { near, numberOf, type Pattern, type Wiring } from './wiring';

/** (x - mean) / sqrt(mean of squares + epsilon), with a scale and a shift of the file behind it if they are there. */
export const layerNorms: Pattern = (node, wiring) => {
  if (node.operator !== 'Div') return null;
  const { maker, soleUser, users } = wiring;
  const [centred, root] = node.inputs.map(maker);
  const shifted = maker(root?.inputs[0]);
  if (centred?.operator !== 'Sub' || root?.operator !== 'Sqrt' || shifted?.operator !== 'Add') return null;
  const [a, b] = shifted.inputs;
  const isFirst = numberOf(b, wiring) === null;
  const epsilon = numberOf(isFirst ? a : b, wiring);
  const variance = maker(isFirst ? b : a);
  const square = maker(variance?.inputs[0]);
  const mean = maker(centred.inputs[1]);
  if (!variance || !square || !mean || epsilon === null || !(epsilon > 0)) return null;
  const axes = lastAxes(mean, wiring);
  const fits =
    axes !== null &&
    lastAxes(variance, wiring)?.length === axes.length &&
    mean.inputs[0] === centred.inputs[0] &&
    isSquareOf(square, centred.outputs[0], wiring) &&
    users(centred).every((user) => user === square || user === node) &&
    [mean, square, variance, shifted, root].every((one) => soleUser(one) !== undefined);
  if (!fits) return null;
  const affine = affineBehind(node, axes.length, wiring);
  const inputs = [centred.inputs[0] ?? '', affine.scale, affine.shift];
  const last = affine.nodes.at(-1) ?? node;
  const vanish = [mean, centred, square, variance, shifted, root, node, ...affine.nodes];
  return {
    ...{ last, operator: 'LayerNormalization', inputs },
    attributes: { axis: { whole: -axes.length }, epsilon: { float: epsilon } },
    vanish: vanish.filter((one) => one !== last),
  };
};

function isSquareOf({ operator, inputs }: NodeMessage, name: string | undefined, wiring: Wiring): boolean {
  if (operator === 'Pow') return inputs[0] === name && near(numberOf(inputs[1], wiring), 2);
  return operator === 'Mul' && inputs.every((input) => input === name);
}

/** The axes of a mean that keeps its dimensions, if they are the last ones, counted from the end; null where they are not. */
function lastAxes({ operator, inputs, attributes }: NodeMessage, wiring: Wiring): readonly number[] | null {
  const keeps = (attributes.get('keepdims')?.whole ?? 1) === 1;
  const axes = attributes.get('axes')?.wholes ?? wiring.numbers(inputs[1]);
  if (operator !== 'ReduceMean' || !keeps || !axes || axes.length === 0) return null;
  const sorted = [...axes].sort((one, two) => one - two);
  return sorted.every((axis, place) => axis === place - sorted.length) ? sorted : null;
}

/** The scale and the shift that weights of the file are; empty names where they are not. */
function affineBehind(
  node: NodeMessage,
  rank: number,
  { soleUser, sizes }: Wiring,
): { readonly scale: string; readonly shift: string; readonly nodes: readonly NodeMessage[] } {
  const weightOf = (user: NodeMessage | undefined, operator: string, name: string | undefined): string => {
    const beside = user?.operator === operator ? user.inputs.find((input) => input !== name) : undefined;
    return beside !== undefined && sizes(beside)?.length === rank ? beside : '';
  };
  const product = soleUser(node);
  const scale = weightOf(product, 'Mul', node.outputs[0]);
  if (!product || scale === '') return { scale: '', shift: '', nodes: [] };
  const sum = soleUser(product);
  const shift = weightOf(sum, 'Add', product.outputs[0]);
  return sum && shift !== ''
    ? { scale, shift, nodes: [product, sum] }
    : { scale, shift: '', nodes: [product] };
}
