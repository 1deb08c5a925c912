/** A notebook's JSON with other code in its cells. */

/** The notebook with the code of every cell as `change` gives it; cells are counted as in `cellsOf`. A text that is no notebook stays as it is. */
export function withCells(text: string, change: (code: string, number: number) => string): string {
  const notebook = parsed(text);
  const cells = listOf(notebook);
  for (const [index, cell] of cells.entries()) {
    if (cell['cell_type'] !== 'code') continue;
    const field = 'source' in cell ? 'source' : 'input';
    const source = cell[field];
    const code = Array.isArray(source) ? source.join('') : typeof source === 'string' ? source : '';
    const now = change(code, index + 1);
    if (now !== code) cell[field] = Array.isArray(source) ? now.split(/(?<=\n)/) : now;
  }
  return notebook === undefined ? text : JSON.stringify(notebook, null, 1);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Fields = Record<string, unknown>;

/** The cells; before version 4 they stood on worksheets. */
function listOf(notebook: unknown): readonly Fields[] {
  if (!isFields(notebook)) return [];
  const { cells, worksheets } = notebook;
  if (Array.isArray(cells)) return cells.map((cell) => (isFields(cell) ? cell : {}));
  if (!Array.isArray(worksheets)) return [];
  return worksheets.flatMap((sheet) => listOf(isFields(sheet) ? { cells: sheet['cells'] ?? [] } : null));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}
