/** Parameters whose gradient is zero for a good reason: a norm takes them away again, or what multiplies them starts at zero. */
import type { Users } from '../../graph/users';
import type { Node, NodeIndex, ParameterNode } from '../../graph/network';
import { opAt, parametersOf, roleOf } from './paths';
import type { Subject } from './rule';

/** A bias that a norm takes away again, or a parameter behind zero-initialised weights that do move. */
export function restsForAReason(subject: Subject, users: Users, parameter: NodeIndex): boolean {
  const node = subject.network.nodes[parameter];
  const direct = users[parameter] ?? [];
  const ways = waysOf(subject, users);
  const into = (all: readonly boolean[]): boolean => direct.every((op) => all[op] === true);
  if (node?.kind === 'parameter' && node.role === 'bias' && into(ways.normalised)) return true;
  return direct.length > 0 && into(ways.behindZero);
}

/** For every node, where all ways from it lead. */
interface Ways {
  /** Into a norm, through nothing that would tell shifted values apart. */
  readonly normalised: readonly boolean[];
  /** To the loss, multiplied by a parameter that starts at zero and gets a gradient. */
  readonly behindZero: readonly boolean[];
}

/** Ways by subject, since every parameter asks for them. */
const known = new WeakMap<Subject, Ways>();

/** One sweep from the last node to the first: users stand behind what they use, so that nothing needs to recurse. */
function waysOf(subject: Subject, users: Users): Ways {
  const before = known.get(subject);
  if (before) return before;
  const { network } = subject;
  const normalised = new Array<boolean>(network.nodes.length).fill(false);
  const behindZero = new Array<boolean>(network.nodes.length).fill(false);
  const opens = opensLater(subject, users, behindZero);
  for (let from = network.nodes.length - 1; from >= 0; from -= 1) {
    const next = users[from] ?? [];
    normalised[from] = next.length > 0 && next.every((index) => leadsIntoNorm(subject, index, normalised));
    behindZero[from] =
      from !== network.loss?.node &&
      next.every((index) => {
        const op = opAt(network, index);
        return op !== null && (behindZero[index] === true || parametersOf(network, op).some(opens));
      });
  }
  const ways = { normalised, behindZero };
  known.set(subject, ways);
  return ways;
}

function leadsIntoNorm({ network }: Subject, index: NodeIndex, normalised: readonly boolean[]): boolean {
  const op = opAt(network, index);
  if (!op) return false;
  const role = roleOf(op);
  // A pool of shifted values is the shifted pool.
  const passes = role === 'movement' || role === 'pooling';
  return role === 'normalisation' || (passes && normalised[index] === true);
}

/** Whether a parameter starts at zero and moves in time: it gets a gradient, or all its users are themselves behind such a one. */
function opensLater(
  { network, report, evidence }: Subject,
  users: Users,
  behindZero: readonly boolean[],
): (node: ParameterNode) => boolean {
  const places = new Map<Node, NodeIndex>(network.nodes.map((node, index) => [node, index]));
  const zeros = new Set(
    report.layers
      .flatMap((layer) => layer.parameterReports)
      .filter(({ rms }) => rms === 0)
      .map(({ name }) => name),
  );
  return (node) => {
    if (!node.trainable || (node.role !== 'weight' && node.role !== 'scale') || !zeros.has(node.name))
      return false;
    if (evidence.zeroGradient.get(node.name) === false) return true;
    return (users[places.get(node) ?? -1] ?? []).every((op) => behindZero[op] === true);
  };
}
