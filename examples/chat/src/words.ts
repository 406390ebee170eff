// SPDX-License-Identifier: Apache-2.0
// What people are told.

const PROBLEMS: Readonly<Record<string, string>> = {
  conflict: 'An answer is in progress. Wait for its end, or stop it.',
  not_your_turn: 'An answer is in progress. Wait for its end, or stop it.',
  not_found: 'That is not there any more.',
  not_connected: 'There is no connection now. Try again when it is back.',
  connection_lost: 'The connection was lost. Try again when it is back.',
  disconnected: 'There is no connection now. Try again when it is back.',
  not_delivered: 'Your message was not delivered. It is below again.',
  no_answer: 'There was no answer. Try again.',
  no_profile_selected: 'This agent cannot answer yet: its model is not set up.',
  provider_unavailable: 'The agent’s model cannot be reached now. Try again later.',
  rate_limited: 'That was too much at once. Try again in a moment.',
  quota_exceeded: 'You have reached a limit. Delete what you do not need, and try again.',
  payload_too_large: 'The file is too large.',
  audio_not_available: 'You cannot talk with this agent now. Try again later, or write.',
  audio_lost: 'The agent does not hear you any more. Talk again to call it back.',
  events_lost: 'Some events were lost. What you see may be incomplete; reload the page.',
};

const OF_CONNECTION: ReadonlySet<string | undefined> = new Set(['not_connected', 'connection_lost', 'disconnected', 'connection_failed', 'connect_timeout']);

/** Whether that is over as soon as there is a connection. */
export function isOfConnection(error: unknown): boolean {
  return OF_CONNECTION.has((error as { code?: string } | null)?.code);
}

/** Why something did not work. */
export function problemOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return PROBLEMS[code ?? ''] ?? message ?? 'That did not work.';
}

/** `1.4 MB`. */
export function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** Today, the time; before, the day. */
export function whenOf(at: string | undefined): string {
  if (!at) return '';
  const date = new Date(at);
  return (date.toDateString() === new Date().toDateString() ? TIME : DAY).format(date);
}

/** A chat's name. */
export function nameOf(name: string | null | undefined): string {
  return name?.trim() || 'New chat';
}
