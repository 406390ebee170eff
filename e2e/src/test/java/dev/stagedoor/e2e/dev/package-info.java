// SPDX-License-Identifier: Apache-2.0
/**
 * {@code stagedoor dev} as a black box: two demo tenants on two real livekit-servers with the demo agent, used through
 * HTTP, the shipped client, the command line, LiveKit's own clients and a browser.
 */
@NullMarked
package dev.stagedoor.e2e.dev;

import org.jspecify.annotations.NullMarked;
