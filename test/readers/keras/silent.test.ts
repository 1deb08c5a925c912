/** Well-written Keras programs. */
import { describeSilent } from '../silentCases';
import { silentPrograms } from './silentPrograms';

describeSilent('well-written Keras programs', silentPrograms);
