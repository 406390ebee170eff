// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react';

/** Buttons have their names in words; what is drawn is for the eye only. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const MenuIcon = () => <Icon><path d="M4 7h16M4 12h16M4 17h16" /></Icon>;
export const NewIcon = () => <Icon><path d="M12 5v14M5 12h14" /></Icon>;
export const SendIcon = () => <Icon><path d="M12 19V5M6 11l6-6 6 6" /></Icon>;
export const StopIcon = () => <Icon><rect x="7" y="7" width="10" height="10" rx="1.5" fill="currentColor" /></Icon>;
export const ClipIcon = () => <Icon><path d="M20 11.5 12.2 19a5 5 0 0 1-7-7l8-8a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.4-7.4" /></Icon>;
export const MicIcon = () => <Icon><rect x="9" y="3" width="6" height="11" rx="3" /><path d="M5 11a7 7 0 0 0 14 0M12 18v3" /></Icon>;
export const PenIcon = () => <Icon><path d="M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4" /></Icon>;
export const BinIcon = () => <Icon><path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13" /></Icon>;
export const CrossIcon = () => <Icon><path d="M6 6l12 12M18 6 6 18" /></Icon>;
export const DownIcon = () => <Icon><path d="M12 5v14M6 13l6 6 6-6" /></Icon>;
export const FileIcon = () => <Icon><path d="M6 3h8l4 4v14H6zM14 3v4h4" /></Icon>;

export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" width="44" height="44" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M9 23V12a7 7 0 0 1 14 0v11M7 23h18" />
    <circle cx="19" cy="17.5" r="1.6" />
  </svg>
);
