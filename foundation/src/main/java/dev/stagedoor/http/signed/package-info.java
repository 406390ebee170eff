// SPDX-License-Identifier: Apache-2.0
/**
 * Requests that prove by a signature over their bytes who sent them: what the verifier is given, and Standard Webhooks.
 */
@NullMarked
package dev.stagedoor.http.signed;

import org.jspecify.annotations.NullMarked;
