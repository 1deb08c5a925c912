/** Activations that exporters write as several nodes: they become the one that their author wrote, so that it has its curve. */
import type { NodeMessage } from '../../format/messages';
import { near, numberOf, other, type Found, type Pattern, type Wiring } from './wiring';

/** x sigmoid(x) is Swish, x (1 + erf(x / sqrt 2)) / 2 is Gelu, and so is its approximation by tanh. */
export const activations: Pattern = (node, wiring) => {
  if (node.operator === 'Sigmoid') return swish(node, wiring);
  if (node.operator === 'Erf') return gelu(node, wiring);
  return node.operator === 'Tanh' ? geluByTanh(node, wiring) : null;
};

function swish(node: NodeMessage, { soleUser }: Wiring): Found | null {
  const last = soleUser(node);
  const [input = ''] = node.inputs;
  if (last?.operator !== 'Mul' || !last.inputs.includes(input)) return null;
  return { last, operator: 'Swish', inputs: [input], vanish: [node] };
}

function gelu(node: NodeMessage, wiring: Wiring): Found | null {
  const scaled = wiring.maker(node.inputs[0]);
  const input = scaled && rootTwo(scaled, wiring);
  if (!scaled || wiring.soleUser(scaled) !== node || input == null) return null;
  const whole = halvedProduct(node, input, wiring);
  return whole && { ...whole, operator: 'Gelu', inputs: [input], vanish: [scaled, node, ...whole.vanish] };
}

/** Hendrycks and Gimpel (2016): tanh of sqrt(2 / pi) (x + 0.044715 x^3) in place of erf. */
function geluByTanh(node: NodeMessage, wiring: Wiring): Found | null {
  const { maker, soleUser } = wiring;
  const scaled = maker(node.inputs[0]);
  const sum = maker(other(scaled, 'Mul', Math.sqrt(2 / Math.PI), wiring) ?? undefined);
  if (!scaled || sum?.operator !== 'Add' || soleUser(scaled) !== node || soleUser(sum) !== scaled)
    return null;
  for (const [place, input] of sum.inputs.entries()) {
    const term = maker(sum.inputs[1 - place]);
    const cube = maker(other(term, 'Mul', 0.044715, wiring) ?? undefined);
    const cubing = cube && cubeOf(cube, input, wiring);
    if (!term || !cubing || soleUser(term) !== sum || soleUser(cube) !== term) continue;
    const whole = halvedProduct(node, input, wiring);
    if (!whole) continue;
    const vanish = [...cubing, term, sum, scaled, node, ...whole.vanish];
    return {
      ...{ last: whole.last, operator: 'Gelu', inputs: [input], vanish },
      attributes: { approximate: { text: 'tanh' } },
    };
  }
  return null;
}

/** The nodes of a third power: Pow, or two products. */
function cubeOf(node: NodeMessage, input: string, wiring: Wiring): readonly NodeMessage[] | null {
  const [a, b] = node.inputs;
  if (node.operator === 'Pow') return a === input && near(numberOf(b, wiring), 3) ? [node] : null;
  const square = wiring.maker(a === input ? b : a);
  if (node.operator !== 'Mul' || !node.inputs.includes(input) || square?.operator !== 'Mul') return null;
  const isSquare = square.inputs.every((name) => name === input) && wiring.soleUser(square) === node;
  return isSquare ? [square, node] : null;
}

/** From f(x) to x (1 + f(x)) / 2, halved before or behind the product. */
function halvedProduct(
  node: NodeMessage,
  input: string,
  wiring: Wiring,
): { readonly last: NodeMessage; readonly vanish: readonly NodeMessage[] } | null {
  const { maker, soleUser } = wiring;
  const sum = soleUser(node);
  const product = sum && soleUser(sum);
  if (!sum || other(sum, 'Add', 1, wiring) !== node.outputs[0] || product?.operator !== 'Mul') return null;
  const beside = product.inputs.find((name) => name !== sum.outputs[0]);
  const halved = maker(beside);
  if (halved && soleUser(halved) === product && other(halved, 'Mul', 0.5, wiring) === input) {
    return { last: product, vanish: [sum, halved] };
  }
  const last = soleUser(product);
  if (beside !== input || !last || other(last, 'Mul', 0.5, wiring) !== product.outputs[0]) return null;
  return { last, vanish: [sum, product] };
}

/** What is divided by the root of two. */
function rootTwo(node: NodeMessage, wiring: Wiring): string | null {
  if (node.operator === 'Div') {
    return near(numberOf(node.inputs[1], wiring), Math.SQRT2) ? (node.inputs[0] ?? null) : null;
  }
  return other(node, 'Mul', Math.SQRT1_2, wiring);
}
