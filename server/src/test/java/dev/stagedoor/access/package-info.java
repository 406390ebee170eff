// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.access;

import org.jspecify.annotations.NullMarked;
