/** The passes of attention over the module. */
import { attentionLoops, type AttentionKernels, type MaskedSoftmaxOptions } from '../attention';
import { broadcastStrides, walkRuns } from '../broadcast';
import type { Tensor } from '../tensor';
import { inRows } from './rows';
import { allFloat32, type Storage } from './storage';

/** What the module exports for attention; addresses, counts and steps like those of WasmFunctions. */
export interface AttentionFunctions {
  maskedSoftmax(
    ...places: [
      x: number,
      out: number,
      rows: number,
      columns: number,
      scale: number,
      firstRow: number,
      causalRows: number,
      mask: number,
      maskRow: number,
      maskStep: number,
      maskKind: number,
      work: number,
    ]
  ): void;
  softmaxGradient(
    ...places: [dy: number, y: number, out: number, rows: number, columns: number, scale: number]
  ): void;
}

/** The kernels; where memory is refused, the plain loops do it. */
export function attentionWasm(storage: Storage): AttentionKernels {
  const plain = attentionLoops(storage.pace);
  return {
    maskedSoftmax: (scores, options, out) => {
      if (!maskedSoftmax(storage, scores, options, out)) plain.maskedSoftmax(scores, options, out);
    },
    softmaxGradient: (dy, y, scale, out) => {
      if (!softmaxGradient(storage, dy, y, scale, out)) plain.softmaxGradient(dy, y, scale, out);
    },
  };
}

/** Steps that an exponential costs more than an element of a loop (see Pace). */
const powerSteps = 3;

function maskedSoftmax(
  storage: Storage,
  scores: Tensor,
  { scale, causal, mask }: MaskedSoftmaxOptions,
  out: Tensor,
): boolean {
  const isKnown = mask === null || mask.elementType === 'float32' || mask.elementType === 'bool';
  if (!allFloat32(scores, out) || !isKnown || scores.data.length === 0) return false;
  const columns = scores.shape.at(-1) ?? 1;
  const rows = scores.shape.at(-2) ?? 1;
  const bytes = mask?.elementType === 'bool' ? 1 : 4;
  const kind = mask === null ? 0 : bytes === 1 ? 2 : 1;
  const operands = mask ? [scores, mask] : [scores];
  return storage.run(
    operands,
    out,
    8 * columns,
    ({ arena, inputs: [from = 0, maskAt = 0], out: into, work }) =>
      eachPart(scores, mask, (part) =>
        inRows(part.rows, powerSteps * columns, storage.pace, (first, count) => {
          const offset = 4 * (part.firstRow + first) * columns;
          arena.functions.maskedSoftmax(
            from + offset,
            into + offset,
            count,
            columns,
            scale,
            (part.firstRow + first) % rows,
            causal ? rows : 0,
            maskAt + bytes * (part.mask + first * part.maskRow),
            bytes * part.maskRow,
            bytes * part.maskStep,
            kind,
            work,
          );
        }),
      ),
  );
}

/** Rows of scores whose masks stand evenly, steps in elements. */
interface Part {
  readonly firstRow: number;
  readonly rows: number;
  readonly mask: number;
  readonly maskRow: number;
  readonly maskStep: number;
}

/** Without a mask all rows are one part, else those of each matrix. */
function eachPart({ shape, data }: Tensor, mask: Tensor | null, visit: (part: Part) => void): void {
  const columns = shape.at(-1) ?? 1;
  if (!mask) {
    visit({ firstRow: 0, rows: data.length / columns, mask: 0, maskRow: 0, maskStep: 0 });
    return;
  }
  const rows = shape.at(-2) ?? 1;
  const matrices = shape.slice(0, -2);
  const strides = broadcastStrides(mask.shape, shape);
  const [maskRow = 0, maskStep = 0] = shape.length < 2 ? [0, strides.at(-1)] : strides.slice(-2);
  const walked = [broadcastStrides(matrices, matrices), strides.slice(0, -2)] as const;
  walkRuns(matrices, walked, ([matrix, start], [matrixStep, maskMatrix], length) => {
    for (let place = 0; place < length; place += 1) {
      const firstRow = (matrix + place * matrixStep) * rows;
      visit({ firstRow, rows, mask: start + place * maskMatrix, maskRow, maskStep });
    }
  });
}

function softmaxGradient(storage: Storage, dy: Tensor, y: Tensor, scale: number, out: Tensor): boolean {
  if (!allFloat32(dy, y, out) || y.data.length === 0) return false;
  const columns = y.shape.at(-1) ?? 1;
  return storage.run([dy, y], out, 0, ({ arena, inputs: [flow = 0, from = 0], out: into }) =>
    inRows(y.data.length / columns, columns, storage.pace, (first, count) => {
      const offset = 4 * first * columns;
      arena.functions.softmaxGradient(flow + offset, from + offset, into + offset, count, columns, scale);
    }),
  );
}
