// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.stagedoor.config}, with real files and file modes. */
@NullMarked
package dev.stagedoor.config;

import org.jspecify.annotations.NullMarked;
