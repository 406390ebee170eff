// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.participants;

import org.jspecify.annotations.NullMarked;
