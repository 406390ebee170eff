// SPDX-License-Identifier: Apache-2.0
/**
 * The phone numbers of tenants, each with the agent that answers it.
 *
 * <p>Holds its part of I5: a number belongs to one tenant at most, and to that one only once somebody who knows has said so.
 * Until then any tenant may say that it is theirs, which keeps nobody else from it and tells nothing of others.
 */
@NullMarked
package dev.stagedoor.numbers;

import org.jspecify.annotations.NullMarked;
