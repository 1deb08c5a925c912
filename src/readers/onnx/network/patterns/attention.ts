/** PyTorch's scaled_dot_product_attention, which exporters write as products and a softmax. */
import type { NodeMessage } from '../../format/messages';
import { fusedDomain, type Pattern, type Wiring } from './wiring';

/** What the fused operator is called; its inputs are queries, turned keys, values, the scale of the queries, that of the keys, and a mask or none. */
export const attentionOperator = 'ScaledDotProductAttention';

/**
 * Exporters multiply queries and keys by the root of the scale each, which hardly anybody writes by hand: so attention that an author wrote as
 * products and a softmax stays what it is, and has the findings of its source.
 */
export const attentions: Pattern = (node, wiring) => {
  if (node.operator !== 'Softmax' || !isLastAxis(node)) return null;
  const { maker, soleUser } = wiring;
  const before = maker(node.inputs[0]);
  const masked = before?.operator === 'Add' ? before : undefined;
  const places = masked ? masked.inputs.map(maker) : [before];
  const scores = places.find((one) => one?.operator === 'MatMul' && places.indexOf(one) !== -1);
  const [queries, keys] = scores?.inputs.map((name) => scaled(maker(name), wiring)) ?? [];
  const end = weighted(node, wiring);
  if (!scores || !queries || !keys || !end) return null;
  if (soleUser(scores) !== (masked ?? node) || (masked && soleUser(masked) !== node)) return null;
  const mask = masked?.inputs.find((name) => name !== scores.outputs[0]) ?? '';
  return {
    last: end.last,
    ...{ operator: attentionOperator, domain: fusedDomain },
    inputs: [queries.of, keys.of, end.last.inputs[1] ?? '', queries.by, keys.by, mask],
    vanish: [...(masked ? [masked] : []), scores, node, ...end.vanish].concat(
      [queries.node, keys.node].filter((one) => soleUser(one) === scores),
    ),
  };
};

function isLastAxis({ attributes }: NodeMessage): boolean {
  return attributes.get('axis')?.whole === -1;
}

interface Scaled {
  readonly node: NodeMessage;
  /** The name of what is scaled, and that of the number. */
  readonly of: string;
  readonly by: string;
}

/** A product with a number, which the file may say by operators of constants. */
function scaled(node: NodeMessage | undefined, { maker, numbers }: Wiring): Scaled | null {
  if (node?.operator !== 'Mul') return null;
  const isNumber = (name: string): boolean =>
    numbers(name)?.length === 1 || /^(Sqrt|Cast)$/.test(maker(name)?.operator ?? '');
  const [a = '', b = ''] = node.inputs;
  if (isNumber(b)) return { node, of: a, by: b };
  return isNumber(a) ? { node, of: b, by: a } : null;
}

/** The product of the weights with the values; queries without keys, which a softmax makes NaN, may be set to 0 between. */
function weighted(
  softmax: NodeMessage,
  { users, soleUser }: Wiring,
): { readonly last: NodeMessage; readonly vanish: readonly NodeMessage[] } | null {
  const taking = users(softmax);
  const test = taking.find(({ operator }) => operator === 'IsNaN');
  const choice = test && soleUser(test);
  const isCleaned = taking.length === 2 && choice?.operator === 'Where' && taking.includes(choice);
  const weights = isCleaned ? choice : softmax;
  const last = soleUser(weights);
  if (last?.operator !== 'MatMul' || last.inputs[0] !== weights.outputs[0]) return null;
  return { last, vanish: isCleaned && test ? [test, choice] : [] };
}
