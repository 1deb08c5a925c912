/** How the circuit is looked at: values tried out, what is folded, the step, the selected gate; kept as one setting, for one file as it stands. */
import type { Want } from '../answers';
import { setting, type Act, type Focus, type LensState } from '../state';

/** What was chosen in the tab. */
export interface Look {
  /** Values in place of the file's. */
  readonly values: Readonly<Record<string, number>>;
  readonly output: string | null;
  readonly folded: readonly string[];
  /** The variable that is moved. */
  readonly input: string | null;
  /** How far it is moved, and the place among the points that is read. */
  readonly reach: number;
  readonly point: number | null;
  /** Steps that have been done; null: all. */
  readonly step: number | null;
  /** The name of the selected gate or input. */
  readonly selected: string | null;
}

const plain: Look = {
  values: {},
  output: null,
  folded: [],
  input: null,
  reach: 1,
  point: null,
  step: null,
  selected: null,
};

const name = 'circuit.look';

/** What is chosen now; as the file has it when the file has changed since. */
export function lookOf(state: LensState, focus: Focus): Look {
  const [of, look] = parsed(setting(state, name, ''));
  return of === signatureOf(focus) ? { ...plain, ...look } : plain;
}

/** Chooses something. */
export function chooseLook(state: LensState, focus: Focus, act: Act, change: Partial<Look>): void {
  const value = JSON.stringify([signatureOf(focus), { ...lookOf(state, focus), ...change }]);
  act({ kind: 'set', name, value });
}

/** Whether values stand in place of the file's. */
export function isChanged({ values }: Look): boolean {
  return Object.keys(values).length > 0;
}

/** The question that belongs to what is chosen. */
export function circuitWants(state: LensState, focus: Focus): readonly Want[] {
  if (focus.network.circuit === null) return [];
  const { values, output, folded, input, reach } = lookOf(state, focus);
  return [{ question: { study: 'circuit', values, output, folded, input, reach } }];
}

/** Which file is meant, with what it says: what was chosen holds until that changes. */
function signatureOf({ shown, network }: Focus): string {
  const { circuit } = network;
  const inputs = (circuit?.nodes ?? []).flatMap((node) =>
    node.kind === 'input' ? [`${node.name}=${node.value}`] : [],
  );
  const texts = (circuit?.outputs ?? []).map((output) => `${output.name}=${output.text}`);
  return [shown.envelope.report.path, network.name, ...inputs, ...texts].join('\n');
}

function parsed(text: string): readonly [of: unknown, look: Partial<Look>] {
  try {
    const found: unknown = JSON.parse(text);
    // It was written by chooseLook, or by nobody.
    return Array.isArray(found) ? (found as unknown as [unknown, Partial<Look>]) : [null, {}];
  } catch {
    return [null, {}];
  }
}
