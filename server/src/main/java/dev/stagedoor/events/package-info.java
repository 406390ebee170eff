// SPDX-License-Identifier: Apache-2.0
/**
 * What happens to a tenant, told to its own backend: each event is stored by the change that causes it, and sent to the
 * tenant's webhook endpoints at least once, signed as Standard Webhooks say, in order for each call.
 *
 * <p>Holds I7 and I8 for what is sent: an endpoint that hangs delays no other, and only permitted addresses are called.
 */
@NullMarked
package dev.stagedoor.events;

import org.jspecify.annotations.NullMarked;
