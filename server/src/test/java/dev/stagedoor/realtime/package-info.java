// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.realtime;

import org.jspecify.annotations.NullMarked;
