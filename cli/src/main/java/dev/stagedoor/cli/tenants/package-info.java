// SPDX-License-Identifier: Apache-2.0
/** stagedoor tenants: tenants, for operators. */
@NullMarked
package dev.stagedoor.cli.tenants;

import org.jspecify.annotations.NullMarked;
