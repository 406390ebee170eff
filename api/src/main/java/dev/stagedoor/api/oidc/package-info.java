// SPDX-License-Identifier: Apache-2.0
/** Tenants' own identity providers (OpenID Connect), and what their users get for their tokens (RFC 8693). */
@NullMarked
package dev.stagedoor.api.oidc;

import org.jspecify.annotations.NullMarked;
