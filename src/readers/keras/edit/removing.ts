/** Takes layers away: from lists and calls of add, out of the chain of calls, as attributes, and activations as arguments. */
import { Refused, type Change } from '../../edit/draft';
import type { LayerIndex } from '../../../graph/network';
import { pythonText } from '../../program/edit/callText';
import { withoutItem } from '../../program/edit/containers';
import type { Call } from '../../program/edit/page';
import { inputOf, unwrapped, withoutAttribute } from '../../program/edit/removing';
import { ownAttribute, placesOf, type Place, type Site } from '../../program/edit/site';
import { withoutArgument } from './activating';
import { isArgument, shapeArgument } from './inserting';
import { callsFunction, spellLayer } from './spelling';
import { standingOf, wholeOf } from './standing';

/** The changes. @throws Refused */
export function removeLayers(site: Site, layers: readonly LayerIndex[]): readonly Change[] {
  return placesOf(site, layers).flatMap((place) => removed(site, place));
}

function removed(site: Site, place: Place): readonly Change[] {
  const { page } = site;
  const { call, name } = place;
  if (isArgument(site, place)) return withoutArgument(site, call);
  if (callsFunction(page, call)) return taken(site, place, call);
  const whole = wholeOf(page, call);
  const standing = standingOf(site, whole);
  switch (standing.kind) {
    case 'among':
      if (shapeArgument(whole))
        throw new Refused(`${name} says what shape the input has; please take it away by hand.`);
      return withoutItem(page, standing.container);
    case 'applied':
      return taken(site, place, standing.call);
    case 'kept': {
      const own = ownAttribute(site, whole);
      const gone = own && withoutAttribute(site, own);
      if (gone) return gone;
      return [
        ...page.withoutStatements([standing.statement]),
        ...standing.calls.flatMap((each) => taken(site, place, each)),
      ];
    }
    case 'elsewhere':
      // What is asked for by its place stays, and does nothing.
      return [
        {
          range: page.range(whole),
          text: `${spellLayer(site, whole, 'Activation')}(${pythonText('linear')})`,
        },
      ];
  }
}

/** What goes into a call in its place. */
function taken({ page }: Site, { name }: Place, call: Call): readonly Change[] {
  const input = inputOf(call, false);
  if (!input || input.nodeType === 'List' || input.nodeType === 'Tuple')
    throw new Refused(`${name} is called in an unusual way; please change it by hand.`);
  return unwrapped(page, call, input);
}
