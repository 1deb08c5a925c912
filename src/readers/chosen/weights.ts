/** Gives the weights that a person chose to a network, by the names of its parameters. */
import { counted, shapeText } from '../../base/numbers';
import { fileName } from '../../base/paths';
import type { Problem } from '../../base/problem';
import type { FileContent } from '../../base/source';
import { someOf, withWeights } from '../../graph/givenWeights';
import type { Network } from '../../graph/network';
import { sizeOf } from '../../tensor/tensor';
import { readTensorFile } from '../tensor-files/table';
import type { NamedTensors } from '../tensor-files/tensors';
import type { Fed } from './fitting';

/** Shapes that do not fit, told one by one. */
const mostTold = 5;

/** PyTorch counts batches beside running statistics; nothing is computed with that. */
const isCount = /(?:^|\.)num_batches_tracked$/;

/** The tensors of a file by their names, or why there are none, as a whole sentence. */
export function readChosenWeights(path: string, content: FileContent): NamedTensors | string {
  const file = fileName(path);
  if ('missing' in content) return `${file} cannot be read: ${content.missing}.`;
  const tensors = readTensorFile(content);
  if ('problem' in tensors) return `${file} cannot be read: ${tensors.problem}.`;
  if (tensors.has('')) return `${file} holds one array without a name; weights need the names of parameters.`;
  return tensors;
}

/** The network that starts from these tensors, and what does not fit. */
export function startedFrom(network: Network, tensors: NamedTensors, path: string): Fed {
  const file = fileName(path);
  const { network: weighted, misfits, lacking, unused } = withWeights(network, tensors, { from: file });
  const problems: Problem[] = [];
  const say = (message: string, severity: Problem['severity']): void => {
    problems.push({ severity, message, span: network.span });
  };
  const places = network.nodes.filter(({ kind }) => kind === 'parameter' || kind === 'buffer').length;
  const names = [...tensors.keys()];
  if (places > 0 && lacking.length === places) {
    say(
      `None of the ${counted(names.length, 'tensor')} of ${file} is called like a parameter of ${network.name}: the file holds ${someOf(names)}, the network ${someOf(lacking)}. ${bySizes(network, tensors)}`,
      'error',
    );
    return { network, problems };
  }
  for (const misfit of misfits.slice(0, mostTold)) say(`${file}: ${misfit}`, 'error');
  const more = misfits.length - mostTold;
  if (more > 0)
    say(`${file}: ${counted(more, 'more tensor')} of other shapes than the network has.`, 'error');
  if (lacking.length > 0) say(`${file} lacks ${someOf(lacking)}, which start by their own law.`, 'warning');
  const strange = unused.filter((name) => !isCount.test(name));
  if (strange.length > 0)
    say(
      `${file} holds ${counted(strange.length, 'tensor')} that ${network.name} has no place for: ${someOf(strange)}.`,
      'information',
    );
  return { network: weighted, problems };
}

/** Whether tensors under other names would fill the network by their sizes, with the names of both sides: which goes where a person decides. */
function bySizes(network: Network, tensors: NamedTensors): string {
  const open = network.nodes.filter((node) => node.kind === 'parameter' || node.kind === 'buffer');
  const strange: string[] = [];
  for (const [name, { shape }] of tensors) {
    if (isCount.test(name)) continue;
    const place = open.findIndex((node) => sizeOf(node.shape) === sizeOf(shape));
    if (place === -1) strange.push(`${name} ${shapeText(shape)}`);
    else open.splice(place, 1);
  }
  const empty = open.map(({ name, shape }) => `${name} ${shapeText(shape)}`);
  if (strange.length + empty.length === 0) {
    return 'By their sizes each would have a place; nothing is guessed, so save them under the names and in the shapes of the network.';
  }
  const sides = [
    ...(strange.length > 0 ? [`the network has no place for ${someOf(strange)}`] : []),
    ...(empty.length > 0 ? [`the file has nothing for ${someOf(empty)}`] : []),
  ];
  return `By their sizes they do not fit either: ${sides.join(', and ')}.`;
}
