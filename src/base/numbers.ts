/** Numbers in words: the one way in which panel, hover, CodeLens, diagnostics and command line print them. */

const suffixes = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Three significant digits, engineering-short: 3.1e-9, 0.24, 12.3, 2,410. */
export function shortNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-3 || magnitude >= 1e6) {
    const [mantissa = '', exponent = ''] = value.toExponential(2).split('e');
    return `${trimZeros(mantissa)}e${exponent.replace('+', '')}`;
  }
  if (magnitude >= 999.5) return wholeNumber(value);
  return trimZeros(value.toPrecision(3));
}

/** A share between 0 and 1 in per cent: 0 %, 0.4 %, 12 %, 100 %. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return shortNumber(share);
  const value = share * 100;
  const digits = value !== 0 && Math.abs(value) < 10 ? trimZeros(value.toPrecision(2)) : value.toFixed(0);
  return `${digits} %`;
}

/** A whole number with thousands separators: 2,410. */
export function wholeNumber(value: number): string {
  if (!Number.isFinite(value)) return shortNumber(value);
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A quantity with its noun in the right number: 1 layer, 2 layers. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${wholeNumber(count)} ${count === 1 ? noun : plural}`;
}

/** A number of bytes in binary units: 512 bytes, 1.5 MiB, 3.73 TiB. */
export function byteCount(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < suffixes.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? wholeNumber(value) : shortNumber(value)} ${suffixes[unit] ?? ''}`;
}

/** A duration given in milliseconds: 0.4 ms, 12 ms, 1.2 s. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${trimZeros((milliseconds / 1000).toPrecision(2))} s`;
  return `${milliseconds < 10 ? trimZeros(milliseconds.toFixed(1)) : milliseconds.toFixed(0)} ms`;
}

/** A tensor shape as users write it: (64, 32); a single number is (). */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
