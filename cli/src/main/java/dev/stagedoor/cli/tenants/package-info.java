/** stagedoor tenants: tenants, for operators. */
@NullMarked
package dev.stagedoor.cli.tenants;

import org.jspecify.annotations.NullMarked;
