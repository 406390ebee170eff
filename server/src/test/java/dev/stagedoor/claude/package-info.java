// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.claude;

import org.jspecify.annotations.NullMarked;
