// SPDX-License-Identifier: Apache-2.0

export { AgentCClient, type AgentCClientOptions } from './client.js';
export { AgentCError, type AgentCErrorCode } from './errors.js';
export type * from './types.js';
