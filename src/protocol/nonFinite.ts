/** NaN and infinities on their way to the panel: VS Code's webview channel is JSON, which would turn them into null. */

const names = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity } as const;

interface Wrapped {
  readonly $number: keyof typeof names;
}

/** A copy of plain data in which every number that is not finite is wrapped; typed arrays and buffers pass as they are. */
export function wrapNonFinite(value: unknown): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  return throughout(value, wrapNonFinite);
}

/** The reverse of wrapNonFinite. */
export function unwrapNonFinite(value: unknown): unknown {
  return isWrapped(value) ? names[value.$number] : throughout(value, unwrapNonFinite);
}

function throughout(value: unknown, change: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)]));
}

function isWrapped(value: unknown): value is Wrapped {
  return typeof value === 'object' && value !== null && '$number' in value && String(value.$number) in names;
}
