// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.dispatch.plan;

import org.jspecify.annotations.NullMarked;
