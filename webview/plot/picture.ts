/** A plot with everything that stands around it: its title, its sentence, its table twin, and what it says at a place. */
import type { DataTable } from '../export/dataTable';
import type { Plot } from './plot';

/** A plot as a figure of the panel. */
export interface PlotPicture {
  /** Unique in the panel, a word. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, in one sentence with its numbers. */
  readonly sentence: string;
  readonly plot: Plot;
  readonly table: DataTable;
  /** The numbers at a stop of the plot. */
  readonly readout: (stop: number) => string;
}
