/** Weights and data that a person chose beside a source take the place of what its networks say themselves. */
import { fileName } from '../../base/paths';
import { isModelJson, isModelPath } from '../../base/modelFiles';
import type { Problem } from '../../base/problem';
import type { Files, Source } from '../../base/source';
import { fileStart } from '../../base/span';
import type { Network, Node } from '../../graph/network';
import { kerasWeightsFor } from '../keras-files/givenWeights';
import type { Overrides, Reading } from '../reader';
import type { NamedTensors } from '../tensor-files/tensors';
import { filesOf, readChosenData } from './data';
import { fedWith, type Fed } from './fitting';
import { readChosenWeights, startedFrom } from './weights';

/** What was read of a source, with what was chosen for it; the files that are still to come stand among the needs. */
export function withChosen(source: Source, read: Reading, files: Files, overrides: Overrides): Reading {
  const { weights = null, data = null } = overrides;
  const own =
    isModelPath(source.path) || isModelJson(source.text) ? ofModelFile(read, fileName(source.path)) : read;
  if (weights === null && data === null) return own;
  const chosenFiles = { weights: weights && fileName(weights), data: data && fileName(data.file) };
  const named = { ...own, chosenFiles };
  const wanted = [...(weights === null ? [] : [weights]), ...(data === null ? [] : filesOf(data))];
  const missing = wanted.filter((file) => !files.has(file));
  if (missing.length > 0) return { ...named, needs: [...new Set([...named.needs, ...missing])] };
  // Of networks that are still to come nothing can be said yet.
  if (named.needs.length > 0 || named.networks.length === 0) return named;
  const weighted = weights === null ? named : withWeightsOf(source, named, weights, files);
  return data === null ? weighted : withDataOf(source, weighted, files, data);
}

/** The parameters of a model file start from that file. */
function ofModelFile(read: Reading, from: string): Reading {
  const named = (node: Node): Node =>
    node.kind === 'parameter' && node.initialisation.name === 'values'
      ? { ...node, initialisation: { ...node.initialisation, from } }
      : node;
  return {
    ...read,
    networks: read.networks.map((network) => ({ ...network, nodes: network.nodes.map(named) })),
  };
}

function withWeightsOf(source: Source, read: Reading, path: string, files: Files): Reading {
  const content = files.get(path) ?? { missing: 'it is not there' };
  const tensors = readChosenWeights(path, content);
  if (typeof tensors === 'string') return { ...read, problems: [...read.problems, atStart(source, tensors)] };
  // Keras's files name weights by layer and place.
  const fitting = (network: Network): NamedTensors =>
    ('missing' in content ? null : kerasWeightsFor(network, content)) ?? tensors;
  return changed(read, (network) => startedFrom(network, fitting(network), path));
}

function withDataOf(
  source: Source,
  read: Reading,
  files: Files,
  choice: NonNullable<Overrides['data']>,
): Reading {
  const problems: Problem[] = [];
  const error = (message: string): null => {
    problems.push(atStart(source, message));
    return null;
  };
  const data = readChosenData(choice, files, {
    error,
    warning: (message) => void problems.push({ ...atStart(source, message), severity: 'warning' }),
    cell: (place, content) => {
      const found = content.trim() === '' ? 'nothing' : `the text "${content.trim().slice(0, 40)}"`;
      error(`${place}: expected a number, found ${found}.`);
    },
    failed: () => problems.some(({ severity }) => severity === 'error'),
  });
  const told = { ...read, problems: [...read.problems, ...problems] };
  if (!data) return told;
  return { ...changed(told, (network) => fedWith(network, data)), data: data.chosen };
}

function changed(read: Reading, change: (network: Network) => Fed): Reading {
  const fed = read.networks.map(change);
  return {
    ...read,
    networks: fed.map(({ network }) => network),
    problems: [...read.problems, ...fed.flatMap(({ problems }) => problems)],
  };
}

function atStart({ path }: Source, message: string): Problem {
  return { severity: 'error', message, span: fileStart(path) };
}
