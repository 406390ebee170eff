// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code realtime.voice}. */
@NullMarked
package dev.stagedoor.realtime.voice;

import org.jspecify.annotations.NullMarked;
