// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.stagedoor.config}, on real files with real modes. */
@NullMarked
package dev.stagedoor.config;

import org.jspecify.annotations.NullMarked;
