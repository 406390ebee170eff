// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.dispatch;

import org.jspecify.annotations.NullMarked;
