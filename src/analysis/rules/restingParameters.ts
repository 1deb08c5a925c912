/** Parameters whose gradient is zero for a good reason: a norm takes them away again, or what multiplies them starts at zero. */
import type { NodeIndex, ParameterNode } from '../../graph/network';
import { opAt, parametersOf, roleOf, type Users } from './paths';
import type { Subject } from './rule';

/** A bias that a norm takes away again, or a parameter behind zero-initialised weights that do move. */
export function restsForAReason(subject: Subject, users: Users, parameter: NodeIndex): boolean {
  const { network } = subject;
  const node = network.nodes[parameter];
  const direct = users[parameter] ?? [];
  if (
    node?.kind === 'parameter' &&
    node.role === 'bias' &&
    direct.every((op) => normalised(subject, users, op))
  ) {
    return true;
  }
  return direct.length > 0 && direct.every((op) => behindZero(subject, users, op));
}

/** Whether every way from an op leads into a norm, through nothing that would tell shifted values apart. */
function normalised(subject: Subject, users: Users, from: NodeIndex): boolean {
  const next = users[from] ?? [];
  return (
    next.length > 0 &&
    next.every((index) => {
      const op = opAt(subject.network, index);
      if (!op) return false;
      const role = roleOf(op);
      return role === 'normalisation' || (role === 'movement' && normalised(subject, users, index));
    })
  );
}

/** Whether every way from an op to the loss is multiplied by a parameter that starts at zero and gets a gradient. */
function behindZero(subject: Subject, users: Users, from: NodeIndex): boolean {
  const { network } = subject;
  if (from === network.loss?.node) return false;
  return (users[from] ?? []).every((index) => {
    const op = opAt(network, index);
    if (!op) return false;
    return (
      parametersOf(network, op).some((node) => opensLater(subject, users, node)) ||
      behindZero(subject, users, index)
    );
  });
}

function opensLater(subject: Subject, users: Users, node: ParameterNode): boolean {
  const { report, evidence, network } = subject;
  if (!node.trainable || (node.role !== 'weight' && node.role !== 'scale')) return false;
  const values = report.layers
    .flatMap((layer) => layer.parameterReports)
    .find(({ name }) => name === node.name);
  if (values?.rms !== 0) return false;
  if (evidence.zeroGradient.get(node.name) === false) return true;
  return (users[network.nodes.indexOf(node)] ?? []).every((op) => behindZero(subject, users, op));
}
