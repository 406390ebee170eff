// SPDX-License-Identifier: Apache-2.0
/** The one shape of a feature's module, and what every feature stands on. */
@NullMarked
package dev.stagedoor.feature;

import org.jspecify.annotations.NullMarked;
