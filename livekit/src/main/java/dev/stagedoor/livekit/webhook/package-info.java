/**
 * What a LiveKit server posts: {@link dev.stagedoor.livekit.webhook.WebhookVerifier} proves where a body comes from,
 * {@link dev.stagedoor.livekit.webhook.WebhookEvent} is what it says.
 *
 * <p>Webhooks come late, twice, in another order or not at all, and a server has one signing key for all its rooms:
 * take them as hints (invariant D6), and the tenant from the key that signed (invariant I5).
 */
@NullMarked
package dev.stagedoor.livekit.webhook;

import org.jspecify.annotations.NullMarked;
