/** Opens the files of the disk that a message names, so that what reads them asks for ranges. */
import { isDiskFile, type OpenDisk, type SentBytes } from '../base/byteSource';
import type { SentFile } from '../base/source';
import type { ToWorker } from '../protocol/messages';

/** The message with its files opened, the source itself and what stands beside it. */
export function withOpenFiles(message: ToWorker, open: OpenDisk): ToWorker {
  if ('subject' in message) return { ...message, subject: opened(message.subject, open) };
  return 'files' in message ? opened(message, open) : message;
}

function opened<Sent extends { readonly bytes?: SentBytes; readonly files: readonly SentFile[] }>(
  sent: Sent,
  open: OpenDisk,
): Sent {
  const { bytes } = sent;
  return {
    ...sent,
    ...(bytes && isDiskFile(bytes) && { bytes: open(bytes) }),
    files: sent.files.map(
      ([path, content]) => [path, isDiskFile(content) ? open(content) : content] as const,
    ),
  };
}
