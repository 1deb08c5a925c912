/** Symmetric initialisation: all weights of a layer are equal, so that its units compute the same and stay the same. */
import { isGiven } from '../../graph/givenWeights';
import { usersOf, type Users } from '../../graph/users';
import { shortNumber, wholeNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { NodeIndex, OpNode, ParameterNode } from '../../graph/network';
import type { OpRole } from '../../ops/op';
import { suitableText } from './initialisationScale';
import { usualLimits } from './limits';
import { opAt, parametersOf, roleOf } from './paths';
import type { Rule, Subject } from './rule';

/** What the weights behind a layer say about its units. */
type Future = 'stay equal' | 'differ by noise' | 'drift apart' | 'unknown';

const causes = {
  'stay equal':
    'The next weights are all equal too, so every unit gets the same gradient and the copies never differ.',
  'differ by noise':
    'The next weights are all equal too: nothing but the noise of dropout tells the copies apart.',
  silent: 'All its units are zero, so none of them gets a gradient.',
  'drift apart': 'Only the differing weights behind it can tell the units apart, and slowly.',
} as const;

/** Weight matrices of equal numbers with several units, whose next weights are equal numbers too or at least start them off alike. */
export const symmetricInit: Rule = {
  title: 'Symmetric initialisation',
  why: 'Units with the same weights compute the same and get the same gradient: the layer works as one single unit.',
  *check(subject) {
    const { network, report, evidence } = subject;
    const users = usersOf(network);
    for (const [index, node] of network.nodes.entries()) {
      const op = opAt(network, index);
      if (!op || roleOf(op) !== 'weighted' || isGrouped(op)) continue;
      const matrices = parametersOf(network, op).filter(isMatrix);
      const weight = matrices[0];
      if (!weight || !matrices.every(({ name }) => evidence.constantWeights.get(name) === true)) continue;
      const future = futureOf(subject, users, index);
      if (!weight.trainable || matrices.some(isGiven) || future === 'unknown') continue;
      const layer = report.layers.findIndex((row) =>
        row.parameterReports.some(({ name }) => name === weight.name),
      );
      const row = report.layers[layer];
      const value = row?.parameterReports.find(({ name }) => name === weight.name)?.rms ?? NaN;
      const silent = row?.dead ? row.dead.units === row.dead.of : false;
      const severity = future === 'drift apart' && !silent ? 'warning' : 'error';
      yield {
        severity,
        layer: layer === -1 ? null : layer,
        span: weight.written ?? node.span,
        value,
        limit: usualLimits['symmetric-init'][severity].value,
        message: `The ${wholeNumber(weight.shape[0] ?? 0)} units of ${row?.name ?? weight.name} start as copies of one another: all its weights have magnitude ${shortNumber(value)}, a spread of 0 (limit above 0).`,
        cause: causes[future === 'drift apart' && silent ? 'silent' : future],
        remedies: [`Draw the weights at random, with ${suitableText(activationOf(subject, layer))}.`],
      };
    }
  },
  together({ report }, _worst, verdicts) {
    const names = verdicts.flatMap(({ layer }) => (layer === null ? [] : (report.layers[layer]?.name ?? [])));
    const shown =
      names.length > 4
        ? `${names[0] ?? ''} and ${wholeNumber(names.length - 1)} other layers`
        : listed(names);
    return `The units of each of ${shown} start as copies of one another: all weights of a layer are equal, a spread of 0 (limit above 0).`;
  },
};

function isMatrix({ role, shape }: ParameterNode): boolean {
  return role === 'weight' && shape.length >= 2 && (shape[0] ?? 0) > 1;
}

function activationOf({ report }: Subject, layer: number): Subject['report']['activations'][number] | null {
  return report.activations.find(({ layers }) => layers.includes(layer)) ?? null;
}

/** Roles of ops that treat all units alike, so that copies stay copies. */
const unitwise: ReadonlySet<OpRole> = new Set<OpRole>([
  'activation',
  'normalisation',
  'pooling',
  'movement',
  'noise',
]);

/** Outputs of different groups of a convolution see different channels: equal weights do not make them copies. */
function isGrouped({ call: { attributes } }: OpNode): boolean {
  return 'groups' in attributes && typeof attributes.groups === 'number' && attributes.groups > 1;
}

/** Follows the layer's output to the next weights; a head, a join or anything else on the way leaves it open. */
function futureOf(subject: Subject, users: Users, from: NodeIndex): Future {
  const { network } = subject;
  const futures = (users[from] ?? []).map((index): Future => futureAt(subject, users, index));
  if (network.loss?.node === from || futures.length === 0 || futures.includes('unknown')) return 'unknown';
  return (['drift apart', 'differ by noise'] as const).find((each) => futures.includes(each)) ?? 'stay equal';
}

function futureAt(subject: Subject, users: Users, index: NodeIndex): Future {
  const { network, evidence } = subject;
  const op = opAt(network, index);
  if (!op) return 'unknown';
  const role = roleOf(op);
  if (role === 'weighted') {
    const matrices = parametersOf(network, op).filter(
      ({ role: kind, shape }) => kind === 'weight' && shape.length >= 2,
    );
    if (matrices.length === 0) return 'unknown';
    const equal = matrices.every(({ name }) => evidence.constantWeights.get(name) === true);
    return equal ? 'stay equal' : 'drift apart';
  }
  if (!unitwise.has(role)) return 'unknown';
  const future = futureOf(subject, users, index);
  return role === 'noise' && future === 'stay equal' ? 'differ by noise' : future;
}
