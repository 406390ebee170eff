// SPDX-License-Identifier: Apache-2.0
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

interface ModalProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** A question that must be answered first. The browser keeps the focus in it, and returns it. */
export function Modal({ title, children, confirm, isDangerous = false, onConfirm, onClose }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it is still in the page, it returns the focus.
  useLayoutEffect(() => {
    const shown = dialog.current!;
    if (!shown.open) shown.showModal();
    return () => shown.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={(event) => (event.preventDefault(), onClose())}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        <div className="choices">
          <button type="button" onClick={onClose}>Cancel</button>
          <button className={isDangerous ? 'danger' : 'primary'} type="submit">{confirm}</button>
        </div>
      </form>
    </dialog>
  );
}
