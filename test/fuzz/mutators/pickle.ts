/** Changes of pickles instruction by instruction, so that what is left is a row of whole instructions (opcodes as in CPython's pickletools). */
import type { Draw } from '../draw';
import { mutateBytes } from './bytes';
import { joined, tellingNumbers, writeNumber, type Mutator } from './mutator';

/** Bytes of the argument by the opcode; `counted`: a length of so many bytes, then as many; `lines`: texts that end with a line. */
interface Form {
  readonly fixed?: number;
  readonly counted?: number;
  readonly lines?: number;
}

const forms: Readonly<Record<string, Form | undefined>> = {
  ...{
    '\x80': { fixed: 1 },
    '\x95': { fixed: 8 },
    K: { fixed: 1 },
    M: { fixed: 2 },
    J: { fixed: 4 },
    G: { fixed: 8 },
  },
  ...{ q: { fixed: 1 }, h: { fixed: 1 }, r: { fixed: 4 }, j: { fixed: 4 } },
  ...{
    '\x8a': { counted: 1 },
    '\x8b': { counted: 4 },
    X: { counted: 4 },
    '\x8c': { counted: 1 },
    '\x8d': { counted: 8 },
  },
  ...{ U: { counted: 1 }, T: { counted: 4 }, C: { counted: 1 }, B: { counted: 4 }, '\x8e': { counted: 8 } },
  ...{
    c: { lines: 2 },
    i: { lines: 2 },
    I: { lines: 1 },
    L: { lines: 1 },
    F: { lines: 1 },
    S: { lines: 1 },
    V: { lines: 1 },
    P: { lines: 1 },
  },
};

const bare = [
  '(',
  '0',
  '1',
  '2',
  'N',
  '\x88',
  '\x89',
  ']',
  ')',
  '}',
  '\x8f',
  't',
  'l',
  'd',
  '\x91',
  '\x85',
  '\x86',
  '\x87',
  'a',
  'e',
  's',
  'u',
  '\x90',
  '\x94',
  '\x93',
  'Q',
  'R',
  'b',
  'o',
  '\x81',
  '\x92',
] as const;

const names = [
  'torch._utils\n_rebuild_tensor_v2\n',
  'torch\nFloatStorage\n',
  'collections\nOrderedDict\n',
  'torch\nSize\n',
  'os\nsystem\n',
  'torch._utils\n_rebuild_parameter\n',
  'torch\nconstructor\n',
] as const;

/** Changes one to four instructions. */
export const mutatePickle: Mutator = (file, draw) => {
  const steps = instructionsOf(file);
  if (steps.length < 3 || draw.chance(0.1)) return mutateBytes(file, draw);
  const changes = draw.chance(0.6) ? 1 : 2 + draw.below(3);
  for (let change = 0; change < changes; change += 1) changeSteps(steps, draw);
  return joined(...steps);
};

function changeSteps(steps: Uint8Array[], draw: Draw): void {
  const at = draw.below(steps.length);
  const step = steps[at] ?? new Uint8Array();
  const length = 1 + draw.below(12);
  switch (draw.below(9)) {
    case 0:
      steps.splice(at, length);
      return;
    case 1:
      steps.splice(at, 0, Uint8Array.of(draw.pick(bare).charCodeAt(0)));
      return;
    case 2: {
      const from = draw.below(steps.length);
      steps.splice(at, 0, ...steps.slice(from, from + length));
      return;
    }
    case 3:
      steps[at] = Buffer.from(`c${draw.pick(names)}`, 'latin1');
      return;
    case 4:
      // What was kept goes back onto the stack: containers that hold each other.
      steps.splice(at, 0, Uint8Array.of(0x68, draw.below(32)));
      return;
    case 5:
      // A memo, doubled again and again: a billion laughs.
      steps.splice(
        at,
        0,
        ...Array.from({ length: 30 }, () => Uint8Array.of(0x68, 0, 0x68, 0, 0x86, 0x71, 0)),
      );
      return;
    case 6:
      steps[at] = draw.any(steps) ?? step;
      return;
    default:
      steps[at] = otherArgument(step, draw);
  }
}

function otherArgument(step: Uint8Array, draw: Draw): Uint8Array {
  const form = forms[String.fromCharCode(step[0] ?? 0)];
  const bytes = step.slice();
  if (form?.fixed !== undefined) writeNumber(bytes, 1, form.fixed, draw.pick(tellingNumbers));
  else if (form?.counted !== undefined) {
    const content = mutateBytes(bytes.subarray(1 + form.counted), draw);
    const start = bytes.slice(0, 1 + form.counted);
    writeNumber(start, 1, form.counted, form.counted === 1 ? Math.min(255, content.length) : content.length);
    return joined(start, form.counted === 1 ? content.subarray(0, 255) : content);
  }
  return bytes;
}

/** The instructions of a pickle as their bytes; what cannot be taken apart is the last of them. */
function instructionsOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const steps: Uint8Array[] = [];
  let at = 0;
  while (at < file.length) {
    const next = Math.min(file.length, endOf(file, view, at));
    steps.push(file.slice(at, next));
    if (next <= at) break;
    at = next;
  }
  return steps;
}

function endOf(file: Uint8Array, view: DataView, at: number): number {
  const { fixed = 0, counted = 0, lines = 0 } = forms[String.fromCharCode(file[at] ?? 0)] ?? {};
  if (lines > 0) {
    let end = at;
    for (let line = 0; line < lines; line += 1) {
      end = file.indexOf(0x0a, end + 1);
      if (end === -1) return file.length;
    }
    return end + 1;
  }
  if (counted === 0) return at + 1 + fixed;
  if (at + 1 + counted > file.length) return file.length;
  const length = counted === 1 ? view.getUint8(at + 1) : view.getUint32(at + 1, true);
  return at + 1 + counted + length;
}
