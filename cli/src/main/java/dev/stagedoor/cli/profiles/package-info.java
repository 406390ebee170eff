// SPDX-License-Identifier: Apache-2.0
/** stagedoor profiles: the tenant's accounts at Anthropic, and which one its runs take. */
@NullMarked
package dev.stagedoor.cli.profiles;

import org.jspecify.annotations.NullMarked;
