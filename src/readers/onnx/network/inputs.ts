/** The inputs of a graph: which of their axes is the batch, how large axes without a size are taken, and what whole numbers count. */
import { nominalBatch } from '../../../graph/batchSizes';
import type { Shape } from '../../../tensor/tensor';
import { computedType, type Computed } from '../format/elements';
import type { GraphMessage, NodeMessage, TensorMessage, ValueMessage } from '../format/messages';

/** One input of the network. */
export interface InputPlan {
  readonly name: string;
  readonly computed: Computed;
  /** The shape as the file has it; the batch is nominal where it is open. */
  readonly shape: Shape;
  /** The axis of the batch; null: there is none. */
  readonly batchAxis: number | null;
  /** How many indices there are; 0 for floats. */
  readonly indexCount: number;
  /** One sentence for each thing that is taken for granted. */
  readonly assumptions: readonly string[];
}

/** All inputs. */
export interface InputsPlan {
  readonly inputs: readonly InputPlan[];
  /** The number that the file has for the batch; null where it leaves it open. */
  readonly baked: number | null;
  readonly problems: readonly string[];
}

/** What axes without a size are taken for, by what their names say. */
const usualSizes: readonly (readonly [names: RegExp, size: number])[] = [
  [/seq|len|time|token|step/i, 16],
  [/height|width|^h$|^w$|^d$|depth/i, 64],
  [/channel|^c$/i, 3],
];

const recurrent: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

/** Plans all inputs; `sampleShape` is what a person says of the first, `fixed` keeps the batch that the file has. */
export function planInputs(graph: GraphMessage, sampleShape: Shape | null, fixed: boolean): InputsPlan {
  const stored = new Set(graph.initialisers.map(({ name }) => name));
  const declared = graph.inputs.filter(({ name }) => !stored.has(name));
  const users = usersOf(graph.nodes);
  const problems: string[] = [];
  const [first] = declared;
  const firstAxis = first ? batchAxisOf(first, users) : null;
  const size = firstAxis === null ? null : (first?.sizes?.[firstAxis] ?? null);
  // Exporters of old wrote -1 or 0 for a batch of any size.
  const baked = typeof size === 'number' && size > 0 ? size : null;
  const inputs = declared.flatMap((value, place): readonly InputPlan[] => {
    const computed = computedType(value.type);
    if (!value.sizes || !computed) {
      problems.push(
        value.sizes
          ? `The input "${value.name}" holds elements of a type that we do not compute with.`
          : `The file says no shape of the input "${value.name}".`,
      );
      return [];
    }
    const axis = place === 0 ? firstAxis : laterAxis(value, size, users);
    const open = axis !== null && !(fixed && baked !== null);
    return [
      inputPlan(value, computed, { axis, open, sampleShape: place === 0 ? sampleShape : null, graph, users }),
    ];
  });
  const wrong = inputs.find(({ shape }) => shape.some((each) => each < 1 || each > 2 ** 31));
  if (wrong) {
    problems.push(
      `The input "${wrong.name}" has an axis of size ${wrong.shape.find((each) => each < 1 || each > 2 ** 31) ?? 0}.`,
    );
    return { inputs: [], baked, problems };
  }
  return { inputs, baked, problems };
}

type Users = ReadonlyMap<string, readonly NodeMessage[]>;

function usersOf(nodes: readonly NodeMessage[]): Users {
  const users = new Map<string, NodeMessage[]>();
  for (const node of nodes) {
    for (const name of new Set(node.inputs)) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  return users;
}

/** The first axis, but where names or a recurrent layer behind it say that time stands first. */
function batchAxisOf({ name, sizes }: ValueMessage, users: Users): number | null {
  if (!sizes || sizes.length === 0) return null;
  const named = sizes.findIndex((size) => typeof size === 'string' && /batch|^n$|^b$|^bs$/i.test(size));
  if (named !== -1) return named;
  const isTimeMajor = users
    .get(name)
    ?.some(
      ({ operator, inputs, attributes }) =>
        recurrent.has(operator) && inputs[0] === name && (attributes.get('layout')?.whole ?? 0) === 0,
    );
  return isTimeMajor && sizes.length === 3 ? 1 : 0;
}

/** A further input has a batch where it is as large as that of the first. */
function laterAxis(value: ValueMessage, size: number | string | null, users: Users): number | null {
  const axis = batchAxisOf(value, users);
  if (axis === null) return null;
  const own = value.sizes?.[axis] ?? null;
  return own === size || own === null || (typeof own === 'string' && typeof size !== 'number') ? axis : null;
}

interface Known {
  readonly axis: number | null;
  readonly open: boolean;
  readonly sampleShape: Shape | null;
  readonly graph: GraphMessage;
  readonly users: Users;
}

function inputPlan(
  { name, sizes }: ValueMessage,
  computed: Computed,
  { axis, open, sampleShape, graph, users }: Known,
): InputPlan {
  const assumptions: string[] = [];
  let place = -1;
  const shape = (sizes ?? []).map((size, at) => {
    if (at === axis) return open || typeof size !== 'number' ? nominalBatch : size;
    place += 1;
    const said = sampleShape?.[place];
    if (said !== undefined) return said;
    if (typeof size === 'number') return size;
    const usual = usualSizes.find(([names]) => names.test(size ?? ''))?.[1] ?? 16;
    const called = size === null ? `Axis ${at}` : `The size "${size}"`;
    assumptions.push(`${called} of the input "${name}" is not said; ${usual} is taken.`);
    return usual;
  });
  const indexCount = computed === 'float' ? 0 : computed === 'bool' ? 2 : countOf(name, graph, users);
  return { name, computed, shape, batchAxis: axis, indexCount, assumptions };
}

/** What does not change which numbers there are. */
const passing: ReadonlySet<string> = new Set([
  'Cast',
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Transpose',
]);

/** The rows of the smallest table in which an input looks up; 2 where it does not. */
function countOf(name: string, { initialisers }: GraphMessage, users: Users): number {
  const tables = new Map<string, TensorMessage>(initialisers.map((tensor) => [tensor.name, tensor]));
  let least = Infinity;
  const seen = new Set([name]);
  const names = [name];
  for (let next = names.pop(); next !== undefined; next = names.pop()) {
    for (const { operator, inputs, outputs, attributes } of users.get(next) ?? []) {
      const [output = ''] = outputs;
      const axis = attributes.get('axis')?.whole ?? 0;
      if (operator === 'Gather' && inputs[1] === next) {
        least = Math.min(least, tables.get(inputs[0] ?? '')?.sizes.at(axis) ?? Infinity);
      }
      if (passing.has(operator) && inputs[0] === next && !seen.has(output)) {
        seen.add(output);
        names.push(output);
      }
    }
  }
  return Number.isFinite(least) && least > 0 ? least : 2;
}
