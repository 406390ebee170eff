// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react';
import type { UploadedFile } from '@stagedoor/realtime-core';
import { useRealtimeClient } from './provider.js';

/** What `useFileUpload` gives. */
export interface FileUpload {
  /** The files that were uploaded and not removed. */
  readonly files: readonly UploadedFile[];
  /** Whether a file is being uploaded. */
  readonly isUploading: boolean;
  /** Why the last upload failed. */
  readonly error: Error | null;
  /** Uploads a file. Resolves with null if that failed; `error` says why. */
  readonly upload: (file: Blob) => Promise<UploadedFile | null>;
  /** Takes one file out of the list. */
  readonly remove: (id: string) => void;
  /** Empties the list, such as after the files were sent. */
  readonly clear: () => void;
}

interface State {
  readonly files: readonly UploadedFile[];
  readonly running: number;
  readonly error: Error | null;
}

const EMPTY: State = { files: [], running: 0, error: null };

/** Files to send with the next text: give their ids to `sendText`. */
export function useFileUpload(): FileUpload {
  const client = useRealtimeClient();
  const [{ files, running, error }, change] = useState(EMPTY);
  const actions = useMemo(
    () => ({
      upload: async (file: Blob): Promise<UploadedFile | null> => {
        change((state) => ({ ...state, running: state.running + 1, error: null }));
        const result = await client.uploadFile(file).catch((failure: Error) => failure);
        const failed = result instanceof Error;
        change((state) => ({
          files: failed ? state.files : [...state.files, result],
          running: state.running - 1,
          error: failed ? result : state.error,
        }));
        return failed ? null : result;
      },
      remove: (id: string) => change((state) => ({ ...state, files: state.files.filter((file) => file.id !== id) })),
      clear: () => change((state) => ({ ...state, files: [], error: null })),
    }),
    [client],
  );
  return { files, isUploading: running > 0, error, ...actions };
}
