// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor numbers}: a tenant's phone numbers, and which agent answers each. */
@NullMarked
package dev.stagedoor.cli.numbers;

import org.jspecify.annotations.NullMarked;
