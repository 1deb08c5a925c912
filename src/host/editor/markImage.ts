/** The marks beside the line numbers as images: each severity has a shape of its own, since colour is never alone. */
import type { Severity } from '../../base/problem';
import { imageAddress } from './imageAddress';

const colors: Readonly<Record<'dark' | 'light', Readonly<Record<Severity, string>>>> = {
  dark: { error: '#f48771', warning: '#cca700', information: '#59a4f9' },
  light: { error: '#c72e0f', warning: '#8a6d00', information: '#0063d3' },
};

/** An octagon with a cross, a triangle with a bang, a disc with an i. */
const shapes: Readonly<Record<Severity, string>> = {
  error: '<path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z"/><path class="sign" d="M5.5 5.5l5 5m0-5l-5 5"/>',
  warning: '<path d="M8 2l6.5 12h-13z"/><path class="sign" d="M8 6.3v4m0 1.4v.8"/>',
  information: '<circle cx="8" cy="8" r="6"/><path class="sign" d="M8 7.2v4.3M8 4.4v1.1"/>',
};

/** The image as an address with the data in it. */
export function markImage(severity: Severity, theme: 'dark' | 'light'): string {
  const sign = theme === 'dark' ? '#1e1e1e' : '#ffffff';
  const style = `<style>.sign{stroke:${sign};stroke-width:1.7;fill:none}</style>`;
  return imageAddress(
    `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${style}<g fill="${colors[theme][severity]}">${shapes[severity]}</g></svg>`,
  );
}
