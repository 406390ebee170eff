// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.sessions;

import org.jspecify.annotations.NullMarked;
