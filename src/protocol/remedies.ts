/** Measured remedies as host and panel see them: the answer of the study of that name. */
export type { ChangedLine, DeltaChange, Rejected, RemediesAnswer, Remedy } from '../studies/remedies';
