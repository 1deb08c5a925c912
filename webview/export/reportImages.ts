/** Every plot of a network as an SVG image, for the saved report: those of all tabs, not only of the shown one. */
import { blamePicture } from '../plot/blame';
import { curvePicture } from '../plot/curve';
import { flowPicture } from '../plot/flow';
import type { PlotPicture } from '../plot/picture';
import { scanOfReport, scanPicture } from '../plot/scan';
import { spreadPicture } from '../plot/spread';
import { waterfallPicture } from '../plot/waterfall';
import type { Focus, LensState } from '../state';
import { worksOf } from '../works';
import { plotSvg } from './plotExports';

/** One picture: its name, what it shows in words, and the address of its image. */
export interface ReportImage {
  readonly id: string;
  readonly words: string;
  readonly address: string;
}

/** The images in the order of the tabs; that of the selected layer's curve last. */
export function reportImages(state: LensState, focus: Focus): readonly ReportImage[] {
  const { network, layer } = focus;
  const { scan } = network;
  const reached = network.layers.some(({ delta }) => delta !== null);
  const own = network.activations.find(({ layers }) => layer !== null && layers.includes(layer));
  const blame = reached ? blamePicture(network, 1, 0) : null;
  const pictures: readonly PlotPicture[] = [
    ...(reached ? [flowPicture(network, 1, 0)] : []),
    ...(reached && network.flow !== null ? [waterfallPicture(network, 1, 0)] : []),
    ...(blame === null ? [] : [blame]),
    ...(reached && network.flow !== null ? [spreadPicture(network, 1, 0)] : []),
    ...network.activations.map((curve, index) =>
      curvePicture(`curve-${index}`, curve, worksOf(state, focus, curve), 1),
    ),
    ...(scan === null
      ? []
      : [scanPicture(scanOfReport(scan), 'activation'), scanPicture(scanOfReport(scan), 'gradient')]),
    ...(own === undefined ? [] : [curvePicture('detail-curve', own, worksOf(state, focus, own), 1)]),
  ];
  return pictures.map((picture) => ({
    id: picture.id,
    words: `${picture.title}: ${picture.sentence}`,
    address: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(plotSvg(picture, state.palette))}`,
  }));
}
