// SPDX-License-Identifier: Apache-2.0
/** stagedoor audit: reads, exports and verifies the hash chain without trusting the server. */
@NullMarked
package dev.stagedoor.cli.audit;

import org.jspecify.annotations.NullMarked;
