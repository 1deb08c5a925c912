/** Words as classes: their indices in the order of the words, as scikit-learn's LabelEncoder numbers them. */
import type { Table } from '../data/tableFile';

/** More distinct words than this are names, not classes. */
const mostClasses = 1000;

/** The table with the words of a column put as class indices; null in place of the classes where there are too many. */
export function withClasses(
  table: Table,
  column: string,
): { readonly table: Table; readonly classes: readonly string[] | null } {
  const place = table.columns.indexOf(column);
  const words = new Set(table.body.map(({ cells }) => (cells[place] ?? '').trim()));
  if (words.size > mostClasses) return { table, classes: null };
  const classes = [...words].sort((one, other) => (one < other ? -1 : 1));
  const index = new Map(classes.map((word, position) => [word, String(position)]));
  const body = table.body.map((row) => ({
    ...row,
    cells: row.cells.map((cell, each) => (each === place ? (index.get(cell.trim()) ?? cell) : cell)),
  }));
  return { table: { ...table, body }, classes };
}
