/** Reads a csv or tsv file into inputs and targets; what is wrong with it is said with file, row and column. */
import { counted } from '../../base/numbers';
import { listed, nearest } from '../../base/words';
import { separated, separatorOf, type Row } from './separated';
import type { Samples, Say } from './samples';

/** Which columns of a file are the targets, and what inputs are multiplied with. */
export interface TableRequest {
  /** As the user wrote it: for messages. */
  readonly file: string;
  readonly targets: readonly string[];
  /** The columns of the inputs; absent: all that are no targets. */
  readonly inputs?: readonly string[];
  readonly scale: number;
}

/** The cells of a table below the names of its columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly body: readonly Row[];
}

/** Larger files are refused: inspecting needs a sample, not a warehouse. */
const mostBytes = 100_000_000;

/** Cells that mean a number that is not finite. */
const notFinite: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

/** Reads the file's bytes; null when nothing of it can be used, and then the reason has been said. */
export function readTable(bytes: Uint8Array, request: TableRequest, say: Say): Samples | null {
  const table = tableIn(bytes, request.file, say);
  return table && samplesOf(table, request, say);
}

/** The cells of the file's bytes; null when they are no table, and then the reason has been said. */
export function tableIn(bytes: Uint8Array, file: string, say: Say): Table | null {
  if (bytes.length > mostBytes)
    return say.error(`${file} is larger than 100 MB, which is more than is read.`);
  if (bytes.subarray(0, 65536).includes(0)) return say.error(`${file} is no text: it holds zero bytes.`);
  const text = new TextDecoder().decode(bytes);
  const { rows, unclosed } = separated(text, separatorOf(text));
  if (unclosed !== null) return say.error(`${file}, row ${unclosed}: a quotation mark is never closed.`);
  const [header, ...body] = rows;
  if (!header) return say.error(`${file} is empty.`);
  if (body.length === 0) return say.error(`${file} has no rows below its header.`);
  const columns = header.cells.map((cell) => cell.trim());
  if (columns.every((cell) => cell !== '' && Number.isFinite(Number(cell)))) {
    return say.error(`${file} needs a first row with the names of its columns, found numbers.`);
  }
  return { columns, body };
}

/** The samples of a table; null when nothing of it can be used, and then the reason has been said. */
export function samplesOf({ columns, body }: Table, request: TableRequest, say: Say): Samples | null {
  const targets = columnsNamed(request.targets, columns, request, say);
  if (!targets) return null;
  if (new Set(targets).size === columns.length) {
    return say.error(`${request.file} has no column left for the inputs: all are targets.`);
  }
  const inputs = request.inputs && columnsNamed(request.inputs, columns, request, say);
  if (inputs === null) return null;
  const isTarget = new Set(targets);
  const others = columns.map((_, index) => index).filter((index) => !isTarget.has(index));
  return fill({ columns, body }, { inputs: inputs ?? others, targets }, request, say);
}

function columnsNamed(
  names: readonly string[],
  columns: readonly string[],
  { file }: TableRequest,
  say: Say,
): number[] | null {
  const found: number[] = [];
  for (const name of names) {
    const index = columns.indexOf(name);
    if (index === -1) {
      const best = nearest(name, columns);
      const hint = best === undefined ? `it has ${columnList(columns)}` : `did you mean "${best}"?`;
      return say.error(`${file} has no column "${name}"; ${hint}${best === undefined ? '.' : ''}`);
    }
    found.push(index);
  }
  return found;
}

/** The first names and the last one, where targets often stand. */
function columnList(columns: readonly string[]): string {
  const shown = columns.map((column) => column.slice(0, 40));
  return shown.length > 7
    ? `${shown.slice(0, 5).join(', ')} ... ${shown.at(-1) ?? ''} (${shown.length} in all)`
    : listed(shown);
}

function fill(
  { columns, body }: Table,
  { inputs: inputColumns, targets: targetIndices }: Record<'inputs' | 'targets', readonly number[]>,
  { file, scale }: TableRequest,
  say: Say,
): Samples | null {
  const inputs = new Float64Array(body.length * inputColumns.length);
  const targets = new Float64Array(body.length * targetIndices.length);
  const strange: string[] = [];
  let strangeCount = 0;
  const copy = (
    row: Row,
    from: readonly number[],
    into: Float64Array,
    sample: number,
    factor: number,
  ): void => {
    for (let position = 0; position < from.length; position += 1) {
      const column = from[position] ?? 0;
      const cell = row.cells[column] ?? '';
      const value = cellNumber(cell);
      if (value === undefined) {
        say.cell(`${file}, row ${row.line}, column "${columns[column] ?? ''}"`, cell);
      } else if (!Number.isFinite(value)) {
        strangeCount += 1;
        if (strange.length < 3) strange.push(`row ${row.line}, column "${columns[column] ?? ''}"`);
      }
      into[sample * from.length + position] = (value ?? NaN) * factor;
    }
  };
  for (let sample = 0; sample < body.length; sample += 1) {
    const row = body[sample] ?? { line: 0, cells: [] };
    if (row.cells.length !== columns.length) {
      return say.error(
        `${file}, row ${row.line}: expected ${counted(columns.length, 'column')}, found ${row.cells.length}.`,
      );
    }
    copy(row, inputColumns, inputs, sample, scale);
    copy(row, targetIndices, targets, sample, 1);
    if (say.failed()) return null;
  }
  if (strangeCount > 0) {
    say.warning(
      `${file} holds ${counted(strangeCount, 'number')} that ${strangeCount === 1 ? 'is' : 'are'} not finite (${strange.join('; ')}).`,
    );
  }
  return {
    count: body.length,
    sampleShape: [inputColumns.length],
    inputs,
    targets: targetIndices.length === 0 ? null : targets,
    targetShape: targetIndices.length === 1 ? [] : [targetIndices.length],
    columns: inputColumns.map((index) => columns[index] ?? ''),
  };
}

/** The number in a cell; undefined when it is no number. */
export function cellNumber(cell: string): number | undefined {
  const value = Number(cell);
  // Number('') and Number(' ') are 0, but an empty cell is a missing value.
  if (Number.isFinite(value) && (value !== 0 || cell === '0' || cell.trim() !== '')) return value;
  return notFinite[cell.trim().toLowerCase()];
}
