/** The snapshot of a training: what is sent to the panel while a network is trained. */
import type { TrainingRecord } from '../../analysis/training/record';

/** A training at one moment, plain data. */
export interface TrainingSnapshot extends TrainingRecord {
  /** The network's name. */
  readonly network: string;
  /** The kernels that compute. */
  readonly kernels: string;
}
