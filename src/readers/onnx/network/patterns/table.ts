/** Everything that exporters write as several nodes and that is one layer of ours. */
import type { GraphMessage, NodeMessage } from '../../format/messages';
import { activations } from './activations';
import { attentions } from './attention';
import { layerNorms } from './layerNorm';
import { withTurnedWeights } from './turnedWeights';
import { withPattern } from './wiring';

/** The nodes of a graph, in order, with each pattern in one piece. */
export function withPatterns(nodes: readonly NodeMessage[], graph: GraphMessage): readonly NodeMessage[] {
  const turned = withTurnedWeights(nodes, graph);
  const patterns = [activations, layerNorms, attentions];
  const found = patterns.reduce((all, pattern) => withPattern(all, graph, pattern), turned);
  return found === nodes ? nodes : used(found, graph);
}

/** The nodes that outputs of the graph need. */
function used(nodes: readonly NodeMessage[], { outputs }: GraphMessage): readonly NodeMessage[] {
  const needed = new Set(outputs.map(({ name }) => name));
  const kept = nodes.toReversed().filter(({ inputs, outputs: names }) => {
    const isNeeded = names.some((name) => needed.has(name));
    if (isNeeded) inputs.forEach((name) => needed.add(name));
    return isNeeded;
  });
  return kept.toReversed();
}
