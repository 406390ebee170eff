// SPDX-License-Identifier: Apache-2.0
/** The wiring: the one place that knows every feature. Reads the configuration, constructs, starts and stops. */
@NullMarked
package dev.stagedoor.app;

import org.jspecify.annotations.NullMarked;
