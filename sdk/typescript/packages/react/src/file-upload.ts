// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react';
import type { RealtimeClient, UploadedFile } from '@stagedoor/realtime-core';
import { useRealtimeClient } from './provider.js';
import { Store, useStore } from './store.js';

/** A file on its way to the server. */
export interface PendingUpload {
  /** Tells it from others; `remove` takes it, too. */
  readonly id: string;
  /** The file's name. */
  readonly filename: string;
  /** Its size in bytes. */
  readonly size: number;
  /** Which part was sent, from 0 to 1. */
  readonly progress: number;
}

/** What `useFileUpload` gives. */
export interface FileUpload {
  /** The files that were uploaded and not removed. */
  readonly files: readonly UploadedFile[];
  /** The files that are being uploaded. */
  readonly pending: readonly PendingUpload[];
  /** Whether a file is being uploaded. */
  readonly isUploading: boolean;
  /** Why the last upload failed. */
  readonly error: Error | null;
  /** Uploads a file. Resolves with null if that failed, or if it was removed meanwhile; `error` says why. */
  readonly upload: (file: Blob) => Promise<UploadedFile | null>;
  /** Takes one file out of the list; one that is being uploaded is given up. */
  readonly remove: (id: string) => void;
  /** Empties the list, such as after the files were sent. */
  readonly clear: () => void;
}

interface State {
  readonly files: readonly UploadedFile[];
  readonly pending: readonly PendingUpload[];
  readonly error: Error | null;
}

const EMPTY: State = { files: [], pending: [], error: null };

class Uploads extends Store<State> {
  readonly #client: RealtimeClient;
  readonly #running = new Map<string, AbortController>();
  #next = 1;

  constructor(client: RealtimeClient) {
    super(EMPTY);
    this.#client = client;
  }

  readonly upload = async (file: Blob): Promise<UploadedFile | null> => {
    const id = `upload-${this.#next++}`;
    const given = new AbortController();
    this.#running.set(id, given);
    const { name: filename = 'file' } = file as Partial<File>;
    this.#change(({ files, pending }) => ({ files, pending: [...pending, { id, filename, size: file.size, progress: 0 }], error: null }));
    try {
      const stored = await this.#client.uploadFile(file, { signal: given.signal, onProgress: (progress) => this.#sent(id, progress) });
      if (given.signal.aborted) return null;
      this.#end(id, (state) => ({ ...state, files: [...state.files, stored] }));
      return stored;
    } catch (error) {
      this.#end(id, (state) => (given.signal.aborted ? state : { ...state, error: error as Error }));
      return null;
    }
  };

  readonly remove = (id: string): void => {
    this.#running.get(id)?.abort();
    this.#end(id, (state) => ({ ...state, files: state.files.filter((file) => file.id !== id) }));
  };

  readonly clear = (): void => this.#change((state) => ({ ...state, files: [], error: null }));

  #sent(id: string, progress: number): void {
    this.#change((state) => ({ ...state, pending: state.pending.map((one) => (one.id === id ? { ...one, progress } : one)) }));
  }

  #end(id: string, change: (state: State) => State): void {
    this.#running.delete(id);
    this.#change((state) => change({ ...state, pending: state.pending.filter((one) => one.id !== id) }));
  }

  #change(change: (state: State) => State): void {
    this.set(change(this.get()));
  }
}

/** Files to send with the next text: give their ids to `sendText`. */
export function useFileUpload(): FileUpload {
  const client = useRealtimeClient();
  const uploads = useMemo(() => new Uploads(client), [client]);
  const state = useStore(uploads);
  const { upload, remove, clear } = uploads;
  return { ...state, isUploading: state.pending.length > 0, upload, remove, clear };
}
