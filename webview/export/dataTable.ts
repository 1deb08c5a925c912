/** A table of data: the twin of a picture, on screen and as CSV. */
import { shortNumber } from '../../src/base/numbers';

/** A text, a number in full precision, or nothing. */
export type Cell = string | number | null;

/** Named columns and their rows. */
export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A cell as people read it. */
export function cellText(cell: Cell): string {
  return typeof cell === 'number' ? shortNumber(cell) : (cell ?? '');
}

/** Comma-separated values with whole numbers in them (RFC 4180). */
export function csv(table: DataTable): string {
  return [table.columns, ...table.rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** The table as text with tabs between, as spreadsheets take it from the clipboard. */
export function tabbed(table: DataTable): string {
  return [table.columns, ...table.rows].map((row) => row.map((cell) => cellText(cell)).join('\t')).join('\n');
}

// Names come from the source: one that starts like a formula must not become one in a spreadsheet.
function field(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell ?? '') ? `'${cell ?? ''}` : (cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
