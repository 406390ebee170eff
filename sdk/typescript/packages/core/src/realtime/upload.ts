// SPDX-License-Identifier: Apache-2.0
import { ApiError, RealtimeError } from '../errors.js';
import { besideSocket } from '../urls.js';

/** A file that the server has stored. */
export interface UploadedFile {
  /** Goes into `sendText` as one of `fileIds`. */
  readonly id: string;
  /** The file's name. */
  readonly filename: string;
  /** Its media type. */
  readonly mime_type: string;
  /** Its size in bytes. */
  readonly size: number;
}

/** How a file is uploaded. */
export interface UploadOptions {
  /** The file's name; default: the file's own. */
  readonly filename?: string;
  /** Ends the upload. */
  readonly signal?: AbortSignal;
}

const LARGEST = 10 * 1024 * 1024;
const PATIENCE = 300_000;

/** Uploads a file beside the WebSocket. */
export async function upload(
  request: typeof fetch,
  socket: string,
  token: string,
  file: Blob,
  { filename = (file as File).name ?? 'file', signal }: UploadOptions,
): Promise<UploadedFile> {
  if (file.size > LARGEST) throw new RealtimeError('too_large', 'The file is larger than 10 MiB.');
  const body = new FormData();
  body.append('file', file, filename);
  const patience = AbortSignal.timeout(PATIENCE);
  const response = await request(besideSocket(socket, 'upload_file'), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body,
    signal: signal ? anyOf(signal, patience) : patience,
  });
  if (!response.ok) throw await ApiError.of(response);
  return (await response.json()) as UploadedFile;
}

/** `AbortSignal.any` is younger than the browsers that are supported. */
function anyOf(...signals: AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    signal.addEventListener('abort', () => either.abort(signal.reason), { once: true, signal: either.signal });
  }
  return either.signal;
}
