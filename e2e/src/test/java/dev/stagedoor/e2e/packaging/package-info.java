// SPDX-License-Identifier: Apache-2.0
/** What an operator installs: the systemd unit. */
@NullMarked
package dev.stagedoor.e2e.packaging;

import org.jspecify.annotations.NullMarked;
