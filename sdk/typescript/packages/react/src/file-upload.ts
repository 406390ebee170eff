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

/** A file that was chosen. */
export interface ChosenFile extends PendingUpload {
  /** What the server has stored; null while it is being uploaded. */
  readonly stored: UploadedFile | null;
}

/** What `useFileUpload` gives. All lists are in the order in which the files were chosen, whichever arrives first. */
export interface FileUpload {
  /** All files that were chosen and not removed. */
  readonly chosen: readonly ChosenFile[];
  /** Those that were uploaded. */
  readonly files: readonly UploadedFile[];
  /** Those that are being uploaded. */
  readonly pending: readonly PendingUpload[];
  /** Whether a file is being uploaded. */
  readonly isUploading: boolean;
  /** Why the last upload failed. */
  readonly error: Error | null;
  /** Uploads a file. Resolves with null if that failed, or if it was removed meanwhile; `error` says why. */
  readonly upload: (file: Blob) => Promise<UploadedFile | null>;
  /** Takes one file out of the list, by its own id or the server's; one that is being uploaded is given up. */
  readonly remove: (id: string) => void;
  /** Takes out those that were uploaded, such as after they were sent. */
  readonly clear: () => void;
}

interface State {
  readonly chosen: readonly ChosenFile[];
  readonly error: Error | null;
}

const EMPTY: State = { chosen: [], error: null };

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
    this.set({ chosen: [...this.get().chosen, { id, filename, size: file.size, progress: 0, stored: null }], error: null });
    try {
      const stored = await this.#client.uploadFile(file, { signal: given.signal, onProgress: (progress) => this.#change(id, { progress }) });
      if (given.signal.aborted) return null;
      this.#change(id, { stored });
      return stored;
    } catch (error) {
      if (given.signal.aborted) return null;
      this.#keep(({ id: other }) => other !== id, error as Error);
      return null;
    } finally {
      this.#running.delete(id);
    }
  };

  readonly remove = (id: string): void => {
    this.#running.get(id)?.abort();
    this.#keep((one) => one.id !== id && one.stored?.id !== id);
  };

  readonly clear = (): void => this.#keep(({ stored }) => stored === null, null);

  #change(id: string, change: Partial<ChosenFile>): void {
    const { chosen, error } = this.get();
    this.set({ chosen: chosen.map((one) => (one.id === id ? { ...one, ...change } : one)), error });
  }

  #keep(which: (one: ChosenFile) => boolean, error = this.get().error): void {
    this.set({ chosen: this.get().chosen.filter(which), error });
  }
}

/** Files to send with the next text: give the ids of `files` to `sendText`. */
export function useFileUpload(): FileUpload {
  const client = useRealtimeClient();
  const uploads = useMemo(() => new Uploads(client), [client]);
  const { chosen, error } = useStore(uploads);
  const { upload, remove, clear } = uploads;
  const files = chosen.flatMap(({ stored }) => stored ?? []);
  const pending = chosen.filter(({ stored }) => stored === null);
  return { chosen, files, pending, isUploading: pending.length > 0, error, upload, remove, clear };
}
