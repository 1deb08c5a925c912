/** The nodes of a graph one by one: each becomes ops of the network, known numbers, or a grey node with its reason. */
import type { Problem } from '../../../base/problem';
import type { Span } from '../../../base/span';
import { counted } from '../../../base/numbers';
import { TensorFileError } from '../../tensor-files/tensors';
import type { NodeMessage } from '../format/messages';
import { fusedOperators } from '../operators/attention';
import { operators } from '../operators/table';
import { Asked, type Surroundings } from '../record/asked';
import { BehindGrey, Unspellable, type Operand } from '../record/operands';
import type { Recording } from '../record/recording';
import { calledOf } from './order';
import { fusedDomain } from './patterns/wiring';

/** What is to be spelled. */
export interface SpellOrder {
  readonly nodes: readonly NodeMessage[];
  readonly record: Recording;
  readonly version: number;
  readonly bakedBatch: number | null;
  /** Operands by their names; results are added. */
  readonly operands: Map<string, Operand>;
  /** The names of the graph's outputs. */
  readonly outputs: ReadonlySet<string>;
  /** Nodes that only bring weights into another form. */
  readonly weightNodes: ReadonlySet<NodeMessage>;
  readonly span: Span;
}

/** Spells all nodes and says what was not understood, once for each reason. */
export function spellNodes(order: SpellOrder): readonly Problem[] {
  const { nodes, record, operands, outputs } = order;
  const users = new Map<string, NodeMessage[]>();
  for (const node of nodes) {
    for (const name of node.inputs) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  const absorbed = new Map<NodeMessage, NodeMessage>();
  const reasons = new Map<string, { readonly where: string; count: number }>();
  for (const node of nodes) {
    const maker = absorbed.get(node);
    if (maker) {
      const result = operands.get(maker.outputs[0] ?? '');
      if (result) operands.set(node.outputs[0] ?? '', result);
      continue;
    }
    const around: Surroundings = {
      record,
      foldsWeights: order.weightNodes.has(node),
      version: order.version,
      bakedBatch: order.bakedBatch,
      operandNamed: (name) => operands.get(name) ?? null,
      soleUser: (name) => {
        const found = users.get(name) ?? [];
        return found.length === 1 && !outputs.has(name) ? (found[0] ?? null) : null;
      },
      absorb: (user) => absorbed.set(user, node),
    };
    const reason = spellNode(node, operands, around);
    if (reason === null) continue;
    const known = reasons.get(reason);
    if (known) known.count += 1;
    else reasons.set(reason, { where: calledOf(node), count: 1 });
  }
  return [...reasons].map(([reason, { where, count }]): Problem => {
    const times = count > 1 ? ` (and at ${counted(count - 1, 'more node')})` : '';
    const message = `At ${where}${times}: ${reason} No gradient is computed through it.`;
    return { severity: 'warning', message, span: order.span };
  });
}

/** Spells one node; a reason where it becomes grey. */
function spellNode(node: NodeMessage, operands: Map<string, Operand>, around: Surroundings): string | null {
  const inputs: (Operand | null)[] = [];
  const { record } = around;
  record.begin(node, around.foldsWeights);
  const put = (results: readonly Operand[]): void => {
    node.outputs.forEach((name, place) => {
      const result = results[place];
      if (result && name !== '') operands.set(name, result);
    });
  };
  const grey = (reason: string): void => {
    const args = inputs.filter((input) => input !== null);
    put(node.outputs.map(() => record.grey(reason, args)));
  };
  const lacking = node.inputs.find((name) => name !== '' && !operands.has(name));
  for (const name of node.inputs) inputs.push(name === '' ? null : (operands.get(name) ?? null));
  const reason =
    lacking === undefined
      ? outcomeOf(node, new Asked(node, inputs, around), put)
      : `Nothing gives its input "${lacking}".`;
  if (reason === null) return null;
  grey(reason === behindGrey ? 'It takes what a grey node gives.' : reason);
  return reason === behindGrey ? null : reason;
}

const behindGrey = 'behind a grey node';

function outcomeOf(
  { operator, domain, outputs }: NodeMessage,
  asked: Asked,
  put: (results: readonly Operand[]) => void,
): string | null {
  const known = (domain === '' ? operators : domain === fusedDomain ? fusedOperators : null)?.get(operator);
  if (!known) {
    const from = domain === '' ? '' : ` of ${domain}`;
    return `The operator ${operator}${from} is not understood.`;
  }
  try {
    const results = known.spell(asked);
    const list = Array.isArray(results) ? (results as readonly Operand[]) : [results as Operand]; // isArray does not narrow readonly arrays
    const missing = outputs.findIndex((name, place) => name !== '' && !list[place]);
    if (missing !== -1) return `${operator} gives no output ${missing + 1} here.`;
    put(list);
    return null;
  } catch (error) {
    if (error instanceof BehindGrey) return behindGrey;
    if (error instanceof Unspellable) return error.message;
    if (error instanceof TensorFileError) return `Its attributes cannot be read: ${error.message}.`;
    // What kernels say of known numbers that do not fit, such as an index beyond its axis.
    if (error instanceof RangeError) return `It cannot be computed: ${error.message}.`;
    throw error;
  }
}
