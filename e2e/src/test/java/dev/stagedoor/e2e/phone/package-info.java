// SPDX-License-Identifier: Apache-2.0
/** Phone calls as people try them: with {@code stagedoor dev}, a real livekit-server and the real demo agent. */
@NullMarked
package dev.stagedoor.e2e.phone;

import org.jspecify.annotations.NullMarked;
