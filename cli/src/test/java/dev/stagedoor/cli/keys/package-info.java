// SPDX-License-Identifier: Apache-2.0
/** Tests of the commands on API keys. */
@NullMarked
package dev.stagedoor.cli.keys;

import org.jspecify.annotations.NullMarked;
