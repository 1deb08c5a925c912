/** The ways out of the panel: a file through the host, or the clipboard. */
import type { Act } from '../state';
import { csv, tabbed, type DataTable } from './dataTable';

/** Saves a table as CSV under a name that the user chooses. */
export function saveCsv(name: string, table: DataTable, act: Act): void {
  act({ kind: 'send', message: { kind: 'export', fileName: `${name}.csv`, content: csv(table) } });
}

/** Saves a canvas as PNG. */
export function savePng(name: string, canvas: HTMLCanvasElement, act: Act): void {
  void blobOf(canvas).then(async (blob) => {
    if (blob === null) return;
    const content = new Uint8Array(await blob.arrayBuffer());
    act({ kind: 'send', message: { kind: 'export', fileName: `${name}.png`, content } });
  });
}

/** Copies a canvas as an image. */
export function copyImage(canvas: HTMLCanvasElement, act: Act): void {
  const item = blobOf(canvas).then((blob) => blob ?? new Blob());
  clipboard(act, 'The image is copied.', () =>
    navigator.clipboard.write([new ClipboardItem({ 'image/png': item })]),
  );
}

/** Copies a sentence and a table as text. */
export function copyText(before: string, table: DataTable, act: Act): void {
  clipboard(act, 'The text is copied.', () => navigator.clipboard.writeText(before + tabbed(table)));
}

function clipboard(act: Act, done: string, write: () => Promise<void>): void {
  const refused = 'The clipboard is not open to this panel; save a file instead.';
  // Where there is no clipboard at all, the call itself throws.
  Promise.resolve()
    .then(write)
    .then(
      () => act({ kind: 'say', text: done }),
      () => act({ kind: 'say', text: refused }),
    );
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
