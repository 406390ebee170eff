// SPDX-License-Identifier: Apache-2.0
/** Phone calls: who answers them, who reports them, and what a real livekit-server has of them. */
@NullMarked
package dev.stagedoor.bench.phone;

import org.jspecify.annotations.NullMarked;
