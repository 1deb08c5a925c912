/** Well-written PyTorch programs. */
import { describeSilent } from '../silentCases';
import { silentPrograms } from './silentPrograms';

describeSilent('well-written PyTorch programs', silentPrograms);
