// SPDX-License-Identifier: Apache-2.0
/** stagedoor credentials: a tenant's credentials in the vault; their secrets are never shown. */
@NullMarked
package dev.stagedoor.cli.credentials;

import org.jspecify.annotations.NullMarked;
