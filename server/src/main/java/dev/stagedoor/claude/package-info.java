// SPDX-License-Identifier: Apache-2.0
/**
 * A tenant's accounts at Anthropic: named profiles, each a credential of the vault; which one a user's runs take; and
 * calls of the Messages API with one.
 *
 * <p>Holds R1 (a run has one immutable lease, read from the database when it starts; the secret is a header of each call,
 * never a file, an environment variable or a state that calls share), R2 (nothing selected is a refusal, never another's
 * profile) and, for gateways, I8.
 */
@NullMarked
package dev.stagedoor.claude;

import org.jspecify.annotations.NullMarked;
