/** The colours and the font of the editor's theme, read from its CSS variables, for canvases that CSS cannot reach. */

/** The four kinds of colour theme. */
export type ThemeKind = 'dark' | 'light' | 'contrast-dark' | 'contrast-light';

/** Every colour that a picture may use; each has one meaning (main.css holds the variables). */
export const inks = [
  'text',
  'muted',
  'surface',
  'hairline',
  'accent',
  'vanishing',
  'exploding',
  'dead',
  'saturated',
  'healthy',
  'activation',
  'weights',
] as const;
export type InkName = (typeof inks)[number];

type Channels = readonly [red: number, green: number, blue: number];

/** What a canvas needs to know of the theme. */
export interface Palette {
  readonly kind: ThemeKind;
  readonly ink: Readonly<Record<InkName, Channels>>;
  readonly fontFamily: string;
}

/** Whether light marks stand on a dark ground. */
export function isDark(kind: ThemeKind): boolean {
  return kind === 'dark' || kind === 'contrast-dark';
}

/** A CSS colour that every canvas and every SVG viewer understands. */
export function colour(channels: Channels, alpha = 1): string {
  return alpha === 1 ? `rgb(${channels.join(', ')})` : `rgba(${channels.join(', ')}, ${alpha})`;
}

/** Reads the theme as it is now. */
export function readPalette(root: HTMLElement): Palette {
  const style = getComputedStyle(root);
  const kind = kindOf(document.body);
  const entries = inks.map(
    (name) => [name, channels(style.getPropertyValue(`--lens-${name}`), kind)] as const,
  );
  return {
    kind,
    // The entries are made from the list of all names, which fromEntries cannot know.
    ink: Object.fromEntries(entries) as Record<InkName, Channels>,
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
}

/** Calls back whenever the editor changes its theme: it then changes the body's class and the variables on the root. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}

function kindOf(body: HTMLElement): ThemeKind {
  const has = (name: string): boolean => body.classList.contains(name);
  if (has('vscode-high-contrast-light')) return 'contrast-light';
  if (has('vscode-high-contrast')) return 'contrast-dark';
  return has('vscode-light') ? 'light' : 'dark';
}

// The browser itself turns any CSS colour into channels: paint one pixel and read it.
function channels(css: string, kind: ThemeKind): Channels {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (context === null) return isDark(kind) ? [204, 204, 204] : [60, 60, 60];
  context.fillStyle = isDark(kind) ? '#1f1f1f' : '#ffffff';
  context.fillRect(0, 0, 1, 1);
  context.fillStyle = css.trim();
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
