/** Colours and font of one drawing, from the theme. */
import { depthColour, oppositeColour, type Channels } from '../heat/colours';
import { colour, type Palette } from '../theme';
import type { Ink } from './plot';

/** Turns an ink into a CSS colour. */
export type Paint = (ink: Ink, alpha: number) => string;

/** What a drawing is drawn with. */
export interface Brush {
  readonly paint: Paint;
  readonly font: { readonly family: string; readonly size: number; readonly weight: 'normal' };
}

/** The brush of a theme. */
export function brushOf(palette: Palette): Brush {
  return {
    paint: (ink, alpha) => colour(channelsOf(ink, palette), alpha),
    font: { family: palette.fontFamily, size: 11, weight: 'normal' },
  };
}

/** The colour of an ink. */
export function channelsOf(ink: Ink, palette: Palette): Channels {
  if (typeof ink === 'string') return palette.ink[ink];
  return 'depth' in ink ? depthColour(ink.depth, palette.kind) : oppositeColour(ink.opposite, palette.kind);
}
