/** Zero-initialised weights that keep the gradient from all layers before them until their first update. */
import { usersOf, type Users } from '../../graph/users';
import { listed } from '../../base/words';
import type { NodeIndex } from '../../graph/network';
import type { LayerReport } from '../report';
import { parameterNode } from './paths';
import { restsForAReason } from './restingParameters';
import type { Subject } from './rule';

/** A layer of zero weights that do get a gradient, and the layers that wait behind it. */
export interface ZeroHead {
  readonly layer: number;
  readonly name: string;
  readonly waiting: string;
  /** Whether zero weights stand among those that wait: then it opens one layer an update. */
  readonly slowly: boolean;
}

/** The zero head of a network; null where there is none or a way around it delivers the gradient, as around a residual branch. */
export function zeroHead(subject: Subject): ZeroHead | null {
  const { report, network } = subject;
  const users = usersOf(network);
  const heads = report.layers.flatMap((layer, index) =>
    layer.parameterReports
      .filter((parameter) => parameter.trainable && parameter.rms === 0 && movesAlready(subject, parameter))
      .map(({ name }) => ({ layer, index, node: parameterNode(subject.network, name) })),
  );
  const [head] = heads;
  const ops = heads.flatMap(({ node }) => users[node] ?? []);
  if (!head || bypassed(subject, users, ops)) return null;
  const waiting = report.layers.filter((layer) => waits(subject, users, layer));
  if (waiting.length === 0) return null;
  const names = waiting.map(({ name }) => name);
  return {
    layer: head.index,
    name: listed([...new Set(heads.map(({ layer }) => layer.name))]),
    waiting: names.length > 4 ? `${names[0] ?? ''} and ${names.length - 1} other layers` : listed(names),
    slowly: waiting.some(({ parameterReports }) => parameterReports.some(isZeroWeight)),
  };
}

function isZeroWeight({ role, rms }: LayerReport['parameterReports'][number]): boolean {
  return (role === 'weight' || role === 'scale') && rms === 0;
}

function movesAlready({ evidence }: Subject, parameter: LayerReport['parameterReports'][number]): boolean {
  return isZeroWeight(parameter) && evidence.zeroGradient.get(parameter.name) === false;
}

/** Whether no trainable parameter of the layer has a gradient, each for a reason that the first updates remove. */
function waits(subject: Subject, users: Users, { parameterReports }: LayerReport): boolean {
  const trainable = parameterReports.filter((parameter) => parameter.trainable);
  const zero = trainable.every(({ name }) => subject.evidence.zeroGradient.get(name) === true);
  return (
    zero &&
    trainable.length > 0 &&
    trainable.every(({ name }) => restsForAReason(subject, users, parameterNode(subject.network, name)))
  );
}

/**
 * Whether anything that the ops are computed from, their own parameters left out, reaches the loss without passing through them;
 * one sweep from the last node to the first, since users stand behind what they use.
 */
function bypassed({ network }: Subject, users: Users, ops: readonly NodeIndex[]): boolean {
  const heads = new Set(ops);
  const before = new Array<boolean>(network.nodes.length).fill(false);
  const reaches = new Array<boolean>(network.nodes.length).fill(false);
  for (let index = network.nodes.length - 1; index >= 0; index -= 1) {
    const next = users[index] ?? [];
    before[index] = next.some((user) => heads.has(user) || before[user] === true);
    reaches[index] =
      index === network.loss?.node || next.some((user) => !heads.has(user) && reaches[user] === true);
    if (before[index] === true && reaches[index]) return true;
  }
  return false;
}
