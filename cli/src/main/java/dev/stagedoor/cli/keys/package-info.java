// SPDX-License-Identifier: Apache-2.0
/** stagedoor keys: API keys of tenants and of operators. */
@NullMarked
package dev.stagedoor.cli.keys;

import org.jspecify.annotations.NullMarked;
