// SPDX-License-Identifier: Apache-2.0
/**
 * Webhooks of LiveKit servers: {@link dev.stagedoor.livekit.webhook.WebhookVerifier} verifies who sent a body, {@link
 * dev.stagedoor.livekit.webhook.WebhookEvent} is its content.
 *
 * <p>Webhooks arrive late, twice, out of order or not at all, and a server signs those of all its rooms with one key:
 * treat them as hints (invariant D6), and take the tenant from the signing key (invariant I5).
 */
@NullMarked
package dev.stagedoor.livekit.webhook;

import org.jspecify.annotations.NullMarked;
