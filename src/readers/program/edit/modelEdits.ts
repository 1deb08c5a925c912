/** The edits that change what a model is or how it trains: each framework has words of its own for them. */
import type { LayerIndex } from '../../../graph/network';
import type { Change } from '../../edit/draft';
import type { Intent } from '../../reader';
import type { Site } from './site';

type Of<Kind extends Intent['kind']> = Extract<Intent, { readonly kind: Kind }>;
type Changes = readonly Change[];
type Layers = readonly LayerIndex[];

/** How a framework writes each of them; the imports that they need are the site's. All throw Refused when it cannot be done. */
export interface ModelEdits {
  readonly initialise: (site: Site, layers: Layers, to: Of<'initialise'>['to']) => Changes;
  readonly activate: (site: Site, layers: Layers, to: Of<'activate'>['to']) => Changes;
  readonly insertLayer: (
    site: Site,
    layers: Layers,
    side: Of<'insert'>['side'],
    layer: Of<'insert'>['layer'],
  ) => Changes;
  readonly removeLayers: (site: Site, layers: Layers) => Changes;
  readonly setOption: (site: Site, layers: Layers, option: string, to: Of<'set-option'>['to']) => Changes;
  readonly setLoss: (site: Site, to: Of<'set-loss'>['to']) => Changes;
  readonly setTraining: (
    site: Site,
    field: Of<'set-training'>['field'],
    to: Of<'set-training'>['to'],
  ) => Changes;
}
