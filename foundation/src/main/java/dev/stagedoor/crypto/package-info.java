// SPDX-License-Identifier: Apache-2.0
/**
 * Envelope encryption: master keys wrap a data key per tenant; data keys seal what must not be readable at rest.
 *
 * <p>Holds S1 at rest (AES-256-GCM under the tenant's data key, bound to tenant, credential and version), S3 (no start
 * with a missing, short, sample or readable master key; there is no plaintext mode) and the erasure of a tenant by
 * destroying its data key. The primitives are Tink's; nothing here composes a cipher.
 */
@NullMarked
package dev.stagedoor.crypto;

import org.jspecify.annotations.NullMarked;
