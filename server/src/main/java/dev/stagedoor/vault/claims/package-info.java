// SPDX-License-Identifier: Apache-2.0
/**
 * What only one tenant may have, as keyed fingerprints (I1): claimed with a version of a credential, the platform's own
 * included, and released when the last version that stands on them is retired.
 */
@NullMarked
package dev.stagedoor.vault.claims;

import org.jspecify.annotations.NullMarked;
