/** How a prediction is judged right or wrong: which number of it decides, for every loss that knows classes. */
import type { LossName } from '../ops/losses/table';
import type { Attributes } from '../ops/op';
import type { Network, NodeIndex, TargetNode, Value } from './network';

/** The largest score along an axis names the class, or each number names one of two classes by the side of `threshold` on which it lies. */
export type Decision =
  { readonly kind: 'largest'; readonly axis: number } | { readonly kind: 'side'; readonly threshold: number };

/** What is compared with what. */
export interface Judged {
  readonly decision: Decision;
  readonly prediction: Value;
  readonly target: NodeIndex;
  readonly meaning: TargetNode['meaning'];
}

/** `onlyBinary`: all targets of the data are 0 or 1. */
type Rule = (attributes: Attributes, onlyBinary: boolean) => Decision | null;

const classes: Rule = ({ axis }) => ({ kind: 'largest', axis: axis === -1 ? -1 : 1 });
const lastClasses: Rule = () => ({ kind: 'largest', axis: -1 });
/** Scores: positive means the first class. */
const scores: Rule = () => ({ kind: 'side', threshold: 0 });
const probabilities: Rule = () => ({ kind: 'side', threshold: 0.5 });
/** Numbers are near or far, not right or wrong, unless the data have only 0 and 1. */
const numbers: Rule = (_attributes, onlyBinary) => (onlyBinary ? { kind: 'side', threshold: 0.5 } : null);
/** Distances, distributions and sequences. */
const none: Rule = () => null;

const rules: Readonly<Record<LossName, Rule>> = {
  mse: numbers,
  l1: numbers,
  'smooth-l1': numbers,
  huber: numbers,
  'log-cosh': numbers,
  'mean-absolute-percentage': none,
  'mean-squared-logarithmic': none,
  'cross-entropy': classes,
  nll: classes,
  'categorical-focal': lastClasses,
  'generalized-cross-entropy': lastClasses,
  'binary-cross-entropy': probabilities,
  'bce-logits': scores,
  focal: scores,
  dice: probabilities,
  tversky: probabilities,
  kl: none,
  'poisson-nll': none,
  'gaussian-nll': none,
  hinge: scores,
  'squared-hinge': scores,
  'soft-margin': scores,
  'hinge-embedding': none,
  'categorical-hinge': lastClasses,
  'multi-margin': lastClasses,
  'multi-label-margin': none,
  'multi-label-soft-margin': scores,
  'margin-ranking': none,
  'cosine-embedding': none,
  'cosine-similarity': none,
  'triplet-margin': none,
  circle: none,
  ctc: none,
  'output-energy': none,
};

/** How the predictions of a network are judged, or null where its loss knows no right and wrong. */
export function judgedBy(network: Network): Judged | null {
  const node = network.loss && network.nodes[network.loss.node];
  if (node?.kind !== 'op') return null;
  const known: Readonly<Record<string, Rule>> = rules;
  const rule = Object.hasOwn(known, node.call.op) ? known[node.call.op] : undefined;
  const decision = rule?.(node.call.attributes, hasOnlyBinaryTargets(network));
  const prediction = node.args[0];
  const targetIndex = network.nodes.findIndex(({ kind }) => kind === 'target');
  const target = network.nodes[targetIndex];
  if (!decision || !prediction || target?.kind !== 'target') return null;
  return { decision, prediction, target: targetIndex, meaning: target.meaning };
}

function hasOnlyBinaryTargets({ dataset }: Network): boolean {
  return dataset?.targets?.every((value) => value === 0 || value === 1) === true;
}
