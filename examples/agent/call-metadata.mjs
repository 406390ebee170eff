// SPDX-License-Identifier: Apache-2.0
// What Stagedoor tells an agent about its call: docs/guides/agents.md.

/** The version of the metadata that this agent was written for. */
const VERSION = 1;
const MAX_CONTEXT_CHARS = 500;

/** The call's metadata; {} when LiveKit or something else than Stagedoor's trigger sent the agent. */
export function callMetadata(text) {
  try {
    const metadata = JSON.parse(text || '{}');
    return metadata?.version === VERSION ? metadata : {};
  } catch {
    return {};
  }
}

/** The agent's first words, with what the caller's backend said about the call. */
export function greeting({ context, message, model_lease: lease, replaces }) {
  // The person has been talking to another: no second hello.
  if (replaces) return 'Sorry, I was cut off for a moment. I am with you again: where were we?';
  const known = Object.entries(context ?? {})
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return [
    lease
      ? 'Hello. I am a demo agent: write, and a model answers; speak, and I will repeat it.'
      : 'Hello. I am a demo agent: write or speak, and I will repeat it.',
    known && `I was told: ${cut(known)}.`,
    message && `You asked: ${cut(message)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function cut(text) {
  return text.length > MAX_CONTEXT_CHARS ? `${text.slice(0, MAX_CONTEXT_CHARS)}…` : text;
}
