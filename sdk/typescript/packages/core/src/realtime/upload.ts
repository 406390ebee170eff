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
  /** Hears which part was sent, from 0 to 1; in browsers only. */
  readonly onProgress?: (part: number) => void;
}

const LARGEST = 10 * 1024 * 1024;
const PATIENCE = 300_000;

/** What the server is asked for, and as whom. */
export interface FileRequest {
  readonly fetch: typeof fetch;
  readonly socket: string;
  readonly token: string;
}

/** Uploads a file beside the WebSocket. */
export async function upload(request: FileRequest, file: Blob, options: UploadOptions): Promise<UploadedFile> {
  const { filename = (file as File).name ?? 'file', signal, onProgress } = options;
  if (file.size > LARGEST) throw new RealtimeError('too_large', 'The file is larger than 10 MiB.');
  const body = new FormData();
  body.append('file', file, filename);
  const patience = AbortSignal.timeout(PATIENCE);
  const init = { method: 'POST', body, signal: signal ? anyOf(signal, patience) : patience };
  return (await (await ask(request, 'upload_file', init, onProgress)).json()) as UploadedFile;
}

/** Downloads a file of the user's own. */
export async function download(request: FileRequest, id: string, signal?: AbortSignal): Promise<Blob> {
  return (await ask(request, `file/${encodeURIComponent(id)}`, { signal })).blob();
}

async function ask(
  { fetch: request, socket, token }: FileRequest,
  path: string,
  init: RequestInit,
  onProgress?: (part: number) => void,
): Promise<Response> {
  const url = besideSocket(socket, path);
  const headers = { Authorization: `Bearer ${token}` };
  const watched = onProgress && request === globalThis.fetch && globalThis.XMLHttpRequest;
  const response = await (watched ? watchedFetch(url, { ...init, headers }, onProgress) : request(url, { ...init, headers }));
  if (!response.ok) throw await ApiError.of(response);
  return response;
}

/** As `fetch`, which does not tell how much of a body was sent. */
function watchedFetch(url: string, { method, headers, body, signal }: RequestInit, onProgress: (part: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method!, url);
    for (const [name, value] of Object.entries(headers!)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const retryAfter = request.getResponseHeader('Retry-After');
      resolve(new Response(request.responseText, { status: request.status, headers: retryAfter ? { 'Retry-After': retryAfter } : {} }));
    };
    request.onerror = () => reject(new TypeError('The upload failed.'));
    request.onabort = () => reject(signal!.reason);
    signal!.addEventListener('abort', () => request.abort(), { once: true });
    if (signal!.aborted) return reject(signal!.reason);
    request.send(body as FormData);
  });
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
