// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.orchestration;

import org.jspecify.annotations.NullMarked;
