/** Gives the data that a person chose to a network, as far as they fit it. */
import { counted, wholeNumber } from '../../base/numbers';
import { listed } from '../../base/words';
import type { Problem } from '../../base/problem';
import type { InputNode, Network, TargetNode } from '../../graph/network';
import { sampleMisfit, targetMisfit } from '../data/fitting';
import { datasetOf } from '../data/samples';
import type { ReadData } from './data';

/** A network with the data, and what does not fit. */
export interface Fed {
  readonly network: Network;
  readonly problems: readonly Problem[];
}

/** Features that a sentence names. */
const mostNamed = 8;

/** The network with these data in place of its own; where the samples do not fit, as it was; where the targets do not, without them. */
export function fedWith(network: Network, { samples, chosen }: ReadData): Fed {
  const input = network.nodes.find((node) => node.kind === 'input');
  const target = network.nodes.find((node) => node.kind === 'target');
  const problems: Problem[] = [];
  const say = (message: string, severity: Problem['severity']): void => {
    problems.push({ severity, message, span: network.span });
  };
  if (!input) {
    say(`${network.name} takes no input, so ${chosen.file} is not used.`, 'warning');
    return { network, problems };
  }
  const dataset = datasetOf(samples, chosen.file, network.span, {
    ...{ test: 0, seed: network.seed, shuffle: true },
  });
  const misfit =
    sampleMisfit(dataset, input.sampleShape) ??
    (input.whole ? `${input.name} has no axis of samples.` : strayIndex(samples.inputs, input));
  if (misfit !== undefined) {
    const used = listed(chosen.features.slice(0, mostNamed).map((name) => name.slice(0, 40)));
    const more = chosen.features.length - mostNamed;
    const columns =
      chosen.features.length > 1
        ? ` Used are ${used}${more > 0 ? ` and ${wholeNumber(more)} more` : ''}.`
        : '';
    say(`${misfit}${columns} The data are not used.`, 'error');
    return { network, problems };
  }
  const { targets } = samples;
  const wrong = target && targets ? targetMisfit(dataset, targets, target) : undefined;
  if (wrong !== undefined) say(`${wrong}${oneBelow(targets, target)} Random targets are taken.`, 'error');
  else if (target && !targets)
    say(`No target of ${chosen.file} was chosen, so random targets are taken.`, 'warning');
  const fits = target !== undefined && targets !== null && wrong === undefined;
  return {
    network: {
      ...network,
      dataset: {
        ...{ ...dataset, sampleShape: input.sampleShape },
        ...{ targets: fits ? targets : null, targetShape: fits ? target.sampleShape : [] },
      },
    },
    problems,
  };
}

/** Where an input of indices is given something else, as a sentence. */
function strayIndex(inputs: Float64Array, { indexCount }: InputNode): string | undefined {
  if (indexCount === 0) return undefined;
  const stray = inputs.find((value) => !Number.isInteger(value) || value < 0 || value >= indexCount);
  if (stray === undefined) return undefined;
  return `The input takes indices from 0 to ${wholeNumber(indexCount - 1)}, the data hold ${stray}.`;
}

/** Classes that count from 1 are one too large each. */
function oneBelow(targets: Float64Array | null, target: TargetNode | undefined): string {
  if (!targets || target?.meaning !== 'classes') return '';
  const isFromOne = targets.every(
    (value) => Number.isInteger(value) && value >= 1 && value <= target.classCount,
  );
  return isFromOne
    ? ` They count ${counted(target.classCount, 'class', 'classes')} from 1; from 0 they would fit.`
    : '';
}
